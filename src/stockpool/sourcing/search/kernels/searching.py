"""The search among sets of nodes, all of it in one compiled call: many of its steps are shorter than a call is.

Plans of likely sets come first; prices of units then say what any set costs at least, and the sets of the lowest
bounds have their units moved about, as do the neighbors of the best.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.compiled import compiled, folded, inlined
from stockpool.sourcing.search.found import OTHERS
from stockpool.sourcing.search.kernels.exchange import cover, grown, likely, neighbors
from stockpool.sourcing.search.kernels.pairs import Splits, no_splits
from stockpool.sourcing.search.kernels.plans import Plans, is_seen, keep, no_plans
from stockpool.sourcing.search.kernels.prices import Offers, offers_of, raise_bound
from stockpool.sourcing.search.kernels.sets import (
    Cuts,
    add_cut,
    look_at,
    own_bounds,
    own_cut,
    sets_below,
    share_again,
    share_anew,
)
from stockpool.sourcing.search.kernels.sharing import improved, move_units, parted, share_best
from stockpool.sourcing.search.kernels.units import singles
from stockpool.sourcing.search.tables import NEVER, Array, Tables

PENALTIES = (1.0, 0.5, 2.0)
"""How much a node's cost counts against what it has when a first set is made."""

POWERS = (0.0, 0.8, 1.0, 1.25)
"""How much what a node adds counts against its cost when a set is grown at prices of units."""

COARSE, FINE = np.int64(256), np.int64(3_000)  # typed, as are others: for each plain number all is compiled again
"""Steps of a table over weights: for sets that are looked at, and for those of two nodes and those that are chosen."""

ROUNDS, MORE_ROUNDS = np.int64(30), np.int64(8)
"""So often the prices of units are moved: at first, and once a good plan is known."""

CORE = 64
"""Of more nodes, prices are found with so many of the likeliest."""

FIRST_LIMITS, LIMITS = (0.1, 0.2, 0.4, 0.7, 1.0), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
"""Sets are looked for whose bound is above that of all plans by more and more of what the best plan is above it."""

FIRST_SETS, SETS, SETS_MAX = np.int64(24), np.int64(150), 600
"""So many sets are enough, in the first step and later; a bound is too high that more than the last are below."""

FIRST_MAX = 80
"""Of the sets of the first step so many are gone through, the lowest bounds first; the next step has all once more."""

SETS_LOOKED_AT = 12
"""At so many sets of each step there is a look, however large they are, as long as one may be cheaper."""

STEPS_MAX, FEW_SETS = 20_000, 4
"""A search for sets below a bound ends after so many steps, and is not begun where by the growth of those before it
would take more. As long as there is no more than one such part of enough sets, the next bound may be left out."""

WIDTH, OUTSIDE = 60, 30
EXCHANGES_MAX = 4
POLISHED, POLISHED_CLOSE = 3, 256
"""Plans of so many costs are parted more finely, of those besides the best the ones dearer by such a share at most."""

LOOK_SHARE, PLAN_SHARE = np.int64(4), np.int64(2)
"""A set that is looked at, and a plan that is chosen, begin no more tables than such a share of the steps that are left
allows; a plan shares its units out anew for no more than such a share of that."""

CUTS = 20
"""Bounds of all sets are kept for so many prices."""

NODES_MAX = 16
"""Sets of more nodes are not found by their bounds."""

SINGLES = OTHERS + 1
"""So many of the nodes that have everything are looked at alone, the cheapest: for the best plan and the others."""

SEEN_BESIDE = 2 * len(POWERS) + len(PENALTIES) + SINGLES + 1
"""So many sets are looked at besides those that are found by their bounds."""


class Search(NamedTuple):
    """What all steps share: the problem, the nodes of a set at most, bounds and plans so far.

    Of sets that are found by their bounds, so many `looks` at pairs of nodes are taken at a time. `begun` is whether a
    node is in a set that the search began with.
    """

    tables: Tables
    most: int
    looks: int
    cuts: Cuts
    plans: Plans
    begun: Array
    offers: Offers
    splits: Splits


