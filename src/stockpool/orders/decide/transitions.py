"""Where an order can go from where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import OrderStatus


class Step(StrEnum):
    """What can happen to an order."""

    ALLOCATE = "allocate"
    ALLOCATE_PARTLY = "allocate_partly"
    CANCEL = "cancel"


STEPS: Mapping[tuple[OrderStatus | None, Step], OrderStatus] = {
    (None, Step.ALLOCATE): OrderStatus.PLACED,
    (None, Step.ALLOCATE_PARTLY): OrderStatus.PARTLY_ALLOCATED,
    (OrderStatus.PLACED, Step.CANCEL): OrderStatus.CANCELLED,
    (OrderStatus.PARTLY_ALLOCATED, Step.CANCEL): OrderStatus.CANCELLED,
}
"""Every step that exists; None is an order that is not there yet."""


def status_after(status: OrderStatus | None, step: Step) -> OrderStatus | Refused:
    """The status that a step leads to, or the refusal of a step that does not exist."""
    after = STEPS.get((status, step))
    words = f"an order that is {status} does not allow the step {step}"
    return after or Refused(Reason.ORDER_STATE, words, details={"status": status})
