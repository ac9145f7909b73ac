"""What the best plan is, found by trying every set of nodes: slow, and right by its looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from stockpool.kernel.geography import great_circle_km
from stockpool.sourcing.messages import Candidate, Destination

Stock = Mapping[str, Mapping[str, int]]


def all_best_sets(
    wanted: Mapping[str, int], stock: Stock, candidates: Sequence[Candidate], to: Destination | None
) -> list[tuple[tuple[int, float, int], tuple[str, ...]]]:
    """Every smallest set of shipping nodes that covers what is wanted, with (unplaced nodes, km, minus free)."""
    able = [candidate for candidate in candidates if candidate.can_ship]
    able.sort(key=lambda candidate: (_cost([candidate], wanted, stock, to), candidate.node))
    place = {candidate.node: number for number, candidate in enumerate(able)}
    for size in range(1, len(able) + 1):
        sets = [nodes for nodes in combinations(able, size) if _covers(nodes, wanted, stock)]
        if sets:
            costs = [(_cost(nodes, wanted, stock, to), tuple(c.node for c in nodes)) for nodes in sets]
            return sorted(costs, key=lambda each: (each[0], [place[node] for node in each[1]]))
    return []


def free(stock: Stock, sku: str, node: str) -> int:
    """Free units, where below zero is nothing."""
    return max(stock.get(sku, {}).get(node, 0), 0)


def fillable(wanted: Mapping[str, int], stock: Stock, candidates: Sequence[Candidate]) -> dict[str, int]:
    """What there is of what is wanted."""
    able = [c.node for c in candidates if c.can_ship]
    return {sku: min(units, sum(free(stock, sku, node) for node in able)) for sku, units in wanted.items()}


def _covers(nodes: Sequence[Candidate], wanted: Mapping[str, int], stock: Stock) -> bool:
    return all(sum(free(stock, sku, c.node) for c in nodes) >= units for sku, units in wanted.items())


def _cost(
    nodes: Sequence[Candidate], wanted: Mapping[str, int], stock: Stock, to: Destination | None
) -> tuple[int, float, int]:
    km = [distance(c, to) for c in nodes]
    known = [each for each in km if each is not None]
    units = sum(free(stock, sku, c.node) for sku in wanted if wanted[sku] for c in nodes)
    return len(km) - len(known), round(sum(known), 3), -units


def distance(candidate: Candidate, to: Destination | None) -> float | None:
    """Kilometers to the meter, where both places are known."""
    if to is None or candidate.latitude is None or candidate.longitude is None:
        return None
    return round(great_circle_km(candidate.latitude, candidate.longitude, to.latitude, to.longitude), 3)
