"""The cheapest plans that were found, and which sets of nodes were looked at."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.tables import NEVER, Array

PLANS = 8
"""So many plans are kept."""


class Plans(NamedTuple):
    """The sets that were looked at, `seen[0]` of them, and the cheapest plans, `found[0]` of them.

    Plans are in order until the first of them are polished. Rows of `sets` and `nodes` begin with as many nodes as
    `sizes` and `counts` say. `units` are by plan, place of a node and line; `costs` have what further nodes cost once
    too often.
    """

    seen: Array
    sizes: Array
    sets: Array
    found: Array
    costs: Array
    counts: Array
    nodes: Array
    units: Array


@compiled
def no_plans(sets: int, widest: int, lines: int) -> Plans:
    """Room for so many sets, each of so many nodes."""
    return Plans(
        np.zeros(1, np.int64),
        np.empty(sets, np.int64),
        np.empty((sets, widest), np.int64),
        np.zeros(1, np.int64),
        np.full(PLANS, NEVER, np.int64),
        np.zeros(PLANS, np.int64),
        np.empty((PLANS, widest), np.int64),
        np.empty((PLANS, widest, lines), np.int64),
    )


@compiled
def is_seen(plans: Plans, nodes: Array) -> bool:
    """Whether a set was looked at; its nodes come by their numbers."""
    for row in range(plans.seen[0]):
        same, place = plans.sizes[row] == len(nodes), 0
        while same and place < len(nodes):
            same = plans.sets[row, place] == nodes[place]
            place += 1
        if same:
            return True
    return False


@compiled
def keep(plans: Plans, nodes: Array, units: Array, cost: int) -> None:
    """A set was looked at; keep its plan if it is among the cheapest, of those that cost the same the smallest set."""
    row, size, last = plans.seen[0], len(nodes), min(plans.found[0], PLANS - 1)
    plans.sizes[row] = size
    plans.sets[row, :size] = nodes
    plans.seen[0] = row + 1
    place = plans.found[0]
    while place > 0 and comes_before(plans, place - 1, nodes, cost):
        place -= 1
    if cost >= NEVER or place == PLANS:
        return
    for later in range(last, place, -1):
        moved = plans.counts[later - 1]
        plans.costs[later], plans.counts[later] = plans.costs[later - 1], moved
        plans.nodes[later, :moved] = plans.nodes[later - 1, :moved]
        plans.units[later, :moved] = plans.units[later - 1, :moved]
    plans.costs[place], plans.counts[place] = cost, size
    plans.nodes[place, :size], plans.units[place, :size] = nodes, units
    plans.found[0] = last + 1


@compiled
def comes_before(plans: Plans, place: int, nodes: Array, cost: int) -> bool:
    """Whether a set's plan comes before the one at a place."""
    if cost != plans.costs[place]:
        return cost < plans.costs[place]
    if len(nodes) != plans.counts[place]:
        return len(nodes) < plans.counts[place]
    for each in range(len(nodes)):
        if nodes[each] != plans.nodes[place, each]:
            return nodes[each] < plans.nodes[place, each]
    return False
