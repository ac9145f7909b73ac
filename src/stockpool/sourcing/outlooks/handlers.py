"""Outlooks told, and worked out from sales. Load, decide, save; the caller owns the transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused
from stockpool.sourcing.outlooks.decide import decide_outlooks
from stockpool.sourcing.outlooks.messages import OutlookInput, OutlookResult, OutlookSet, OutlookSku
from stockpool.sourcing.outlooks.store import get_outlooks, put_outlooks


async def upsert_outlooks(
    conn: AsyncConnection,
    rows: Sequence[OutlookInput],
    skus: Mapping[str, OutlookSku],
    nodes: Collection[str],
    now: datetime,
) -> list[OutlookResult]:
    """Store each good row; one result a row, in order."""
    known = {(row.sku, row.node) for row in rows if row.sku in skus and row.node in nodes}
    decided = decide_outlooks(rows, await get_outlooks(conn, known), skus, nodes, now)
    accepted = [each for each in decided if not isinstance(each, Refused)]
    changed = [outlook for outlook, outcome in accepted if outcome is not Outcome.UNCHANGED]
    if changed:
        await put_outlooks(conn, changed)
    return [each if isinstance(each, Refused) else OutlookSet(each[1]) for each in decided]
