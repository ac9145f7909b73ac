"""What two nodes of a set give together is parted anew between them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.units import node_cost, parcel, units_cost, weight
from stockpool.sourcing.search.tables import LARGEST, NEVER, Array, Tables

CELLS_MAX = 500_000
"""A larger table over number and weight is not made, but one over weight, of which what is too many is left out."""

ENDS = 4
"""Of a table over weights so many ends are reckoned truly."""

STEPS_OF_AN_END, STEPS_OF_A_CALL = 8, 32
"""As long as so many steps of a table takes one of its ends, and what comes before steps that are made at once."""

SPLITS, SPLITS_MAX = 512, 1 << 14
"""There is room for so many splits, and for up to so many where many nodes have to serve."""

MULTIPLIER, MARKS = 1_000_003, (1 << 31) - 1
"""Marks of splits are mixed by the one and hold no more than the other, so that none overflows on its way."""

ONE, OTHER, STEPS_MAX, BOTH = range(4)
COST, GIVEN = range(2)
"""Where rows of keys and ways have what; units of the lines come last."""


class Splits(NamedTuple):
    """The best ways to part what two nodes give together, as they were found: the same are asked for again and again.

    Rows of `keys` have the two nodes, how fine the table was, and the units of each line that they give together; those
    of `ways` what that costs at least, NEVER if it cannot be had, and what the first of them gives of each line.
    `marks` are made of the keys, 0 where a row is empty. A split that comes to the row of another takes it.
    `left[0]` is how many steps of tables may still be made; other work that takes long is counted in them too.
    """

    marks: Array
    keys: Array
    ways: Array
    left: Array


@compiled
def no_splits(tables: Tables, steps: int) -> Splits:
    """Room for each pair of as many nodes as have to serve at least, four times over; and so many steps of tables."""
    lines, rows, fewest = len(tables.wanted), SPLITS, tables.together // tables.units_max
    for line in range(lines):
        fewest = max(fewest, tables.wanted[line] // max(tables.free[line].max(), 1))
    while rows < 2 * fewest**2 and rows < SPLITS_MAX:
        rows *= 2
    keys, ways = np.empty((rows, BOTH + lines), np.int64), np.empty((rows, GIVEN + lines), np.int64)
    return Splits(np.zeros(rows, np.int64), keys, ways, np.full(1, steps))


@compiled
def gcd(one: int, other: int) -> int:
    """The largest common measure."""
    while other:
        one, other = other, one % other
    return one


@compiled
def part_between(
    tables: Tables, nodes: Array, taken: Array, one: int, other: int, steps_max: int, splits: Splits
) -> int:
    """Part what two nodes of a set give between them anew, if that makes the plan cheaper; how much it changes."""
    lines, first, second = len(tables.wanted), nodes[one], nodes[other]
    total, mark, is_open = 0, (first * MULTIPLIER + second) & MARKS, False
    for line in range(lines):
        both = taken[one, line] + taken[other, line]
        total += weight(tables, line, both)
        mark = (mark * MULTIPLIER + both) & MARKS
        is_open = is_open or min(both, tables.free[line, first]) > max(both - tables.free[line, second], 0)
    if not is_open:
        return 0
    if parcel(tables, first, total) == tables.light[first] and parcel(tables, second, total) == tables.light[second]:
        return 0
    splits.left[0] -= lines * STEPS_OF_A_CALL
    mark = (mark * MULTIPLIER + steps_max & MARKS) + 1
    row = (mark >> 11) % len(splits.marks)  # the lowest bits are mixed least
    key, way, is_known = splits.keys[row], splits.ways[row], splits.marks[row] == mark
    is_known = is_known and key[ONE] == first and key[OTHER] == second and key[STEPS_MAX] == steps_max
    for line in range(lines):
        is_known = is_known and key[BOTH + line] == taken[one, line] + taken[other, line]
    if not is_known:
        splits.marks[row] = mark
        key[ONE], key[OTHER], key[STEPS_MAX] = first, second, steps_max
        for line in range(lines):
            key[BOTH + line] = taken[one, line] + taken[other, line]
        way[COST] = best_split(tables, first, second, key[BOTH:], total, steps_max, way[GIVEN:], splits.left)
    before = node_cost(tables, first, taken[one]) + node_cost(tables, second, taken[other])
    if way[COST] >= before:
        return 0
    for line in range(lines):
        taken[other, line] += taken[one, line] - way[GIVEN + line]
        taken[one, line] = way[GIVEN + line]
    return way[COST] - before


@compiled
def step_of(tables: Tables, both: Array, total: int, steps_max: int) -> int:
    """The grams of a step of the table: the common measure of the weights, if no more than so many steps are enough."""
    step = 0
    for line in range(len(both)):
        if both[line] and tables.unit[line] == 1:
            step = gcd(step, tables.grams[line])
        elif both[line]:
            step = 1
    if step == 0 or total // step > steps_max:
        step = max(total // min(steps_max, 512), 1)
    return step


@compiled
def lower_to(least: Array, cost: int, following: Array) -> None:
    """Lower sums to what they are with some units of such a cost, where that is less.

    There is no branch, so that several are reckoned at a time.
    """
    for there in range(len(least)):
        following[there] = min(following[there], least[there] + cost)


@compiled
def best_split(
    tables: Tables, first: int, second: int, both: Array, total: int, steps_max: int, given: Array, left: Array
) -> int:
    """What two nodes give together costs at least, NEVER if they cannot; `given` becomes what the first of them gives.

    A table over the weight of the first's parcel, exact where so many steps are enough for the weights' common measure,
    with the least that the units cost; the best of its ends are then reckoned truly. All weighs `total` grams. What is
    `left` of the steps that may be made becomes less by those of this table.
    """
    lines = len(both)
    step = step_of(tables, both, total, steps_max)
    width = total // step + lines + 2
    # where they may give so many units only, the table is also over how many the one gives, a row for each number
    each, most, fewest = 0, tables.units_max, 0
    if both.sum() > most and most * width * lines <= CELLS_MAX:
        each, fewest = width, int(both.sum()) - most
    size = width + each * most
    least, highest = np.empty((lines + 1, size), np.int64), np.zeros(lines + 1, np.int64)
    least[0, 0] = 0
    for line in range(lines):
        low, high = max(both[line] - tables.free[line, second], 0), min(both[line], tables.free[line, first])
        reached = highest[line] + (weight(tables, line, high) + step // 2) // step + high * each
        highest[line + 1] = min(reached, size - 1)
        least[line + 1, : highest[line + 1] + 1] = NEVER
        for units in range(low, min(high, most) + 1 if each else high + 1):
            cost = units_cost(tables, line, first, units) + units_cost(tables, line, second, both[line] - units)
            steps = (weight(tables, line, units) + step // 2) // step + units * each
            count = min(highest[line] + 1, size - steps)
            left[0] -= count + STEPS_OF_A_CALL
            lower_to(least[line, :count], cost, least[line + 1, steps : steps + count])
    left[0] -= highest[lines] * STEPS_OF_AN_END
    begin, end = fewest * each, highest[lines] + 1
    ends = best_ends(tables, first, second, total, step, each, least[lines, :end], begin)
    best, one = NEVER, np.zeros(lines, np.int64)
    for place in range(ENDS):
        if ends[place, 0] >= NEVER:
            break
        give_at(tables, first, second, both, step, each, least, highest, ends[place, 1], one)
        here = node_cost(tables, first, one) + node_cost(tables, second, both - one)
        if here < best and max(one.sum(), (both - one).sum()) <= tables.units_max:
            best = here
            given[:] = one
    return best


@inlined
def best_ends(
    tables: Tables, first: int, second: int, total: int, step: int, each: int, least: Array, begin: int
) -> Array:
    """What a table's cheapest ends from some one on cost by its own steps, and where they are, the cheapest first.

    `each` is how many steps of weight a row has for each number of units; 0 where there is one row for all.
    """
    ends = np.full((ENDS, 2), NEVER, np.int64)
    for there in range(begin, len(least)):
        if least[there] < LARGEST:
            grams = (there % each if each else there) * step
            cost = least[there] + parcel(tables, first, grams) + parcel(tables, second, max(total - grams, 0))
            cost += (tables.fixed[first] if there else 0) + (tables.fixed[second] if grams < total else 0)
            place = ENDS - 1
            if cost < ends[place, 0]:
                while place > 0 and ends[place - 1, 0] > cost:
                    ends[place] = ends[place - 1]
                    place -= 1
                ends[place, 0], ends[place, 1] = cost, there
    return ends


@compiled
def give_at(
    tables: Tables,
    first: int,
    second: int,
    both: Array,
    step: int,
    each: int,
    least: Array,
    highest: Array,
    there: int,
    given: Array,
) -> None:
    """What the first of two nodes has `given` of each line where a table ends, back from the last line.

    Of several numbers of units that lead to the same, it is the fewest.
    """
    for line in range(len(both) - 1, -1, -1):
        most = min(both[line], tables.free[line, first])
        for units in range(max(both[line] - tables.free[line, second], 0), most + 1):
            cost = units_cost(tables, line, first, units) + units_cost(tables, line, second, both[line] - units)
            before = there - (weight(tables, line, units) + step // 2) // step - units * each
            if 0 <= before <= highest[line] and least[line, before] + cost == least[line + 1, there]:
                given[line], there = units, before
                break
