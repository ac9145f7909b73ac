"""The dates that an order's deliveries are promised: when first they are, and what moves them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.inventory.api import Event
from stockpool.orders import api as orders
from stockpool.orders.api import Claim, Fulfillment, Order, Repaired
from stockpool.orders.messages import Delivery, MovedPromise, OrderMethod, OrderPromised, Outcome, PromiseMoved
from stockpool.workflows.dating import Promiser
from stockpool.workflows.snapshot import Span

replace = msgspec.structs.replace

Source = tuple[str, datetime | None]
"""A node, and when its goods come where they are not there yet."""

Sources = Mapping[int, Collection[Source]]
"""By delivery."""


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
    lacking, sources = _lacking(order), _sources(order)
    dated = [_dated(each, sources, promiser, lacks=each.number in lacking) for each in order.deliveries]
    return replace(order, deliveries=tuple(dated))


def date_change(order: Order, before: Order, promiser: Promiser) -> Dated:
    """What a change that the customer did not ask for makes of the dates.

    A promise is kept as long as it can be: it only moves later, by what comes from another node or another supply than
    before. One without a date is made when everything has one.
    """
    lacking, added = _lacking(order), _added(order, before)
    sources = _sources(order) if any(each.promised_until is None for each in order.deliveries) else {}
    deliveries, promised, moved = [], [], []
    for delivery in order.deliveries:
        if delivery.promised_until is None:
            dated = _dated(delivery, sources, promiser, lacks=delivery.number in lacking)
        else:
            dated = _redated(delivery, added, promiser, lacks=delivery.number in lacking)
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


def _dated(delivery: Delivery, sources: Sources, promiser: Promiser, *, lacks: bool) -> Delivery:
    """A delivery with the dates of all its sources, or without any."""
    if delivery.method is OrderMethod.CARRY_OUT:
        return delivery
    dates = None
    if not lacks:
        dates = _latest([promiser.span(node, delivery, at) for node, at in sources.get(delivery.number, ())])
    begins, ends = (None, None) if dates is None else dates
    return replace(delivery, promised_from=begins, promised_until=ends)


def _redated(delivery: Delivery, added: Sources, promiser: Promiser, *, lacks: bool) -> Delivery:
    """A delivery that has dates, with those that what was added to its sources allows."""
    assert delivery.promised_until is not None
    if lacks:
        return replace(delivery, promised_from=None, promised_until=None)
    more = added.get(delivery.number)
    if not more:
        return delivery
    dates = _latest([promiser.span(node, delivery, at) for node, at in sorted(more, key=str)])
    if dates is None:
        return replace(delivery, promised_from=None, promised_until=None)
    begins, ends = dates
    if ends <= delivery.promised_until:
        return delivery
    return replace(delivery, promised_from=max(begins, delivery.promised_from or begins), promised_until=ends)


def _lacking(order: Order) -> frozenset[int]:
    """The deliveries of which something waits without a date."""
    return frozenset([order.line(line).delivery for line, _ in orders.unclaimed(order)])


def _sources(order: Order) -> Sources:
    """Where what is still owed comes from."""
    return _by_delivery(order, order.fulfillments, order.claims)


def _added(order: Order, before: Order) -> Sources:
    """Where more comes from than before."""
    had = {each.number: each for each in before.fulfillments}
    more = [each for each in order.fulfillments if each.number not in had or _has_more(each, had[each.number])]
    claimed = {(claim.key, claim.supply_id): claim for claim in before.claims}
    return _by_delivery(order, more, [each for each in order.claims if _is_later(each, claimed)])


def _by_delivery(order: Order, fulfillments: Iterable[Fulfillment], claims: Iterable[Claim]) -> Sources:
    found: dict[int, set[Source]] = {}
    for each in fulfillments:
        if each.status in orders.WITH_NODE and each.units:
            found.setdefault(each.delivery, set()).add((each.node, None))
    for claim in claims:
        found.setdefault(order.line(claim.line).delivery, set()).add((claim.node, claim.expected_at))
    return found


def _is_later(claim: Claim, before: Mapping[tuple[tuple[int, str], str], Claim]) -> bool:
    was = before.get((claim.key, claim.supply_id))
    return was is None or claim.units > was.units or claim.expected_at != was.expected_at


def _has_more(after: Fulfillment, before: Fulfillment) -> bool:
    had = {piece.key: piece.quantity for piece in before.pieces}
    return any(piece.quantity > had.get(piece.key, 0) for piece in after.pieces)


def _latest(spans: Sequence[Span | None]) -> Span | None:
    """When all of it is there: the customer has nothing of a parcel that has not come."""
    known = [each for each in spans if each is not None]
    if not known or len(known) < len(spans):
        return None
    return max([begins for begins, _ in known]), max([ends for _, ends in known])
