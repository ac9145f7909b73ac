"""Stock from files: counts as of a moment, a few thousand rows a transaction, so that live promises hardly wait."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import CountChunk, post_counts
from stockpool.kernel.idempotency import fingerprint
from stockpool.workflows.import_files.side_by_side import put_side_by_side
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally

CHUNK_ROWS = 5_000

IS_KIT = "sku: is a kit, which has no stock of its own: count its components"


async def import_stock(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Count every row; rows without a time of their own are as of the moment when their file was first imported."""
    table.checked.reject_all("sku", dict.fromkeys(table.kits, IS_KIT))
    async with around.database.transaction() as connection:
        first_seen_at = await connectors.see_file(connection, table.checked.name, table.fingerprint)
    fractional = table.fractional

    async def post(connection: AsyncConnection, batch: CopyBatch) -> Tally:
        """A chunk's key is what it says, so that the same rows are booked once whatever surrounds them in a file."""
        chunk = CountChunk(
            key=fingerprint([batch.lines, first_seen_at.isoformat()]),
            lines=batch.lines,
            as_of=first_seen_at,
            decimals=fractional,
            actor=ACTOR,
        )
        posted = await post_counts(connection, chunk)
        return Tally(posted.counted, batch.rows - posted.counted)

    batches = table.checked.copy_batches(CHUNK_ROWS, by_key=True)
    return await put_side_by_side(around.database, batches, post, advance)
