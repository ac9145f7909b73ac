"""The cheapest plan for one demand: by a table of parts where one fits, else among sets of nodes by their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stockpool.sourcing.search.found import OTHERS, FoundPlan, found_plan
from stockpool.sourcing.search.kernels.exchange import cover, grown, likely, neighbors
from stockpool.sourcing.search.kernels.prices import items_of, raise_bound
from stockpool.sourcing.search.kernels.sets import Cuts, add_cut, look_at, own_bounds, own_cut, sets_below
from stockpool.sourcing.search.kernels.sharing import improved, share_best
from stockpool.sourcing.search.kernels.units import single_costs
from stockpool.sourcing.search.limits import some_plan
from stockpool.sourcing.search.parts import fits, part
from stockpool.sourcing.search.problem import Problem, Taken
from stockpool.sourcing.search.tables import NEVER, Array, Tables, reckonable

PENALTIES = (1.0, 0.5, 2.0)
"""How much a node's cost counts against what it has when a first set is made."""

POWERS = (0.0, 0.8, 1.0, 1.25)
"""How much what a node adds counts against its cost when a set is grown at prices of units."""

COARSE, FINE = 256, 3_000
"""Steps of a table over weights: for sets that are looked at, and for those that are chosen."""

ROUNDS, MORE_ROUNDS = 30, 15
"""So often the prices of units are moved: at first, and once a good plan is known."""

CORE = 64
"""Of more nodes, prices are found with so many of the likeliest."""

FIRST_LIMITS, LIMITS = (0.1, 0.2, 0.4, 0.7, 1.0), (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.85, 1.0)
"""Sets are looked for whose bound is above that of all plans by more and more of what the best plan is above it."""

FIRST_SETS, SETS, SETS_MAX = 24, 200, 600
"""So many sets are enough; and no more than these are kept."""

FIRST_LOOKS, LOOKS = 12, 12
"""So many of them have their units moved about."""

STEPS_MAX = 20_000
WIDTH, OUTSIDE = 60, 30
EXCHANGES_MAX = 4
POLISHED = 3
PLANS = 8
LEFT_OUT = 1e17
"""What a node loses that can be in no plan cheaper than the best."""

CUTS = 20
"""Bounds of all sets are kept for so many prices."""

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
    tables = reckonable(problem, served)
    if tables is None:
        return found_plan(problem, [some_plan(problem, served)], 0)
    singles = _singles(tables)
    if fits(served):
        parted = part(problem, tables)
        if parted is not None:
            return found_plan(problem, [parted.taken, *parted.others, *singles], parted.cost)
    plans, bound = _searched(problem, tables)
    return found_plan(problem, [*[_taken(plan) for plan in plans], *singles], bound - problem.further)


def _searched(problem: Problem, tables: Tables) -> tuple[list[_Plan], int]:
    """The cheapest plans among sets of nodes, and what any plan costs at least."""
    search = _Search(tables, min(problem.nodes_max or len(problem.fixed), len(problem.fixed)))
    if not search.begin():
        search.begin_with(problem, some_plan(problem, tables.wanted.tolist()))
    search.price(ROUNDS)
    search.look(FIRST_LIMITS, FIRST_SETS, FIRST_LOOKS)
    search.price(MORE_ROUNDS)
    bound = max(search.bound(), search.look(LIMITS, SETS, LOOKS))
    search.exchange()
    found = search.found()
    return [*[_polished(tables, plan) for plan in found[:POLISHED]], *found[POLISHED:]], min(
        int(bound) - 1, found[0].cost
    )


