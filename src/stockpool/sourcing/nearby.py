"""The same strategy where only the nearest nodes are known: what has everything among them is what it chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.sourcing.explain import STRATEGY
from stockpool.sourcing.messages import (
    Allocation,
    Alternative,
    ChosenNode,
    Excluded,
    Exclusion,
    Explanation,
    SourcingDemand,
    SourcingPlan,
)
from stockpool.sourcing.model import CandidatePool, Nearest, kms_between
from stockpool.sourcing.smallest_sets import KEPT

Shelves = Sequence[tuple[Mapping[str, int], int]]
"""What nodes have of each SKU, and how many units are wanted."""


def plan_nearby(
    demand: SourcingDemand, stock: Mapping[str, Mapping[str, int]], pool: CandidatePool, nearest: Nearest
) -> SourcingPlan | None:
    """The plan that `plan_sourcing` makes of a demand to ship whose lines name different SKUs.

    What `stock` says of other nodes counts for nothing. None where none of the nearest has everything: then a node
    farther away may have it, and all must be looked at.
    """
    shelves = [(stock.get(line.sku, {}), line.units) for line in demand.lines]
    whole = ranked(shelves, nearest)
    if not whole:
        return None
    _, _, best = whole[0]
    km, *further = kms_between(pool, demand.destination, [node for _, _, node in whole[:KEPT]])
    others = [node for _, _, node in whole[1:KEPT]]
    explanation = Explanation(
        STRATEGY,
        demand,
        len(pool),
        (ChosenNode(best, km, tuple([shelf.get(best, 0) for shelf, _ in shelves])),),
        tuple([Alternative((node,), far) for node, far in zip(others, further, strict=True)]),
        _excluded(shelves, pool, nearest, [node for _, _, node in whole]),
    )
    return SourcingPlan(tuple([Allocation(line.sku, best, line.units, km) for line in demand.lines]), (), explanation)


def ranked(shelves: Shelves, nearest: Nearest) -> list[tuple[float, int, str]]:
    """The nodes that have everything, best first: the nearest, else the one that has most, else by name."""
    whole: list[tuple[float, int, str]] = []
    for key, node in nearest:
        there = 0
        for shelf, units in shelves:
            free = shelf.get(node, 0)
            if free < units:
                break
            there += free
        else:
            whole.append((key, -there, node))
    whole.sort()
    return whole


def _excluded(shelves: Shelves, pool: CandidatePool, nearest: Nearest, whole: Sequence[str]) -> tuple[Excluded, ...]:
    """Every candidate that was not chosen, once; those that were not looked at are counted only."""
    groups: list[tuple[Exclusion, Sequence[str]]] = [(Exclusion.RANKED_LOWER, sorted(whole[1:]))]
    if len(whole) < len(nearest):
        lacking = sorted({node for _, node in nearest}.difference(whole))
        some = [node for node in lacking if _has_any(shelves, node)]
        groups += [
            (Exclusion.PART_OF_THE_STOCK, some),
            (Exclusion.NO_STOCK, [node for node in lacking if node not in some]),
        ]
    groups.append((Exclusion.CANNOT_SHIP, pool.sorted_cannot_ship))
    found = [Excluded(reason, len(nodes), tuple(nodes)) for reason, nodes in groups if nodes]
    farther = len(pool.can_ship) - len(nearest)
    return (*found, Excluded(Exclusion.FARTHER, farther)) if farther else tuple(found)


def _has_any(shelves: Shelves, node: str) -> bool:
    return any(shelf.get(node, 0) > 0 for shelf, _ in shelves)