@compiled
def searched(
    tables: Tables, most: int, looks: int, steps: int, known: Array, units: Array, cost: int
) -> tuple[Plans, float]:
    """The cheapest plans from at most so many nodes, and what any plan costs at least.

    At the sets of each step so many `looks` are taken, one for every two nodes of a set; with none, only first plans
    are found. Units are parted in so many `steps`, half of which are kept for the plans that are chosen. A plan may be
    `known`: its nodes, what each gives of each line, and its cost; it is needed where no plan is found without it.
    """
    search = begin(tables, most, looks, steps // 2, known, units, cost)
    plans = search.plans
    if not plans.found[0]:
        return plans, 0.0
    nodes, bound = np.arange(len(tables.fixed)), 0.0
    for step in range(2 + EXCHANGES_MAX):
        cost = plans.costs[0]
        if step < 2:
            nodes = priced(search, nodes, MORE_ROUNDS if step else ROUNDS)
            limits = np.array(LIMITS) if step else np.array(FIRST_LIMITS)
            limit, sets, sizes, bounds = low(search, nodes, limits, SETS if step else FIRST_SETS)
            if step == 0:
                sets, sizes, bounds = sets[:FIRST_MAX], sizes[:FIRST_MAX], bounds[:FIRST_MAX]
        else:
            limit, sets, sizes, bounds = 0.0, *near(search, nodes)
        at_least = looked_through(search, nodes, sets, sizes, bounds)
        if step == 1:
            bound = max(bounds_of_all(search, nodes).max(), min(limit, at_least))
        elif step > 1 and plans.costs[0] >= cost:
            break
    search.splits.left[0] = max(search.splits.left[0], 0) + steps // 2
    polished, before = 0, -NEVER
    for place in range(plans.found[0]):
        plan, given = plans.nodes[place, : plans.counts[place]].copy(), plans.units[place, : plans.counts[place]].copy()
        cost, best = plans.costs[place], plans.costs[: place + 1].min()
        polished += cost != before  # what costs the same has most often a node more, which gives nothing yet
        before, held = cost, hold_back(search.splits, PLAN_SHARE)
        if tables.together:
            prices, rest = first_prices(tables, cost), hold_back(search.splits, PLAN_SHARE)
            cost = share_anew(tables, plan, search.offers, prices, best, COARSE, given, cost, search.splits)
            search.splits.left[0] += rest
        if cost < best or (polished <= POLISHED and cost - abs(cost) // POLISHED_CLOSE <= best):
            cost = improved(tables, plan, given, cost, FINE, search.splits)
            if len(plan) > 2 and cost <= best and not tables.together:
                prices = first_prices(tables, cost)
                cost = share_again(tables, plan, search.offers, prices, FINE, given, cost, search.splits)
        search.splits.left[0] += held
        plans.costs[place] = cost
        plans.units[place, : len(plan)] = given
    return plans, bound


@folded
def begin(tables: Tables, most: int, looks: int, steps: int, known: Array, units: Array, cost: int) -> Search:
    """Begin with single nodes, sets that take what has most for its cost, and the known plan."""
    lines, count, splits = len(tables.wanted), len(tables.fixed), no_splits(tables, steps)
    begun = np.zeros(count, np.bool_)
    widest = max(len(known), min(max(CORE, NODES_MAX), count))
    firsts, first_sizes = np.zeros((len(PENALTIES), count), np.int64), np.zeros(len(PENALTIES), np.int64)
    for place in range(len(PENALTIES)):
        nodes = cover(tables, PENALTIES[place], most)
        firsts[place, : len(nodes)], first_sizes[place] = nodes, len(nodes)
        begun[nodes] = True
        widest = max(widest, len(nodes))
    plans = no_plans(SEEN_BESIDE + 2 * looks + EXCHANGES_MAX * WIDTH, widest + 2 * EXCHANGES_MAX, lines)
    alone, alone_costs = singles(tables, SINGLES)
    begun[alone] = True
    for place in range(len(alone)):
        keep(plans, alone[place : place + 1], tables.wanted.reshape(1, lines), alone_costs[place])
    for place in range(len(PENALTIES)):
        nodes = firsts[place, : first_sizes[place]].copy()
        if len(nodes) and not is_seen(plans, nodes):
            given = np.zeros((len(nodes), lines), np.int64)
            here = share_best(tables, nodes, given, np.zeros_like(given))
            if len(nodes) > 1 and here < NEVER:
                held = hold_back(splits, LOOK_SHARE)
                here = move_units(tables, nodes, given, here)
                here = parted(tables, nodes, given, here, COARSE, np.int64(NEVER), np.int64(1), splits)
                splits.left[0] += held
            keep(plans, nodes, given, here)
    if len(known):
        begun[known] = True
        held = hold_back(splits, LOOK_SHARE)
        keep(plans, known, units, improved(tables, known, units, cost, FINE, splits))
        splits.left[0] += held
    losses, of_each = np.empty((CUTS, count)), np.empty((CUTS, count, lines))
    cuts = Cuts(np.zeros(1, np.int64), np.zeros(CUTS), losses, of_each, np.zeros((CUTS, lines)))
    return Search(tables, most, looks, cuts, plans, begun, offers_of(tables), splits)


@inlined
def hold_back(splits: Splits, share: int) -> int:
    """Keep all but such a share of the steps that are left for what comes later: how many."""
    held = splits.left[0] - splits.left[0] // share
    splits.left[0] -= held
    return held


@compiled
def look_once(search: Search, nodes: Array, prices: Array) -> None:
    """Have a set's units moved about, beginning at some prices, if there is a set and it was not looked at."""
    plans, tables = search.plans, search.tables
    if len(nodes) and not is_seen(plans, nodes):
        units = np.zeros((len(nodes), len(tables.wanted)), np.int64)
        steps_max = FINE if len(nodes) == 2 else COARSE
        held = hold_back(search.splits, LOOK_SHARE)
        cost = look_at(tables, nodes, search.offers, prices, plans.costs[0], steps_max, units, search.splits)
        search.splits.left[0] += held
        keep(plans, nodes, units, cost)


@folded
def priced(search: Search, nodes: Array, rounds: int) -> Array:
    """Find prices of units that make the bound high: at first from what a unit costs, then from those there are.

    At the first prices sets are grown and looked at, since a good plan early leaves less to look at. What comes back
    are those of the nodes that may be in a plan cheaper than the best.
    """
    tables, cuts = search.tables, search.cuts
    known, many = cuts.used[0] > 0, len(nodes) > CORE
    prices = cuts.prices[0].copy() if known else first_prices(tables, search.plans.costs[0])
    if many and not known:
        first_cut(search, nodes, prices)
    for _ in range(2 if many and not known else 1):
        core, are_all = nodes, len(nodes) <= CORE
        if not are_all:
            nodes = possible(search, nodes)
            chosen = search.begun.copy()
            chosen[likeliest(cuts, nodes)] = True
            core = np.nonzero(chosen)[0]
        prices, left = raise_bound(search.offers, core, prices, search.plans.costs[0], rounds)
        if are_all:
            nodes = left
        first_cut(search, nodes, prices)
        if not known and search.looks:
            nodes = possible(search, nodes)
            near = likeliest(cuts, nodes)
            for power in POWERS:
                look_once(search, grown(tables, near, cuts.losses[0], prices, power, search.most), prices)
    return possible(search, nodes)


@compiled
def first_prices(tables: Tables, cost: int) -> Array:
    """What a unit costs in the best plan so far: half by number, half by weight."""
    share = tables.each_grams / max((tables.each_grams * tables.wanted).sum(), 1.0)
    return 0.5 * cost / tables.wanted.sum() + 0.5 * cost * share


@compiled
def likeliest(cuts: Cuts, nodes: Array) -> Array:
    """Those of the nodes that lose least at the first prices."""
    return nodes[np.argsort(cuts.losses[0][nodes], kind="mergesort")[:CORE]]


@compiled
def first_cut(search: Search, nodes: Array, prices: Array) -> None:
    """Have the first bounds of these nodes at these prices."""
    cuts = search.cuts
    count = cuts.used[0]
    cuts.used[0] = 0
    add_cut(search.offers, cuts, nodes, prices)
    cuts.used[0] = max(count, 1)


@compiled
def possible(search: Search, nodes: Array) -> Array:
    """Those of the nodes that may be in a plan cheaper than the best, by all bounds that there are."""
    cuts = search.cuts
    bounds, left = bounds_of_all(search, nodes), np.empty(len(nodes), np.int64)
    size = 0
    for node in nodes:
        may_be = True
        for row in range(len(bounds)):
            may_be = may_be and max(cuts.losses[row, node], 0.0) + bounds[row] < search.plans.costs[0]
        if may_be:
            left[size] = node
            size += 1
    return left[:size].copy()


@compiled
def bounds_of_all(search: Search, nodes: Array) -> Array:
    """What any plan of these nodes costs at least, by the prices of each row of the cuts."""
    cuts = search.cuts
    bounds = cuts.bases[: cuts.used[0]].copy()
    for row in range(len(bounds)):
        for node in nodes:
            bounds[row] += min(cuts.losses[row, node], 0.0)
    return bounds


@compiled
def low(search: Search, nodes: Array, limits: Array, enough: int) -> tuple[float, Array, Array, Array]:
    """Sets whose bounds are low, the lowest first: below which bound all are there; their nodes, sizes and bounds."""
    cuts, tables = search.cuts, search.tables
    bound, cost = bounds_of_all(search, nodes).max(), float(search.plans.costs[0])
    candidates = nodes[np.argsort(cuts.losses[0][nodes], kind="mergesort")]
    sets, trial_sets = np.empty((SETS_MAX, NODES_MAX), np.int64), np.empty((SETS_MAX, NODES_MAX), np.int64)
    sizes, trial_sizes = np.empty(SETS_MAX, np.int64), np.empty(SETS_MAX, np.int64)
    bounds, trial_bounds = np.empty(SETS_MAX), np.empty(SETS_MAX)
    limit, count = bound, 0
    at, steps, growth = 0, 0.0, 1.0
    while at < len(limits) and count < enough and steps * growth < STEPS_MAX:
        far = at > 1 and steps * growth * growth < STEPS_MAX and FEW_SETS * count < enough
        jump = 1 if far and at + 1 < len(limits) else 0
        trial = bound + (cost - bound) * limits[at + jump]
        found, took = sets_below(
            tables, cuts, candidates, trial, search.most, trial_sets, trial_sizes, trial_bounds, STEPS_MAX
        )
        if found < 0 and not jump:
            break
        if found < 0:
            limits = limits[: at + 1]
            continue
        growth = (took / steps) ** (0.5 if jump else 1.0) if steps else 1.0
        limit, count, steps = trial, found, float(took)
        sets, trial_sets, sizes, trial_sizes = trial_sets, sets, trial_sizes, sizes
        bounds, trial_bounds = trial_bounds, bounds
        at += 1 + jump
    order = np.argsort(bounds[:count], kind="mergesort")
    return limit, sets[order], sizes[order], bounds[order]


@compiled
def near(search: Search, nodes: Array) -> tuple[Array, Array, Array]:
    """Neighbors of the best set, by their bounds at its own prices: their nodes, sizes and bounds."""
    cuts, plans, tables = search.cuts, search.plans, search.tables
    cost, best = plans.costs[0], plans.nodes[0, : plans.counts[0]].copy()
    row = own_cut(search.offers, best, cuts, nodes, cost)
    outside = likely(best, cuts.losses[row], OUTSIDE)
    return neighbors(tables, best, cuts.bases[row], cuts.losses[row], outside, search.most, float(cost), WIDTH)


@folded
def looked_through(search: Search, left: Array, sets: Array, sizes: Array, bounds: Array) -> float:
    """Look at the sets of the lowest own bounds as long as one may be cheaper; what each costs at least.

    `left` are the nodes that may be in a plan cheaper than the best.
    """
    if not len(sets):
        return float(NEVER)
    best, looks = search.plans.costs[0], search.looks
    own, prices, order = own_bounds(search.offers, sets, sizes, bounds, search.cuts, left, best)
    for place in order:
        if own[place] >= search.plans.costs[0] or looks <= 0:
            break
        nodes = np.sort(sets[place, : sizes[place]])
        if not is_seen(search.plans, nodes):
            pairs = len(nodes) * (len(nodes) - 1) // 2
            looks -= max(min(pairs, search.looks // SETS_LOOKED_AT), 1)
            look_once(search, nodes, prices[place])
    return own.min()
