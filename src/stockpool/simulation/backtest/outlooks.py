"""What a node is taken to want of a SKU for its own customers: from what was wanted until now, never from later."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from math import exp

from stockpool.simulation.backtest.world import DELIVERY_DAYS
from stockpool.sourcing.api import Outlook

MEMORY_DAYS = 90.0
"""Demand of so many days ago counts for 1/e."""

PRIOR_UNITS = 0.5
"""Where regions share a SKU's demand, one that nobody asked for yet counts as if half a unit had just been wanted."""

DAY_S = 86_400


class _Fading:
    """A count that fades with the days."""

    __slots__ = ("at", "units")

    def __init__(self) -> None:
        self.at: datetime | None = None
        self.units = 0.0

    def now(self, now: datetime) -> float:
        if self.at is not None and now > self.at:
            self.units *= exp(-(now - self.at).total_seconds() / DAY_S / MEMORY_DAYS)
        self.at = now
        return self.units


class Outlooks:
    """Demand seen so far: of each SKU at each node or, where it is regional, of each SKU times each region's share."""

    def __init__(self, deliveries: Sequence[datetime], *, regional: bool) -> None:
        """Nothing was seen yet."""
        self._deliveries, self._regional = deliveries, regional
        self._of_sku: dict[tuple[str, str], _Fading] = {}
        self._of_node: dict[str, _Fading] = {}
        self._all = _Fading()

    def see(self, sku: str, node: str, units: int, now: datetime) -> None:
        """So many units were wanted at a node, or in its region."""
        key = (sku, "" if self._regional else node)
        for fading in (
            self._of_sku.setdefault(key, _Fading()),
            self._of_node.setdefault(node, _Fading()),
            self._all,
        ):
            fading.now(now)
            fading.units += units

    def outlook(self, sku: str, node: str, now: datetime) -> Outlook:
        """What may be wanted there a day, and days until more can come."""
        return Outlook(self._demand(sku, node, now), self._days(now))

    def _demand(self, sku: str, node: str, now: datetime) -> float:
        known = self._of_sku.get((sku, "" if self._regional else node))
        units = known.now(now) if known is not None else 0.0
        if not self._regional:
            return units / MEMORY_DAYS
        of_node, everything = self._of_node.get(node), self._all.now(now)
        share = of_node.now(now) / everything if of_node is not None and everything else 0.0
        return (units + PRIOR_UNITS) / MEMORY_DAYS * share

    def _days(self, now: datetime) -> float:
        place = bisect_right(self._deliveries, now)
        if place == len(self._deliveries):
            return DELIVERY_DAYS
        return (self._deliveries[place] - now).total_seconds() / DAY_S
