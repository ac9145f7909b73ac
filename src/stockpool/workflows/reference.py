"""Reference data that groups plan by, kept in the process and checked against the database in every group."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from psycopg import AsyncConnection

from stockpool.catalog.api import SkuCache
from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import Versions
from stockpool.network.api import load_network
from stockpool.workflows.snapshot import NetworkView


class ReferenceData:
    """The catalog's terms and the network, as fresh as the last group that checked them."""

    def __init__(self) -> None:
        self._skus = SkuCache()
        self._network: NetworkView | None = None
        self._catalog_version = 0

    async def load(
        self, connection: AsyncConnection, skus: Collection[str]
    ) -> tuple[Mapping[str, SkuTerms], NetworkView]:
        """The terms of these SKUs and of their components, and the network."""
        if self._network is None:
            self._network = NetworkView(await load_network(connection))
        terms = dict(await self._skus.load(connection, skus))
        parts = {part for known in terms.values() for part, _ in known.components} - terms.keys()
        if parts:
            terms.update(await self._skus.load(connection, parts))
        return terms, self._network

    def agrees_with(self, versions: Versions) -> bool:
        """Whether what was loaded is what the database has; if not, it is forgotten."""
        current = True
        if self._catalog_version != versions.catalog:
            self._catalog_version = versions.catalog
            self._skus.follow(versions.catalog)
            current = False
        if self._network is None or self._network.network.version != versions.network:
            self._network = None
            current = False
        return current
