"""Reference data that groups plan by, kept in the process and checked against the database in every group."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from threading import Thread

from psycopg import AsyncConnection

from stockpool.catalog.api import SkuCache
from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Versions
from stockpool.network.api import load_network, load_rate_book
from stockpool.sourcing.api import PolicyPlanner, compile_search, load_active, load_shadow
from stockpool.workflows.snapshot import NamedPlanner, NetworkView


class ReferenceData:
    """The catalog's terms and the network, as fresh as the last group that checked them."""

    def __init__(self, *, searches: bool = True) -> None:
        """Whoever never `searches` for a plan has nothing compiled for that."""
        self._searches = searches
        self._skus = SkuCache()
        self._network: NetworkView | None = None
        self._catalog_version = 0

    async def load(
        self, connection: AsyncConnection, skus: Collection[str]
    ) -> tuple[Mapping[str, SkuTerms], NetworkView, Versions]:
        """The terms of these SKUs and of their components, the network, and which versions these are.

        Lanes share what is kept here: while one waits for the database, another may make it forget.
        """
        catalog, network = self._catalog_version, self._network
        if network is None:
            network = self._network = await _load_view(connection, searches=self._searches)
        terms = dict(await self._skus.load(connection, skus))
        parts = {part for known in terms.values() for part, _ in known.components} - terms.keys()
        if parts:
            terms.update(await self._skus.load(connection, parts))
        return terms, network, Versions(catalog, network.network.version)

    async def refresh(self, connection: AsyncConnection) -> None:
        """Forget what has changed since; for those who read without a group that checks."""
        self.follow(await inventory.versions_now(connection))

    def follow(self, versions: Versions) -> None:
        """Forget what is older than what the database has."""
        self._skus.follow(versions.catalog)
        self._catalog_version = max(self._catalog_version, versions.catalog)
        if self._network is not None and self._network.network.version < versions.network:
            self._network = None


@cache
def _compile_soon() -> None:
    """Once in a process whose orders a policy decides, beside the lanes: the first search would wait for it."""
    Thread(target=compile_search, name="compile-search", daemon=True).start()


async def _load_view(connection: AsyncConnection, *, searches: bool) -> NetworkView:
    """The network with the policy that acts and the rates that it may name; a change of these counts as one of it."""
    network, active = await load_network(connection), await load_active(connection)
    shadow = await load_shadow(connection)
    if active is None and shadow is None:
        return NetworkView(network)
    if searches:
        _compile_soon()
    planner, beside = [PolicyPlanner(each.policy, each.version) if each else None for each in (active, shadow)]
    named = NamedPlanner(f"{shadow.name}@{shadow.version}", beside) if shadow and beside else None
    return NetworkView(network, planner, await load_rate_book(connection), named)
