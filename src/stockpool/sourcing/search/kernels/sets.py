"""Sets of nodes: those that can be among the cheapest by their bound, what a set costs, and a set's neighbors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled, folded
from stockpool.sourcing.search.kernels.pairs import Splits
from stockpool.sourcing.search.kernels.prices import (
    Offers,
    aim,
    bound_at,
    find_losses,
    move_prices,
    raise_on,
    raise_own,
)
from stockpool.sourcing.search.kernels.rooms import FEW as FEW_WITH_ROOM
from stockpool.sourcing.search.kernels.rooms import TURNED_MAX, make_room, turn_units
from stockpool.sourcing.search.kernels.sharing import CLOSE, improved, move_units, parted, share_best
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.tables import NEVER, Array, Tables

ANEW_MAX = 200
"""Of more units in a demand, a set's are not shared out anew: that takes a dozen times as long."""

OWN_ROUNDS, MORE_ROUNDS = np.int64(5), np.int64(17)
"""So often the prices are moved for the bound of one set: to look at it, and of one that is chosen."""

LEFT_OUT = 1e30
"""What a node loses that can be in no plan cheaper than the best."""

BEGINS, NEAR = 12, 16
"""So often units are shared out anew, where a plan is within a sixteenth of the best, as is what goes on of each."""


class Cuts(NamedTuple):
    """Bounds of all sets, each at prices of its own; there are `used[0]` of them.

    At a row's prices no plan of a set of nodes costs less than `bases` and the `losses` of the set's nodes together;
    `given` is what each node would give of each line.
    """

    used: Array
    bases: Array
    losses: Array
    given: Array
    prices: Array


@compiled
def add_cut(offers: Offers, cuts: Cuts, nodes: Array, prices: Array) -> int:
    """Add the bounds of these nodes at some prices, in the place of the last where there is no room; their row.

    Other nodes are taken to be in no plan cheaper than the best.
    """
    row = min(cuts.used[0], len(cuts.bases) - 1)
    losses, base = np.zeros(len(nodes)), 0.0
    for line in range(len(prices)):
        base += prices[line] * offers.wanted[line]
        cuts.prices[row, line] = prices[line]
    cuts.bases[row] = base
    given = np.empty((len(nodes), len(prices)))
    find_losses(offers, nodes, prices, np.inf, losses, given)
    cuts.losses[row, :] = LEFT_OUT
    for place in range(len(nodes)):
        cuts.losses[row, nodes[place]] = losses[place]
        cuts.given[row, nodes[place]] = given[place]
    cuts.used[0] = row + 1
    return row


@compiled
def bound_of(cuts: Cuts, nodes: Array, enough: float) -> tuple[float, int]:
    """The highest bound of a set and the row that it is from; the first that is enough."""
    highest, at = -np.inf, 0
    for row in range(cuts.used[0]):
        bound = cuts.bases[row]
        for node in nodes:
            bound += cuts.losses[row, node]
        if bound > highest:
            highest, at = bound, row
            if bound >= enough:
                break
    return highest, at


