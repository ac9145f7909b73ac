"""Outlooks for a process: what SKUs do at nodes without orders from elsewhere, and when more of them comes."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Mapping

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.batch import run_batch
from stockpool.sourcing import api as sourcing
from stockpool.sourcing.api import UNKNOWN_OUTLOOK, Outlook
from stockpool.supply import api as supply

FRESH_S = 60.0
"""How old what is known may be."""

KEPT_MAX = 500_000
"""SKUs at nodes of which a process knows the outlook; those that were asked for last."""

Outlooks = Mapping[str, Mapping[str, Outlook]]
"""By SKU and node; what is not there is not known."""


class _OfSku(msgspec.Struct, frozen=True, gc=False):
    looked_at: float
    at_nodes: Mapping[str, Outlook]

    @property
    def weight(self) -> int:
        """A SKU that no node sells has its place too."""
        return len(self.at_nodes) + 1


class OutlookKeeper:
    """The outlooks of the SKUs that were asked for in the last minute; for all lanes of a process."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        """Know nothing yet."""
        self._kept: OrderedDict[str, _OfSku] = OrderedDict()
        self._kept_max, self._weight = kept_max, 0

    async def load(self, connection: AsyncConnection, skus: Collection[str]) -> Outlooks:
        """The outlooks of these SKUs; those that are not known well enough are read in one round trip."""
        now = asyncio.get_running_loop().time()
        found: dict[str, Mapping[str, Outlook]] = {}
        for sku in skus:
            known = self._kept.get(sku)
            if known is not None and now - known.looked_at < FRESH_S:
                self._kept.move_to_end(sku)
                found[sku] = known.at_nodes
        unknown = [sku for sku in skus if sku not in found]
        if unknown:
            read = await _read(connection, unknown)
            for sku, at_nodes in read.items():
                self._keep(sku, _OfSku(now, at_nodes))
            found |= read
        return found

    def _keep(self, sku: str, known: _OfSku) -> None:
        before = self._kept.pop(sku, None)
        self._weight += known.weight - (before.weight if before is not None else 0)
        self._kept[sku] = known
        while self._weight > self._kept_max and len(self._kept) > 1:
            self._weight -= self._kept.popitem(last=False)[1].weight


async def _read(connection: AsyncConnection, skus: Collection[str]) -> dict[str, dict[str, Outlook]]:
    """What is told of demand, with the days until the next supply to come, else those that are told."""
    asked = [sourcing.ask_outlooks(skus), supply.ask_next_deliveries(skus)]
    told, deliveries = await run_batch(connection, asked)
    days_to = {(sku, node): days for sku, node, days in deliveries}
    read: dict[str, dict[str, Outlook]] = {sku: {} for sku in skus}
    for sku, node, demand, usual_days in told:
        days = days_to.get((sku, node), usual_days)
        read[sku][node] = Outlook(demand, UNKNOWN_OUTLOOK.days_to_delivery if days is None else days)
    return read
