"""What each node of a set gives: a first sharing out, then units are moved about as long as that is cheaper."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, folded, inlined
from stockpool.sourcing.search.kernels.rooms import FEW as FEW_WITH_ROOM
from stockpool.sourcing.search.kernels.rooms import make_room, turn_units
from stockpool.sourcing.search.kernels.units import next_cost, node_cost, parcel, parcel_of, units_cost, weight
from stockpool.sourcing.search.tables import NEVER, Array, Tables

HEAVY_MAX = 3
"""In larger sets no node is tried as the heavy one."""

FEW = 6
"""Between two nodes so many units are moved, or all that can be."""

UNITS_MAX = 50_000
"""More units are not parted anew: ways to part them are tried one unit after the other."""

ROUNDS = 2
"""Where nodes may give so many units only, so often units go round and are parted anew in turn."""

CELLS_MAX = 500_000
"""A larger table over number and weight is not made, but one over weight, of which what is too many is left out."""

CLOSE, LIGHTER, SWEEPS = 32, 10, np.int64(4)
"""Units of a set are parted anew and its parcels brought below breaks of tariffs where its plan is within such a share
of the best; parted again after that where such a share less would be cheaper; of plans that are chosen, so often."""

NOBODY = np.int64(-1)  # typed, or what takes it is compiled twice

ENDS = 4
"""Of a table over weights so many ends are reckoned truly."""


@compiled
def gcd(one: int, other: int) -> int:
    """The largest common measure."""
    while other:
        one, other = other, one % other
    return one


@compiled
def share_out(tables: Tables, nodes: Array, taken: Array, heavy: int) -> int:
    """Give each line to the nodes of a set where it is cheapest, at about what a gram costs; the cost, or NEVER.

    The parcel of the node at the place `heavy` is taken to be paid for, others to be twice as dear; -1 for none.
    """
    taken[:] = 0
    given = np.zeros(len(nodes), np.int64)
    for line in range(len(tables.wanted)):
        left = tables.wanted[line]
        grams = tables.each_grams[line]
        while left > 0:
            best, lowest, count = -1, 0.0, 0
            for place in range(len(nodes)):
                node, there = nodes[place], taken[place, line]
                room = min(tables.free[line, node] - there, tables.units_max - given[place])
                if room <= 0:
                    continue
                paid = 1.0 if heavy < 0 else 0.0 if place == heavy else 2.0
                cost = next_cost(tables, line, node, there) + tables.slope[node] * grams * paid
                if best < 0 or cost < lowest:
                    best, lowest = place, cost
                    count = 1 if tables.is_rising[line] else min(room, left)
            if best < 0 and tables.together <= FEW_WITH_ROOM:
                best, count = make_room(tables, nodes, taken, given, line), 1
            if best < 0:
                return NEVER
            taken[best, line] += count
            given[best] += count
            left -= count
    total = 0
    for place in range(len(nodes)):
        total += node_cost(tables, nodes[place], taken[place])
    return total


@compiled
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
                    most = min(there, tables.free[line, nodes[other]] - here, tables.units_max - counts[other])
                    if other == one or most <= 0:
                        continue
                    heavy_there, dear_there = weight(tables, line, here), units_cost(tables, line, nodes[other], here)
                    for step in range(1, min(most, FEW + 1) + 1):
                        units = step if step <= FEW else most
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


@compiled
def share_best(tables: Tables, nodes: Array, taken: Array, trial: Array) -> int:
    """The cheapest of the ways to share out, with none and with each of the nodes as the heavy one; the cost."""
    cost = share_out(tables, nodes, taken, np.int64(-1))
    if cost >= NEVER or len(nodes) == 1 or len(nodes) > HEAVY_MAX:
        return cost
    for heavy in range(len(nodes)):
        here = share_out(tables, nodes, trial, heavy)
        if here < cost:
            cost = here
            taken[:] = trial
    return cost


@compiled
def lower_to(least: Array, cost: int, units: int, following: Array, chosen: Array) -> None:
    """Put these units where they make a sum smaller; without a branch, so that several are reckoned at a time."""
    for there in range(len(least)):
        value = least[there] + cost
        better = (value < following[there]) & (least[there] < NEVER)  # units may cost less than nothing
        following[there] = value if better else following[there]
        chosen[there] = units if better else chosen[there]


@inlined
def can_be_parted(tables: Tables, nodes: Array, taken: Array, one: int, other: int) -> bool:
    """Whether two nodes of a set can give what they give between them in more than one way."""
    for line in range(len(tables.wanted)):
        both = taken[one, line] + taken[other, line]
        if min(both, tables.free[line, nodes[one]]) > max(both - tables.free[line, nodes[other]], 0):
            return True
    return False


@compiled
def part_between(tables: Tables, nodes: Array, taken: Array, one: int, other: int, steps_max: int) -> int:
    """Part what two nodes of a set give between them anew, if that makes the plan cheaper; how much it changes.

    There has to be more than one way.

    A table over the weight of the one's parcel, exact where so many steps are enough for the weights' common measure,
    with the least that the units cost; the best of its ends are then reckoned truly.
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
        step = max(total // min(steps_max, 512), 1)
    width = total // step + lines + 2
    # where they may give so many units only, the table is also over how many the one gives, a row for each number
    each, most, fewest = 0, tables.units_max, 0
    if both.sum() > most and most * width * lines <= CELLS_MAX:
        each, fewest = width, int(both.sum()) - most
    size = width + each * most
    least, following = np.full(size, NEVER, np.int64), np.empty(size, np.int64)
    chosen = np.empty((lines, size), np.int64)
    least[0] = 0
    highest = 0
    for line in range(lines):
        low = max(both[line] - tables.free[line, second], 0)
        high = min(both[line], tables.free[line, first])
        reached = min(highest + (weight(tables, line, high) + step // 2) // step + high * each, size - 1)
        following[: reached + 1] = NEVER
        for units in range(low, min(high, most) + 1 if each else high + 1):
            cost = units_cost(tables, line, first, units) + units_cost(tables, line, second, both[line] - units)
            steps = (weight(tables, line, units) + step // 2) // step + units * each
            count = min(highest + 1, size - steps)
            lower_to(
                least[:count],
                cost,
                units,
                following[steps : steps + count],
                chosen[line, steps : steps + count],
            )
        least, following = following, least
        highest = reached
    ends = np.full((ENDS, 2), NEVER, np.int64)
    for there in range(fewest * each, highest + 1):
        if least[there] < NEVER:
            grams = (there % width) * step if each else there * step
            cost = least[there] + parcel(tables, first, grams) + parcel(tables, second, max(total - grams, 0))
            cost += (tables.fixed[first] if there else 0) + (tables.fixed[second] if grams < total else 0)
            place = ENDS - 1
            if cost < ends[place, 0]:
                while place > 0 and ends[place - 1, 0] > cost:
                    ends[place] = ends[place - 1]
                    place -= 1
                ends[place, 0], ends[place, 1] = cost, there
    best, parted = before, np.zeros((2, lines), np.int64)
    for place in range(ENDS):
        if ends[place, 0] >= NEVER:
            break
        there = ends[place, 1]
        for line in range(lines - 1, -1, -1):
            parted[0, line] = chosen[line, there]
            parted[1, line] = both[line] - parted[0, line]
            there -= (weight(tables, line, parted[0, line]) + step // 2) // step + parted[0, line] * each
        here = node_cost(tables, first, parted[0]) + node_cost(tables, second, parted[1])
        if here < best and max(parted[0].sum(), parted[1].sum()) <= tables.units_max:
            best = here
            taken[one], taken[other] = parted[0], parted[1]
    return best - before


@folded
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
                if taken[other].sum() >= tables.units_max:
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


@compiled
def part_pairs(
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, apart: int, settled: Array
) -> int:
    """Part anew between every two nodes of a set as long as that makes the plan cheaper; the cost.

    Two nodes are `settled` when to part between them changes nothing, until either gives something else. The one at
    the place `apart` keeps what it gives.
    """
    for _ in range(4):
        before = cost
        for one in range(len(nodes)):
            for other in range(one + 1, len(nodes)):
                if settled[one, other] or one == apart or other == apart:
                    continue
                if not can_be_parted(tables, nodes, taken, one, other):
                    continue
                change = part_between(tables, nodes, taken, one, other, steps_max)
                if change < 0:
                    unsettle(settled, one)
                    unsettle(settled, other)
                settled[one, other] = True
                cost += change
        if cost == before:
            break
    return cost


@compiled
def unsettle(settled: Array, place: int) -> None:
    """A node of a set gives something else than before."""
    settled[place, :] = False
    settled[:, place] = False


@inlined
def break_below(tables: Tables, node: int, units: Array) -> int:
    """The next lighter break of a node's tariff than a parcel of these units of each line; 0 if there is none."""
    grams, below = 0, 0
    for line in range(len(units)):
        grams += weight(tables, line, units[line])
    first = tables.first_piece[node]
    for piece in range(first, first + tables.pieces[node]):
        if tables.upto[piece] < grams:
            below = tables.upto[piece]
    return below


@folded
def lighter_parcel(
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, best: int, sweeps: int, settled: Array
) -> int:
    """Bring one parcel below the next break of its tariff where that makes the plan cheaper; the cost.

    At every second of the sweeps over all nodes the others part their units anew first, or one that has no room for
    what it was given might give it back at once.
    """
    trial, settled_there = taken.copy(), settled.copy()
    size, tried = len(nodes), 0
    for turn in range(sweeps * size):
        if tried == 2 * size:
            break
        tried += 1
        place, others_first = turn % size, turn // size % 2 == 1
        below = break_below(tables, nodes[place], taken[place])
        trial[:] = taken
        if below == 0 or not lighten(tables, nodes, trial, place, below):
            continue
        settled_there[:] = settled
        here = np.int64(0)  # of the same type as any cost, or all is compiled twice
        for each in range(size):
            here += node_cost(tables, nodes[each], trial[each])
            if (trial[each] != taken[each]).any():
                unsettle(settled_there, each)
        if here - abs(here) // LIGHTER >= min(best, cost):
            continue
        if others_first:
            here = part_pairs(tables, nodes, trial, here, steps_max, np.int64(place), settled_there)
        here = part_pairs(tables, nodes, trial, here, steps_max, NOBODY, settled_there)
        if here < cost:
            cost, tried = here, 0
            taken[:], settled[:] = trial, settled_there
    return cost


@compiled
def improved(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int) -> int:
    """What a set of nodes costs once its units are moved about."""
    if cost >= NEVER or len(nodes) == 1:
        return cost
    return parted(tables, nodes, taken, move_units(tables, nodes, taken, cost), steps_max, np.int64(NEVER), SWEEPS)


@compiled
def parted(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, best: int, sweeps: int) -> int:
    """The same where single units have been moved about; less is done where it is not near the `best` plan's."""
    if taken.sum() > UNITS_MAX:
        return cost
    settled = np.zeros((len(nodes), len(nodes)), np.bool_)
    for _ in range(ROUNDS if tables.together else 0):
        before = cost
        cost = turn_units(tables, nodes, taken, cost)
        if cost < before:
            settled[:] = False
        cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, settled)
        if cost == before:
            break
    cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, settled)
    if len(nodes) == 2 or cost - abs(cost) // CLOSE >= best:
        return cost
    return lighter_parcel(tables, nodes, taken, cost, steps_max, best, sweeps, settled)
