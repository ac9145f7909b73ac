"""First sets of nodes, and the neighbors of a set."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.tables import Array, Tables


@compiled
def cover(tables: Tables, penalty: float, most: int) -> Array:
    """A set of nodes that has everything, of at most so many: always the one that has most for its cost."""
    lines, count = tables.free.shape
    left, together = tables.wanted.copy(), tables.together
    chosen = np.zeros(min(most, count), np.int64)
    used, weights = np.zeros(count, np.bool_), np.zeros(count)
    for node in range(count):
        weights[node] = (max(tables.fixed[node] + tables.light[node], 0) + 1.0) ** penalty
    size = 0
    while left.sum() > 0 or together > 0:
        best, value = -1, 0.0
        for node in range(count):
            if used[node]:
                continue
            worth = 0.0
            for line in range(lines):
                if left[line] > 0:
                    worth += min(tables.free[line, node], left[line]) / tables.wanted[line]
            if together > 0:
                worth += min(tables.room[node], together) / tables.together
            worth = worth / weights[node]
            if worth > value:
                best, value = node, worth
        if best < 0 or size == len(chosen):
            return chosen[:0]
        used[best] = True
        chosen[size] = best
        size += 1
        together -= tables.room[best]
        for line in range(lines):
            left[line] = max(left[line] - tables.free[line, best], 0)
    return np.sort(chosen[:size])


@compiled
def grown(tables: Tables, nodes: Array, losses: Array, prices: Array, power: float, most: int) -> Array:
    """A set that has everything, of at most so many of these nodes; none where that cannot be had so.

    Always the node is added that costs least for what it adds, at prices of units to some power. Without a power those
    come first that would be used at these prices.
    """
    lines = len(tables.wanted)
    left, units, together = tables.wanted.copy(), np.zeros(lines, np.int64), tables.together
    chosen = np.zeros(min(most, len(nodes)), np.int64)
    used = np.zeros(len(nodes), np.bool_)
    size = 0
    while left.sum() > 0 or together > 0:
        wanted = left if left.sum() > 0 else tables.wanted
        best, lowest = -1, np.inf
        for place in range(len(nodes)):
            node, value = nodes[place], 0.0
            if used[place]:
                continue
            for line in range(lines):
                units[line] = min(tables.free[line, node], wanted[line])
                value += units[line] * prices[line]
            if value <= 0.0:
                continue
            if power == 0.0 and losses[node] < 0.0:
                each = losses[node]
            else:
                each = node_cost(tables, node, units) / (value if power in (0.0, 1.0) else value**power)
            if each < lowest:
                best, lowest = place, each
        if best < 0 or size == len(chosen):
            return chosen[:0]
        used[best] = True
        chosen[size] = nodes[best]
        size += 1
        together -= tables.room[nodes[best]]
        for line in range(lines):
            left[line] = max(left[line] - tables.free[line, nodes[best]], 0)
    return np.sort(chosen[:size])


@compiled
def changed(nodes: Array, out: int, second: int, one: int, other: int) -> Array:
    """A set without those at two places and with two nodes more; -1 for neither."""
    made = np.zeros(len(nodes) + 2, np.int64)
    size = 0
    for place in range(len(nodes)):
        if place != out and place != second:
            made[size] = nodes[place]
            size += 1
    for node in (one, other):
        if node >= 0:
            made[size] = node
            size += 1
    return np.sort(made[:size])


@compiled
def lacking(tables: Tables, nodes: Array) -> Array:
    """What a set lacks of each line, and of room; below 0 where it has more."""
    lines = len(tables.wanted)
    lacks = np.empty(lines + 1, np.int64)
    lacks[:lines], lacks[lines] = tables.wanted, tables.together
    for node in nodes:
        for line in range(lines):
            lacks[line] -= tables.free[line, node]
        lacks[lines] -= tables.room[node]
    return lacks


@inlined
def missing(tables: Tables, lacks: Array, out: int, second: int, lines: Array, units: Array) -> tuple[int, int]:
    """What a set that `lacks` so much lacks without two of its nodes: of how many lines, and of room; -1 for no node.

    The lines come first in `lines`, and in `units` how many units of each.
    """
    room, count = lacks[-1], 0
    room += tables.room[out] if out >= 0 else 0
    room += tables.room[second] if second >= 0 else 0
    for line in range(len(tables.wanted)):
        here = lacks[line]
        here += tables.free[line, out] if out >= 0 else 0
        here += tables.free[line, second] if second >= 0 else 0
        if here > 0:
            lines[count], units[count] = line, here
            count += 1
    return count, room


@inlined
def have(tables: Tables, lines: Array, units: Array, count: int, room: int, one: int, other: int) -> bool:
    """Whether two nodes have what is missing; -1 for none."""
    for each in range(count):
        there = tables.free[lines[each], one] if one >= 0 else 0
        there += tables.free[lines[each], other] if other >= 0 else 0
        if there < units[each]:
            return False
    if room > 0:
        room -= tables.room[one] if one >= 0 else 0
        room -= tables.room[other] if other >= 0 else 0
    return room <= 0


@compiled
def keep_lowest(kept: Array, bounds: Array, bound: float, out: int, second: int, one: int, other: int) -> None:
    """Insert a way to change a set into those that are kept, the lowest bound first."""
    place = len(kept) - 1
    while place > 0 and bounds[place - 1] > bound:
        bounds[place] = bounds[place - 1]
        for each in range(4):
            kept[place, each] = kept[place - 1, each]
        place -= 1
    bounds[place] = bound
    kept[place, 0], kept[place, 1], kept[place, 2], kept[place, 3] = out, second, one, other


@compiled
def neighbors(
    tables: Tables, nodes: Array, base: float, losses: Array, outside: Array, most: int, limit: float, width: int
) -> tuple[Array, Array, Array]:
    """The sets with up to two nodes left out and up to two others taken in whose bounds are lowest, below a limit.

    Those `outside` come by what they lose.
    """
    size, lacks = len(nodes), lacking(tables, nodes)
    kept, bounds = np.full((width, 4), -1, np.int64), np.full(width, np.inf)
    lines, units = np.zeros(len(tables.wanted), np.int64), np.zeros(len(tables.wanted), np.int64)
    for out in range(-1, size):
        for second in range(-1, max(out, 0)):
            rest, left = base, 0
            for place in range(size):
                if place != out and place != second:
                    rest += losses[nodes[place]]
                    left += 1
            count, room = missing(
                tables, lacks, nodes[out] if out >= 0 else -1, nodes[second] if second >= 0 else -1, lines, units
            )
            for first in range(-1, len(outside) if left < most else 0):
                one = outside[first] if first >= 0 else -1
                alone = rest + losses[one] if one >= 0 else rest
                worst = min(limit, bounds[width - 1])
                if first > 0 and min(alone, alone + losses[outside[0]]) >= worst:
                    break
                for last in range(-1, max(first, 0) if left + 1 < most else 0):
                    if one < 0 and left in (0, size):
                        continue
                    other = outside[last] if last >= 0 else -1
                    bound = alone + losses[other] if last >= 0 else alone
                    if bound >= min(limit, bounds[width - 1]):
                        if last >= 0:
                            break
                    elif have(tables, lines, units, count, room, one, other):
                        keep_lowest(kept, bounds, bound, out, second, one, other)
    count = 0
    while count < width and bounds[count] < limit:
        count += 1
    sets, sizes = np.zeros((count, size + 2), np.int64), np.zeros(count, np.int64)
    for place in range(count):
        made = changed(nodes, kept[place, 0], kept[place, 1], kept[place, 2], kept[place, 3])
        sets[place, : len(made)], sizes[place] = made, len(made)
    return sets, sizes, bounds[:count]


@compiled
def likely(nodes: Array, losses: Array, most: int) -> Array:
    """The nodes outside a set that lose least."""
    ranked = losses.copy()
    for node in nodes:
        ranked[node] = np.inf
    return np.argsort(ranked, kind="mergesort")[: min(most, len(losses) - len(nodes))]