class _Search:
    """The cheapest plans so far, and the bounds of sets of nodes."""

    def __init__(self, tables: Tables, most: int) -> None:
        count, lines = len(tables.fixed), len(tables.wanted)
        self._tables, self._most = tables, most
        self._begins = [nodes for nodes in [cover(tables, penalty, most) for penalty in PENALTIES] if len(nodes)]
        self._plans: dict[tuple[int, ...], _Plan] = {}
        self._cost = NEVER
        self._cuts = Cuts(
            np.zeros(1, dtype=np.int64), np.zeros(CUTS), np.full((CUTS, count), LEFT_OUT), np.zeros((CUTS, lines))
        )
        self._nodes = np.arange(count)  # those that may be in a plan cheaper than the best so far
        self._items = items_of(tables)
        self._order = np.arange(len(self._items[1]))

    def begin(self) -> bool:
        """Sets that take what has most for its cost; whether one of them has everything within the limits."""
        for nodes in self._begins:
            units = np.zeros((len(nodes), len(self._tables.wanted)), dtype=np.int64)
            cost = share_best(self._tables, nodes, units, units.copy())
            self._keep(_Plan(improved(self._tables, nodes, units, cost, COARSE), nodes, units))
        return self._cost < NEVER

    def begin_with(self, problem: Problem, taken: Taken) -> None:
        """One plan that is known."""
        nodes = sorted({node for _, node in taken})
        units = np.zeros((len(nodes), len(problem.lines)), dtype=np.int64)
        for (line, node), count in taken.items():
            units[nodes.index(node), line] = count
        known = _Plan(problem.cost(taken) + problem.further, np.array(nodes), units)
        self._begins.append(known.nodes)
        self._keep(_polished(self._tables, known))

    def _keep(self, plan: _Plan) -> None:
        self._plans[tuple(plan.nodes.tolist())] = plan
        self._cost = min(self._cost, plan.cost)

    def price(self, rounds: int) -> None:
        """Prices of units that make the bound high: at first from what a unit costs, then from those there are."""
        known, many = bool(self._cuts.used[0]), len(self._nodes) > CORE
        prices = self._cuts.prices[0].copy() if known else _first_prices(self._tables, self._cost)
        for _ in range(2 if many else 1):
            core = self._nodes
            if len(core) > CORE:
                self._first_cut(prices)
                core = np.unique(np.concatenate([self._likeliest(), *self._begins]))
            _, prices = raise_bound(self._tables, core, self._items, self._order, prices, self._cost, rounds)
            if not known:
                self._first_cut(prices)
                self._grow(prices)
        self._first_cut(prices)

    def _likeliest(self) -> Array:
        return self._nodes[np.argsort(self._cuts.losses[0, self._nodes], kind="stable")[:CORE]]

    def _grow(self, prices: Array) -> None:
        """Look at sets that are grown at some prices: a good plan early leaves less to look at."""
        nodes, losses = self._likeliest(), self._cuts.losses[0]
        for power in POWERS:
            self._look_at(grown(self._tables, nodes, losses, prices, power, self._most), prices)

    def _look_at(self, nodes: Array, prices: Array) -> None:
        """Have a set's units moved about, if there is one that was not seen."""
        if len(nodes) and tuple(nodes.tolist()) not in self._plans:
            units = np.zeros((len(nodes), len(self._tables.wanted)), dtype=np.int64)
            cost = look_at(self._tables, nodes, self._items, self._order, prices, self._cost, COARSE, units)
            self._keep(_Plan(int(cost), nodes, units))

    def _first_cut(self, prices: Array) -> None:
        count = int(self._cuts.used[0])
        self._cuts.used[0] = 0
        add_cut(self._tables, self._cuts, self._nodes, self._items, self._order, prices)
        self._cuts.used[0] = max(count, 1)
        self._leave_out()

    def _leave_out(self) -> None:
        """Leave nodes out that make any plan as dear as the best."""
        losses, bounds = self._cuts.losses[: self._cuts.used[0], self._nodes], self._bounds()
        self._nodes = self._nodes[((np.maximum(losses, 0.0).T + bounds) < self._cost).all(axis=1)]

    def bound(self) -> float:
        """What any plan costs at least."""
        return float(self._bounds().max())

    def _bounds(self) -> Array:
        rows = slice(int(self._cuts.used[0]))
        saved = np.minimum(self._cuts.losses[rows][:, self._nodes], 0.0).sum(axis=1)
        return np.asarray(self._cuts.bases[rows] + saved)

    def look(self, limits: Sequence[float], enough: int, looks: int) -> float:
        """Look at sets whose bounds are low; what any plan costs at least."""
        bound, cost = self.bound(), float(self._cost)
        candidates = self._nodes[np.argsort(self._cuts.losses[0, self._nodes], kind="stable")]
        kept, sizes = np.empty((SETS_MAX, NODES_MAX), dtype=np.int64), np.empty(SETS_MAX, dtype=np.int64)
        values = np.empty(SETS_MAX)
        limit, chosen = bound, (kept[:0], sizes[:0], values[:0])
        for share in limits:
            trial = bound + (cost - bound) * share
            count = sets_below(self._tables, self._cuts, candidates, trial, self._most, kept, sizes, values, STEPS_MAX)
            if count < 0:
                break
            order = np.argsort(values[:count], kind="stable")
            limit, chosen = trial, (kept[order], sizes[order], values[order])
            if count >= enough:
                break
        return min(limit, self._look_through(*chosen, looks))

    def _look_through(self, sets: Array, sizes: Array, bounds: Array, looks: int) -> float:
        """Look at the sets of the lowest own bounds as long as one may be cheaper; what each costs at least."""
        if not len(sets):
            return float(NEVER)
        own, prices, order = own_bounds(
            self._tables, sets, sizes, bounds, self._cuts, self._nodes, self._items, self._order, self._cost
        )
        for place in order:
            if own[place] >= self._cost or not looks:
                break
            nodes = np.sort(sets[place, : sizes[place]])
            if tuple(nodes.tolist()) in self._plans:
                continue
            looks -= 1
            self._look_at(nodes, prices[place])
        return float(own.min())

    def exchange(self) -> None:
        """Look at the neighbors of the best set, by their bounds at its own prices, as long as one is cheaper."""
        for _ in range(EXCHANGES_MAX):
            best, tables = self.found()[0], self._tables
            row = own_cut(tables, best.nodes, self._cuts, self._nodes, self._items, self._order, best.cost)
            base, losses = float(self._cuts.bases[row]), self._cuts.losses[row]
            outside = likely(best.nodes, losses, OUTSIDE)
            sets = neighbors(tables, best.nodes, base, losses, outside, self._most, float(best.cost), WIDTH)
            self._look_through(*sets, LOOKS)
            if self._cost >= best.cost:
                break

    def found(self) -> list[_Plan]:
        """The best plans, the cheapest first."""
        plans = [plan for plan in self._plans.values() if plan.cost < NEVER]
        return sorted(plans, key=lambda plan: (plan.cost, len(plan.nodes), plan.nodes.tolist()))[:PLANS]


def _first_prices(tables: Tables, cost: int) -> Array:
    """What a unit costs in the best plan so far: half by number, half by weight."""
    grams = tables.each_grams
    share = grams / max(float(np.dot(grams, tables.wanted)), 1.0)
    return np.asarray(0.5 * cost / tables.wanted.sum() + 0.5 * cost * share)


def _polished(tables: Tables, plan: _Plan) -> _Plan:
    units = plan.units.copy()
    return _Plan(improved(tables, plan.nodes, units, plan.cost, FINE), plan.nodes, units)


def _singles(tables: Tables) -> list[Taken]:
    """The plans from one node each, the cheapest first: as many as can be among the best."""
    costs = single_costs(tables)
    nodes = [int(node) for node in np.argsort(costs, kind="stable")[: OTHERS + 1] if costs[node] < NEVER]
    wanted = [(line, units) for line, units in enumerate(tables.wanted.tolist()) if units]
    return [{(line, node): units for line, units in wanted} for node in nodes]


def _taken(plan: _Plan) -> Taken:
    return {
        (line, int(node)): int(count)
        for node, row in zip(plan.nodes, plan.units, strict=True)
        for line, count in enumerate(row)
        if count
    }
