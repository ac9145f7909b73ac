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

FEW, MOVES = 6, 64
"""Between two nodes so many units are moved, or all that can be; and so often."""

UNITS_MAX = 50_000
"""More units are not parted anew: ways to part them are tried one unit after the other."""

STEPS_OF_A_PAIR = 4
"""As long as so many steps of a table it takes to see whether a pair may be parted anew."""

ROUNDS = 2
"""Where nodes may give so many units only, so often units go round and are parted anew in turn."""

CLOSE, SWEEPS = 32, np.int64(4)
"""Units of a set are parted anew and its parcels brought below breaks of tariffs where its plan is within such a share
of the best; of plans that are chosen, so often."""

LIGHTER = 10
"""Once a parcel is below a break, units are parted again where a tenth less would be cheaper; where more nodes than
that serve, what a node costs on average."""

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
    """Move units of one line between two nodes as long as that makes the plan cheaper; the cost.

    It is always the move that makes it cheapest. What is known of two nodes that it does not touch stays as it is.
    """
    size, lines = len(nodes), len(tables.wanted)
    counts, grams, parcels = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.int64)
    for place in range(size):
        for line in range(lines):
            counts[place] += taken[place, line]
            grams[place] += weight(tables, line, taken[place, line])
        parcels[place] = parcel_of(tables, nodes[place], counts[place], grams[place])
    changes = np.zeros((size, size), np.int64)
    of_lines, of_units = np.zeros((size, size), np.int64), np.zeros((size, size), np.int64)
    at_from, at_to = -1, -1
    for turn in range(MOVES):
        touched = (at_from, at_to)
        change, at_line, at_from, at_to = 0, -1, -1, -1
        for one in range(size):
            for other in range(size):
                if one == other:
                    continue
                if turn == 0 or one in touched or other in touched:
                    changes[one, other], of_lines[one, other], of_units[one, other] = best_move(
                        tables, nodes, taken, counts, grams, parcels, one, other
                    )
                here, line = changes[one, other], of_lines[one, other]
                if here < change or (here == change and line < at_line):
                    change, at_line, at_from, at_to = here, line, one, other
        if change >= 0:
            break
        units = of_units[at_from, at_to]
        for place, more in ((at_from, -units), (at_to, units)):
            there = taken[place, at_line]
            grams[place] += weight(tables, at_line, there + more) - weight(tables, at_line, there)
            counts[place] += more
            taken[place, at_line] += more
            parcels[place] = parcel_of(tables, nodes[place], counts[place], grams[place])
        cost += change
    return cost


@inlined
def best_move(
    tables: Tables, nodes: Array, taken: Array, counts: Array, grams: Array, parcels: Array, one: int, other: int
) -> tuple[int, int, int]:
    """How much cheaper units of one line are at another node than where they are: the change, the line, and how many.

    Of moves that change as much it is that of the first line, and of the fewest units.
    """
    best, at_line, at_units = 0, -1, 0
    for line in range(len(tables.wanted)):
        there, here = taken[one, line], taken[other, line]
        most = min(there, tables.free[line, nodes[other]] - here, tables.units_max - counts[other])
        if most <= 0:
            continue
        dear = units_cost(tables, line, nodes[one], there) + units_cost(tables, line, nodes[other], here)
        left, come = grams[one] - weight(tables, line, there), grams[other] - weight(tables, line, here)
        for step in range(1, min(most, FEW + 1) + 1):
            units = step if step <= FEW else most
            change = units_cost(tables, line, nodes[one], there - units) - dear - parcels[one] - parcels[other]
            change += units_cost(tables, line, nodes[other], here + units)
            less, more = left + weight(tables, line, there - units), come + weight(tables, line, here + units)
            change += parcel_of(tables, nodes[one], counts[one] - units, less)
            change += parcel_of(tables, nodes[other], counts[other] + units, more)
            if change < best:
                best, at_line, at_units = change, line, units
    return best, at_line, at_units


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
    tables: Tables, nodes: Array, taken: Array, cost: int, steps_max: int, apart: int, moved: Array, splits: Splits
) -> int:
    """Part anew between every two nodes of a set as long as that makes the plan cheaper and steps are left; the cost.

    No two are tried of which none has `moved` since all were; those that may be tried again afterwards have moved then.
    The one at the place `apart` keeps what it gives.
    """
    size, now = len(nodes), 1
    at, tried = moved.astype(np.int64), np.zeros((size, size), np.int64)
    for _ in range(4):
        before = cost
        splits.left[0] -= size * size * STEPS_OF_A_PAIR
        for one in range(size):
            for other in range(one + 1, size):
                if max(at[one], at[other]) <= tried[one, other] or splits.left[0] <= 0:
                    continue
                if one == apart or other == apart:
                    continue
                change = part_between(tables, nodes, taken, one, other, steps_max, splits)
                if change < 0:
                    cost, now = cost + change, now + 1
                    at[one], at[other] = now, now
                tried[one, other] = now
        if cost == before:
            break
    moved[:] = False
    for one in range(size):
        for other in range(one + 1, size):
            if max(at[one], at[other]) > tried[one, other]:
                moved[one], moved[other] = True, True
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
    tables: Tables,
    nodes: Array,
    taken: Array,
    cost: int,
    steps_max: int,
    best: int,
    sweeps: int,
    moved: Array,
    splits: Splits,
) -> int:
    """Bring one parcel below the next break of its tariff where that makes the plan cheaper; the cost.

    Of pairs that are parted anew one node has `moved`, or moves now. At every second of the sweeps over all nodes the
    others part their units anew first, or one that has no room for what it was given might give it back at once.
    """
    size, tried, trial = len(nodes), 0, taken.copy()
    then = moved.copy()
    for turn in range(sweeps * size):
        if tried == 2 * size or splits.left[0] <= 0:
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
        if here - abs(here) // max(LIGHTER, size) >= min(best, cost):
            continue
        for each in range(size):
            then[each] = moved[each] or (trial[each] != taken[each]).any()
        if others_first:
            here = part_pairs(tables, nodes, trial, here, steps_max, np.int64(place), then, splits)
        here = part_pairs(tables, nodes, trial, here, steps_max, NOBODY, then, splits)
        if here < cost:
            cost, tried = here, 0
            taken[:], moved[:] = trial, then
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
    moved = np.ones(len(nodes), np.bool_)
    for _ in range(ROUNDS if tables.together else 0):
        before = cost
        cost = turn_units(tables, nodes, taken, cost, splits.left)
        moved[:] = True
        cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, moved, splits)
        if cost == before:
            break
    if moved.any():
        cost = part_pairs(tables, nodes, taken, cost, steps_max, NOBODY, moved, splits)
    if len(nodes) == 2 or cost - abs(cost) // CLOSE >= best:
        return cost
    return lighter_parcel(tables, nodes, taken, cost, steps_max, best, sweeps, moved, splits)
