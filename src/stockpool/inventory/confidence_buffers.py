"""Confidence buffers: what positions hold back because it may be sold or missing already, as others work it out."""

from __future__ import annotations

from collections.abc import Mapping

from psycopg import AsyncConnection

from stockpool.inventory.model import PositionKey
from stockpool.inventory.store import LOCK_POSITIONS, by_shard, columns_of
from stockpool.runtime.columns import column

PUT_BUFFERS = """
update positions p set confidence_buffer = named.units
from unnest(%s::text[], %s::text[], %s::bigint[]) as named (sku, node, units)
where p.shard = %s and p.sku = named.sku and p.node = named.node and p.confidence_buffer <> named.units
returning p.sku, p.node
"""
"""Behind the locks; a position that is not there yet has nothing to hold back."""


async def put_confidence_buffers(
    connection: AsyncConnection, units: Mapping[PositionKey, int], shard_count: int
) -> list[PositionKey]:
    """Set them inside the caller's transaction; the positions where that changed something."""
    changed: list[PositionKey] = []
    for shard, keys in by_shard(units, shard_count).items():
        await connection.execute(LOCK_POSITIONS, (*columns_of(keys), shard), binary=True)
        params = (*columns_of(keys), column([units[key] for key in keys]), shard)
        changed += [(sku, node) for sku, node in await (await connection.execute(PUT_BUFFERS, params)).fetchall()]
    return changed
