"""Where things lie, as people edit and read it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.network.api import Network
from stockpool.runtime.database import Database
from stockpool.warehouse import api as warehouse
from stockpool.warehouse.api import KnownSku, Shelved
from stockpool.warehouse.messages import ShelfInput, ShelfResult
from stockpool.workflows.reference import ReferenceData


class ShelfDesk:
    """Shelves of SKUs at nodes."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database
        self._reference = ReferenceData()

    async def put(self, rows: Sequence[ShelfInput]) -> Sequence[ShelfResult]:
        """Store each good row; one result a row."""
        async with self._database.transaction() as connection:
            skus, network = await known_skus(connection, self._reference, {row.sku for row in rows})
            return await warehouse.put_shelves(connection, rows, skus, network.nodes.keys())

    async def list(
        self, nodes: Sequence[str], skus: Sequence[str], after: tuple[str, str], limit: int
    ) -> Sequence[Shelved]:
        """A page, in the order of nodes and SKUs."""
        async with self._database.read() as connection:
            return await warehouse.list_shelves(connection, nodes, skus, after, limit)


async def known_skus(
    connection: AsyncConnection, reference: ReferenceData, skus: Collection[str]
) -> tuple[Mapping[str, KnownSku], Network]:
    """What the warehouse must know of the SKUs of these that exist, and the network."""
    await reference.refresh(connection)
    terms, network, _ = await reference.load(connection, {sku for sku in skus if id_problem(sku) is None})
    known = {sku: KnownSku(each.decimals, bool(each.components)) for sku, each in terms.items()}
    return known, network.network
