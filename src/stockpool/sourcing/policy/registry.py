"""The strategies that a document may name: those that come with stockpool, and those that other packages bring."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points
from typing import TypeVar

from stockpool.sourcing.costs.congestion import Congestion
from stockpool.sourcing.costs.distance import DistanceCost
from stockpool.sourcing.costs.labor import Labor
from stockpool.sourcing.costs.lateness import Lateness
from stockpool.sourcing.costs.lost_margin import LostMargin
from stockpool.sourcing.costs.markdown import Markdown
from stockpool.sourcing.costs.parcel import Parcel
from stockpool.sourcing.costs.shipping import Shipping
from stockpool.sourcing.filters.backlog import Backlog
from stockpool.sourcing.filters.capacity_left import CapacityLeft
from stockpool.sourcing.filters.categories import Categories
from stockpool.sourcing.filters.distance import Distance
from stockpool.sourcing.filters.nodes import Nodes
from stockpool.sourcing.filters.open_hours import OpenHours
from stockpool.sourcing.filters.walk_ins import WalkIns
from stockpool.sourcing.strategies import Cost, Filter

OWN_FILTERS: tuple[type[Filter], ...] = (Distance, Nodes, OpenHours, CapacityLeft, Backlog, WalkIns, Categories)
OWN_COSTS: tuple[type[Cost], ...] = (
    Shipping,
    DistanceCost,
    Labor,
    Parcel,
    Lateness,
    Congestion,
    LostMargin,
    Markdown,
)
FILTERS, COSTS = "stockpool.sourcing.filters", "stockpool.sourcing.costs"
"""Entry point groups: each entry is a subclass of `Filter` or `Cost`."""

S = TypeVar("S", Filter, Cost)


@cache
def filters() -> dict[str, type[Filter]]:
    """All filters by name."""
    return _known(OWN_FILTERS, FILTERS, Filter)


@cache
def costs() -> dict[str, type[Cost]]:
    """All costs by name."""
    return _known(OWN_COSTS, COSTS, Cost)


def _known(own: tuple[type[S], ...], group: str, role: type[S]) -> dict[str, type[S]]:
    known = {each.name: each for each in own}
    for entry in sorted(entry_points(group=group), key=lambda each: (each.name, each.value)):
        found = entry.load()
        if not (isinstance(found, type) and issubclass(found, role)):
            raise TypeError(f"entry point {entry.name!r} of {group} is no {role.__name__}: {entry.value}")
        if found.name in known:
            raise TypeError(f"entry point {entry.name!r} of {group}: there is a strategy {found.name!r} already")
        known[found.name] = found
    return known
