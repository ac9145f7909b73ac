"""How long after its delivery something can come back, and how long a return that was asked for is waited for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import msgspec

from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.model import GONE, Order, PartKey
from stockpool.orders.returning.decide.transitions import ReturnStep, check_step
from stockpool.orders.returning.messages import ReturnStatus
from stockpool.orders.returning.model import Return, ReturnChange

replace = msgspec.structs.replace


def in_time(order: Order, left: Mapping[PartKey, int], within_days: int, now: datetime) -> dict[PartKey, int]:
    """What of what is left to come back the customer has had for no longer than so many days; 0 for any time.

    What is on its way has not been delivered yet. What came back before was of what was delivered first.
    """
    if not within_days:
        return dict(left)
    late: dict[PartKey, int] = {}
    for each in order.fulfillments:
        if each.status in GONE and each.since is not None and each.since + timedelta(days=within_days) < now:
            for piece in each.pieces:
                late[piece.key] = late.get(piece.key, 0) + piece.quantity
    had = order.fulfilled()
    return {key: min(units, had.get(key, 0) - late.get(key, 0)) for key, units in left.items()}


def too_late(refused: Refused, within_days: int) -> Refused:
    """The refusal of what could come back, though not by now; `refused` says what still can."""
    said = f"can be returned within {within_days} days of its delivery, which are over for some of it; or say override"
    late = refused_field(Reason.RETURN_TOO_LATE, refused.problems[0].path, said)
    return replace(late, details=refused.details)


def expires_at(now: datetime, after_days: int) -> datetime | None:
    """Until when a return that is asked for now is waited for; None for ever."""
    return now + timedelta(days=after_days) if after_days else None


def decide_expire_return(ret: Return, order: Order | None, now: datetime) -> ReturnChange | Refused:
    """Nothing has come in time, and nothing is expected any more: the units may be returned again."""
    refused = check_step(ret, ReturnStep.EXPIRE)
    if refused is not None:
        return refused
    if ret.expires_at is None or now < ret.expires_at:
        return Refused(Reason.RETURN_STATE, f"return {ret.return_id} is still waited for")
    lines = tuple([replace(line, expected=0) for line in ret.lines])
    return ReturnChange(replace(ret, status=ReturnStatus.EXPIRED, lines=lines, closed_at=now), ret, order)
