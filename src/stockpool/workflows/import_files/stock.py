"""Stock from files: counts as of a moment, a few thousand rows a transaction; fewer while others wait for answers."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import CountChunk, PositionKey, post_counts, put_safety_stock, read_shard_count
from stockpool.inventory.messages import SafetyStockChanged
from stockpool.kernel.idempotency import fingerprint
from stockpool.kernel.quantities import to_amount
from stockpool.workflows.import_files.courtesy import Courtesy
from stockpool.workflows.import_files.side_by_side import put_side_by_side
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally
from stockpool.workflows.safety_stock_desk import tell_of_safety_stock

CHUNK_ROWS = 5_000

COUNT = ("sku", "node", "quantity", "as_of")
KEPT_BACK = ("sku", "node", "safety_stock")
"""The columns of the two things that a row says."""

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

    courtesy = Courtesy(post)

    batches = table.checked.copy_batches(CHUNK_ROWS, by_key=True, names=COUNT)
    tally = await put_side_by_side(around.database, batches, courtesy.put, advance)
    await _put_safety_stock(table, around)
    return tally


async def _put_safety_stock(table: ReadTable, around: Surroundings) -> None:
    """Behind the counts and beside them: they keep their way into new positions, and the key of what they say."""
    for batch in table.checked.copy_batches(CHUNK_ROWS, by_key=True, names=KEPT_BACK, having=KEPT_BACK[-1]):
        async with around.database.transaction() as connection:
            changed = await put_safety_stock(connection, _units(batch), await read_shard_count(connection))
            said = [
                SafetyStockChanged(sku, node, to_amount(units, table.fractional.get(sku, 0)))
                for (sku, node), units in changed.items()
            ]
            await tell_of_safety_stock(connection, said)


def _units(batch: CopyBatch) -> dict[PositionKey, int]:
    """Ids hold no control characters, so only backslashes are escaped."""
    rows = [line.replace("\\\\", "\\").split("\t") for line in batch.lines.decode().split("\n")[:-1]]
    return {(sku, node): int(units) for _, sku, node, units in rows}
