"""Sales of the past, shipping lanes and suppliers from files: whole batches of rows into their own tables."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import CopyBatch
from stockpool.network import api as network
from stockpool.workflows.edit_master_data import tell_of_shipping_lanes
from stockpool.workflows.import_files.side_by_side import put_side_by_side
from stockpool.workflows.import_files.surroundings import Advance, ReadTable, Surroundings, Tally

BATCH_ROWS = 50_000
SALES_BATCH_ROWS = 20_000

KNOWN_OTHERWISE = "source_id: this sale is known with other values"


async def import_sales(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store sales that are not known yet; one that is known with other values is rejected."""
    differing: list[tuple[str, ...]] = []

    async def add(connection: AsyncConnection, batch: CopyBatch) -> Tally:
        async with connection.transaction():
            added = await connectors.add_sales(connection, batch.lines)
        differing.extend(added.differing)
        return Tally(added.added, batch.rows - added.added - len(added.differing))

    batches = table.checked.copy_batches(SALES_BATCH_ROWS, by_key=True)
    tally = await put_side_by_side(around.database, batches, add, advance)
    table.checked.reject_keys(differing, KNOWN_OTHERWISE)
    return tally


async def import_shipping_lanes(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store or replace shipping lanes."""
    tally = Tally()
    for batch in table.checked.copy_batches(BATCH_ROWS):
        async with around.database.transaction() as connection:
            written = await network.put_shipping_lanes(connection, batch.lines)
            changed = await tell_of_shipping_lanes(connection, written)
        tally += Tally(changed, batch.rows - changed)
        advance(batch.rows)
    return tally


async def import_suppliers(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store or replace suppliers."""
    tally = Tally()
    for batch in table.checked.copy_batches(BATCH_ROWS):
        async with around.database.transaction() as connection:
            changed = await connectors.put_suppliers(connection, batch.lines)
        tally += Tally(changed, batch.rows - changed)
        advance(batch.rows)
    return tally
