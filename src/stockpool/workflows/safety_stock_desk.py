"""Safety stock, as planners set it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec.structs import astuple
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.inventory import api as inventory
from stockpool.inventory.api import StockedSku
from stockpool.inventory.messages import (
    SafetyStockChanged,
    SafetyStockInput,
    SafetyStockResult,
    SafetyStocksChanged,
)
from stockpool.kernel.editing import Outcome
from stockpool.kernel.ids import id_problem
from stockpool.runtime.database import Database
from stockpool.workflows.edit_master_data import MANY
from stockpool.workflows.reference import ReferenceData


async def tell_of_safety_stock(connection: AsyncConnection, changed: Sequence[SafetyStockChanged]) -> None:
    """Tell what positions keep back now, one by one or many together."""
    if len(changed) <= MANY:
        await feed.tell(connection, [Telling(f"{each.sku}@{each.node}", each) for each in changed])
        return
    skus, nodes, kept_back = zip(*map(astuple, changed), strict=True)
    await feed.tell(connection, [Telling("safety_stock", SafetyStocksChanged(skus, nodes, kept_back))])


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
            pairs = zip(rows, results, strict=True)
            changed = [row for row, result in pairs if getattr(result, "outcome", None) is Outcome.UPDATED]
            await tell_of_safety_stock(
                connection, [SafetyStockChanged(row.sku, row.node, row.safety_stock) for row in changed]
            )
        self._nudge()
        return results
