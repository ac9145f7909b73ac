"""The dates that an order's deliveries are promised: when first they are, and what moves them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter

import msgspec

from stockpool.inventory.api import Event
from stockpool.orders import api as orders
from stockpool.orders.api import Fulfillment, Order, Repaired
from stockpool.orders.messages import Delivery, MovedPromise, OrderMethod, OrderPromised, Outcome, PromiseMoved
from stockpool.workflows.dating import Promiser
from stockpool.workflows.snapshot import Span

replace = msgspec.structs.replace

Source = tuple[str, datetime | None]
"""A node, and when it is told of the order or its goods come, where that is later than now."""


class Dated(msgspec.Struct, frozen=True):
    """An order with its dates; the deliveries that have one for the first time, and those that come later."""

    order: Order
    promised: tuple[Delivery, ...] = ()
    moved: tuple[MovedPromise, ...] = ()

    def events(self) -> Iterator[Event]:
        """What tells of it."""
        order_id = self.order.order_id
        if self.promised:
            yield Event("order.promised", order_id, OrderPromised(order_id, self.promised))
        if self.moved:
            yield Event("order.promise_moved", order_id, PromiseMoved(order_id, self.moved))


def date_order(order: Order, promiser: Promiser) -> Order:
    """The order with the dates of all that is still owed: what it is promised when it is placed, paid or edited."""
    return replace(order, deliveries=tuple([_dated(order, each, promiser) for each in order.deliveries]))


def date_change(order: Order, before: Order, promiser: Promiser) -> Dated:
    """What a change that the customer did not ask for makes of the dates.

    A promise is kept as long as it can be: it only moves later, by what comes from another node or another supply than
    before. One without a date is made when everything has one.
    """
    lacking = _lacking(order)
    deliveries, promised, moved = [], [], []
    for delivery in order.deliveries:
        dated = _redated(order, before, delivery, promiser, lacks=delivery.number in lacking)
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


def _dated(order: Order, delivery: Delivery, promiser: Promiser) -> Delivery:
    """A delivery with the dates of all its sources, or without any."""
    if delivery.method is OrderMethod.CARRY_OUT:
        return delivery
    dates = None
    if delivery.number not in _lacking(order):
        dates = _dates_of(order, delivery, _sources(order, delivery, promiser), promiser)
    return _with_dates(delivery, dates)


def _with_dates(delivery: Delivery, dates: Span | None) -> Delivery:
    begins, ends, first, last = dates or (None, None, None, None)
    return replace(delivery, promised_from=begins, promised_until=ends, from_date=first, until_date=last)


def _redated(order: Order, before: Order, delivery: Delivery, promiser: Promiser, *, lacks: bool) -> Delivery:
    if delivery.method is OrderMethod.CARRY_OUT:
        return delivery
    if lacks:
        return _with_dates(delivery, None)
    if delivery.promised_until is None:
        return delivery if _is_overdue(order, delivery, promiser) else _dated(order, delivery, promiser)
    added = set(_added(order, before, delivery, promiser))
    if not added:
        return delivery
    dates = _dates_of(order, delivery, _sources(order, delivery, promiser) if order.together else added, promiser)
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


def _is_overdue(order: Order, delivery: Delivery, promiser: Promiser) -> bool:
    """Whether it waits for what should have come already: nobody knows when it will be there."""
    late = {claim.line for claim in order.claims if claim.expected_at < promiser.now}
    return any(order.line(line).delivery == delivery.number for line in late)


def _dates_of(order: Order, delivery: Delivery, sources: Collection[Source], promiser: Promiser) -> Span | None:
    """When all of it is there; what leaves together leaves when the last of it can."""
    if order.together:
        last = max([at for _, at in sources if at is not None], default=None)
        sources = {(node, last) for node, _ in sources}
    return _latest([promiser.span(node, delivery, at) for node, at in sources])


def _sources(order: Order, delivery: Delivery, promiser: Promiser) -> set[Source]:
    """Where what is still owed of a delivery comes from."""
    return {*_nodes(order.fulfillments, delivery), *_supplies(order, delivery, promiser)}


def _nodes(fulfillments: Iterable[Fulfillment], delivery: Delivery) -> Iterator[Source]:
    for each in fulfillments:
        if each.delivery == delivery.number and each.status in orders.WITH_NODE and each.units:
            yield each.node, each.release_at


def _supplies(order: Order, delivery: Delivery, promiser: Promiser) -> Iterator[Source]:
    for claim in order.claims:
        if order.line(claim.line).delivery == delivery.number:
            yield claim.node, told_at(order, promiser, claim.expected_at)


def _added(order: Order, before: Order, delivery: Delivery, promiser: Promiser) -> Iterator[Source]:
    """Where more comes from than before."""
    had = {each.number: each for each in before.fulfillments}
    for each in order.fulfillments:
        known = had.get(each.number)
        if known is None or _has_more(each, known):
            yield from _nodes([each], delivery)
    claimed = {(claim.key, claim.supply_id): claim for claim in before.claims}
    for claim in order.claims:
        was = claimed.get((claim.key, claim.supply_id))
        later = was is None or claim.units > was.units or claim.expected_at != was.expected_at
        if later and claim.expected_at >= promiser.now and order.line(claim.line).delivery == delivery.number:
            yield claim.node, told_at(order, promiser, claim.expected_at)


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
