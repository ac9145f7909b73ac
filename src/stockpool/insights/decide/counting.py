"""What events add to the figures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

import msgspec

from stockpool.insights.decide.places import region_of
from stockpool.insights.model import (
    EVERYWHERE,
    Counted,
    Flow,
    Happened,
    Known,
    KnownOrder,
    SeenCounts,
    SeenFact,
    SeenOrder,
    SeenRepairs,
    SeenStep,
    SeenWork,
    Wanted,
)
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.quantities import Amount

T = TypeVar("T")

OF_ORDERS = ("order.", "fulfillment.", "return.", "refund.", "exchange.", "charge.")
"""How the names of events begin that are about orders."""

FACTS = frozenset(
    f"stock.{kind}"
    for kind in (
        "receive", "sell", "ship", "return", "adjust", "count", "damage", "restore", "dispose", "move", "dispatch",
        "arrive",
    )
)  # fmt: skip
BETWEEN_NODES = frozenset({"stock.move", "stock.dispatch"})

NO_ANSWER = frozenset({"rejected", "not_accepted_in_time"})
"""Why a node has not done what it was asked for, and nobody else decided so."""

NOT_THERE = frozenset({"shortfall", "short_pick", "rejected"})
"""Why units are sought elsewhere that a node was believed to have."""

ELSEWHERE = frozenset({"moved", "transferred"})
LEAVING = frozenset({"fulfillment.shipped", "fulfillment.ready_for_pickup"})
"""Steps behind which an order's goods have left, or wait for who collects them: what was promised matters now."""

_HOUR, _NEVER = timedelta(hours=1), datetime.min.replace(tzinfo=UTC)
MILLI = Decimal("0.001")

_READERS = {
    "fact": msgspec.json.Decoder(SeenFact).decode,
    "counts": msgspec.json.Decoder(SeenCounts).decode,
    "order": msgspec.json.Decoder(SeenOrder).decode,
    "repairs": msgspec.json.Decoder(SeenRepairs).decode,
    "step": msgspec.json.Decoder(SeenStep).decode,
}

_FORMS = {
    **dict.fromkeys(FACTS, "fact"),
    "stock.counts": "counts",
    "order.placed": "order",
    "order.paid": "order",
    "order.repaired": "repairs",
}


def form_of(name: str) -> str | None:
    """As what the data of a type of event is read; None where nobody counts it."""
    return "step" if name.startswith("fulfillment.") else _FORMS.get(name)


def read_bodies(events: Iterable[Happened]) -> list[Happened]:
    """Read what is counted; those that cannot be read, which must not keep all others from being counted."""
    unread: list[Happened] = []
    for event in events:
        form = form_of(event.type)
        if form is None or event.data is None:
            continue
        try:
            event.body = _READERS[form](event.data)
        except msgspec.ValidationError:
            unread.append(event)
    return unread


