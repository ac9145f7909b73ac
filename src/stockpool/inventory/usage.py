"""Which SKUs and nodes have stock or promises, under locks that keep new promises out until the caller commits."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.store import LOCK_POSITIONS_OF_NODES, LOCK_POSITIONS_OF_SKUS, read_shard_count
from stockpool.runtime.columns import column


class Usage(msgspec.Struct, frozen=True):
    """The ids among those asked that have stock of any kind, and those that have open promises."""

    with_stock: frozenset[str]
    with_promises: frozenset[str]


async def use_of_skus(connection: AsyncConnection, skus: Collection[str]) -> Usage:
    """Lock the positions of these SKUs and say which are in use."""
    shards = column(range(await read_shard_count(connection)))
    params = (shards, column(skus))
    return await _usage(connection, LOCK_POSITIONS_OF_SKUS, params)


async def use_of_nodes(connection: AsyncConnection, nodes: Collection[str]) -> Usage:
    """Lock the positions at these nodes and say which are in use."""
    return await _usage(connection, LOCK_POSITIONS_OF_NODES, (column(nodes),))


async def _usage(connection: AsyncConnection, statement: str, params: tuple[str, ...]) -> Usage:
    cursor = await connection.execute(statement, params)
    rows = await cursor.fetchall()
    return Usage(
        with_stock=frozenset(found for found, stock, _ in rows if stock),
        with_promises=frozenset(found for found, _, promises in rows if promises),
    )
