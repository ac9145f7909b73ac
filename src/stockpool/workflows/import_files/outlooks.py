"""Outlooks from files."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import StoredOutlook
from stockpool.workflows.import_files.surroundings import Advance, ReadTable, Surroundings, Tally

BATCH_ROWS = 20_000

IS_KIT = "sku: is a kit, of which no node sells its own: name its components"


async def import_outlooks(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store or replace outlooks; rows without a time of their own are as of the moment when their file came first."""
    table.checked.reject_all("sku", dict.fromkeys(table.kits, IS_KIT))
    async with around.database.transaction() as connection:
        first_seen_at = await connectors.see_file(connection, table.checked.name, table.fingerprint)
    tally = Tally()
    for batch in table.checked.copy_batches(BATCH_ROWS, by_key=True):
        async with around.database.transaction() as connection:
            changed = await sourcing.put_outlooks(connection, _outlooks(batch, table.fractional, first_seen_at))
        tally += Tally(changed, batch.rows - changed)
        advance(batch.rows)
    return tally


def _outlooks(batch: CopyBatch, decimals: dict[str, int], first_seen_at: datetime) -> Iterator[StoredOutlook]:
    """Ids hold no control characters, so only backslashes are escaped; what is left out is a null."""
    for line in batch.lines.decode().split("\n")[:-1]:
        _, sku, node, demand, days, as_of = line.split("\t")
        name = sku.replace("\\\\", "\\")
        yield StoredOutlook(
            name,
            node.replace("\\\\", "\\"),
            float(demand) * 10 ** decimals.get(name, 0),
            None if days == "\\N" else float(days),
            first_seen_at if as_of == "\\N" else datetime.fromisoformat(as_of),
        )
