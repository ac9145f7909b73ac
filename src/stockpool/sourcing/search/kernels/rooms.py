"""Where nodes may give so many units only: how they make room for each other's, and what they exchange."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.tables import Array, Tables

FEW = 1_000
"""Of more units than these in a demand, room is not made: they are moved one after the other."""

SWEEPS = 8
"""So often every two lines of every two nodes are tried."""


@compiled
def make_room(tables: Tables, nodes: Array, taken: Array, given: Array, line: int) -> int:
    """Make room for a unit of a line at a node that has one left and gives all it may: its place, or -1 without a way.

    A unit of another line moves to another node, where need be one of that node's on to a third, and so on: on the
    shortest such path to a node that may give more.
    """
    came, moved = np.full(len(nodes), -2, np.int64), np.zeros(len(nodes), np.int64)
    queue = np.zeros(len(nodes), np.int64)
    first, last = 0, 0
    for place in range(len(nodes)):
        if tables.free[line, nodes[place]] > taken[place, line]:
            came[place] = -1
            queue[last] = place
            last += 1
    while first < last:
        place = queue[first]
        first += 1
        if given[place] < tables.units_max:
            given[place] += 1
            while came[place] >= 0:
                before = came[place]
                taken[before, moved[place]] -= 1
                taken[place, moved[place]] += 1
                place = before
            given[place] -= 1
            return place
        for other in range(len(nodes)):
            for each in range(len(tables.wanted)):
                if came[other] == -2 and taken[place, each] and tables.free[each, nodes[other]] > taken[other, each]:
                    came[other], moved[other] = place, each
                    queue[last] = other
                    last += 1
    return -1


@compiled
def swap_units(tables: Tables, nodes: Array, taken: Array, cost: int) -> int:
    """Exchange units of two lines between two nodes where that makes the plan cheaper; the cost.

    Nodes that give as many units as they may can do nothing else.
    """
    for _ in range(SWEEPS if tables.together <= FEW else 0):
        better = False
        for one in range(len(nodes)):
            for other in range(len(nodes)):
                before = node_cost(tables, nodes[one], taken[one]) + node_cost(tables, nodes[other], taken[other])
                for line in range(len(tables.wanted)):
                    for second in range(line if one != other else 0):
                        if not taken[one, line] or tables.free[line, nodes[other]] <= taken[other, line]:
                            break
                        if taken[other, second] and tables.free[second, nodes[one]] > taken[one, second]:
                            swap(taken, one, other, line, second)
                            here = node_cost(tables, nodes[one], taken[one])
                            here += node_cost(tables, nodes[other], taken[other])
                            if here < before:
                                cost, before, better = cost + here - before, here, True
                            else:
                                swap(taken, other, one, line, second)
        if not better:
            break
    return cost


@compiled
def swap(taken: Array, one: int, other: int, line: int, second: int) -> None:
    """The one gives a unit less of a line and one more of the second, the other the other way round."""
    taken[one, line] -= 1
    taken[other, line] += 1
    taken[other, second] -= 1
    taken[one, second] += 1
