"""Orders in words for a terminal, and as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec

from stockpool.entrypoints.cli import output
from stockpool.entrypoints.cli.orders.reading import Listing, Queue
from stockpool.entrypoints.cli.orders.stepping import StepTaken
from stockpool.orders.messages import (
    Delivery,
    FulfillmentOrder,
    OrderDetails,
    OrderMethod,
    Outcome,
    PlacedLine,
    Repair,
    SkuQuantity,
)
from stockpool.sourcing.api import ToldAlternative, ToldExplanation, ToldNode, ToldPassedOver
from stockpool.sourcing.messages import SourcingDemand
from stockpool.workflows.explaining import NodeUnits, ToldLater, ToldOrder

S = TypeVar("S", bound=msgspec.Struct)

JSON = msgspec.json.Encoder(decimal_format="number")

LEAST_PERCENT = 0.001


def printed(value: S, words: Callable[[S], Iterable[str]], *, as_json: bool) -> None:
    """Print a value, in words or as JSON."""
    if as_json:
        output.print_json(msgspec.json.decode(JSON.encode(value)))
    else:
        print("\n".join(words(value)))


def order_words(order: OrderDetails) -> Iterator[str]:
    """An order with its lines and who serves them."""
    named = f", reference {order.reference}" if order.reference else ""
    yield f"order {order.order_id} of channel {order.channel}{named}"
    yield f"{order.status}, payment {order.payment}, placed {order.placed_at:%Y-%m-%d %H:%M:%S%z}"
    for name in ("sold_at", "payment_due_at", "cancel_reason"):
        if (value := getattr(order, name)) is not None:
            yield f"{name.replace('_', ' ')}: {value}"
    if order.priority:
        yield f"priority: {order.priority}"
    if order.together:
        yield "everything together"
    for delivery in order.deliveries:
        yield _delivery(delivery)
        yield from [_line(line, order.currency) for line in order.lines if line.delivery == delivery.number]
        yield from [_fulfillment(each) for each in order.fulfillment_orders if each.delivery == delivery.number]


def _delivery(delivery: Delivery) -> str:
    to = delivery.ship_to
    place = [each for each in (to.recipient, to.street, to.postal_code, to.city, to.country) if each] if to else []
    where = f" at {delivery.pickup_node}" if delivery.pickup_node else f" to {', '.join(place)}" if place else ""
    return f"delivery {delivery.number}: {delivery.method}{where}{_days(delivery)}"


def _days(delivery: Delivery) -> str:
    """The promised days where the customer has it."""
    if delivery.from_date is None or delivery.until_date is None:
        return "" if delivery.method is OrderMethod.CARRY_OUT else ", no date is known"
    if delivery.from_date == delivery.until_date:
        return f", promised for {delivery.until_date}"
    return f", promised between {delivery.from_date} and {delivery.until_date}"


def _line(line: PlacedLine, currency: str | None) -> str:
    counts = [
        (line.short, "short"),
        (line.fulfilled, "fulfilled"),
        (line.cancelled, "cancelled"),
        (line.returned, "back"),
    ]
    more = "".join([f", {count} {word}" for count, word in counts if count])
    price = f" at {line.unit_price} {currency} (minor units)" if line.unit_price is not None else ""
    return f"  line {line.line}: {line.quantity} x {line.sku}{price}{more}"


def _fulfillment(each: FulfillmentOrder) -> str:
    why = f" ({': '.join([str(word) for word in (each.cause, each.reason) if word])})" if each.cause else ""
    parcel = f", {' '.join([word for word in (each.carrier, each.tracking) if word])}" if each.carrier else ""
    return f"  {each.id} at {each.node}: {each.status}{why}{parcel}, {_goods(each.lines)}"


def _goods(lines: Sequence[SkuQuantity]) -> str:
    return ", ".join([f"{line.quantity} x {line.sku}" for line in lines if line.quantity]) or "nothing left of it"


def listing_words(listing: Listing) -> Iterator[str]:
    """A line for each order."""
    for order in listing.orders:
        nodes = sorted({each.node for each in order.fulfillment_orders})
        yield (
            f"{order.order_id}  {order.status:<18} {order.placed_at:%Y-%m-%d %H:%M}  {order.channel}"
            f" {order.reference or '-'}  {','.join(nodes) or '-'}"
        )
    if not listing.orders:
        yield "no orders"
    if listing.next is not None:
        yield f"more: --after {listing.next}"


def queue_words(queue: Queue) -> Iterator[str]:
    """A line for each fulfillment order."""
    for task in queue.tasks:
        sent_on = f" to {task.pickup_node}" if task.pickup_node not in (None, queue.node) else ""
        way = f"{task.method}{sent_on}" if task.node == queue.node else f"{task.method} from {task.node}"
        yield f"{task.id}  {task.status:<16} {task.since:%Y-%m-%d %H:%M}  {way}  {_goods(task.lines)}"
    if not queue.tasks:
        yield f"{queue.node} has nothing to do"


def step_words(result: StepTaken) -> Iterator[str]:
    """What a step led to."""
    taken = result.taken
    each = taken.fulfillment_order
    yield f"{each.id} at {each.node} is {each.status}, its order {taken.order_status}"
    if result.pickup_code is not None:
        yield f"pickup code for the customer: {result.pickup_code}"
    yield from [_repair(repair) for repair in taken.repairs]


def _repair(repair: Repair) -> str:
    to = ""
    if repair.to_node:
        sends = repair.outcome is Outcome.TRANSFERRED
        to = f", {repair.to_node} sends it to the store" if sends else f" to {repair.to_node}"
    later = ", later than promised" if repair.promise_moved else ""
    return f"{repair.quantity} x {repair.sku} of {repair.from_node} ({repair.cause}): {repair.outcome}{to}{later}"


def explanation_words(explanation: ToldOrder) -> Iterator[str]:
    """Why these nodes and not others."""
    yield from _held(explanation.held)
    for each in explanation.weighed():
        yield from _sourced(each)
    if not explanation.held and not explanation.weighed():
        yield "nothing had to be chosen"
    for later in explanation.later:
        yield from _later(later)


def _held(held: Iterable[NodeUnits]) -> Iterator[str]:
    for each in held:
        yield f"{each.units} x {each.sku} from the order's hold at {each.node}"


def _later(later: ToldLater) -> Iterator[str]:
    """What changed after the order was placed, and why."""
    yield f"{later.at:%Y-%m-%d %H:%M:%S%z} {later.event}"
    yield from [f"  {_repair(repair)}" for repair in later.repairs]
    yield from [f"  {words}" for words in _held(later.held)]
    yield from [f"  {each.units} x {each.sku} is with {each.node} now" for each in later.served]
    for each in later.sourced:
        yield from [f"  {words}" for words in _sourced(each)]


def _sourced(each: ToldExplanation) -> Iterator[str]:
    by = f"rule {each.rule!r} of {each.policy}" if each.policy is not None else each.strategy
    yield f"{_demand(each.demand)}: by {by} of {each.candidates} nodes"
    for chosen in each.chosen:
        free = ", ".join([f"{units} x {line.sku}" for units, line in zip(chosen.free, each.demand.lines, strict=True)])
        yield f"  chosen: {chosen.node}{_away(chosen.km)}, which had {free} free{_cost(chosen, each.currency)}"
    if len(each.chosen) > 1 and each.cost is not None:
        yield f"  together: {each.cost} {each.currency} ({_parts(each.costs)})"
    for other in each.alternatives:
        yield f"  next best: {' + '.join(other.nodes)}{_away(other.km)}{_more(other, each.currency)}"
    for passed in each.passed_over:
        less = f", {passed.less} less" if passed.less is not None else ""
        yield f"  not used: {passed.node} alone would cost {passed.cost} {each.currency}{less}, but {_but(passed)}"
    for group in each.excluded:
        names = f": {', '.join(group.nodes)}" if group.nodes else ""
        by = f" by {group.by}" if group.by is not None else ""
        yield f"  not chosen, {group.reason}{by}: {group.count}{names}"
    yield from [f"  what would change it: {change.sentence}" for change in each.would_change]
    if each.short:
        short = ", ".join([f"{line.units} x {line.sku}" for line in each.short])
        within = ", of those that may serve within the rule's limits" if each.policy is not None else ""
        yield f"  no node has {short}{within}"
    if each.gap:
        share = _percent(each.gap)
        yield f"  note: a plan that is up to {share} cheaper may exist; there were too many to try them all"
    yield from [f"  note: {note}" for note in each.notes]


def _percent(share: float) -> str:
    """To two digits, without powers of ten."""
    percent = 100 * share
    if percent < LEAST_PERCENT:
        return f"{LEAST_PERCENT} %"
    return f"{percent:,.0f} %" if percent >= 10 else f"{percent:.2g} %"


def _cost(node: ToldNode, currency: str | None) -> str:
    if node.cost is None:
        return ""
    return f", for {node.cost} {currency}{f' ({_parts(node.costs)})' if node.costs else ''}"


def _more(other: ToldAlternative, currency: str | None) -> str:
    if other.cost is None:
        return ""
    dearer = f"; dearer: {_parts(other.dearer)}" if other.dearer else ""
    return f", for {other.cost} {currency}, {other.more} more{dearer}"


def _parts(costs: Mapping[str, str]) -> str:
    return ", ".join([f"{name} {cost}" for name, cost in costs.items()])


def _but(passed: ToldPassedOver) -> str:
    """The one thing that keeps a node from serving."""
    if passed.filter is None:
        return f"lacks {', '.join([f'{line.units} x {line.sku}' for line in passed.lacking])}"
    if passed.limit is None:
        return f"is barred by {passed.filter}"
    unit = f" {passed.measure}" if passed.measure else ""
    found = "nothing" if passed.found is None else f"{passed.found:.4g}{unit}"
    return f"is barred by {passed.filter}: found {found}, limit {passed.limit:.4g}{unit}"


def _demand(demand: SourcingDemand) -> str:
    goods = ", ".join([f"{line.units} x {line.sku}" for line in demand.lines])
    if demand.pickup_node is not None:
        return f"{goods} by {demand.method}, from the shelf of {demand.pickup_node}"
    to = demand.destination
    place = f"{to.latitude}, {to.longitude}" if to else "a place that is not known"
    return f"{goods} by {demand.method}, to be sent to {place}"


def _away(km: float | None) -> str:
    return f", {km:.1f} km away" if km is not None else ""
