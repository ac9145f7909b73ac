"""Setting what positions keep back from every channel: lock, decide, save. No entry is written, since no unit moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.inventory.decide import SafetyStockDecided, StockedSku, decide_safety_stocks
from stockpool.inventory.messages import SafetyStockInput, SafetyStockResult, SafetyStockSet
from stockpool.inventory.model import PositionKey
from stockpool.inventory.store import LOCK_POSITIONS, PUT_SAFETY_STOCK, by_shard, columns_of, position_from
from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused
from stockpool.runtime.columns import column


async def upsert_safety_stock(
    connection: AsyncConnection,
    rows: Sequence[SafetyStockInput],
    skus: Mapping[str, StockedSku],
    nodes: Collection[str],
    shard_count: int,
) -> list[SafetyStockResult]:
    """Store each good row inside the caller's transaction; one result a row, in order."""
    known = {(row.sku, row.node) for row in rows if row.sku in skus and row.node in nodes}
    stored = await _locked(connection, known, shard_count)
    decided = decide_safety_stocks(rows, stored, skus, nodes)
    changed = [each for each in decided if isinstance(each, SafetyStockDecided) and each.outcome is Outcome.UPDATED]
    await _save(connection, {each.key: each.units for each in changed}, shard_count)
    return [each if isinstance(each, Refused) else SafetyStockSet(each.outcome) for each in decided]


async def put_safety_stock(
    connection: AsyncConnection, units: Mapping[PositionKey, int], shard_count: int
) -> dict[PositionKey, int]:
    """As above, of rows that were checked, in smallest units; those that kept back something else before."""
    stored = await _locked(connection, units, shard_count)
    changed = {key: each for key, each in units.items() if each != stored.get(key, 0)}
    await _save(connection, changed, shard_count)
    return changed


async def _save(connection: AsyncConnection, units: Mapping[PositionKey, int], shard_count: int) -> None:
    for shard, keys in by_shard(units, shard_count).items():
        params = (shard, *columns_of(keys), column([units[key] for key in keys]))
        await connection.execute(PUT_SAFETY_STOCK, params)


async def _locked(
    connection: AsyncConnection, keys: Collection[PositionKey], shard_count: int
) -> dict[PositionKey, int]:
    stored: dict[PositionKey, int] = {}
    for shard, named in by_shard(keys, shard_count).items():
        cursor = await connection.execute(LOCK_POSITIONS, (*columns_of(named), shard), binary=True)
        found = [position_from(row) for row in await cursor.fetchall()]
        stored |= {position.key: position.safety_stock for position in found}
    return stored
