"""Safety stock, as planners set it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from stockpool.inventory import api as inventory
from stockpool.inventory.api import StockedSku
from stockpool.inventory.messages import SafetyStockInput, SafetyStockResult
from stockpool.kernel.ids import id_problem
from stockpool.runtime.database import Database
from stockpool.workflows.reference import ReferenceData


class SafetyStockDesk:
    """What positions keep back; whoever serves orders that wait is nudged, since less kept back is more to promise."""

    def __init__(self, database: Database, nudge: Callable[[], None] = lambda: None) -> None:
        """Work on one database."""
        self._database, self._nudge = database, nudge
        self._reference = ReferenceData()

    async def upsert(self, rows: Sequence[SafetyStockInput]) -> Sequence[SafetyStockResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            await self._reference.refresh(connection)
            named = {row.sku for row in rows if id_problem(row.sku) is None}
            terms, network, _ = await self._reference.load(connection, named)
            skus = {sku: StockedSku(each.decimals, bool(each.components)) for sku, each in terms.items()}
            shard_count = await inventory.read_shard_count(connection)
            results = await inventory.upsert_safety_stock(
                connection, rows, skus, network.network.nodes.keys(), shard_count
            )
        self._nudge()
        return results
