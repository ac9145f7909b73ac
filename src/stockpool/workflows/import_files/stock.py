"""Stock from files: counts as of a moment, a few thousand rows a transaction, so that live promises hardly wait."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import CountChunk, CountsPosted, post_counts
from stockpool.kernel.idempotency import fingerprint
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally

CHUNK_ROWS = 5_000

IS_KIT = "sku: is a kit, which has no stock of its own: count its components"


async def import_stock(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Count every row; rows without a time of their own are as of the moment when their file was first imported."""
    table.checked.reject_all("sku", dict.fromkeys(table.kits, IS_KIT))
    async with around.database.transaction() as connection:
        first_seen_at = await connectors.see_file(connection, table.checked.name, table.fingerprint)
    posting = await around.database.connect()
    tally, fractional = Tally(), table.fractional
    try:
        for batch in table.checked.copy_batches(CHUNK_ROWS, by_key=True):
            posted = await _post(posting, batch, fractional, first_seen_at)
            tally += Tally(posted.counted, batch.rows - posted.counted)
            advance(batch.rows)
    finally:
        await posting.close()
    return tally


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
