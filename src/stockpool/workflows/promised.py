"""The dates that an order's deliveries are promised: when first they are, and what moves them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import itemgetter

import msgspec

from stockpool.inventory.api import Event
from stockpool.orders import api as orders
from stockpool.orders.api import Claim, Fulfillment, Order, Repaired
from stockpool.orders.messages import Delivery, MovedPromise, OrderMethod, OrderPromised, Outcome, PromiseMoved
from stockpool.workflows.dating import Promiser
from stockpool.workflows.snapshot import Span

replace = msgspec.structs.replace

Source = tuple[str, datetime | None]
"""A node, and when it is told of the order or its goods come, where that is later than now."""

Sources = Mapping[int, Collection[Source]]
"""By delivery."""


class Dated(msgspec.Struct, frozen=True):
    """An order with its dates; the deliveries that have one for the first time, and those that come later."""

    order: Order
    promised: tuple[Delivery, ...] = ()
    moved: tuple[MovedPromise, ...] = ()

    def events(self) -> Iterator[Event]:
        """What tells of it."""
        order_id, channel = self.order.order_id, self.order.channel
        if self.promised:
            yield Event("order.promised", order_id, OrderPromised(order_id, channel, self.promised))
        if self.moved:
            yield Event("order.promise_moved", order_id, PromiseMoved(order_id, channel, self.moved))


def date_order(order: Order, promiser: Promiser) -> Order:
    """The order with the dates of all that is still owed: what it is promised when it is placed, paid or edited."""
    lacking, sources, together = _lacking(order), _sources(order, promiser), order.together
    dated = [
        _dated(each, sources, promiser, lacks=each.number in lacking, together=together) for each in order.deliveries
    ]
    return replace(order, deliveries=tuple(dated))


def date_change(order: Order, before: Order, promiser: Promiser) -> Dated:
    """What a change that the customer did not ask for makes of the dates.

    A promise is kept as long as it can be: it only moves later, by what comes from another node or another supply than
    before. One without a date is made when everything has one.
    """
    lacking, added, together = _lacking(order), _added(order, before, promiser), order.together
    undated = any(each.promised_until is None for each in order.deliveries)
    sources = _sources(order, promiser) if undated or together else {}
    overdue = _overdue(order, promiser) if undated else frozenset()
    deliveries, promised, moved = [], [], []
    for delivery in order.deliveries:
        number = delivery.number
        if delivery.promised_until is not None:
            dated = _redated(delivery, added, sources, promiser, lacks=number in lacking, together=together)
        elif number in overdue and number not in lacking:
            dated = delivery
        else:
            dated = _dated(delivery, sources, promiser, lacks=number in lacking, together=together)
        deliveries.append(dated)
        if dated.promised_until == delivery.promised_until:
            continue
        if delivery.promised_until is None:
            promised.append(dated)
        else:
            moved.append(_moved(delivery.promised_until, dated))
    return Dated(replace(order, deliveries=tuple(deliveries)), tuple(promised), tuple(moved))


def _moved(was_until: datetime, dated: Delivery) -> MovedPromise:
    return MovedPromise(
        dated.number, was_until, dated.promised_from, dated.promised_until, dated.from_date, dated.until_date
    )


def with_moved_promises(
    repairs: Sequence[Repaired], before: Order, after: Order, promiser: Promiser
) -> tuple[Repaired, ...]:
    """Repairs that say whether what they repaired comes later than promised."""
    return tuple([replace(each, promise_moved=_moves(each, before, after, promiser)) for each in repairs])


def told_at(order: Order, promiser: Promiser, ready_at: datetime | None = None) -> datetime:
    """When nodes are told of an order, of goods that come to them when they are there: not while it may be edited."""
    told = (order.placed_at or promiser.now) + promiser.release_after
    return told if ready_at is None else max(told, ready_at)


def keeping_nodes(nodes: Iterable[str], delivery: Delivery, promiser: Promiser, order: Order) -> frozenset[str]:
    """The nodes from which a delivery still comes as promised, where another gave it up: they are told at once.

    Only what leaves together waits until the order can no longer be edited.
    """
    assert delivery.promised_until is not None
    since = told_at(order, promiser) if order.together else None
    spans = {node: promiser.span(node, delivery, since) for node in nodes}
    return frozenset([node for node, each in spans.items() if each and each[1] <= delivery.promised_until])


def _moves(repaired: Repaired, before: Order, after: Order, promiser: Promiser) -> bool:
    number = repaired.wanted.delivery
    promised = next((each.promised_until for each in before.deliveries if each.number == number), None)
    if promised is None or repaired.outcome is Outcome.CANCELLED:
        return False
    if repaired.to_node is None or after.together:
        until = after.delivery(number).promised_until
        return until is None or until > promised
    span = promiser.span(repaired.to_node, after.delivery(number))
    return span is None or span[1] > promised


def _dated(delivery: Delivery, sources: Sources, promiser: Promiser, *, lacks: bool, together: bool) -> Delivery:
    """A delivery with the dates of all its sources, or without any."""
    if delivery.method is OrderMethod.CARRY_OUT:
        return delivery
    dates = None
    if not lacks:
        dates = _dates_of(sources.get(delivery.number, ()), delivery, promiser, together=together)
    return _with_dates(delivery, dates)


def _with_dates(delivery: Delivery, dates: Span | None) -> Delivery:
    begins, ends, first, last = dates or (None, None, None, None)
    return replace(delivery, promised_from=begins, promised_until=ends, from_date=first, until_date=last)


def _redated(
    delivery: Delivery, added: Sources, sources: Sources, promiser: Promiser, *, lacks: bool, together: bool
) -> Delivery:
    """A delivery that has dates, with those that what was added to its sources allows."""
    assert delivery.promised_until is not None
    if lacks:
        return _with_dates(delivery, None)
    more = added.get(delivery.number)
    if not more:
        return delivery
    dates = _dates_of(sources.get(delivery.number, ()) if together else more, delivery, promiser, together=together)
    if dates is None:
        return _with_dates(delivery, None)
    begins, ends, _, last = dates
    if ends <= delivery.promised_until:
        return delivery
    if delivery.promised_from is not None and delivery.promised_from > begins:
        return replace(delivery, promised_until=ends, until_date=last)
    return _with_dates(delivery, dates)


def _lacking(order: Order) -> frozenset[int]:
    """The deliveries of which something waits without a date."""
    return frozenset([order.line(line).delivery for line, _ in orders.unclaimed(order)])


def _overdue(order: Order, promiser: Promiser) -> frozenset[int]:
    """The deliveries that wait for what should have come already: nobody knows when they will be there."""
    late = [claim for claim in order.claims if claim.expected_at < promiser.now]
    return frozenset([order.line(claim.line).delivery for claim in late])


def _dates_of(sources: Collection[Source], delivery: Delivery, promiser: Promiser, *, together: bool) -> Span | None:
    """When all of it is there; what leaves together leaves when the last of it can."""
    if together:
        last = max([at for _, at in sources if at is not None], default=None)
        sources = {(node, last) for node, _ in sources}
    return _latest([promiser.span(node, delivery, at) for node, at in sources])


def _sources(order: Order, promiser: Promiser) -> Sources:
    """Where what is still owed comes from."""
    return _by_delivery(order, order.fulfillments, order.claims, promiser)


def _added(order: Order, before: Order, promiser: Promiser) -> Sources:
    """Where more comes from than before."""
    had = {each.number: each for each in before.fulfillments}
    more = [each for each in order.fulfillments if each.number not in had or _has_more(each, had[each.number])]
    claimed = {(claim.key, claim.supply_id): claim for claim in before.claims}
    later = [each for each in order.claims if each.expected_at >= promiser.now and _is_later(each, claimed)]
    return _by_delivery(order, more, later, promiser)


def _by_delivery(
    order: Order, fulfillments: Iterable[Fulfillment], claims: Iterable[Claim], promiser: Promiser
) -> Sources:
    found: dict[int, set[Source]] = {}
    for each in fulfillments:
        if each.status in orders.WITH_NODE and each.units:
            found.setdefault(each.delivery, set()).add((each.node, each.release_at))
    for claim in claims:
        source = (claim.node, told_at(order, promiser, claim.expected_at))
        found.setdefault(order.line(claim.line).delivery, set()).add(source)
    return found


def _is_later(claim: Claim, before: Mapping[tuple[tuple[int, str], str], Claim]) -> bool:
    was = before.get((claim.key, claim.supply_id))
    return was is None or claim.units > was.units or claim.expected_at != was.expected_at


def _has_more(after: Fulfillment, before: Fulfillment) -> bool:
    had = {piece.key: piece.quantity for piece in before.pieces}
    return any(piece.quantity > had.get(piece.key, 0) for piece in after.pieces)


def _latest(spans: Sequence[Span | None]) -> Span | None:
    """When all of it is there: the customer has nothing of a parcel that has not come."""
    if len(spans) == 1:
        return spans[0]
    known = [each for each in spans if each is not None]
    if not known or len(known) < len(spans):
        return None
    begins, _, first, _ = max(known, key=itemgetter(0))
    _, ends, _, last = max(known, key=itemgetter(1))
    return begins, ends, first, last
