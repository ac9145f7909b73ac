"""The loops of the search, compiled: what a set of nodes costs, better sets by exchange, and sums of parts.

Numba compiles them when they are first called and keeps the result on disk; every quantity is a 64 bit integer, so that the
same input gives the same plan everywhere. `warm` compiles them ahead of the first order.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

Array = np.ndarray[Any, Any]

NEVER = 1 << 60
"""Costs more than any plan; twice as much still fits."""

CLOSE = 10
"""Sets whose first reckoning is within a tenth of the best plan have their units moved as well."""

COARSE, FINE = 256, 3_000
"""Steps of a table over weights: for sets that are looked at, and for those that are chosen."""
LIKELY = 30
"""So many nodes outside a set are tried in it."""

HEAVY_MAX = 3
"""In larger sets no node is tried as the heavy one."""

ENDS = 4
"""Of a table over weights so many ends are reckoned truly."""


class Tables(NamedTuple):
    """A problem as arrays; lines by nodes where there are two axes. `fixed` has what a further node costs in it."""

    wanted: Array
    free: Array
    costs: Array
    rising: Array
    is_rising: Array
    grams: Array
    unit: Array
    fixed: Array
    slope: Array
    first_piece: Array
    pieces: Array
    upto: Array
    base: Array
    per_g: Array
    light: Array
    heavy: Array
    units_least: int


@njit(cache=True)
def gcd(one: int, other: int) -> int:
    """The largest common measure."""
    while other:
        one, other = other, one % other
    return one


@njit(cache=True)
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


@njit(cache=True)
def weight(tables: Tables, line: int, units: int) -> int:
    """Of units of a line, rounded up."""
    return (units * tables.grams[line] + tables.unit[line] - 1) // tables.unit[line]


@njit(cache=True)
def units_cost(tables: Tables, line: int, node: int, units: int) -> int:
    """What the first so many units of a line cost from a node."""
    if not tables.is_rising[line]:
        return units * tables.costs[line, node]
    total = 0
    for each in range(units):
        total += tables.rising[line, node, each]
    return total


@njit(cache=True)
def node_cost(tables: Tables, node: int, units: Array) -> int:
    """What one node's part costs, of so many units of each line; nothing where it gives none."""
    total, grams, some = tables.fixed[node], 0, False
    for line in range(len(units)):
        if units[line]:
            some = True
            total += units_cost(tables, line, node, units[line])
            grams += weight(tables, line, units[line])
    return total + parcel(tables, node, grams) if some else 0


@njit(cache=True)
def share_out(tables: Tables, nodes: Array, taken: Array, heavy: int) -> int:
    """Give each line to the nodes of a set where it is cheapest, at about what a gram costs; the cost, or NEVER.

    The parcel of the node at the place `heavy` is taken to be paid for, others to be twice as dear; -1 for none.
    """
    taken[:] = 0
    for line in range(len(tables.wanted)):
        left = tables.wanted[line]
        grams = tables.grams[line] / tables.unit[line]
        while left > 0:
            best, lowest, count = -1, 0.0, 0
            for place in range(len(nodes)):
                node, there = nodes[place], taken[place, line]
                room = tables.free[line, node] - there
                if room <= 0:
                    continue
                each = tables.rising[line, node, there] if tables.is_rising[line] else tables.costs[line, node]
                cost = each + tables.slope[node] * grams * (1.0 if heavy < 0 else 0.0 if place == heavy else 2.0)
                if best < 0 or cost < lowest:
                    best, lowest = place, cost
                    count = 1 if tables.is_rising[line] else min(room, left)
            if best < 0:
                return NEVER
            taken[best, line] += count
            left -= count
    total = 0
    for place in range(len(nodes)):
        total += node_cost(tables, nodes[place], taken[place])
    return total


@njit(cache=True)
def parcel_of(tables: Tables, node: int, units: int, grams: int) -> int:
    """What using a node and its parcel cost; nothing where it gives no units."""
    return tables.fixed[node] + parcel(tables, node, grams) if units else 0


