"""The dates that an order's deliveries are promised: when first they are, and what moves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from stockpool.inventory.api import Event
from stockpool.orders import api as orders
from stockpool.orders.api import Fulfillment, Order, Repaired
from stockpool.orders.messages import Delivery, MovedPromise, OrderMethod, OrderPromised, Outcome, PromiseMoved
from stockpool.workflows.dating import Promiser
from stockpool.workflows.snapshot import Span

replace = msgspec.structs.replace

Source = tuple[str, datetime | None]
"""A node, and when its goods come where they are not there yet."""


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
            moved.append(MovedPromise(dated.number, delivery.promised_until, dated.promised_from, dated.promised_until))
    return Dated(replace(order, deliveries=tuple(deliveries)), tuple(promised), tuple(moved))


def with_moved_promises(
    repairs: Sequence[Repaired], before: Order, after: Order, promiser: Promiser
) -> tuple[Repaired, ...]:
    """Repairs that say whether what they repaired comes later than promised."""
    return tuple([replace(each, promise_moved=_moves(each, before, after, promiser)) for each in repairs])


def keeping_nodes(nodes: Iterable[str], delivery: Delivery, promiser: Promiser) -> frozenset[str]:
    """The nodes from which a delivery still comes as promised."""
    assert delivery.promised_until is not None
    spans = {node: promiser.span(node, delivery) for node in nodes}
    return frozenset([node for node, each in spans.items() if each and each[1] <= delivery.promised_until])


def _moves(repaired: Repaired, before: Order, after: Order, promiser: Promiser) -> bool:
    number = repaired.wanted.delivery
    promised = next((each.promised_until for each in before.deliveries if each.number == number), None)
    if promised is None or repaired.outcome is Outcome.CANCELLED:
        return False
    if repaired.to_node is None:
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
        dates = _latest([promiser.span(node, delivery, at) for node, at in _sources(order, delivery)])
    begins, ends = (None, None) if dates is None else dates
    return replace(delivery, promised_from=begins, promised_until=ends)


def _redated(order: Order, before: Order, delivery: Delivery, promiser: Promiser, *, lacks: bool) -> Delivery:
    if delivery.method is OrderMethod.CARRY_OUT:
        return delivery
    if lacks:
        return replace(delivery, promised_from=None, promised_until=None)
    if delivery.promised_until is None:
        return _dated(order, delivery, promiser)
    added = set(_added(order, before, delivery))
    if not added:
        return delivery
    dates = _latest([promiser.span(node, delivery, at) for node, at in sorted(added, key=str)])
    if dates is None:
        return replace(delivery, promised_from=None, promised_until=None)
    begins, ends = dates
    if ends <= delivery.promised_until:
        return delivery
    return replace(delivery, promised_from=max(begins, delivery.promised_from or begins), promised_until=ends)


def _lacking(order: Order) -> frozenset[int]:
    """The deliveries of which something waits without a date."""
    return frozenset([order.line(line).delivery for line, _ in orders.unclaimed(order)])


def _sources(order: Order, delivery: Delivery) -> set[Source]:
    """Where what is still owed of a delivery comes from."""
    return {*_nodes(order.fulfillments, delivery), *_supplies(order, delivery)}


def _nodes(fulfillments: Iterable[Fulfillment], delivery: Delivery) -> Iterator[Source]:
    for each in fulfillments:
        if each.delivery == delivery.number and each.status in orders.WITH_NODE and each.units:
            yield each.node, None


def _supplies(order: Order, delivery: Delivery) -> Iterator[Source]:
    for claim in order.claims:
        if order.line(claim.line).delivery == delivery.number:
            yield claim.node, claim.expected_at


def _added(order: Order, before: Order, delivery: Delivery) -> Iterator[Source]:
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
        if later and order.line(claim.line).delivery == delivery.number:
            yield claim.node, claim.expected_at


def _has_more(after: Fulfillment, before: Fulfillment) -> bool:
    had = {piece.key: piece.quantity for piece in before.pieces}
    return any(piece.quantity > had.get(piece.key, 0) for piece in after.pieces)


def _latest(spans: Sequence[Span | None]) -> Span | None:
    """When all of it is there: the customer has nothing of a parcel that has not come."""
    known = [each for each in spans if each is not None]
    if not known or len(known) < len(spans):
        return None
    return max([begins for begins, _ in known]), max([ends for _, ends in known])
