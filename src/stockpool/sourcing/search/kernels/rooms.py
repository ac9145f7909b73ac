"""Where nodes may give so many units only: how they make room for each other's, and what they exchange."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.units import next_cost, parcel, parcel_of, weight
from stockpool.sourcing.search.tables import NEVER, Array, Tables

FEW = 1_000
"""Of more units than these in a demand, room is not made: they are moved one after the other."""

SWEEPS = 8
"""So often every two lines of every two nodes are tried."""

STEPS_OF_A_SWAP, STEPS_OF_A_TURN = 64, 32
"""As long as so many steps of a table takes it to try to exchange two units, and to let them go on to a node."""

ROUND, TURNS_MAX = 4, 32
"""Units go round among so many nodes at most, and so often at most."""

TURNED_MAX = 256
"""Where nodes of a set times lines are more, units do not go round."""


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
def swap_units(tables: Tables, nodes: Array, taken: Array, cost: int, left: Array) -> int:
    """Exchange units of two lines between two nodes where that makes the plan cheaper and steps are `left`; the cost.

    Nodes that give as many units as they may can do nothing else.
    """
    size, lines, now = len(nodes), len(tables.wanted), 1
    grams, at, tried = np.zeros(size, np.int64), np.ones(size, np.int64), np.zeros((size, size), np.int64)
    for place in range(size):
        for line in range(lines):
            grams[place] += weight(tables, line, taken[place, line])
    for _ in range(SWEEPS if tables.together <= FEW else 0):
        before = cost
        for one in range(size):
            for other in range(size):
                if one == other or max(at[one], at[other]) <= tried[one, other] or left[0] <= 0:
                    continue
                tried[one, other] = now
                for line in range(lines):
                    left[0] -= line * STEPS_OF_A_SWAP
                    for second in range(line):
                        if not taken[one, line] or tables.free[line, nodes[other]] <= taken[other, line]:
                            break
                        if taken[other, second] and tables.free[second, nodes[one]] > taken[one, second]:
                            change = swapped(tables, nodes, taken, grams, one, other, line, second)
                            if change < 0:
                                cost, now = cost + change, now + 1
                                at[one], at[other] = now, now
        if cost == before:
            break
    return cost


@inlined
def swapped(
    tables: Tables, nodes: Array, taken: Array, grams: Array, one: int, other: int, line: int, second: int
) -> int:
    """Let the one node give a unit less of a line and one more of a second, and the other the other way round.

    That is done where it makes the plan cheaper; how much it changes, or 0.
    """
    change, lighter = exchanged(tables, nodes[one], taken[one], grams[one], line, second)
    more, heavier = exchanged(tables, nodes[other], taken[other], grams[other], second, line)
    if change + more >= 0:
        return 0
    taken[one, line] -= 1
    taken[other, line] += 1
    taken[other, second] -= 1
    taken[one, second] += 1
    grams[one], grams[other] = lighter, heavier
    return change + more


@inlined
def exchanged(tables: Tables, node: int, units: Array, grams: int, line: int, second: int) -> tuple[int, int]:
    """What it changes that a node gives a unit less of a line and one more of a second, and what all weighs then."""
    change = next_cost(tables, second, node, units[second]) - next_cost(tables, line, node, units[line] - 1)
    then = grams + weight(tables, second, units[second] + 1) - weight(tables, second, units[second])
    then += weight(tables, line, units[line] - 1) - weight(tables, line, units[line])
    return change + parcel(tables, node, then) - parcel(tables, node, grams), then


@compiled
def turn_units(tables: Tables, nodes: Array, taken: Array, cost: int, left: Array) -> int:
    """Let units go round among nodes as long as that makes the plan cheaper and steps are `left`; the cost.

    Each node on the way takes a unit of one line, and gives one of another to the next; it may also take or give none.
    The sum of what that changes is below 0 from some node on all the way round, so that no other way is followed
    (cyclic exchanges: Thompson and Psaraftis 1993; Lin and Kernighan 1973 for their sums). Of ways to one node with the
    same unit the cheapest is kept.
    """
    size, lines = len(nodes), len(tables.wanted)
    if size * lines > TURNED_MAX or tables.together > FEW:
        return swap_units(tables, nodes, taken, cost, left)
    changes, lowest = np.empty((size, lines + 1, lines + 1), np.int64), np.empty((size, lines + 1), np.int64)
    for place in range(size):
        node_changes(tables, nodes[place], taken[place], changes[place], lowest[place])
    sums = np.empty((ROUND, size, lines + 1), np.int64)
    before, came = np.empty((ROUND, size, lines + 1), np.int64), np.empty((ROUND, size, lines + 1), np.int64)
    turns, idle, start = 0, 0, 0
    while turns < TURNS_MAX and idle < size * (lines + 1) and left[0] > 0:
        begin, first = start // (lines + 1), start % (lines + 1)
        start = (start + 1) % (size * (lines + 1))
        idle += 1
        if lowest[begin, first] >= 0:
            continue
        gain, steps = cheapest_turn(changes, lowest, begin, first, sums, before, came, left)
        if gain < 0:
            cost += gain
            turns, idle = turns + 1, 0
            turn(taken, steps)
            for place in steps[:, 0]:
                node_changes(tables, nodes[place], taken[place], changes[place], lowest[place])
    return cost


@compiled
def node_changes(tables: Tables, node: int, units: Array, changes: Array, lowest: Array) -> None:
    """What it changes that a node gives a unit more of one line and one less of another; the last line is none.

    `lowest` has the least of it by the one line.
    """
    lines = len(units)
    more, heavier = np.zeros(lines + 1, np.int64), np.zeros(lines + 1, np.int64)
    less, lighter = np.zeros(lines + 1, np.int64), np.zeros(lines + 1, np.int64)
    count, grams = np.int64(0), np.int64(0)
    for line in range(lines):
        here = weight(tables, line, units[line])
        count += units[line]
        grams += here
        if units[line] < tables.free[line, node]:
            more[line] = next_cost(tables, line, node, units[line])
            heavier[line] = weight(tables, line, units[line] + 1) - here
        if units[line]:
            less[line] = next_cost(tables, line, node, units[line] - 1)
            lighter[line] = here - weight(tables, line, units[line] - 1)
    before = parcel_of(tables, node, count, grams)
    lowest[:] = NEVER
    for one in range(lines + 1):
        for other in range(lines + 1):
            total = count + (one < lines) - (other < lines)
            changes[one, other] = NEVER
            if one == other or total > tables.units_max:
                continue
            if (one == lines or units[one] < tables.free[one, node]) and (other == lines or units[other]):
                parcels = parcel_of(tables, node, total, grams + heavier[one] - lighter[other]) - before
                changes[one, other] = more[one] - less[other] + parcels
                lowest[one] = min(lowest[one], changes[one, other])


@compiled
def cheapest_turn(
    changes: Array, lowest: Array, begin: int, first: int, sums: Array, before: Array, came: Array, left: Array
) -> tuple[int, Array]:
    """The way round from a node that takes a unit of the line `first`: what it changes, and its steps, if that is less.

    Each step has a place, and the lines that it takes and gives. What is `left` of all work becomes less.
    """
    size, lines, longest = len(changes), changes.shape[1], len(sums)
    gain, depth_at, last, last_line, at = 0, 0, -1, -1, -1
    sums[:] = 0
    for line in range(lines):
        sums[0, begin, line] = min(changes[begin, first, line], 0)
        came[0, begin, line] = first
    for depth in range(longest - 1):
        for place in range(size):
            for line in range(lines):
                so_far = sums[depth, place, line]
                if so_far >= 0:
                    continue
                left[0] -= size * STEPS_OF_A_TURN
                for other in range(size):
                    if so_far + lowest[other, line] >= 0 or other == begin:
                        continue
                    if is_on_way(before, came, depth, place, line, other):
                        continue
                    here = so_far + changes[other, line, first]
                    if here < gain:
                        gain, depth_at, last, last_line, at = here, depth, place, line, other
                    if depth + 2 == longest:
                        continue
                    for given in range(lines):
                        here = so_far + changes[other, line, given]
                        if here < sums[depth + 1, other, given]:
                            sums[depth + 1, other, given] = here
                            before[depth + 1, other, given], came[depth + 1, other, given] = place, line
    steps = np.empty((depth_at + 2 if gain < 0 else 0, 3), np.int64)
    if gain < 0:
        steps[depth_at + 1, 0], steps[depth_at + 1, 1], steps[depth_at + 1, 2] = at, last_line, first
        place, line = last, last_line
        for depth in range(depth_at, -1, -1):
            steps[depth, 0], steps[depth, 1], steps[depth, 2] = place, came[depth, place, line], line
            place, line = before[depth, place, line], came[depth, place, line]
    return gain, steps


@compiled
def is_on_way(before: Array, came: Array, depth: int, place: int, line: int, other: int) -> bool:
    """Whether a way that ends at a place with a line has come by another place."""
    while depth > 0:
        if place == other:
            return True
        place, line = before[depth, place, line], came[depth, place, line]
        depth -= 1
    return place == other


@compiled
def turn(taken: Array, steps: Array) -> None:
    """Go all the way round."""
    for step in range(len(steps)):
        place, one, other = steps[step]
        if one < taken.shape[1]:
            taken[place, one] += 1
        if other < taken.shape[1]:
            taken[place, other] -= 1
