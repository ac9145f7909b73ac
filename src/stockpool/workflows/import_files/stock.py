"""Stock from files: counts as of a moment, a few thousand rows a transaction, so that live promises hardly wait."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import CountChunk, CountsPosted, post_counts
from stockpool.kernel.idempotency import fingerprint
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally

CHUNK_ROWS = 5_000

CONNECTIONS = 2
"""Chunks that are booked side by side: their positions are different ones, so they do not wait for each other."""

IS_KIT = "sku: is a kit, which has no stock of its own: count its components"


async def import_stock(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Count every row; rows without a time of their own are as of the moment when their file was first imported."""
    table.checked.reject_all("sku", dict.fromkeys(table.kits, IS_KIT))
    async with around.database.transaction() as connection:
        first_seen_at = await connectors.see_file(connection, table.checked.name, table.fingerprint)
    batches, fractional = table.checked.copy_batches(CHUNK_ROWS, by_key=True), table.fractional

    async def post_some() -> Tally:
        """Post whatever chunk is next, until none is left."""
        tally = Tally()
        connection = await around.database.connect()
        try:
            for batch in batches:
                posted = await _post(connection, batch, fractional, first_seen_at)
                tally += Tally(posted.counted, batch.rows - posted.counted)
                advance(batch.rows)
        finally:
            await connection.close()
        return tally

    try:
        async with asyncio.TaskGroup() as posting:
            tallies = [posting.create_task(post_some()) for _ in range(CONNECTIONS)]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None  # one cause is enough, and callers know it by its type
    return sum((each.result() for each in tallies), Tally())


async def _post(
    connection: AsyncConnection, batch: CopyBatch, fractional: Mapping[str, int], as_of: datetime
) -> CountsPosted:
    """A chunk's key is what it says, so that the same rows are booked once whatever surrounds them in a file."""
    chunk = CountChunk(
        key=fingerprint([batch.lines, as_of.isoformat()]),
        lines=batch.lines,
        as_of=as_of,
        decimals=fractional,
        actor=ACTOR,
    )
    return await post_counts(connection, chunk)
