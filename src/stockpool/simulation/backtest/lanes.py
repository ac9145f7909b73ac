"""Days by the shipping lanes that are known, else as they are assumed from the distance."""

from __future__ import annotations

from stockpool.network.api import Destination, ShippingLanes, Transit, assumed_transit
from stockpool.simulation.backtest.world import WorldNode


class LaneDays:
    """As promises reckon the days on the way; the average lies in the middle."""

    def __init__(self, lanes: ShippingLanes) -> None:
        self._lanes = lanes

    def expected(self, node: WorldNode, to: Destination, km: float | None) -> float:
        """Half way between the shortest and the longest time."""
        way = self._way(node, to, km)
        return (way.days_min + way.days_max) / 2

    def drawn(self, node: WorldNode, to: Destination, km: float | None, luck: float) -> float:
        """Evenly between both."""
        way = self._way(node, to, km)
        return way.days_min + luck * (way.days_max - way.days_min)

    def _way(self, node: WorldNode, to: Destination, km: float | None) -> Transit:
        return self._lanes.lane_for(node.candidate.node, to) or assumed_transit(km)
