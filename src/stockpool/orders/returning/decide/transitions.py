"""Where a return can go from where it stands: the state chart."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.returning.messages import ReturnStatus
from stockpool.orders.returning.model import Return

_S = ReturnStatus


class ReturnStep(StrEnum):
    """What can be done with a return that was asked for."""

    RECEIVE = "receive"
    INSPECT = "inspect"
    CANCEL = "cancel"
    EXPIRE = "expire"


CHART: Mapping[tuple[ReturnStatus, ReturnStep], tuple[ReturnStatus, ...]] = MappingProxyType(
    {
        (_S.REQUESTED, ReturnStep.RECEIVE): (_S.RECEIVED,),
        (_S.REQUESTED, ReturnStep.CANCEL): (_S.CANCELLED,),
        (_S.REQUESTED, ReturnStep.EXPIRE): (_S.EXPIRED,),
        (_S.RECEIVED, ReturnStep.RECEIVE): (_S.RECEIVED,),
        (_S.RECEIVED, ReturnStep.INSPECT): (_S.RECEIVED, _S.INSPECTED, _S.CLOSED),
        (_S.INSPECTED, ReturnStep.RECEIVE): (_S.RECEIVED, _S.CLOSED),
    }
)
"""Which statuses a step may lead to; every other step is refused."""


def check_step(ret: Return, step: ReturnStep) -> Refused | None:
    """The refusal of a step that does not exist from where a return stands."""
    if (ret.status, step) in CHART:
        return None
    possible = [each.value for status, each in CHART if status is ret.status]
    said = f"return {ret.return_id} is {ret.status}, which does not allow the step {step}"
    return Refused(Reason.RETURN_STATE, said, details={"status": ret.status, "possible": possible})


def status_of(ret: Return) -> ReturnStatus:
    """Where a return stands that was not cancelled and has not expired."""
    if ret.received == 0:
        return _S.REQUESTED
    if any(line.uninspected for line in ret.lines):
        return _S.RECEIVED
    return _S.INSPECTED if ret.expected else _S.CLOSED


def stepped(before: Return, after: Return, step: ReturnStep) -> Return:
    """The return in the status that its numbers make, which the chart must know."""
    there = msgspec.structs.replace(after, status=status_of(after))
    assert there.status in CHART[before.status, step], f"{before.status} -> {step} -> {there.status}"
    return there
