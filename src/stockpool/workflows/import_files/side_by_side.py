"""Batches of rows over several connections: what one waits for, another may do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from psycopg import AsyncConnection

from stockpool.connectors.messages import CopyBatch
from stockpool.runtime.database import Database
from stockpool.workflows.import_files.surroundings import Advance, Tally

CONNECTIONS = 2
"""Batches in the order of their key name different rows, so they do not wait for each other."""

WRITES_BACK = "256kB"
"""So much that a connection writes to files of the database is on its way to the disk at once.

Else it piles up in the system's memory, and when that is written back in one go, commits of others wait for the disk.
"""

PutBatch = Callable[[AsyncConnection, CopyBatch], Awaitable[Tally]]
"""Brings one batch in, in transactions of its own."""


async def put_side_by_side(database: Database, batches: Iterator[CopyBatch], put: PutBatch, advance: Advance) -> Tally:
    """Put every batch; the first failure ends it, with the batches that are in left as they are."""

    async def put_some() -> Tally:
        """Put whatever batch is next, until none is left."""
        tally = Tally()
        connection = await database.connect(backend_flush_after=WRITES_BACK)
        try:
            for batch in batches:
                tally += await put(connection, batch)
                advance(batch.rows)
        finally:
            await connection.close()
        return tally

    try:
        async with asyncio.TaskGroup() as putting:
            tallies = [putting.create_task(put_some()) for _ in range(CONNECTIONS)]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None  # one cause is enough, and callers know it by its type
    return sum((each.result() for each in tallies), Tally())
