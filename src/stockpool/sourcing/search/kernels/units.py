"""What units and parcels cost, as `problem` reckons it."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.parcels import parcel_cost
from stockpool.sourcing.search.tables import NEVER, Array, Tables


@inlined
def parcel(tables: Tables, node: int, grams: int) -> int:
    """What a node's parcel costs; see `problem.parcel_cost`."""
    return parcel_cost(tables.first_piece[node], tables.pieces[node], tables.upto, tables.base, tables.per_g, grams)


@inlined
def parcel_of(tables: Tables, node: int, units: int, grams: int) -> int:
    """What using a node and its parcel cost; nothing where it gives no units."""
    return tables.fixed[node] + parcel(tables, node, grams) if units else 0


@inlined
def weight(tables: Tables, line: int, units: int) -> int:
    """Of units of a line, rounded up."""
    grams, unit = units * tables.grams[line], tables.unit[line]
    return grams if unit == 1 else (grams + unit - 1) // unit


@inlined
def units_cost(tables: Tables, line: int, node: int, units: int) -> int:
    """What the first so many units of a line cost from a node."""
    return tables.sums[line, node, units] if tables.is_rising[line] else units * tables.costs[line, node]


@inlined
def next_cost(tables: Tables, line: int, node: int, there: int) -> int:
    """What one more unit of a line costs from a node that gives so many."""
    if tables.is_rising[line]:
        return tables.sums[line, node, there + 1] - tables.sums[line, node, there]
    return tables.costs[line, node]


@inlined
def node_cost(tables: Tables, node: int, units: Array) -> int:
    """What one node's part costs, of so many units of each line; nothing where it gives none."""
    total, grams, some = tables.fixed[node], 0, False
    for line in range(len(units)):
        if units[line]:
            some = True
            total += units_cost(tables, line, node, units[line])
            grams += weight(tables, line, units[line])
    return total + parcel(tables, node, grams) if some else 0


@compiled
def singles(tables: Tables, most: int) -> tuple[Array, Array]:
    """The nodes from which alone everything costs least, the cheapest first, at most so many; and what it costs."""
    nodes, costs, count = np.empty(most, np.int64), np.full(most, NEVER, np.int64), 0
    for node in range(len(tables.fixed) if tables.wanted.sum() <= tables.units_max else 0):
        has_all = True
        for line in range(len(tables.wanted)):
            has_all = has_all and tables.free[line, node] >= tables.wanted[line]
        if not has_all:
            continue
        cost, place = node_cost(tables, node, tables.wanted), min(count, most - 1)
        if cost >= costs[place]:
            continue
        while place > 0 and costs[place - 1] > cost:
            costs[place], nodes[place] = costs[place - 1], nodes[place - 1]
            place -= 1
        costs[place], nodes[place] = cost, node
        count = min(count + 1, most)
    return nodes[:count], costs[:count]