@njit(cache=True)
def move_units(tables: Tables, nodes: Array, taken: Array, cost: int) -> int:
    """Move units of one line between two nodes as long as that makes the plan cheaper; the cost."""
    size, lines = len(nodes), len(tables.wanted)
    counts, grams, parcels = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    for place in range(size):
        for line in range(lines):
            counts[place] += taken[place, line]
            grams[place] += weight(tables, line, taken[place, line])
        parcels[place] = parcel_of(tables, nodes[place], counts[place], grams[place])
    for _ in range(64):
        gain, at_line, at_from, at_to, at_units = 0, -1, -1, -1, 0
        for line in range(lines):
            for one in range(size):
                there = taken[one, line]
                if there == 0:
                    continue
                heavy, dear = weight(tables, line, there), units_cost(tables, line, nodes[one], there)
                for other in range(size):
                    here = taken[other, line]
                    most = min(there, tables.free[line, nodes[other]] - here)
                    if other == one or most <= 0:
                        continue
                    heavy_there, dear_there = weight(tables, line, here), units_cost(tables, line, nodes[other], here)
                    for units in range(1, most + 1):
                        if units > 6 and units < most:
                            continue
                        change = (
                            units_cost(tables, line, nodes[one], there - units) - dear - parcels[one] - parcels[other]
                        )
                        change += units_cost(tables, line, nodes[other], here + units) - dear_there
                        less = grams[one] - heavy + weight(tables, line, there - units)
                        more = grams[other] - heavy_there + weight(tables, line, here + units)
                        change += parcel_of(tables, nodes[one], counts[one] - units, less)
                        change += parcel_of(tables, nodes[other], counts[other] + units, more)
                        if change < gain:
                            gain, at_line, at_from, at_to, at_units = change, line, one, other, units
        if gain >= 0:
            break
        for place, units in ((at_from, -at_units), (at_to, at_units)):
            there = taken[place, at_line]
            grams[place] += weight(tables, at_line, there + units) - weight(tables, at_line, there)
            counts[place] += units
            taken[place, at_line] += units
            parcels[place] = parcel_of(tables, nodes[place], counts[place], grams[place])
        cost += gain
    return cost


@njit(cache=True)
def share_best(tables: Tables, nodes: Array, taken: Array, trial: Array) -> int:
    """The cheapest of the ways to share out, with none and with each of the nodes as the heavy one; the cost."""
    cost = share_out(tables, nodes, taken, -1)
    if cost >= NEVER or len(nodes) == 1 or len(nodes) > HEAVY_MAX:
        return cost
    for heavy in range(len(nodes)):
        here = share_out(tables, nodes, trial, heavy)
        if here < cost:
            cost = here
            taken[:] = trial
    return cost


@njit(cache=True)
def may_beat(tables: Tables, nodes: Array, best: int) -> bool:
    """Whether a set has everything, and may cost less if one of its nodes sends nearly all and the others little."""
    for line in range(len(tables.wanted)):
        there = 0
        for node in nodes:
            there += tables.free[line, node]
        if there < tables.wanted[line]:
            return False
    cost, least = tables.units_least, NEVER
    for node in nodes:
        cost += tables.fixed[node] + tables.light[node]
        least = min(least, tables.heavy[node] - tables.light[node])
    return cost + least < best


