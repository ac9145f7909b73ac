"""Cancelling an order or lines of it: what has not left comes back, what has left stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.quantities import to_positive_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.decide.transitions import CANCELLABLE, status_of
from stockpool.orders.messages import CancelOrder, FulfillmentStatus, LineQuantity, OrderStatus, Payment
from stockpool.orders.model import Change, Fulfillment, Line, Order, Part, PartKey, Piece, StockMove, shelf_of

replace = msgspec.structs.replace

STAGES = {status: place for place, status in enumerate(CANCELLABLE)}


def decide_cancel(order: Order | None, command: CancelOrder, now: datetime) -> Change | Refused:
    """Cancel what has not left; refused for an order that is not there, is cancelled, or has left in full."""
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {command.order_id}")
    if order.status is OrderStatus.CANCELLED:
        said = f"order {order.order_id} is cancelled already"
        return Refused(Reason.ORDER_STATE, said, details={"status": order.status})
    asked = _asked(order, command.lines) if command.lines else _everything(order)
    if isinstance(asked, Refused):
        return asked
    if not any(asked.values()):
        said = f"nothing of order {order.order_id} is left to cancel: all of it has left"
        return Refused(Reason.ORDER_STATE, said, details={"status": order.status})
    change = without(order, asked, now)
    parts = {part.key: part for part in change.order.parts}
    counted = [replace(part, cancelled=part.cancelled + asked.get(key, 0)) for key, part in parts.items()]
    left = replace(change.order, parts=tuple(counted), lines=_withdrawn(order, asked))
    left = replace(left, status=status_of(left))
    if left.status is OrderStatus.CANCELLED:
        payment = Payment.FAILED if left.payment is Payment.PENDING else left.payment
        left = replace(left, cancelled_at=now, cancel_reason=command.reason, payment=payment, payment_due_at=None)
    return replace(change, order=left)


def _withdrawn(order: Order, asked: Mapping[PartKey, int]) -> tuple[Line, ...]:
    """The lines, which know what the customer took back before paying."""
    if order.payment is not Payment.PENDING:
        return order.lines
    units = {part.line: asked.get(part.key, 0) // part.each for part in order.parts}
    return tuple([replace(line, withdrawn=line.withdrawn + units[line.number]) for line in order.lines])


def cancellable(order: Order) -> dict[PartKey, int]:
    """What of each part has not left: pending, waiting, or with a node."""
    with_nodes = order.units_in(CANCELLABLE)
    return {part.key: part.pending + part.waiting + with_nodes.get(part.key, 0) for part in order.parts}


def _everything(order: Order) -> dict[PartKey, int]:
    return cancellable(order)


def _asked(order: Order, lines: Sequence[LineQuantity]) -> dict[PartKey, int] | Refused:
    """The parts of the named lines, as far as they have not left."""
    open_units, asked = cancellable(order), dict[PartKey, int]()
    known = {line.number: line for line in order.lines}
    parts = order.parts_by_line()
    for place, each in enumerate(lines):
        path = f"lines[{place}]"
        line = known.get(each.line)
        if line is None:
            return refused_field(Reason.INVALID_INPUT, f"{path}.line", f"the order has no line {each.line}")
        units = to_positive_units(each.quantity, line.decimals)
        if isinstance(units, str):
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", units)
        for part in parts[line.number]:
            asked[part.key] = asked.get(part.key, 0) + units * part.each
            if asked[part.key] > open_units[part.key]:
                left = line.amount(open_units[part.key] // part.each)
                said = f"only {left} of line {line.number} can still be cancelled"
                return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", said)
    return asked


def without(order: Order, asked: Mapping[PartKey, int], now: datetime) -> Change:
    """The order less so much of its parts, which must be there: what is pending or waits first, then from nodes.

    Nodes that have done least give first. The quantity of the parts stays: the caller says what becomes of it.
    """
    left = dict(asked)
    parts = tuple([_less(part, left) for part in order.parts])
    moves: list[StockMove] = []
    fulfillments = [
        _reduced(order, each, left, moves, now) if each.status in CANCELLABLE else each
        for each in sorted(order.fulfillments, key=_disturbed_first)
    ]
    assert not any(left.values()), f"{left} of order {order.order_id} cannot be taken out"
    fulfillments.sort(key=lambda each: each.number)
    changed = replace(order, parts=parts, fulfillments=tuple(fulfillments))
    return Change(replace(changed, status=status_of(changed)), tuple(moves))


def _disturbed_first(fulfillment: Fulfillment) -> tuple[int, int]:
    """Those whose nodes have done least, then the latest."""
    return STAGES.get(fulfillment.status, len(STAGES)), -fulfillment.number


def _less(part: Part, left: dict[PartKey, int]) -> Part:
    units = left.get(part.key, 0)
    pending = min(part.pending, units)
    waiting = min(part.waiting, units - pending)
    left[part.key] = units - pending - waiting
    if not pending and not waiting:
        return part
    return replace(part, pending=part.pending - pending, waiting=part.waiting - waiting)


def _reduced(
    order: Order, fulfillment: Fulfillment, left: dict[PartKey, int], moves: list[StockMove], now: datetime
) -> Fulfillment:
    shelf = shelf_of(fulfillment, order.delivery(fulfillment.delivery))
    pieces: list[Piece] = []
    for piece in fulfillment.pieces:
        units = min(piece.quantity, left.get(piece.key, 0))
        pieces.append(replace(piece, quantity=piece.quantity - units) if units else piece)
        if units:
            left[piece.key] -= units
            moves.append(StockMove(piece.sku, shelf, units, "committed", "available"))
    reduced = replace(fulfillment, pieces=tuple(pieces))
    if reduced.units == 0 and fulfillment.units:
        return replace(reduced, status=FulfillmentStatus.CANCELLED, since=now, release_at=None)
    return reduced
