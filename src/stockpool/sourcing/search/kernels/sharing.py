"""What each node of a set gives: a first sharing out, then units are moved about as long as that is cheaper."""

from __future__ import annotations

import numpy as np

from stockpool.sourcing.search.compiled import compiled, folded, inlined
from stockpool.sourcing.search.kernels.pairs import Splits, part_between
from stockpool.sourcing.search.kernels.rooms import FEW as FEW_WITH_ROOM
from stockpool.sourcing.search.kernels.rooms import make_room, turn_units
from stockpool.sourcing.search.kernels.units import next_cost, node_cost, parcel_of, units_cost, weight
from stockpool.sourcing.search.tables import NEVER, Array, Tables

HEAVY_MAX = 3
"""In larger sets no node is tried as the heavy one."""

FEW = 6
"""Between two nodes so many units are moved, or all that can be."""

UNITS_MAX = 50_000
"""More units are not parted anew: ways to part them are tried one unit after the other."""

ROUNDS = 2
"""Where nodes may give so many units only, so often units go round and are parted anew in turn."""

CLOSE, LIGHTER, SWEEPS = 32, 10, np.int64(4)
"""Units of a set are parted anew and its parcels brought below breaks of tariffs where its plan is within such a share
of the best; parted again after that where such a share less would be cheaper; of plans that are chosen, so often."""

NOBODY = np.int64(-1)  # typed, or what takes it is compiled twice


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
                if tables.together and taken[other].sum() >= tables.units_max:
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
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, apart: int, splits: Splits
) -> int:
    """Part anew between every two nodes of a set as long as that makes the plan cheaper; the cost.

    The one at the place `apart` keeps what it gives.
    """
    for _ in range(4):
        before = cost
        for one in range(len(nodes)):
            for other in range(one + 1, len(nodes)):
                if one != apart and other != apart:
                    cost += part_between(tables, nodes, taken, one, other, steps_max, splits)
        if cost == before:
            break
    return cost


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
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, best: int, sweeps: int, splits: Splits
) -> int:
    """Bring one parcel below the next break of its tariff where that makes the plan cheaper; the cost.

    At every second of the sweeps over all nodes the others part their units anew first, or one that has no room for
    what it was given might give it back at once.
    """
    size, tried, trial = len(nodes), 0, taken.copy()
    for turn in range(sweeps * size):
        if tried == 2 * size:
            break
        tried += 1
        place, others_first = turn % size, turn // size % 2 == 1
        below = break_below(tables, nodes[place], taken[place])
        trial[:] = taken
        if below == 0 or not lighten(tables, nodes, trial, place, below):
            continue
        here = np.int64(0)  # of the same type as any cost, or all is compiled twice
        for each in range(size):
            here += node_cost(tables, nodes[each], trial[each])
        if here - abs(here) // LIGHTER >= min(best, cost):
            continue
        if others_first:
            here = part_pairs(tables, nodes, trial, here, steps_max, np.int64(place), splits)
        here = part_pairs(tables, nodes, trial, here, steps_max, NOBODY, splits)
        if here < cost:
            cost, tried = here, 0
            taken[:] = trial
    return cost


@compiled
def improved(tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, splits: Splits) -> int:
    """What a set of nodes costs once its units are moved about."""
    if cost >= NEVER or len(nodes) == 1:
        return cost
    cost = move_units(tables, nodes, taken, cost)
    return parted(tables, nodes, taken, cost, steps_max, np.int64(NEVER), SWEEPS, splits)


@compiled
def parted(
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, best: int, sweeps: int, splits: Splits
) -> int:
    """The same where single units have been moved about; less is done where it is not near the `best` plan's."""
    if taken.sum() > UNITS_MAX:
        return cost
    for _ in range(ROUNDS if tables.together else 0):
        before = cost
        cost = turn_units(tables, nodes, taken, cost)
        cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, splits)
        if cost == before:
            break
    cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, splits)
    if len(nodes) == 2 or cost - abs(cost) // CLOSE >= best:
        return cost
    return lighter_parcel(tables, nodes, taken, cost, steps_max, best, sweeps, splits)
