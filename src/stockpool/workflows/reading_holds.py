"""Holds as people read them: what they were placed for, what they still keep, what became of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Reservation, ReservationStatus
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.reference import ReferenceData

TELLING: Final[Sequence[ReservationStatus]] = ("open", "committed", "shipped", "moved", "expired", "released")
"""Which status of its lines tells most about a hold: what stands, then what was used, then how the rest ended."""


class HoldLineReading(msgspec.Struct, frozen=True, gc=False):
    """What a hold keeps of a SKU at a node, and what it was placed for."""

    sku: str
    node: str
    quantity: Amount
    placed_quantity: Amount
    status: ReservationStatus


class HoldReading(msgspec.Struct, frozen=True):
    """A hold at this moment; one past its time has expired, swept or not."""

    hold_id: str
    channel: str | None
    status: ReservationStatus
    placed_at: datetime
    expires_at: datetime | None
    reference: str | None
    lines: tuple[HoldLineReading, ...]


async def read_hold(
    connection: AsyncConnection, reference: ReferenceData, hold_id: str, shard_count: int = 1
) -> HoldReading | Refused:
    """A hold, open or not."""
    lines = await inventory.lines_of_hold(connection, hold_id, shard_count) if is_uuid(hold_id) else []
    if not lines:
        return Refused(Reason.UNKNOWN_HOLD, f"there is no hold {hold_id!r}")
    terms, _, _ = await reference.load(connection, {line.sku for line in lines})
    first, statuses = lines[0], {line.status for line in lines}
    return HoldReading(
        hold_id=hold_id,
        channel=first.channel,
        status=next(status for status in TELLING if status in statuses),
        placed_at=first.placed_at,
        expires_at=max((line.expires_at for line in lines if line.expires_at is not None), default=None),
        reference=first.reference,
        lines=tuple([_line(line, terms[line.sku].decimals) for line in lines]),
    )


def _line(line: Reservation, decimals: int) -> HoldLineReading:
    quantity, placed = to_amount(line.quantity, decimals), to_amount(line.placed_quantity, decimals)
    return HoldLineReading(line.sku, line.node, quantity, placed, line.status)
