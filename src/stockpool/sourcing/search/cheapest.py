"""The cheapest plan for one demand: by a table of parts where one fits, else among sets of nodes by what they cost at least."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.found import OTHERS, FoundPlan, found_plan
from stockpool.sourcing.search.kernels.exchange import cover, exchange
from stockpool.sourcing.search.kernels.prices import Items, bound_at, items_of, raise_bound
from stockpool.sourcing.search.kernels.sets import Plans, Priced, is_new, keep_plan, look_through, sets_below
from stockpool.sourcing.search.kernels.sharing import FINE, improved, share_best
from stockpool.sourcing.search.parts import fits, part
from stockpool.sourcing.search.problem import Problem, Taken
from stockpool.sourcing.search.tables import NEVER, Array, Tables, tables_of

PENALTIES = (1.0, 0.5, 2.0)
"""How much a node's cost counts against what it has when a first set is made."""

ROUNDS, MORE_ROUNDS = 30, 15
"""So often the prices of units are moved: at first, and once a good plan is known."""

CORE = 64
"""Of more nodes, prices are found with so many of the likeliest."""

FIRST_LIMITS, LIMITS = (0.1, 0.2, 0.4, 0.7, 1.0), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
"""Sets are looked for whose bound is above that of all plans by more and more of what the best plan is above it."""

FIRST_SETS, SETS, SETS_MAX = 24, 1_000, 3_000
"""So many sets are enough; and no more than these are kept."""

FIRST_LOOKS, LOOKS = 12, 30
"""So many of them have their units moved about."""

STEPS_MAX = 20_000
WIDTH, OUTSIDE = 200, 30
SEEN_MAX = 512
EXCHANGES_MAX = 4
POLISHED = 3
PLANS = 8
NODES_MAX = 16
"""Sets of more nodes are not kept."""


class _Plan(NamedTuple):
    """A set of nodes: its cost with the further nodes', its nodes, and what each gives of each line."""

    cost: int
    nodes: Array
    units: Array


def cheapest(problem: Problem, served: Sequence[int]) -> FoundPlan:
    """The cheapest way to take so many units of each line, which the nodes have together within the limits."""
    if not any(served):
        return FoundPlan({}, 0, 0)
    tables = tables_of(problem, served)
    singles = _singles(problem, served)
    if fits(served):
        parted = part(problem, tables)
        if parted is not None:
            return found_plan(problem, [parted.taken, *parted.others, *singles], parted.cost)
    plans, bound = _searched(problem, tables)
    return found_plan(problem, [*[_taken(plan) for plan in plans], *singles], bound - problem.further)


def _searched(problem: Problem, tables: Tables) -> tuple[list[_Plan], int]:
    most = min(problem.nodes_max or len(problem.fixed), len(problem.fixed))
    begins = [nodes for nodes in [cover(tables, penalty, most) for penalty in PENALTIES] if len(nodes)]
    width = max(NODES_MAX, *map(len, begins))
    plans = Plans(
        np.full(PLANS, NEVER),
        np.zeros(PLANS, dtype=np.int64),
        np.zeros((PLANS, width), dtype=np.int64),
        np.zeros((PLANS, width, len(tables.wanted)), dtype=np.int64),
    )
    seen = np.zeros(SEEN_MAX, dtype=np.int64)
    for nodes in begins:
        if is_new(nodes, seen):
            units = np.zeros((len(nodes), len(tables.wanted)), dtype=np.int64)
            keep_plan(
                plans,
                improved(tables, nodes, units, share_best(tables, nodes, units, units.copy()), FINE),
                nodes,
                units,
            )
    items = items_of(tables)
    priced, bound = _priced(tables, items, _first_prices(tables, plans.costs[0]), plans.costs[0], ROUNDS)
    sets, sizes, bounds, _ = _sets(tables, priced, bound, plans, most, FIRST_LIMITS, FIRST_SETS)
    look_through(tables, sets, sizes, bounds, priced, plans, FIRST_LOOKS, 4 * FIRST_SETS, seen)
    priced, bound = _priced(tables, items, priced.prices, plans.costs[0], MORE_ROUNDS)
    sets, sizes, bounds, limit = _sets(tables, priced, bound, plans, most, LIMITS, SETS)
    least = look_through(tables, sets, sizes, bounds, priced, plans, LOOKS, SETS_MAX, seen)
    exchange(tables, plans, priced, OUTSIDE, most, EXCHANGES_MAX, WIDTH, LOOKS, seen)
    found = [
        _Plan(int(cost), nodes[:size], units[:size])
        for cost, size, nodes, units in zip(*plans, strict=True)
        if cost < NEVER
    ]
    bound = max(bound, min(limit, least))
    return [*[_polished(tables, plan) for plan in found[:POLISHED]], *found[POLISHED:]], int(bound) - 1


