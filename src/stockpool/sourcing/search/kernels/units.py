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
def single_costs(tables: Tables) -> Array:
    """What everything costs from each node alone; NEVER where it has not all of it."""
    costs = np.full(len(tables.fixed), NEVER, np.int64)
    if tables.wanted.sum() > tables.units_max:
        return costs
    for node in range(len(costs)):
        there = True
        for line in range(len(tables.wanted)):
            there = there and tables.free[line, node] >= tables.wanted[line]
        if there:
            costs[node] = node_cost(tables, node, tables.wanted)
    return costs
