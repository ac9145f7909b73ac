"""Sets of nodes: those that can be among the cheapest by their bound, what a set costs, and a set's neighbors."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled
from stockpool.sourcing.search.kernels.prices import Items, loss, raise_own
from stockpool.sourcing.search.kernels.sharing import COARSE, improved, move_units, share_best
from stockpool.sourcing.search.kernels.units import node_cost
from stockpool.sourcing.search.tables import NEVER, Array, Tables

CLOSE = 16
"""Sets whose first reckoning is within a sixteenth of the best plan have their units moved about."""

OWN_ROUNDS = 6
"""So often the prices are moved for the bound of one set."""

LIKELY = 24
"""So many nodes outside a set are tried in it."""


class Priced(NamedTuple):
    """What is known at the best prices: each node's items and their order, the prices, and what each node loses."""

    items: Items
    order: Array
    prices: Array
    losses: Array
    base: float


@compiled
def sets_below(
    tables: Tables,
    nodes: Array,
    losses: Array,
    base: float,
    limit: float,
    most: int,
    kept: Array,
    sizes: Array,
    bounds: Array,
    steps_max: int,
) -> int:
    """The sets of nodes that have everything and whose bound is below a limit: how many, or -1 if they are too many.

    `nodes` come by loss, the lowest first; `kept` has a row for a set, `sizes` how many nodes it has, and `bounds` what
    it costs at least. They are too many where there is no room for them, or more steps would be needed than allowed.
    """
    lines, count = len(tables.wanted), len(nodes)
    width = kept.shape[1]
    after = np.zeros((count + 1, lines), np.int64)  # what the nodes from here on have
    lower = np.zeros(count + 1)  # what they can save at most
    for place in range(count - 1, -1, -1):
        for line in range(lines):
            after[place, line] = after[place + 1, line] + tables.free[line, nodes[place]]
        lower[place] = lower[place + 1] + min(losses[nodes[place]], 0.0)
    chosen = np.zeros(width, np.int64)
    left = np.zeros((width + 1, lines), np.int64)
    left[0, :] = tables.wanted
    values = np.zeros(width + 1)
    values[0] = base
    size, place, found, steps = 0, 0, 0, 0
    while True:
        steps += 1
        if steps >= steps_max:
            return -1
        # go on with the node at `place`, if any set with it and what comes after can do
        fits = place < count and size < min(most, width)
        if fits:
            value = values[size] + losses[nodes[place]]
            fits = value + lower[place + 1] < limit
        if fits:
            for line in range(lines):
                if left[size, line] > after[place, line]:
                    fits = False
                    break
        elif size == 0:
            break
        if not fits:
            if size == 0:
                break
            size -= 1
            place = chosen[size] + 1
            continue
        chosen[size] = place
        values[size + 1] = value
        whole = True
        for line in range(lines):
            left[size + 1, line] = max(left[size, line] - tables.free[line, nodes[place]], 0)
            whole = whole and left[size + 1, line] == 0
        size += 1
        place += 1
        if whole and value < limit:
            if found == len(bounds):
                return -1
            bounds[found] = value
            sizes[found] = size
            for each in range(size):
                kept[found, each] = nodes[chosen[each]]
            found += 1
    return found


@compiled
def share_priced(tables: Tables, nodes: Array, priced: Priced, prices: Array, taken: Array) -> int:
    """Give each line first to the nodes that would give most of it at some prices; the cost, or NEVER."""
    size, lines = len(nodes), len(tables.wanted)
    would = np.zeros((size, lines))
    for place in range(size):
        loss(tables, nodes[place], priced.items, priced.order, prices, would[place])
    taken[:] = 0
    room = np.full(size, tables.units_max, np.int64)
    for line in range(lines):
        left = tables.wanted[line]
        for _ in range(size):
            best = -1
            for place in range(size):
                more = min(tables.free[line, nodes[place]] - taken[place, line], room[place])
                if more > 0 and (best < 0 or would[place, line] > would[best, line]):
                    best = place
            if best < 0 or left == 0:
                break
            more = min(tables.free[line, nodes[best]] - taken[best, line], room[best], left)
            if would[best, line] > 0.5:
                more = min(more, int(would[best, line] + 0.5))
            taken[best, line] += more
            room[best] -= more
            left -= more
            would[best, line] = -1.0
        if left:
            return NEVER
    total = 0
    for place in range(size):
        total += node_cost(tables, nodes[place], taken[place])
    return total