def _sets(
    tables: Tables, priced: Priced, bound: float, plans: Plans, most: int, limits: Sequence[float], enough: int
) -> tuple[Array, Array, Array, float]:
    """Sets of nodes whose bound is below a limit, their bounds, and the limit: all there are below it."""
    cost = float(plans.costs[0])
    candidates = np.flatnonzero(np.maximum(priced.losses, 0.0) + bound < cost)
    candidates = candidates[np.argsort(priced.losses[candidates], kind="stable")]
    kept, sizes = np.empty((SETS_MAX, NODES_MAX), dtype=np.int64), np.empty(SETS_MAX, dtype=np.int64)
    bounds = np.empty(SETS_MAX)
    count, limit = 0, bound
    sets, numbers, lowest = kept[:0], sizes[:0], bounds[:0]
    for share in limits:
        trial = bound + (cost - bound) * share
        count = sets_below(tables, candidates, priced.losses, priced.base, trial, most, kept, sizes, bounds, STEPS_MAX)
        if count < 0:
            break
        limit = trial
        order = np.argsort(bounds[:count], kind="stable")
        sets, numbers, lowest = kept[order], sizes[order], bounds[order]
        if count >= enough:
            break
    return sets, numbers, lowest, limit


def _first_prices(tables: Tables, cost: int) -> Array:
    """What a unit costs in the best plan so far: half by number, half by weight."""
    grams = tables.each_grams
    share = grams / max(float(np.dot(grams, tables.wanted)), 1.0)
    return np.asarray(0.5 * cost / tables.wanted.sum() + 0.5 * cost * share)


def _priced(tables: Tables, items: Items, prices: Array, cost: int, rounds: int) -> tuple[Priced, float]:
    """Prices of units that make the bound high, and that bound."""
    count, lines = len(tables.fixed), len(tables.wanted)
    order = np.arange(len(items[1]))
    losses, given = np.zeros(count), np.zeros(lines)
    everyone = np.arange(count)
    _, prices = raise_bound(tables, everyone, items, order, prices, cost, rounds, losses)
    bound = bound_at(tables, everyone, items, order, prices, losses, given, given.copy())
    return Priced(items, order, prices, losses, float(np.dot(prices, tables.wanted))), bound


def _polished(tables: Tables, plan: _Plan) -> _Plan:
    units = plan.units.copy()
    return _Plan(improved(tables, plan.nodes, units, plan.cost, FINE), plan.nodes, units)


def _singles(problem: Problem, served: Sequence[int]) -> list[Taken]:
    """The plans from one node each, the cheapest first: as many as can be among the best."""
    if problem.units_max is not None and sum(served) > problem.units_max:
        return []
    wanted = [(number, units) for number, units in enumerate(served) if units]
    free = [problem.lines[line].free for line, _ in wanted]
    ample = [
        node
        for node in range(len(problem.fixed))
        if all([free[place][node] >= units for place, (_, units) in enumerate(wanted)])
    ]
    plans = [{(line, node): units for line, units in wanted} for node in ample]
    return sorted(plans, key=problem.cost)[: OTHERS + 1]


def _taken(plan: _Plan) -> Taken:
    return {
        (line, int(node)): int(count)
        for node, row in zip(plan.nodes, plan.units, strict=True)
        for line, count in enumerate(row)
        if count
    }
