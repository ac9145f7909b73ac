"""What units cost that differ in cost: as sums of the first so many, and at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stockpool.sourcing.search.compiled import compiled

if TYPE_CHECKING:
    from stockpool.sourcing.search.tables import Array


@compiled
def running_sums(is_rising: Array, free: Array, each: Array, deepest: int) -> Array:
    """What the first so many units of a line cost by line, node and number of units, up to the deepest.

    `each` has what single units cost, one line that is rising after the other, and nodes within.
    """
    lines, nodes = free.shape
    sums = np.zeros((lines, nodes, deepest + 1), np.int64)
    place = 0
    for line in range(lines):
        if not is_rising[line]:
            continue
        for node in range(nodes):
            for units in range(free[line, node]):
                sums[line, node, units + 1] = sums[line, node, units] + each[place]
                place += 1
    return sums


@compiled
def dearest_units(is_rising: Array, free: Array, sums: Array, costs: Array) -> Array:
    """What a unit of each line costs at most, or is gained by it at most, whichever is more."""
    lines, nodes = free.shape
    dearest = np.zeros(lines, np.int64)
    for line in range(lines):
        if not is_rising[line]:
            dearest[line] = np.abs(costs[line]).max()
            continue
        for node in range(nodes):
            for units in range(free[line, node]):
                dearest[line] = max(dearest[line], abs(sums[line, node, units + 1] - sums[line, node, units]))
    return dearest
