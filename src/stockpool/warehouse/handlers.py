"""Editing where things lie: lock, load, decide, save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused
from stockpool.warehouse.decide.shelves import DecidedShelves, decide_shelves
from stockpool.warehouse.messages import ShelfInput, ShelfResult, ShelfSet
from stockpool.warehouse.model import KnownSku
from stockpool.warehouse.store import lock_shelves, save_shelves


async def put_shelves(
    connection: AsyncConnection, rows: Sequence[ShelfInput], skus: Mapping[str, KnownSku], nodes: Collection[str]
) -> list[ShelfResult]:
    """Store each good row inside the caller's transaction; one result a row, in order."""
    known = {(row.node, row.sku) for row in rows if row.sku in skus and row.node in nodes}
    stored = await lock_shelves(connection, known)
    decided = decide_shelves(rows, stored, skus, nodes)
    changed = [each for each in decided if isinstance(each, DecidedShelves) and each.outcome is not Outcome.UNCHANGED]
    await save_shelves(connection, [each.value for each in changed])
    return [each if isinstance(each, Refused) else ShelfSet(each.outcome) for each in decided]
