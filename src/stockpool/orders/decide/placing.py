"""Placing an order and paying for it: from what is pending to what is committed, held or waits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.orders.decide.drafting import wanted_pending, wanted_waiting
from stockpool.orders.decide.transitions import status_of
from stockpool.orders.messages import ConfirmPayment, FailPayment, OrderStatus, Payment, PlaceOrder
from stockpool.orders.model import Change, Found, Order, Part, PartKey

replace = msgspec.structs.replace


def check_reference(command: PlaceOrder, taken_by: str | None) -> Refused | None:
    """The refusal of a reference that another order of the channel has already."""
    if taken_by is None:
        return None
    said = f"order {taken_by} of channel {command.channel!r} has the reference {command.reference!r}"
    return Refused(Reason.DUPLICATE_REFERENCE, said, (Problem("reference", said),), {"order_id": taken_by})


def _begin_allocating(order: Order) -> Change:
    """The order with nothing pending and everything that was wanted: it is to be settled."""
    cleared = replace(order, parts=_cleared(order.parts))
    return Change(cleared, wanted=wanted_pending(order))


def still_pending(change: Change, found: Sequence[Found], *, waits: bool) -> Order:
    """The order that is not paid for yet; what no node has waits to be paid for too, or is cancelled."""
    order = change.order
    wanted = {each.key: each.units for each in change.wanted}
    if waits:
        return replace(order, parts=tuple([replace(part, pending=wanted.get(part.key, 0)) for part in order.parts]))
    there: dict[PartKey, int] = {}
    for each in found:
        there[each.wanted.key] = there.get(each.wanted.key, 0) + each.units
    lacking = {key: units - there.get(key, 0) for key, units in wanted.items()}
    parts = [
        replace(part, pending=there.get(part.key, 0), cancelled=part.cancelled + lacking.get(part.key, 0))
        for part in order.parts
    ]
    lines = [
        replace(line, withdrawn=max([-(-lacking[part.key] // part.each) for part in parts if part.line == line.number]))
        for line in order.lines
    ]
    return replace(order, parts=tuple(parts), lines=tuple(lines))


def _cleared(parts: Sequence[Part]) -> tuple[Part, ...]:
    return tuple([replace(part, pending=0) for part in parts])


def decide_confirm_payment(order: Order | None, command: ConfirmPayment) -> Change | Refused:
    """What was held becomes wanted; an order whose time was over is opened again, which its answer says."""
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {command.order_id}")
    if order.payment is Payment.PENDING:
        return _begin_allocating(replace(order, payment=Payment.CAPTURED, payment_due_at=None))
    if order.payment is Payment.EXPIRED:
        return _begin_allocating(_opened_again(order))
    said = f"order {order.order_id} waits for no payment: it is {order.payment}"
    return Refused(Reason.ORDER_STATE, said, details={"status": order.status, "payment": order.payment})


def _opened_again(order: Order) -> Order:
    """The money came when the hold was gone."""
    withdrawn = {line.number: line.withdrawn for line in order.lines}
    parts = []
    for part in order.parts:
        stays = min(withdrawn[part.line] * part.each, part.cancelled)
        parts.append(replace(part, pending=part.cancelled - stays, cancelled=stays))
    return replace(
        order,
        payment=Payment.CAPTURED,
        payment_due_at=None,
        parts=tuple(parts),
        cancelled_at=None,
        cancel_reason=None,
    )


def decide_fail_payment(order: Order | None, command: FailPayment, now: datetime) -> Change | Refused:
    """The order ends; the workflow gives back what its hold still has."""
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {command.order_id}")
    if order.payment is not Payment.PENDING:
        said = f"order {order.order_id} waits for no payment: it is {order.payment}"
        return Refused(Reason.ORDER_STATE, said, details={"status": order.status, "payment": order.payment})
    if command.expired and order.payment_due_at is not None and now < order.payment_due_at:
        return Refused(Reason.ORDER_STATE, f"order {order.order_id} may be paid until {order.payment_due_at}")
    payment = Payment.EXPIRED if command.expired else Payment.FAILED
    parts = tuple([replace(part, pending=0, cancelled=part.cancelled + part.pending) for part in order.parts])
    reason = "not paid in time" if command.expired else "payment failed"
    ended = replace(order, payment=payment, parts=parts, cancelled_at=now, cancel_reason=reason, payment_due_at=None)
    return Change(replace(ended, status=status_of(ended)))


def decide_serve_waiting(order: Order | None, order_id: str) -> Change | Refused:
    """What waits is wanted again."""
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {order_id}")
    wanted = wanted_waiting(order)
    if not wanted or order.status is OrderStatus.CANCELLED:
        return Refused(Reason.ORDER_STATE, f"order {order_id} waits for nothing", details={"status": order.status})
    parts = tuple([replace(part, waiting=0) for part in order.parts])
    return Change(replace(order, parts=parts), wanted=wanted)