@njit(cache=True)
def part_between(tables: Tables, nodes: Array, taken: Array, one: int, other: int, steps_max: int) -> int:
    """Part what two nodes of a set give between them anew, if that makes the plan cheaper; how much it changes.

    A table over the weight of the one's parcel, exact where so many steps are enough for the weights' common measure, with the least that the units cost; the best of its ends are then reckoned truly.
    """
    lines, first, second = len(tables.wanted), nodes[one], nodes[other]
    both = taken[one] + taken[other]
    before = node_cost(tables, first, taken[one]) + node_cost(tables, second, taken[other])
    total = 0
    for line in range(lines):
        total += weight(tables, line, both[line])
    if parcel(tables, first, total) == tables.light[first] and parcel(tables, second, total) == tables.light[second]:
        return 0
    step = 0
    for line in range(lines):
        if both[line] and tables.unit[line] == 1:
            step = gcd(step, tables.grams[line])
        elif both[line]:
            step = 1
    if step == 0 or total // step > steps_max:
        step = max(total // min(steps_max, 2 * COARSE), 1)
    size = total // step + lines + 2
    least, following = np.full(size, NEVER, np.int64), np.empty(size, np.int64)
    chosen = np.empty((lines, size), np.int32)
    least[0] = 0
    highest = 0
    for line in range(lines):
        low = max(both[line] - tables.free[line, second], 0)
        high = min(both[line], tables.free[line, first])
        reached = highest + (weight(tables, line, high) + step // 2) // step
        following[: reached + 1] = NEVER
        for units in range(low, high + 1):
            cost = units_cost(tables, line, first, units) + units_cost(tables, line, second, both[line] - units)
            steps = (weight(tables, line, units) + step // 2) // step
            for there in range(highest + 1):
                if least[there] + cost < following[there + steps]:
                    following[there + steps] = least[there] + cost
                    chosen[line, there + steps] = units
        least, following = following, least
        highest = reached
    ends = np.full((ENDS, 2), NEVER, np.int64)
    for there in range(highest + 1):
        if least[there] < NEVER:
            grams = there * step
            cost = least[there] + parcel(tables, first, grams) + parcel(tables, second, max(total - grams, 0))
            cost += (tables.fixed[first] if there else 0) + (tables.fixed[second] if grams < total else 0)
            place = ENDS - 1
            if cost < ends[place, 0]:
                while place > 0 and ends[place - 1, 0] > cost:
                    ends[place] = ends[place - 1]
                    place -= 1
                ends[place, 0], ends[place, 1] = cost, there
    best, units = before, np.zeros((2, lines), np.int64)
    for place in range(ENDS):
        if ends[place, 0] >= NEVER:
            break
        there = ends[place, 1]
        for line in range(lines - 1, -1, -1):
            units[0, line] = chosen[line, there]
            units[1, line] = both[line] - units[0, line]
            there -= (weight(tables, line, units[0, line]) + step // 2) // step
        here = node_cost(tables, first, units[0]) + node_cost(tables, second, units[1])
        if here < best:
            best = here
            taken[one], taken[other] = units[0], units[1]
    return best - before


@njit(cache=True)
def lighten(tables: Tables, nodes: Array, taken: Array, place: int, grams_max: int) -> bool:
    """Move units from one node of a set to the others until its parcel is light enough; whether that can be done."""
    grams = 0
    for line in range(len(tables.wanted)):
        grams += weight(tables, line, taken[place, line])
    while grams > grams_max:
        best, at_line, at_to = 0.0, -1, -1
        for line in range(len(tables.wanted)):
            there = taken[place, line]
            lighter = weight(tables, line, there) - weight(tables, line, there - 1) if there else 0
            if lighter <= 0:
                continue
            saved = units_cost(tables, line, nodes[place], there) - units_cost(tables, line, nodes[place], there - 1)
            for other in range(len(nodes)):
                more = taken[other, line]
                if other == place or more >= tables.free[line, nodes[other]]:
                    continue
                dearer = units_cost(tables, line, nodes[other], more + 1) - units_cost(tables, line, nodes[other], more)
                value = (dearer - saved + tables.slope[nodes[other]] * lighter) / min(lighter, grams - grams_max)
                if at_line < 0 or value < best:
                    best, at_line, at_to = value, line, other
        if at_line < 0:
            return False
        there = taken[place, at_line]
        grams -= weight(tables, at_line, there) - weight(tables, at_line, there - 1)
        taken[place, at_line] -= 1
        taken[at_to, at_line] += 1
    return True


@njit(cache=True)
def part_pairs(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int) -> int:
    """Part anew between every two nodes of a set as long as that makes the plan cheaper; the cost."""
    for _ in range(4):
        before = cost
        for one in range(len(nodes)):
            for other in range(one + 1, len(nodes)):
                cost += part_between(tables, nodes, taken, one, other, steps_max)
        if cost == before:
            break
    return cost


@njit(cache=True)
def lighter_parcel(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int) -> int:
    """Bring one parcel below the next break of its tariff where that makes the plan cheaper; the cost."""
    trial = taken.copy()
    for place in range(len(nodes)):
        node, grams = nodes[place], 0
        for line in range(len(tables.wanted)):
            grams += weight(tables, line, taken[place, line])
        below = 0
        first = tables.first_piece[node]
        for piece in range(first, first + tables.pieces[node]):
            if tables.upto[piece] < grams:
                below = tables.upto[piece]
        if below:
            trial[:] = taken
            if lighten(tables, nodes, trial, place, below):
                here = 0
                for each in range(len(nodes)):
                    here += node_cost(tables, nodes[each], trial[each])
                here = part_pairs(tables, nodes, trial, here, steps_max)
                if here < cost:
                    cost = here
                    taken[:] = trial
    return cost


@njit(cache=True)
def improved(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int) -> int:
    """What a set of nodes costs once its units are moved about."""
    if cost >= NEVER or len(nodes) == 1:
        return cost
    cost = part_pairs(tables, nodes, taken, move_units(tables, nodes, taken, cost), steps_max)
    return cost if len(nodes) == 2 else lighter_parcel(tables, nodes, taken, cost, steps_max)


@njit(cache=True)
def keep_best(kept: Array, cost: int, a: int, b: int, c: int, d: int) -> None:
    """Insert a way to change a set into the best that are kept, the cheapest first."""
    place = len(kept) - 1
    if cost >= kept[place, 0]:
        return
    while place > 0 and kept[place - 1, 0] > cost:
        kept[place] = kept[place - 1]
        place -= 1
    kept[place, 0], kept[place, 1], kept[place, 2], kept[place, 3], kept[place, 4] = cost, a, b, c, d


@njit(cache=True)
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


@njit(cache=True)
def is_new(nodes: Array, seen: Array) -> bool:
    """Whether a set was not looked at yet; from now on it was. `seen` has how many there are, and their numbers."""
    number = np.int64(1)
    for node in nodes:
        number = number * 1_000_003 + node
    count = seen[0]
    for place in range(1, count + 1):
        if seen[place] == number:
            return False
    if count + 1 < len(seen):
        seen[0] = count + 1
        seen[count + 1] = number
    return True


@njit(cache=True)
def best_of(
    tables: Tables, nodes: Array, taken: Array, cost: int, kept: Array, seen: Array
) -> tuple[int, Array, Array]:
    """The cheapest of the changed sets once their units are moved about; the set itself if none is cheaper."""
    best, found, found_taken = cost, nodes, taken
    for place in range(len(kept)):
        if kept[place, 0] >= NEVER or kept[place, 0] - kept[place, 0] // CLOSE >= best:
            break
        made = changed(nodes, kept[place, 1], kept[place, 2], kept[place, 3], kept[place, 4])
        if not is_new(made, seen):
            continue
        units = np.zeros((len(made), len(tables.wanted)), np.int64)
        here = improved(tables, made, units, share_best(tables, made, units, units.copy()), COARSE)
        if here < best:
            best, found, found_taken = here, made, units
    return best, found, found_taken


@njit(cache=True)
def cover(tables: Tables, penalty: float, most: int) -> Array:
    """A set of nodes that has everything, of at most so many: always the one that has most for its cost."""
    lines, count = tables.free.shape
    left = tables.wanted.copy()
    chosen = np.zeros(min(most, count), np.int64)
    used = np.zeros(count, np.bool_)
    size = 0
    while left.sum() > 0:
        best, value = -1, 0.0
        for node in range(count):
            if used[node]:
                continue
            worth = 0.0
            for line in range(lines):
                if left[line] > 0:
                    worth += min(tables.free[line, node], left[line]) / tables.wanted[line]
            worth = worth / (tables.fixed[node] + parcel(tables, node, 1) + 1.0) ** penalty
            if worth > value:
                best, value = node, worth
        if best < 0 or size == len(chosen):
            return chosen[:0]
        used[best] = True
        chosen[size] = best
        size += 1
        for line in range(lines):
            left[line] = max(left[line] - tables.free[line, best], 0)
    return np.sort(chosen[:size])


@njit(cache=True)
def likely(tables: Tables, nodes: Array, taken: Array, count: int) -> Array:
    """Nodes outside a set that would save most in it, at what its units cost with their share of its nodes."""
    total = 0
    for place in range(len(nodes)):
        total += node_cost(tables, nodes[place], taken[place])
    each = total / max(tables.wanted.sum(), 1)
    values = np.zeros(len(tables.fixed))
    for node in range(len(tables.fixed)):
        value = -float(tables.fixed[node] + parcel(tables, node, 1))
        for line in range(len(tables.wanted)):
            there = min(tables.free[line, node], tables.wanted[line])
            if there:
                value += max(there * 2.0 * each - units_cost(tables, line, node, there), 0.0)
        values[node] = -value
    for node in nodes:
        values[node] = np.inf
    order = np.argsort(values, kind="mergesort")
    return order[: min(count, len(order) - len(nodes))]


@njit(cache=True)
def exchange(tables: Tables, begin: Array, most: int, rounds: int, width: int, seen: Array) -> tuple[int, Array, Array]:
    """From a set to its cheapest neighbor by one node more, less or exchanged, as long as that is cheaper.

    The cheapest `width` neighbors of each set are looked at closely. The cost, the set, and what its nodes give.
    """
    current, lines = begin.copy(), len(tables.wanted)
    taken = np.zeros((len(current), lines), np.int64)
    cost = improved(tables, current, taken, share_best(tables, current, taken, taken.copy()), COARSE)
    kept = np.zeros((width, 5), np.int64)
    for _ in range(rounds):
        kept[:] = NEVER
        size = len(current)
        outside = np.append(likely(tables, current, taken, LIKELY), -1)
        for out in range(-1, size):
            for node in outside:
                if (node < 0 and (out < 0 or size == 1)) or size + (out < 0) + (node >= 0) - 1 > most:
                    continue
                made = changed(current, out, out, node, -1)
                if may_beat(tables, made, cost):
                    units, trial = np.zeros((len(made), lines), np.int64), np.zeros((len(made), lines), np.int64)
                    keep_best(kept, share_best(tables, made, units, trial), out, out, node, -1)
        for out in range(size):
            for second in range(out):
                units, trial = np.zeros((size - 1, lines), np.int64), np.zeros((size - 1, lines), np.int64)
                for node in outside[:-1]:
                    made = changed(current, out, second, node, -1)
                    if may_beat(tables, made, cost):
                        keep_best(kept, share_best(tables, made, units, trial), out, second, node, -1)
        best, found, found_taken = best_of(tables, current, taken, cost, kept, seen)
        if best >= cost:
            break
        cost, current, taken = best, found, found_taken
    return cost, current, taken


@njit(cache=True)
def best_pairs(tables: Tables, nodes: Array, cost: int, width: int) -> Array:
    """The cheapest sets of two of these nodes, as far as they are known without moving units about."""
    kept = np.full((width, 5), NEVER, np.int64)
    pair = np.zeros(2, np.int64)
    units, trial = np.zeros((2, len(tables.wanted)), np.int64), np.zeros((2, len(tables.wanted)), np.int64)
    for one in range(len(nodes)):
        for other in range(one):
            pair[0], pair[1] = min(nodes[one], nodes[other]), max(nodes[one], nodes[other])
            if may_beat(tables, pair, cost):
                keep_best(kept, share_best(tables, pair, units, trial), -1, -1, pair[0], pair[1])
    return kept


@njit(cache=True)
def exchange_pairs(
    tables: Tables, nodes: Array, taken: Array, cost: int, most: int, outside: Array, width: int, seen: Array
) -> tuple[int, Array, Array]:
    """The cheapest set with two of the outside nodes in the place of none, one or two of a set; itself if none is."""
    size = len(nodes)
    kept = np.full((width, 5), NEVER, np.int64)
    for out in range(-1, size):
        for second in range(out, size):
            dropped = 0 if second < 0 else 1 if out < 0 or second == out else 2
            if (out >= 0 and second == out) or size - dropped + 2 > most:
                continue
            units = np.zeros((size - dropped + 2, len(tables.wanted)), np.int64)
            trial = units.copy()
            for one in range(len(outside)):
                for other in range(one):
                    made = changed(nodes, out, second, outside[one], outside[other])
                    if may_beat(tables, made, cost):
                        here = share_best(tables, made, units, trial)
                        keep_best(kept, here, out, second, outside[one], outside[other])
    return best_of(tables, nodes, taken, cost, kept, seen)


@njit(cache=True)
def part_costs(tables: Tables, counts: Array, sizes: Array, units_max: int) -> Array:
    """What each part of the demand costs from each node, NEVER where it lacks some; rows are nodes, columns parts."""
    lines, nodes = tables.free.shape
    parts = 1
    for line in range(lines):
        parts *= counts[line] + 1
    costs = np.full((nodes, parts), NEVER, np.int64)
    digits = np.zeros(lines, np.int64)
    for part in range(1, parts):
        grams, total_units = 0, 0
        for line in range(lines - 1, -1, -1):
            if digits[line] < counts[line]:
                digits[line] += 1
                break
            digits[line] = 0
        for line in range(lines):
            grams += weight(tables, line, digits[line] * sizes[line])
            total_units += digits[line] * sizes[line]
        if total_units > units_max:
            continue
        for node in range(nodes):
            total, there = tables.fixed[node], True
            for line in range(lines):
                units = digits[line] * sizes[line]
                if units > tables.free[line, node]:
                    there = False
                    break
                if units:
                    total += units_cost(tables, line, node, units)
            if there:
                costs[node, part] = total + parcel(tables, node, grams)
    return costs


@njit(cache=True)
def sum_parts(taken: Array, left: Array, counts: Array) -> Array:
    """For each part the smallest sum of what is taken off it and what is left."""
    lines, parts = len(counts), len(taken)
    strides = np.ones(lines, np.int64)
    for line in range(lines - 2, -1, -1):
        strides[line] = strides[line + 1] * (counts[line + 1] + 1)
    sums = np.full(parts, NEVER, np.int64)
    whole, digits = np.zeros(lines, np.int64), np.zeros(lines, np.int64)
    for part in range(parts):
        if part:
            for line in range(lines - 1, -1, -1):
                if whole[line] < counts[line]:
                    whole[line] += 1
                    break
                whole[line] = 0
        digits[:] = 0
        off, best = 0, NEVER
        while True:
            cost = taken[off] + left[part - off]
            best = min(best, cost)
            line = lines - 1
            while line >= 0 and digits[line] == whole[line]:
                off -= digits[line] * strides[line]
                digits[line] = 0
                line -= 1
            if line < 0:
                break
            digits[line] += 1
            off += strides[line]
        sums[part] = best
    return sums


@njit(cache=True)
def split_part(taken: Array, left: Array, counts: Array, part: int, cost: int) -> int:
    """The largest part to take off a part such that both cost so much together."""
    lines = len(counts)
    strides, whole = np.ones(lines, np.int64), np.zeros(lines, np.int64)
    for line in range(lines - 2, -1, -1):
        strides[line] = strides[line + 1] * (counts[line + 1] + 1)
    rest = part
    for line in range(lines):
        whole[line] = rest // strides[line]
        rest -= whole[line] * strides[line]
    for off in range(part, -1, -1):
        rest, fits = off, True
        for line in range(lines):
            digit = rest // strides[line]
            rest -= digit * strides[line]
            fits = fits and digit <= whole[line]
        if fits and taken[off] + left[part - off] == cost:
            return off
    return -1