@compiled
def sets_below(
    tables: Tables,
    cuts: Cuts,
    nodes: Array,
    limit: float,
    most: int,
    kept: Array,
    sizes: Array,
    bounds: Array,
    steps_max: int,
) -> tuple[int, int]:
    """The sets of nodes that have everything and whose bounds are below a limit: how many, and the steps it took.

    It is -1 if they are too many: where there is no room for them, or more steps would be needed than allowed. `nodes`
    come by what they lose in the first row of the cuts, the lowest first; `kept` has a row for a set, `sizes` how many
    nodes it has, and `bounds` what it costs at least.
    """
    lines, count, rows = len(tables.wanted), len(nodes), cuts.used[0]
    width = kept.shape[1]
    has, after = np.zeros((count, lines + 1), np.int64), np.zeros((count + 1, lines + 1), np.int64)  # from here on
    losses, lower = np.zeros((count, rows)), np.zeros((count + 1, rows))  # what nodes from here on save at most
    for place in range(count - 1, -1, -1):
        for line in range(lines):
            has[place, line] = tables.free[line, nodes[place]]
        has[place, lines] = tables.room[nodes[place]]
        for line in range(lines + 1):
            after[place, line] = after[place + 1, line] + has[place, line]
        for row in range(rows):
            losses[place, row] = cuts.losses[row, nodes[place]]
            lower[place, row] = lower[place + 1, row] + min(losses[place, row], 0.0)
    chosen = np.zeros(width, np.int64)
    left = np.zeros((width + 1, lines + 1), np.int64)
    left[0, :lines], left[0, lines] = tables.wanted, tables.together
    values = np.zeros((width + 1, rows))
    values[0, :] = cuts.bases[:rows]
    size, place, found = 0, 0, 0
    for step in range(steps_max):
        # sets with the nodes chosen, and any of those from `place` on
        ends = place >= count or size >= most
        if not ends:
            ends = values[size, 0] + losses[place, 0] + lower[place + 1, 0] >= limit
        if not ends:
            lacking = 0
            for line in range(lines + 1):
                lacking += left[size, line] > after[place, line]
            ends = lacking > 0
        if ends:
            if size == 0:
                return found, step + 1
            size -= 1
            place = chosen[size] + 1
            continue
        if size == width:
            return -1, step + 1
        fits = True
        for row in range(1, rows):
            if values[size, row] + losses[place, row] + lower[place + 1, row] >= limit:
                fits = False
                break
        if not fits:
            place += 1
            continue
        value, lacking = -np.inf, 0
        for row in range(rows):
            values[size + 1, row] = values[size, row] + losses[place, row]
            value = max(value, values[size + 1, row])
        for line in range(lines + 1):
            left[size + 1, line] = max(left[size, line] - has[place, line], 0)
            lacking += left[size + 1, line]
        chosen[size] = place
        size += 1
        place += 1
        if lacking == 0 and value < limit:
            if found == len(bounds):
                return -1, step + 1
            bounds[found] = value
            sizes[found] = size
            for each in range(size):
                kept[found, each] = nodes[chosen[each]]
            found += 1
    return -1, steps_max


@compiled
def share_priced(tables: Tables, nodes: Array, offers: Offers, prices: Array, taken: Array) -> int:
    """Give each line first to the nodes that would give most of it at some prices; the cost, or NEVER."""
    losses, would = np.zeros(len(nodes)), np.zeros((len(nodes), len(tables.wanted)))
    find_losses(offers, nodes, prices, np.inf, losses, would)
    return share_most(tables, nodes, would, taken)


@compiled
def share_most(tables: Tables, nodes: Array, would: Array, taken: Array) -> int:
    """Give each line, the heaviest first, to the nodes that `would` give most of it; the cost, or NEVER."""
    size = len(nodes)
    taken[:] = 0
    given = np.zeros(size, np.int64)
    for line in np.argsort(-tables.each_grams, kind="mergesort"):
        left = tables.wanted[line]
        for _ in range(size):
            best = -1
            for place in range(size):
                more = min(tables.free[line, nodes[place]] - taken[place, line], tables.units_max - given[place])
                if more > 0 and (best < 0 or would[place, line] > would[best, line]):
                    best = place
            if best < 0 or left == 0:
                break
            more = min(tables.free[line, nodes[best]] - taken[best, line], tables.units_max - given[best], left)
            if would[best, line] > 0.5:
                more = min(more, int(would[best, line] + 0.5))
            taken[best, line] += more
            given[best] += more
            left -= more
            would[best, line] = -1.0
        while left and 0 < tables.together <= FEW_WITH_ROOM:
            best = make_room(tables, nodes, taken, given, line)
            if best < 0:
                break
            taken[best, line] += 1
            given[best] += 1
            left -= 1
        if left:
            return NEVER
    total = 0
    for place in range(size):
        total += node_cost(tables, nodes[place], taken[place])
    return total


