"""What units and parcels cost, as `problem` reckons it."""

from __future__ import annotations

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.tables import Array, Tables


@compiled
def parcel(tables: Tables, node: int, grams: int) -> int:
    """What a node's parcel costs; see `problem.parcel_cost`."""
    count = tables.pieces[node]
    if count == 0:
        return 0
    first = tables.first_piece[node]
    last = first + count - 1
    heaviest = tables.upto[last]
    full = max((grams + heaviest - 1) // heaviest - 1, 0)
    rest = grams - full * heaviest
    place = first
    while tables.upto[place] < rest:
        place += 1
    whole = tables.base[last] + tables.per_g[last] * heaviest
    return tables.base[place] + tables.per_g[place] * rest + full * whole


@compiled
def weight(tables: Tables, line: int, units: int) -> int:
    """Of units of a line, rounded up."""
    return (units * tables.grams[line] + tables.unit[line] - 1) // tables.unit[line]


@compiled
def units_cost(tables: Tables, line: int, node: int, units: int) -> int:
    """What the first so many units of a line cost from a node."""
    if not tables.is_rising[line]:
        return units * tables.costs[line, node]
    total = 0
    for each in range(units):
        total += tables.rising[line, node, each]
    return total


@compiled
def node_cost(tables: Tables, node: int, units: Array) -> int:
    """What one node's part costs, of so many units of each line; nothing where it gives none."""
    total, grams, some = tables.fixed[node], 0, False
    for line in range(len(units)):
        if units[line]:
            some = True
            total += units_cost(tables, line, node, units[line])
            grams += weight(tables, line, units[line])
    return total + parcel(tables, node, grams) if some else 0
