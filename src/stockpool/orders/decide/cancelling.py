"""Cancelling an order: what has not left comes back, what has left stays."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.decide.transitions import Step, status_after
from stockpool.orders.messages import CancelOrder, OrderCancelled, ReturnedStock
from stockpool.orders.model import Cancelled, CancelledRecord, Order


def decide_cancel(
    order: Order | None, command: CancelOrder, still_committed: Sequence[ReturnedStock]
) -> Cancelled | Refused:
    """Cancel what is still committed; refused for an order that is not there, is cancelled, or has left in full."""
    if order is None:
        return Refused(Reason.UNKNOWN_ORDER, f"there is no order {command.order_id}")
    status = status_after(order.status, Step.CANCEL)
    if isinstance(status, Refused):
        return status
    if order.is_allocated and not still_committed:
        said = f"nothing of order {order.order_id} is left to cancel: all of it was shipped"
        return Refused(Reason.ORDER_STATE, said, details={"status": order.status})
    nodes = tuple(sorted({line.node for line in still_committed}))
    return Cancelled(
        OrderCancelled(order.order_id, status, command.reason, tuple(still_committed)),
        CancelledRecord(order.order_id, status, command.reason, nodes),
        Order(order.order_id, status, order.is_allocated),
    )
