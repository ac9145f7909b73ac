"""Stock from files: counts as of a moment, a few thousand rows a transaction, so that live promises hardly wait."""

from __future__ import annotations

import asyncio
from datetime import datetime

from stockpool.connectors import api as connectors
from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import to_amount
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally

BATCH_ROWS = 5_000

IS_KIT = "sku: is a kit, which has no stock of its own: count its components"


async def import_stock(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Count every row; rows without a time of their own are as of the moment when their file was first imported."""
    table.checked.reject_all("sku", dict.fromkeys(table.kits, IS_KIT))
    async with around.database.transaction() as connection:
        first_seen_at = await connectors.see_file(connection, table.checked.name, table.fingerprint)
    tally = Tally()
    for batch in table.checked.copy_batches(BATCH_ROWS, by_key=True):
        waiting = []
        for line in batch.lines.decode().splitlines():
            _, _, sku, node, quantity, as_of = (part.replace("\\\\", "\\") for part in line.split("\t"))
            waiting.append(
                around.submit(
                    RecordFact(
                        key=key_digest(ACTOR, line),
                        fingerprint=fingerprint(line),
                        actor=ACTOR,
                        kind=FactKind.COUNT,
                        sku=sku,
                        node=node,
                        quantity=to_amount(int(quantity), table.known.skus[sku]),
                        occurred_at=first_seen_at if as_of == "\\N" else datetime.fromisoformat(as_of),
                    )
                )
            )
        await asyncio.gather(*waiting)
        tally += Tally(batch.rows, 0)
        advance(batch.rows)
    return tally
