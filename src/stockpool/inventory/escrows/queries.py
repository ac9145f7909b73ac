"""Escrows as they are read: one, or a page of a node's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.escrows.model import Escrow
from stockpool.inventory.escrows.store import ESCROW_COLUMNS
from stockpool.inventory.model import Reservation
from stockpool.inventory.store import RESERVATION_COLUMNS, reservation_from
from stockpool.runtime.columns import column

ONE = f"select {ESCROW_COLUMNS}, statement_timestamp() from escrows e where e.escrow_id = %(id)s::uuid"  # noqa: S608 -- a constant list of columns

PAGE = f"""
select {ESCROW_COLUMNS}, statement_timestamp() from escrows e
where e.node = any(%(nodes)s::text[]) and e.settled_at is null and e.keeps_until > statement_timestamp()
  and (%(till)s::text is null or e.till = %(till)s::text)
  and (%(after)s::uuid is null or e.escrow_id > %(after)s::uuid)
order by e.escrow_id
limit %(limit)s
"""  # noqa: S608 -- a constant list of columns
"""Those that keep their units; ids rise with the time at which they were opened."""

LINES = f"""
select {RESERVATION_COLUMNS} from reservations r
where r.shard = any(%(shards)s::int[]) and r.reservation_id = any(%(ids)s::uuid[]) and r.kind = 'escrow'
order by r.reservation_id, r.sku, r.node
"""  # noqa: S608 -- a constant list of columns


class StoredEscrow(msgspec.Struct, frozen=True, gc=False):
    """An escrow with its lines, and the moment at which it was read."""

    escrow: Escrow
    lines: tuple[Reservation, ...]
    read_at: datetime


async def find_escrow(connection: AsyncConnection, escrow_id: str, shard_count: int) -> StoredEscrow | None:
    """One escrow, however it ended."""
    row = await (await connection.execute(ONE, {"id": escrow_id})).fetchone()
    return (await _with_lines(connection, [row], shard_count))[0] if row is not None else None


async def list_escrows(
    connection: AsyncConnection, nodes: Sequence[str], till: str | None, after: str | None, limit: int, shard_count: int
) -> Sequence[StoredEscrow]:
    """A page of those that still keep their units, the oldest first."""
    params = {"nodes": column(nodes), "till": till, "after": after, "limit": limit}
    return await _with_lines(connection, await (await connection.execute(PAGE, params)).fetchall(), shard_count)


async def _with_lines(
    connection: AsyncConnection, rows: Sequence[tuple[Any, ...]], shard_count: int
) -> list[StoredEscrow]:
    params = {"shards": column(range(shard_count)), "ids": column([row[0] for row in rows])}
    lines: dict[str, list[Reservation]] = {}
    if rows:
        for found in await (await connection.execute(LINES, params)).fetchall():
            lines.setdefault(found[0], []).append(reservation_from(found))
    return [StoredEscrow(Escrow(*row[:-1]), tuple(lines.get(row[0], ())), row[-1]) for row in rows]
