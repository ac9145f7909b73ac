"""From what is wanted and what was found to fulfillment orders; what was not found waits or is cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from operator import itemgetter

import msgspec

from stockpool.orders.decide.transitions import standing
from stockpool.orders.messages import FulfillmentStatus, OrderMethod, Outcome
from stockpool.orders.model import (
    Account,
    Change,
    Found,
    Fulfillment,
    Order,
    Part,
    PartKey,
    Piece,
    Repaired,
    Rules,
    StockMove,
    Wanted,
    is_sent_on,
    merged,
)

replace = msgspec.structs.replace

UNSERVED = "no node can serve it"
"""Why an order is cancelled whose units are not to wait for new stock."""


def settle(change: Change, found: Sequence[Found], now: datetime, rules: Rules, *, waits: bool = True) -> Change:
    """Give what was found to fulfillment orders; the rest of what is wanted waits for stock, or is cancelled.

    Nothing is wanted any more afterwards. The moves that commit what was found come after those of the change.
    """
    order, left = _settled(change, found, now, rules, waits=waits)
    return replace(
        change,
        order=order,
        moves=(*change.moves, *[_taken(order, each) for each in found]),
        wanted=(),
        repairs=tuple(_repairs(order, found, left, waits=waits)),
    )


def settled_order(change: Change, found: Sequence[Found], now: datetime, rules: Rules, *, waits: bool = True) -> Order:
    """As `settle`, for those who book what was found themselves: the order alone."""
    return _settled(change, found, now, rules, waits=waits)[0]


def _settled(
    change: Change, found: Sequence[Found], now: datetime, rules: Rules, *, waits: bool
) -> tuple[Order, Sequence[Wanted]]:
    """The order, and what is left of what was wanted."""
    order = change.order
    left = _left(change.wanted, found)
    fulfillments = _assigned(order, found, now, rules)
    parts = _with_rest(order, left, waits=waits)
    if parts is not order.parts:
        order = replace(order, parts=parts)
    held_back = lacking_deliveries(order) if order.together else frozenset()
    timed = [_timed(order, each, now, rules, waits=each.delivery in held_back) for each in fulfillments]
    order = replace(order, fulfillments=tuple(timed))
    return standing(order, now, UNSERVED), left


def _taken(order: Order, found: Found) -> StockMove:
    carried_out = order.delivery(found.wanted.delivery).method is OrderMethod.CARRY_OUT
    target: Account = "customer" if carried_out else "committed"
    return StockMove(found.wanted.sku, found.node, found.units, "available", target)


def _assigned(order: Order, found: Sequence[Found], now: datetime, rules: Rules) -> tuple[Fulfillment, ...]:
    """The fulfillment orders with what was found: one more for each node and delivery that has no open one."""
    pieces: dict[tuple[int, str, bool], list[Piece]] = {}
    for served in found:
        wanted = served.wanted
        piece = Piece(wanted.line, wanted.sku, wanted.decimals, served.units, served.units)
        pieces.setdefault((wanted.delivery, served.node, wanted.cause is not None), []).append(piece)
    known = list(order.fulfillments)
    open_at: dict[tuple[int, str], int] = {}
    for place, each in enumerate(known):
        if each.status is FulfillmentStatus.OPEN:
            open_at.setdefault((each.delivery, each.node), place)
    for (number, node, urgent), added in sorted(pieces.items(), key=itemgetter(0)):
        open_one = None if urgent else open_at.get((number, node))
        if open_one is not None:
            known[open_one] = replace(known[open_one], pieces=tuple(merged([*known[open_one].pieces, *added])))
            continue
        known.append(_new(order, len(known) + 1, (number, node), added, now, rules, urgent=urgent))
    return tuple(known)


def _new(
    order: Order,
    number: int,
    of: tuple[int, str],
    pieces: Sequence[Piece],
    now: datetime,
    rules: Rules,
    *,
    urgent: bool,
) -> Fulfillment:
    delivery, node = of
    made = Fulfillment(number, delivery, node, FulfillmentStatus.OPEN, tuple(merged(pieces)), since=now)
    if order.delivery(delivery).method is OrderMethod.CARRY_OUT:
        return replace(made, status=FulfillmentStatus.HANDED_OVER)
    at_once = urgent and not order.together
    return released(made, now, rules) if at_once or (rules.release_after_s == 0 and not order.together) else made


def released(fulfillment: Fulfillment, now: datetime, rules: Rules) -> Fulfillment:
    """A fulfillment order that its node sees from now on."""
    accept_by = now + timedelta(seconds=rules.accept_within_s)
    return replace(fulfillment, status=FulfillmentStatus.RELEASED, since=now, release_at=None, accept_by=accept_by)


def _timed(order: Order, fulfillment: Fulfillment, now: datetime, rules: Rules, *, waits: bool) -> Fulfillment:
    """An open fulfillment order with the moment of its release, or none while the order waits to be together."""
    if fulfillment.status is not FulfillmentStatus.OPEN:
        return fulfillment
    if waits:
        return replace(fulfillment, release_at=None)
    if fulfillment.release_at is not None:
        return fulfillment
    edited_until = (order.placed_at or now) + rules.release_after
    return replace(fulfillment, release_at=max(edited_until, now))


def lacking_deliveries(order: Order) -> frozenset[int]:
    """The deliveries that cannot leave in full."""
    deliveries = {line.number: line.delivery for line in order.lines}
    return frozenset([deliveries[part.line] for part in order.parts if part.waiting or part.pending])


def _left(wanted: Sequence[Wanted], found: Sequence[Found]) -> list[Wanted]:
    """What was wanted and not found."""
    if sum([each.units for each in wanted]) == sum([each.units for each in found]):
        return []  # what is found was wanted
    got: dict[tuple[object, ...], int] = {}
    for each in found:
        got[each.wanted.identity] = got.get(each.wanted.identity, 0) + each.units
    left = [replace(each, units=each.units - got.get(each.identity, 0)) for each in wanted]
    return [each for each in left if each.units]


def _with_rest(order: Order, left: Sequence[Wanted], *, waits: bool) -> tuple[Part, ...]:
    if not left:
        return order.parts
    rest: dict[PartKey, int] = {}
    for each in left:
        rest[each.key] = rest.get(each.key, 0) + each.units
    return tuple([_part_with_rest(part, rest.get(part.key, 0), waits=waits) for part in order.parts])


def _part_with_rest(part: Part, units: int, *, waits: bool) -> Part:
    if not units:
        return part
    if waits:
        return replace(part, waiting=part.waiting + units)
    return replace(part, cancelled=part.cancelled + units)


def _repairs(order: Order, found: Sequence[Found], left: Sequence[Wanted], *, waits: bool) -> list[Repaired]:
    """What became of units that a node gave up."""
    repairs = [
        Repaired(each.wanted, each.units, _outcome(order, each), each.node)
        for each in found
        if each.wanted.cause is not None
    ]
    lost = Outcome.BACKORDERED if waits else Outcome.CANCELLED
    return [*repairs, *[Repaired(each, each.units, lost) for each in left if each.cause is not None]]


def _outcome(order: Order, found: Found) -> Outcome:
    delivery = order.delivery(found.wanted.delivery)
    made = Fulfillment(0, delivery.number, found.node, FulfillmentStatus.OPEN, ())
    chosen = delivery.method is OrderMethod.SHIP_TO_STORE
    return Outcome.TRANSFERRED if is_sent_on(made, delivery) and not chosen else Outcome.MOVED
