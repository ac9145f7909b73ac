"""SKUs as the ledger needs them, kept in the process."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from psycopg import AsyncConnection

from stockpool.catalog.messages import SkuTerms
from stockpool.catalog.queries import load_sku_terms


class SkuCache:
    """Remembers what it has loaded until the catalog's version moves; forgets the oldest when it is full."""

    def __init__(self, size_max: int = 200_000) -> None:
        self._size_max = size_max
        self._terms: dict[str, SkuTerms] = {}
        self._version = 0
        self._generation = 0

    def __len__(self) -> int:
        return len(self._terms)

    async def load(self, conn: AsyncConnection, ids: Collection[str]) -> Mapping[str, SkuTerms]:
        """The named SKUs, with at most one statement for those not yet known; ids of no SKU are absent."""
        found = {sku_id: self._terms[sku_id] for sku_id in ids if sku_id in self._terms}
        if len(found) < len(ids):
            missing = [sku_id for sku_id in ids if sku_id not in found]
            generation = self._generation
            fresh = await load_sku_terms(conn, missing)
            found.update(fresh)
            if generation == self._generation:  # else they may be older than what made the cache forget
                self._keep(fresh)
        return found

    def follow(self, version: int) -> None:
        """Forget everything if the catalog is at a newer version than was seen before."""
        if version > self._version:
            self._version = version
            self.invalidate()

    def invalidate(self) -> None:
        """Forget everything."""
        self._generation += 1
        self._terms.clear()

    def _keep(self, fresh: Mapping[str, SkuTerms]) -> None:
        self._terms.update(fresh)
        for sku_id in list(self._terms)[: max(len(self._terms) - self._size_max, 0)]:
            del self._terms[sku_id]