@compiled
def share_anew(
    tables: Tables,
    nodes: Array,
    offers: Offers,
    begin: Array,
    best: int,
    steps_max: int,
    taken: Array,
    cost: int,
    splits: Splits,
) -> int:
    """Share out at prices that are moved for the set, again and again, and keep what is cheaper; the cost.

    Where nodes may give so many units only, to move them about often ends at a plan that is dearer by a few units in
    other places, and each begin leads to another one. It ends where the set cannot be cheaper than the `best` plan.
    """
    size, lines = len(nodes), len(tables.wanted)
    if size == 1 or size * lines > TURNED_MAX or tables.together > ANEW_MAX or cost - abs(cost) // NEAR >= best:
        return cost
    prices, losses, trial = begin.copy(), np.zeros(size), np.zeros_like(taken)
    would, lacks = np.zeros((size, lines)), np.zeros(lines)
    highest, lowest, step = -np.inf, NEVER, 0.7
    for _ in range(BEGINS):
        bound = bound_at(offers, nodes, prices, np.inf, losses, would)
        for line in range(lines):
            lacks[line] = tables.wanted[line] - would[:, line].sum()
        here = share_most(tables, nodes, would, trial)
        if here < NEVER:
            here = move_units(tables, nodes, trial, here)
        if here - abs(here) // NEAR < cost:
            here = turn_units(tables, nodes, trial, here, splits.left)
        if here < lowest:
            lowest = here
            here = improved(tables, nodes, trial, here, steps_max, splits)
        if here < cost:
            cost = here
            taken[:] = trial
        if bound > highest:
            highest = bound
        else:
            step *= 0.8
        if highest >= min(best, cost) or not move_prices(prices, lacks, step * (aim(cost) - bound)):
            break
    return cost


@folded
def share_again(
    tables: Tables,
    nodes: Array,
    offers: Offers,
    begin: Array,
    steps_max: int,
    taken: Array,
    cost: int,
    splits: Splits,
) -> int:
    """Share out at the set's own prices too, however dear that is at first, and keep what is cheaper; the cost."""
    _, prices = raise_own(offers, nodes, begin, cost, MORE_ROUNDS)
    trial = np.zeros_like(taken)
    here = share_priced(tables, nodes, offers, prices, trial)
    here = improved(tables, nodes, trial, here, steps_max, splits)
    if here < cost:
        cost = here
        taken[:] = trial
    return cost


@folded
def look_at(
    tables: Tables,
    nodes: Array,
    offers: Offers,
    prices: Array,
    best: int,
    steps_max: int,
    taken: Array,
    splits: Splits,
) -> int:
    """What a set costs once its units are moved about, beginning at its own prices too."""
    trial = np.zeros_like(taken)
    cost = share_best(tables, nodes, taken, trial)
    if len(nodes) == 1:
        return cost
    if cost < NEVER:
        cost = move_units(tables, nodes, taken, cost)
        if tables.together:
            cost = turn_units(tables, nodes, taken, cost, splits.left)
    here = share_priced(tables, nodes, offers, prices, trial)
    if here < NEVER:
        here = move_units(tables, nodes, trial, here)
        if tables.together:
            here = turn_units(tables, nodes, trial, here, splits.left)
        if here < cost:
            cost = here
            taken[:] = trial
    if cost < NEVER and (len(nodes) == 2 or cost - abs(cost) // CLOSE < best):
        cost = parted(tables, nodes, taken, cost, steps_max, best, np.int64(1), splits)
    return cost


@compiled
def own_bounds(
    offers: Offers, sets: Array, sizes: Array, bounds: Array, cuts: Cuts, left: Array, best: int
) -> tuple[Array, Array, Array]:
    """The sets' own bounds, their prices, and their order from the lowest; those of `best` or more are not raised.

    Sets come by `bounds`, the lowest first. The prices of those that may be cheaper are added to the cuts
    where there is room.
    """
    count, lines = len(sets), len(offers.wanted)
    own, prices, lacks = bounds.copy(), np.zeros((count, lines)), np.zeros(lines)
    for place in range(count):
        if bounds[place] >= best:
            break
        nodes = sets[place, : sizes[place]]
        own[place], row = bound_of(cuts, nodes, float(best))
        if own[place] < best:
            for line in range(lines):
                lacks[line] = offers.wanted[line]
                for node in nodes:
                    lacks[line] -= cuts.given[row, node, line]
            own[place], at = raise_on(offers, nodes, cuts.prices[row], own[place], lacks, best, OWN_ROUNDS)
            prices[place] = at
            if cuts.used[0] < len(cuts.bases):
                add_cut(offers, cuts, left, at)
    return own, prices, np.argsort(own, kind="mergesort")


@compiled
def own_cut(offers: Offers, nodes: Array, cuts: Cuts, left: Array, cost: int) -> int:
    """Add a cut at the prices of one set; its row."""
    _, near = bound_of(cuts, nodes, np.inf)
    _, prices = raise_own(offers, nodes, cuts.prices[near], cost, MORE_ROUNDS)
    return add_cut(offers, cuts, left, prices)
