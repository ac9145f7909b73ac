"""Outlooks, as planners and other systems tell them, and as sales say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.connectors.api import past_units_sold
from stockpool.inventory.api import units_sold
from stockpool.kernel.ids import id_problem
from stockpool.orders import api as orders
from stockpool.runtime.database import Database
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import OutlookInput, OutlookResult, OutlookSku, StoredOutlook
from stockpool.workflows.reference import ReferenceData

DAYS = 56
"""Eight weeks: long enough for slow sellers, and short enough for the season."""

TAKE_YOUR_TIME = "set local statement_timeout = 0"
"""All entries of the ledger are read, and nobody waits."""


class SalesSaid(msgspec.Struct, frozen=True):
    """How many SKUs at nodes have an outlook by what was sold there since a moment; none where nothing was sold."""

    outlooks: int
    since: datetime | None


class OutlookDesk:
    """What SKUs do at nodes without orders from elsewhere."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database
        self._reference = ReferenceData()

    async def upsert(self, rows: Sequence[OutlookInput]) -> Sequence[OutlookResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            await self._reference.refresh(connection)
            named = {row.sku for row in rows if id_problem(row.sku) is None}
            terms, network, _ = await self._reference.load(connection, named)
            skus = {sku: OutlookSku(each.decimals, bool(each.components)) for sku, each in terms.items()}
            now = await orders.time_of(connection)
            return await sourcing.upsert_outlooks(connection, rows, skus, network.network.nodes.keys(), now)

    async def list(
        self, skus: Sequence[str], nodes: Sequence[str], after: tuple[str, str] | None, limit: int
    ) -> list[StoredOutlook]:
        """A page in the order of SKUs and nodes, with demand in display units."""
        async with self._database.read() as connection:
            found = await sourcing.list_outlooks(connection, skus, nodes, after, limit)
            await self._reference.refresh(connection)
            terms, _, _ = await self._reference.load(connection, {each.sku for each in found})
        return [_shown(each, terms[each.sku].decimals) for each in found]

    async def work_out(self, days: int, now: datetime) -> SalesSaid:
        """Say of each SKU at a node what it sold a day, by the ledger and the history of sales.

        What was known before by sales is forgotten; what was given stays.
        """
        since = now - timedelta(days=days)
        async with self._database.transaction() as connection:
            await connection.execute(TAKE_YOUR_TIME)
            sold, first = await units_sold(connection, since, now)
            past, first_past = await past_units_sold(connection, since, now)
            for key, units in past.items():
                sold[key] = sold.get(key, 0) + units
            known_since = min([each for each in (first, first_past) if each is not None], default=None)
            outlooks = sourcing.outlooks_of_sales(sold, known_since, now) if known_since is not None else []
            return SalesSaid(await sourcing.replace_sales(connection, outlooks), known_since)


def _shown(stored: StoredOutlook, decimals: int) -> StoredOutlook:
    return msgspec.structs.replace(stored, demand_per_day=stored.demand_per_day / 10**decimals)
