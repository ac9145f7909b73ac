"""Tables of parts: what each part of a demand costs from one node, and the cheapest sum of parts.

A part is a number of units of each line, written as one number with a digit for each line, the last line's the lowest.
Costs are kept times `PLACES`, with how many parts they are the sum of in the low places: of sums that cost the same,
the one of fewer parts is the smaller number.
"""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.kernels.units import parcel, units_cost, weight
from stockpool.sourcing.search.tables import NEVER, Array, Tables

PLACES = 1024
"""More than a table has units."""


@compiled
def strides_of(wanted: Array) -> Array:
    """By how much a unit of each line moves the number of a part; the last is how many parts there are."""
    lines = len(wanted)
    strides = np.ones(lines + 1, np.int64)
    parts = 1
    for line in range(lines - 1, -1, -1):
        strides[line] = parts
        parts *= wanted[line] + 1
    strides[lines] = parts
    return strides


@compiled
def part_weights(tables: Tables, strides: Array) -> Array:
    """What each part weighs; NEVER for one of more units than a node may give."""
    grams, units = np.zeros(strides[-1], np.int64), np.zeros(strides[-1], np.int64)
    for line in range(len(tables.wanted) - 1, -1, -1):
        stride = strides[line]
        for digit in range(1, tables.wanted[line] + 1):
            heavier = weight(tables, line, digit)
            for part in range(stride):
                grams[digit * stride + part] = grams[part] + heavier
                units[digit * stride + part] = units[part] + digit
    for part in range(strides[-1]):
        if units[part] > tables.units_max:
            grams[part] = NEVER
    return grams


@compiled
def node_parts(tables: Tables, node: int, strides: Array, parts: Array, costs: Array) -> int:
    """The parts that a node has, and what their units cost; how many there are, none of them first."""
    parts[0], costs[0] = 0, 0
    count = 1
    for line in range(len(tables.wanted) - 1, -1, -1):
        before = count
        for digit in range(1, min(tables.free[line, node], tables.wanted[line]) + 1):
            cost, step = units_cost(tables, line, node, digit), digit * strides[line]
            for place in range(before):
                parts[count] = parts[place] + step
                costs[count] = costs[place] + cost
                count += 1
    return count


@compiled
def cheapest_nodes(tables: Tables, strides: Array, grams: Array, left_out: Array) -> tuple[Array, Array, Array, Array]:
    """What each part costs from the two nodes where it is cheapest, and those; NEVER, and -1, where there is none."""
    count = strides[-1]
    first, second = np.full(count, NEVER, np.int64), np.full(count, NEVER, np.int64)
    first_node, second_node = np.full(count, -1, np.int64), np.full(count, -1, np.int64)
    parts, costs = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for node in range(len(tables.fixed)):
        if left_out[node]:
            continue
        there = node_parts(tables, node, strides, parts, costs)
        least = tables.fixed[node] + tables.light[node]
        for place in range(1, there):
            part = parts[place]
            if grams[part] >= NEVER or least + costs[place] >= second[part]:
                continue
            cost = tables.fixed[node] + costs[place] + parcel(tables, node, grams[part])
            if cost < first[part]:
                second[part], second_node[part] = first[part], first_node[part]
                first[part], first_node[part] = cost, node
            elif cost < second[part]:
                second[part], second_node[part] = cost, node
    return first, first_node, second, second_node


@compiled
def node_row(tables: Tables, node: int, strides: Array, grams: Array) -> Array:
    """What each part costs from one node, with the place of one part; NEVER where it has not all of it."""
    row = np.full(strides[-1], NEVER, np.int64)
    parts, costs = np.zeros(strides[-1], np.int64), np.zeros(strides[-1], np.int64)
    for place in range(1, node_parts(tables, node, strides, parts, costs)):
        part = parts[place]
        if grams[part] < NEVER:
            row[part] = (tables.fixed[node] + costs[place] + parcel(tables, node, grams[part])) * PLACES + 1
    return row


@compiled
def sum_parts(
    taken: Array, left: Array, wanted: Array, strides: Array, sums: Array, off: Array, any_order: bool
) -> None:
    """For each part the smallest sum of what is taken off it and what is left, if that is below what `sums` has.

    `off` says what was taken. Without `any_order` what is taken has a unit of the part's first line, as one of the
    parts of a sum must: then `left` may be `sums` itself, and sums of any number of parts are found.
    """
    lines, parts = len(wanted), strides[-1]
    whole, digits, lowest = np.zeros(lines, np.int64), np.zeros(lines, np.int64), np.zeros(lines, np.int64)
    first = lines
    for part in range(1, parts):
        for line in range(lines - 1, -1, -1):
            if whole[line] < wanted[line]:
                whole[line] += 1
                first = min(first, line)
                break
            whole[line] = 0
        lowest[:] = 0
        if not any_order:
            lowest[first] = 1
        digits[:] = lowest
        away, best, best_away = strides[first] * lowest[first], sums[part], off[part]
        while True:
            cost = taken[away] + left[part - away]
            # parts may cost less than nothing, and what cannot be had would seem to cost less than NEVER
            if cost < best and taken[away] < NEVER and left[part - away] < NEVER:
                best, best_away = cost, away
            line = lines - 1
            while line >= first and digits[line] == whole[line]:
                away -= (digits[line] - lowest[line]) * strides[line]
                digits[line] = lowest[line]
                line -= 1
            if line < first:
                break
            digits[line] += 1
            away += strides[line]
        sums[part], off[part] = best, best_away


@compiled
def best_splits(taken: Array, sums: Array, strides: Array, count: int) -> Array:
    """The cheapest ways to take one part off the whole, the cheapest first; -1 where there are not so many."""
    best, costs = np.full(count, -1, np.int64), np.full(count, NEVER, np.int64)
    whole = strides[-1] - 1
    for away in range(1, whole + 1):
        cost = taken[away] + sums[whole - away]
        place = count - 1
        if cost >= costs[place] or taken[away] >= NEVER or sums[whole - away] >= NEVER:
            continue
        while place > 0 and costs[place - 1] > cost:
            costs[place], best[place] = costs[place - 1], best[place - 1]
            place -= 1
        costs[place], best[place] = cost, away
    return best