@compiled
def look_at(tables: Tables, nodes: Array, priced: Priced, prices: Array, best: int, taken: Array) -> int:
    """What a set costs once its units are moved about, beginning at its own prices too."""
    trial = np.zeros_like(taken)
    cost = share_best(tables, nodes, taken, trial)
    if len(nodes) == 1:
        return cost
    if cost < NEVER:
        cost = move_units(tables, nodes, taken, cost)
    here = share_priced(tables, nodes, priced, prices, trial)
    if here < NEVER:
        here = move_units(tables, nodes, trial, here)
        if here < cost:
            cost = here
            taken[:] = trial
    if cost < NEVER and cost - cost // CLOSE < best:
        cost = improved(tables, nodes, taken, cost, COARSE)
    return cost


class Plans(NamedTuple):
    """The cheapest plans so far: costs, how many nodes each has and which, and what they give by place and line."""

    costs: Array
    sizes: Array
    nodes: Array
    units: Array


@compiled
def keep_plan(plans: Plans, cost: int, nodes: Array, units: Array) -> None:
    """Insert a plan, the cheapest first and of equal ones the earlier."""
    place = len(plans.costs) - 1
    size = len(nodes)
    if cost >= plans.costs[place] or size > plans.nodes.shape[1]:
        return
    while place > 0 and plans.costs[place - 1] > cost:
        plans.costs[place], plans.sizes[place] = plans.costs[place - 1], plans.sizes[place - 1]
        plans.nodes[place], plans.units[place] = plans.nodes[place - 1], plans.units[place - 1]
        place -= 1
    plans.costs[place], plans.sizes[place] = cost, size
    plans.nodes[place, :size], plans.units[place, :size] = nodes, units


@compiled
def look_through(
    tables: Tables,
    sets: Array,
    sizes: Array,
    bounds: Array,
    priced: Priced,
    plans: Plans,
    looks_max: int,
    bounds_max: int,
    seen: Array,
) -> float:
    """Look at sets by their own bounds, the lowest first, as long as one may be cheaper; what each costs at least.

    Own bounds are reckoned for at most `bounds_max` of the sets, those that come first, and `looks_max` are looked at.
    """
    count = min(len(sets), bounds_max)
    least = np.inf if count == len(sets) else bounds[count]
    own, prices = np.full(count, np.inf), np.zeros((count, len(tables.wanted)))
    for place in range(count):
        if bounds[place] >= plans.costs[0]:
            least = min(least, bounds[place])
            break
        nodes = sets[place, : sizes[place]]
        bound, at = raise_own(tables, nodes, priced.items, priced.order, priced.prices, plans.costs[0], OWN_ROUNDS)
        own[place] = max(bound, bounds[place])
        prices[place] = at
        least = min(least, own[place])
    looked = 0
    for place in np.argsort(own, kind="mergesort"):
        if own[place] >= plans.costs[0] or looked >= looks_max:
            break
        nodes = np.sort(sets[place, : sizes[place]])
        if not is_new(nodes, seen):
            continue
        looked += 1
        units = np.zeros((len(nodes), len(tables.wanted)), np.int64)
        cost = look_at(tables, nodes, priced, prices[place], plans.costs[0], units)
        keep_plan(plans, cost, nodes, units)
    return least


@compiled
def number_of(nodes: Array) -> int:
    """A number for a set of nodes; two sets seldom have the same."""
    number = 1
    for node in nodes:
        number = (number % (1 << 40)) * 1_000_003 + node
    return number


@compiled
def is_new(nodes: Array, seen: Array) -> bool:
    """Whether a set was not looked at yet; from now on it was. `seen` has how many there are, and their numbers."""
    number = number_of(nodes)
    count = seen[0]
    for place in range(1, count + 1):
        if seen[place] == number:
            return False
    if count + 1 < len(seen):
        seen[0] = count + 1
        seen[count + 1] = number
    return True
