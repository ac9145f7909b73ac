"""Shelves from files: as over the interfaces, a batch of rows a transaction."""

from __future__ import annotations

from stockpool.kernel.editing import Outcome
from stockpool.kernel.refusals import Refused
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import KnownSku
from stockpool.warehouse.messages import ShelfInput
from stockpool.workflows.import_files.surroundings import Advance, ReadTable, Surroundings, Tally


async def import_shelves(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store where SKUs lie; what a shelf cannot be called is rejected."""
    skus = {sku: KnownSku(decimals, sku in table.kits) for sku, decimals in table.known.skus.items()}
    tally, reasons = Tally(), dict[int, str]()
    for batch in table.checked.wire_rows():
        rows = [ShelfInput(node=r["node"], sku=r["sku"], shelves=tuple(r["shelves"])) for r in [b.value for b in batch]]
        async with around.database.transaction() as connection:
            results = await warehouse.put_shelves(connection, rows, skus, table.known.nodes)
        for row, result in zip(batch, results, strict=True):
            if isinstance(result, Refused):
                reasons[row.row] = table.checked.in_words(result.problems) or result.message
        outcomes = [result.outcome for result in results if not isinstance(result, Refused)]
        unchanged = outcomes.count(Outcome.UNCHANGED)
        tally += Tally(len(outcomes) - unchanged, unchanged)
        advance(len(batch))
    table.checked.reject(reasons)
    return tally
