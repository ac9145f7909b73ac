"""What stands where while a world is played: receipts, own sales, and what orders took."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from stockpool.simulation.backtest.world import StockChange


class Stock:
    """Units by SKU and node; never below zero."""

    def __init__(self, changes: Sequence[StockChange]) -> None:
        """Nothing has come yet."""
        self._changes, self._next = changes, 0
        self._shelves: dict[str, dict[str, int]] = {}
        self.own_sales_lost = 0
        """Units that nodes could not sell to their own customers, since they were gone."""

    def until(self, moment: datetime) -> Sequence[StockChange]:
        """Let everything happen up to a moment; what happened."""
        begun = self._next
        while self._next < len(self._changes) and self._changes[self._next].at <= moment:
            self._happen(self._changes[self._next])
            self._next += 1
        return self._changes[begun : self._next]

    def _happen(self, change: StockChange) -> None:
        shelf = self._shelves.setdefault(change.sku, {})
        left = shelf.get(change.node, 0) + change.units
        if change.own:
            self.own_sales_lost += max(-left, 0)
        shelf[change.node] = max(left, 0)

    def shelf(self, sku: str) -> Mapping[str, int]:
        """What nodes have of a SKU."""
        return self._shelves.get(sku, {})

    def take(self, sku: str, node: str, units: int) -> None:
        """An order takes what is there."""
        shelf = self._shelves[sku]
        assert shelf[node] >= units, "plans take no more than is there"
        shelf[node] -= units