def hour_of(moment: datetime) -> datetime:
    """The hour in which a moment lies, by UTC."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def wanted_for(events: Sequence[Happened]) -> Wanted:
    """What must be known to count these events."""
    skus: set[str] = set()
    sold: set[str] = set()
    worked_on: set[str] = set()
    leaving: set[str] = set()
    for event in events:
        body = event.body
        if isinstance(body, SeenOrder):
            sold.add(body.order_id)
            skus.update([line.sku for line in body.lines])
            skus.update([piece.sku for work in body.fulfillment_orders for piece in work.lines])
        elif isinstance(body, SeenStep):
            worked_on.add(body.order_id)
            if event.type in LEAVING:
                leaving.add(body.order_id)
        elif isinstance(body, SeenFact) and event.type == "stock.sell":
            skus.add(body.sku)
    return Wanted(frozenset(skus), frozenset(sold), frozenset(worked_on), frozenset(leaving))


def count_events(events: Sequence[Happened], known: Known) -> Counted:
    """What these events, in the order of the feed, add to the figures."""
    return _Counting(known).count(events)


class _Counting:
    """One page of events."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._steps = dict(known.steps)
        self._promised: dict[str, dict[int, datetime]] = {}
        self._counted = Counted()

    def count(self, events: Sequence[Happened]) -> Counted:
        hour, ended = _NEVER, _NEVER
        for event in events:
            if not hour <= event.at < ended:
                hour = hour_of(event.at)
                ended = hour + _HOUR
                self._counted.hours.setdefault(hour, event.position)
            if event.type.startswith(OF_ORDERS) and is_uuid(event.subject):
                self._note(event)
            counter = _COUNTERS.get(event.type) if event.body is not None else None
            if counter is not None:
                counter(self, event, hour)
        return self._counted

    def _note(self, event: Happened) -> None:
        """Keep where the event of an order is, and when a fulfillment order took a step."""
        number = None
        if isinstance(event.body, SeenStep):
            number = event.body.fulfillment_order.number
            self._steps.setdefault((event.subject, number, event.type.partition(".")[2]), event.at)
        self._counted.order_events.append((event.subject, event.event_id, number, event.type, event.at))

    def _add(
        self, measure: str, hour: datetime, nodes: Iterable[str], amount: Amount, channel: str = "", currency: str = ""
    ) -> None:
        """Count at nodes; EVERYWHERE must be named where it counts for all together."""
        counts = self._counted.counts
        for node in nodes:
            key = (node, hour, measure, channel, currency)
            counts[key] = counts.get(key, 0) + amount

    def _add_person(self, who: object, measure: str, hour: datetime, node: str, amount: Amount) -> None:
        if isinstance(who, str) and who:
            key, people = (node, hour.date(), who, measure), self._counted.people
            people[key] = people.get(key, 0) + amount

    # Facts

    def count_fact(self, event: Happened, _hour: datetime) -> None:
        fact: SeenFact = event.body
        self._see_below_zero((level.sku, level.node, level.available) for level in fact.levels)
        hour = hour_of(fact.occurred_at)
        if event.type == "stock.sell":
            self._add("sales_units", hour, (EVERYWHERE, fact.node), fact.quantity)
            self._add_money(hour, (EVERYWHERE, fact.node), fact.sku, fact.quantity)
        elif event.type in BETWEEN_NODES and fact.to_node is not None:
            flow = self._flow((hour, fact.node, fact.to_node, ""))
            flow.parcels, flow.units = flow.parcels + 1, flow.units + Decimal(fact.quantity)

    def count_counts(self, event: Happened, _hour: datetime) -> None:
        levels = event.body.levels
        self._see_below_zero(zip(levels.sku, levels.node, levels.available, strict=True))

    def _see_below_zero(self, levels: Iterable[tuple[str, str, Amount]]) -> None:
        self._counted.below_zero.update([(sku, node) for sku, node, available in levels if available < 0])

    def _add_money(self, hour: datetime, nodes: Iterable[str], sku: str, quantity: Amount, channel: str = "") -> None:
        """By the catalog's price."""
        price = self._known.prices.get(sku)
        if price is not None:
            self._add("sales_money", hour, nodes, _rounded(quantity * price.minor), channel, price.currency)

    # Orders

    def count_placed(self, event: Happened, hour: datetime) -> None:
        order: SeenOrder = event.body
        self._promised[order.order_id] = order.promised
        served = _nodes_of(order)
        nodes = (EVERYWHERE, *served)
        ordered = sum([line.quantity for line in order.lines])
        short = sum([line.short + line.cancelled for line in order.lines])
        self._add("orders", hour, nodes, 1, order.channel)
        self._add("ordered_units", hour, nodes, ordered, order.channel)
        self._add("allocated_units", hour, nodes, ordered - short, order.channel)
        if order.status != "payment_pending":
            self._count_order_sold(order, served, hour)

    def count_sold(self, event: Happened, hour: datetime) -> None:
        order: SeenOrder = event.body
        self._count_order_sold(order, _nodes_of(order), hour)

    def _count_order_sold(self, order: SeenOrder, served: tuple[str, ...], hour: datetime) -> None:
        currency = self._known.currencies.get(order.order_id)
        prices = {line.sku: line.unit_price for line in order.lines}
        sold = [(EVERYWHERE, line.sku, line.quantity - line.cancelled) for line in order.lines]
        works = order.fulfillment_orders
        there = [(work.node, piece.sku, piece.quantity) for work in works for piece in work.lines]
        units: dict[str, Amount] = {}
        for node, sku, quantity in (*sold, *there):
            if not quantity:
                continue
            units[node] = units.get(node, 0) + quantity
            price = prices.get(sku)
            if price is None or currency is None:
                self._add_money(hour, (node,), sku, quantity, order.channel)
            else:
                self._add("sales_money", hour, (node,), _rounded(quantity * price), order.channel, currency)
        for node, quantity in units.items():
            self._add("sales_units", hour, (node,), quantity, order.channel)
        if sum([line.quantity for line in order.lines]) > 1 and served:
            self._add("orders_that_could_split", hour, (EVERYWHERE, *served), 1, order.channel)
            if len(served) > 1:
                self._add("orders_split", hour, (EVERYWHERE, *served), 1, order.channel)

    def count_repaired(self, event: Happened, hour: datetime) -> None:
        told: SeenRepairs = event.body
        for node in dict.fromkeys(
            each.from_node for each in told.repairs if each.cause in NOT_THERE and each.outcome in ELSEWHERE
        ):
            self._add("found_elsewhere", hour, (EVERYWHERE, node), 1, told.channel)

    # Fulfillment orders

    def count_accepted(self, event: Happened, hour: datetime) -> None:
        step, work = self._taken(event)
        self._add("accepted", hour, (EVERYWHERE, work.node), 1, step.channel)
        seconds = self._seconds_since(event, work, "released")
        self._add_time("accept", hour, step, work, seconds)

    def count_rejected(self, event: Happened, hour: datetime) -> None:
        step, work = self._taken(event)
        if (work.cause or "rejected") in NO_ANSWER:
            self._add("rejected", hour, (EVERYWHERE, work.node), 1, step.channel)
        lacking = _lacking(step)
        if lacking:
            self._count_asked(step, work, hour, Decimal(0), lacking)

    def count_picked(self, event: Happened, hour: datetime) -> None:
        step, work = self._taken(event)
        self._count_asked(step, work, hour, work.units, _lacking(step))
        began = self._seconds_since(event, work, "picking")
        seconds = began if began is not None else self._seconds_since(event, work, "accepted")
        self._add_time("pick", hour, step, work, seconds)

    def _count_asked(self, step: SeenStep, work: SeenWork, hour: datetime, picked: Decimal, lacking: Decimal) -> None:
        nodes = (EVERYWHERE, work.node)
        values: Mapping[str, Amount] = {"picked_units": picked, "short_units": lacking, "shorts": int(lacking > 0)}
        for measure, amount in values.items():
            if amount:
                self._add(measure, hour, nodes, amount, step.channel)
                self._add_person(step.by, measure, hour, work.node, amount)

    def _add_time(self, what: str, hour: datetime, step: SeenStep, work: SeenWork, seconds: Decimal | None) -> None:
        if seconds is None:
            return
        for measure, amount in ((f"{what}_seconds", seconds), (f"{what}_timed", Decimal(1))):
            self._add(measure, hour, (EVERYWHERE, work.node), amount, step.channel)
            self._add_person(step.by, measure, hour, work.node, amount)

    def _seconds_since(self, event: Happened, work: SeenWork, status: str) -> Decimal | None:
        before = self._steps.get((event.subject, work.number, status))
        return None if before is None else Decimal(round((event.at - before).total_seconds(), 3)).quantize(MILLI)

    def count_left(self, event: Happened, hour: datetime) -> None:
        """Goods left for the customer or for its store, or wait where it comes for them: what the node had to do."""
        step, work = self._taken(event)
        if event.type == "fulfillment.ready_for_pickup" and (event.subject, work.number, "shipped") in self._steps:
            return
        order = self._known.orders.get(event.subject)
        promised = self._promised_until(event.subject, order, work.delivery)
        if promised is not None:
            self._add("left", hour, (EVERYWHERE, work.node), 1, step.channel)
            self._add("left_on_time", hour, (EVERYWHERE, work.node), int(event.at <= promised), step.channel)
        delivery = order.delivery(work.delivery) if order is not None else None
        if event.type != "fulfillment.shipped" or delivery is None:
            return
        place = region_of(delivery.ship_to)
        flow = self._flow((hour, work.node, delivery.pickup_node or "", "" if delivery.pickup_node else place.name))
        flow.parcels, flow.units = flow.parcels + 1, flow.units + work.units
        if place.latitude is not None and place.longitude is not None:
            flow.placed += 1
            flow.latitudes, flow.longitudes = flow.latitudes + place.latitude, flow.longitudes + place.longitude

    def _promised_until(self, order_id: str, order: KnownOrder | None, number: int) -> datetime | None:
        """Until when a delivery was promised at first, which the page itself may have told."""
        told = self._promised.get(order_id, {}).get(number)
        return told or (order.promised_until(number) if order is not None else None)

    def _taken(self, event: Happened) -> tuple[SeenStep, SeenWork]:
        step: SeenStep = event.body
        return step, step.fulfillment_order

    def _flow(self, key: tuple[datetime, str, str, str]) -> Flow:
        return self._counted.flows.setdefault(key, Flow())


_COUNTERS: Mapping[str, Callable[[_Counting, Happened, datetime], None]] = {
    **dict.fromkeys(FACTS, _Counting.count_fact),
    "stock.counts": _Counting.count_counts,
    "order.placed": _Counting.count_placed,
    "order.paid": _Counting.count_sold,
    "order.repaired": _Counting.count_repaired,
    "fulfillment.accepted": _Counting.count_accepted,
    "fulfillment.rejected": _Counting.count_rejected,
    "fulfillment.picked": _Counting.count_picked,
    "fulfillment.shipped": _Counting.count_left,
    "fulfillment.ready_for_pickup": _Counting.count_left,
}


def _nodes_of(order: SeenOrder) -> tuple[str, ...]:
    return tuple(dict.fromkeys([work.node for work in order.fulfillment_orders]))


def _lacking(step: SeenStep) -> Decimal:
    short = [Decimal(each.quantity) for each in step.repairs if each.cause == "short_pick"]
    return sum(short, Decimal(0))


def _rounded(minor: Amount) -> Amount:
    return minor if isinstance(minor, int) else minor.to_integral_value()
