"""Supply to come, as people and other systems edit and read it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime

from stockpool.catalog.messages import SkuTerms
from stockpool.feed import api as feed
from stockpool.feed.api import Telling
from stockpool.kernel.editing import Outcome
from stockpool.kernel.ids import id_problem
from stockpool.kernel.quantities import to_amount
from stockpool.orders import api as orders
from stockpool.runtime.database import Database
from stockpool.supply import api as supply
from stockpool.supply.api import KnownSku, Place, StoredSupply
from stockpool.supply.messages import Supply, SupplyChanged, SupplyInput, SupplyResult, SupplyUpserted
from stockpool.workflows.reference import ReferenceData


class SupplyDesk:
    """Supplies in their wire form; whoever mends promises is nudged when some have changed."""

    def __init__(self, database: Database, nudge: Callable[[], None] = lambda: None) -> None:
        """Work on one database."""
        self._database, self._nudge = database, nudge
        self._reference = ReferenceData()

    async def upsert(self, rows: Sequence[SupplyInput]) -> Sequence[SupplyResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            await self._reference.refresh(connection)
            named = {row.sku for row in rows if id_problem(row.sku) is None}
            terms, network, _ = await self._reference.load(connection, named)
            skus = {sku: KnownSku(each.decimals, bool(each.components)) for sku, each in terms.items()}
            results = await supply.upsert_supplies(connection, rows, skus, network.network.nodes.keys())
            await feed.tell(connection, _changes(rows, results))
        self._nudge()
        return results

    async def list(
        self, skus: Collection[str], nodes: Collection[str], after: Place | None, limit: int
    ) -> Sequence[Supply]:
        """A page, the first expected first."""
        async with self._database.read() as connection:
            found = await supply.list_supplies(connection, skus, nodes, after, limit)
            await self._reference.refresh(connection)
            terms, _, _ = await self._reference.load(connection, {each.sku for each in found})
            now = await orders.time_of(connection)
        return [_wired(each, terms, now) for each in found]


def _changes(rows: Sequence[SupplyInput], results: Sequence[SupplyResult]) -> list[Telling]:
    return [
        Telling(
            row.id,
            SupplyChanged(
                supply_id=row.id,
                sku=row.sku,
                node=row.node,
                kind=row.kind,
                quantity=row.quantity,
                expected_at=row.expected_at.astimezone(UTC),
                status=row.status,
                outcome=each.outcome,
                from_node=row.from_node,
            ),
        )
        for row, each in zip(rows, results, strict=True)
        if isinstance(each, SupplyUpserted) and each.outcome is not Outcome.UNCHANGED
    ]


def _wired(stored: StoredSupply, terms: Mapping[str, SkuTerms], now: datetime) -> Supply:
    decimals = terms[stored.sku].decimals
    return Supply(
        id=stored.supply_id,
        sku=stored.sku,
        node=stored.node,
        kind=stored.kind,
        quantity=to_amount(stored.quantity, decimals),
        received=to_amount(stored.received, decimals),
        claimed=to_amount(stored.claimed, decimals),
        expected_at=stored.expected_at,
        status=stored.status,
        overdue=stored.is_overdue(now),
        from_node=stored.from_node,
    )
