"""A problem's numbers, told one after the other, as arrays: in one call, since a dozen small ones take longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.kernels.parcels import tariff_sums

if TYPE_CHECKING:
    from stockpool.sourcing.search.tables import Array

WEIGHTLESS = 1e9
"""Units without weight come first where units are put in order by worth a gram: so many to a gram."""

LOWEST = -(1 << 62)
"""Of what costs less than this the opposite might not fit; it is far beyond what is reckoned."""

WRONG = "not as many numbers as there are nodes, units that differ in cost, and pieces, or fewer units than none"


@compiled
def arrays_of(
    numbers: Array, lines: int, nodes: int, tariffs: int, further: int, units_max: int, grams: int
) -> tuple[Array, ...]:
    """The arrays of `Tables`, in its order, then what `largest_costs` and `largest_pieces` tell.

    The `numbers` are: of each line its units, what so many weigh, how many those are, and whether its units differ in
    cost; what each node costs, the number of its tariff; how many pieces each tariff has; what nodes have, line by
    line; what a unit costs by node, of lines whose units do not differ; what each unit costs, node by node, of those
    whose units do; and the pieces. A ValueError where they are more or fewer.
    """
    at, fewest = 4 * lines, 4 * lines + 2 * nodes + tariffs + lines * nodes
    if len(numbers) < fewest:
        raise ValueError(WRONG)
    heads = numbers[:at].reshape(lines, 4)
    wanted, grams_of, unit, is_rising = heads[:, 0].copy(), heads[:, 1].copy(), heads[:, 2].copy(), heads[:, 3] > 0
    fixed, of_node = numbers[at : at + nodes] + further, numbers[at + nodes : at + 2 * nodes]
    counts = numbers[at + 2 * nodes : at + 2 * nodes + tariffs]
    free = numbers[fewest - lines * nodes : fewest].reshape(lines, nodes).copy()
    at, length = fewest, fewest + 3 * counts.sum()
    for line in range(lines):
        if free[line].min() < 0:
            raise ValueError(WRONG)
        length += free[line].sum() if is_rising[line] else nodes
    if length != len(numbers):
        raise ValueError(WRONG)
    costs, deepest = np.zeros((lines, nodes), np.int64), 0
    each_grams, each_share = np.empty(lines), np.empty(lines)
    for line in range(lines):
        each_grams[line] = grams_of[line] / unit[line]
        each_share[line] = unit[line] / grams_of[line] if grams_of[line] else WEIGHTLESS
        if is_rising[line]:
            deepest = max(deepest, free[line].max())
        else:
            costs[line] = numbers[at : at + nodes]
            at += nodes
    sums = np.zeros((lines, nodes if is_rising.any() else 1, deepest + 1), np.int64)
    for line in range(lines):
        for node in range(nodes if is_rising[line] else 0):
            for units in range(free[line, node]):
                sums[line, node, units + 1] = sums[line, node, units] + numbers[at]
                at += 1
    pieces = numbers[at:].reshape(counts.sum(), 3)
    upto, base, per_g = pieces[:, 0].copy(), pieces[:, 1].copy(), pieces[:, 2].copy()
    first = np.cumsum(counts) - counts
    slope, light, least = tariff_sums(first, counts, upto, base, per_g, grams)
    room = np.zeros(nodes, np.int64)
    for node in range(nodes):
        for line in range(lines):
            room[node] += min(free[line, node], wanted[line])
        room[node] = min(room[node], units_max)
    return (
        wanted,
        free,
        costs,
        sums,
        is_rising,
        grams_of,
        unit,
        each_grams,
        each_share,
        fixed,
        slope[of_node],
        light[of_node],
        least[of_node],
        first[of_node],
        counts[of_node],
        upto,
        base,
        per_g,
        room,
        largest_costs(is_rising, free, sums, costs),
        largest_pieces(first, counts, upto, base, per_g),
    )


@compiled
def largest_costs(is_rising: Array, free: Array, sums: Array, costs: Array) -> Array:
    """What a unit of each line costs at most, or is gained by it at most, whichever is more."""
    lines, nodes = free.shape
    largest = np.zeros(lines, np.int64)
    for line in range(lines):
        if not is_rising[line]:
            largest[line] = max(costs[line].max(), -max(costs[line].min(), LOWEST))
            continue
        for node in range(nodes):
            for units in range(free[line, node]):
                each = sums[line, node, units + 1] - sums[line, node, units]
                largest[line] = max(largest[line], each, -max(each, LOWEST))
    return largest


@compiled
def largest_pieces(first: Array, counts: Array, upto: Array, base: Array, per_g: Array) -> Array:
    """The highest base and price of a gram; of what parcels of a tariff weigh at most the most and the least."""
    largest = np.zeros(4, np.int64)
    for piece in range(len(upto)):
        for place, number in enumerate((base[piece], per_g[piece], upto[piece])):
            largest[place] = max(largest[place], number)
    largest[3] = largest[2]
    for tariff in range(len(first)):
        if counts[tariff]:
            largest[3] = min(largest[3], upto[first[tariff] + counts[tariff] - 1])
    return largest
