"""Taking old events out of the feed, a few thousand at a time; the ledger's rows, which they tell of, stay."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.feed.model import Keeping, Pruned
from stockpool.feed.store import BY_KEY, COMPACT, RETIRE, TAKE_TURN

CHUNK_ROWS = 20_000


async def prune(connection: AsyncConnection, keeping: Keeping, rows: int = CHUNK_ROWS) -> Pruned:
    """Take out what is not to be kept, in transactions of its own; those who do so at once take turns."""
    retired = compacted = 0
    unread = {"unread_since": keeping.unread_since, "read_to": keeping.read_to}
    if keeping.since is not None:
        limits = {"rows": rows, "since": keeping.since} | unread
        while gone := await _step(connection, RETIRE, limits):
            retired += gone[1]
    if keeping.all_since is not None:
        limits = {"rows": rows, "since": keeping.all_since} | unread
        while gone := await _step(connection, COMPACT, limits | {"types": list(keeping.compacted)}):
            compacted += gone[1]
    return Pruned(retired, compacted)


async def _step(connection: AsyncConnection, statement: str, limits: dict[str, object]) -> tuple[int, int] | None:
    """The place that was come to, and how many events left; None where nothing is old enough any more."""
    async with connection.transaction():
        await connection.execute(TAKE_TURN)
        await connection.execute(BY_KEY)
        row = await (await connection.execute(statement, limits)).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))
