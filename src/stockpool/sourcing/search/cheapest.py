"""The cheapest plan for one demand: exact where its parts can be tabled unit by unit, by exchange of nodes beyond that."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from stockpool.kernel.tariffs import Tariff
from stockpool.sourcing.search import kernels
from stockpool.sourcing.search.found import OTHERS, FoundPlan, found_plan
from stockpool.sourcing.search.kernels import NEVER, Array, Tables
from stockpool.sourcing.search.parts import part, pieces_of
from stockpool.sourcing.search.problem import Problem, ProblemLine, Taken, parcel_cost

ROUNDS_MAX = 8
"""So many times a set of nodes is left for a cheaper neighbor."""

LOOKED_AT = 6
"""So many neighbors of a set are looked at closely."""

LIKELY = 14
"""So many likely nodes are tried in pairs."""

SEEN_MAX = 512
"""So many sets that were looked at closely are remembered."""

PAIRED = 50
BEST_PAIRS = 3
"""The best pairs of so many nodes are begun with."""

POLISHED = 3
"""So many of the plans have their units moved about once more, more finely."""

PAIRS_ROUNDS_MAX = 2

PENALTIES = (1.0, 0.5, 2.0)
"""How much a node's cost counts against what it has when a first set is made."""


def cheapest(problem: Problem, served: Sequence[int]) -> FoundPlan:
    """The cheapest way to take so many units of each line, which the nodes have together within the limits."""
    if not any(served):
        return FoundPlan({}, 0, 0)
    tables = tables_of(problem, served)
    pieces = pieces_of(problem, served)
    parting = None if pieces is None else part(problem, tables, pieces)
    if parting is not None and parting.pieces.single:
        taken = parting.taken()
        singles = _singles(problem, served)
        return found_plan(problem, [taken, *singles], problem.cost(taken))
    most = problem.nodes_max or len(problem.fixed)
    begins = [kernels.cover(tables, penalty, most) for penalty in PENALTIES]
    if parting is not None:
        begins.insert(0, np.array(sorted({node for node, _ in parting.parts}), dtype=np.int64))
    seen = np.zeros(SEEN_MAX, np.int64)
    plans = _from(tables, begins, most, seen)
    if most > 1:
        near = np.argsort(tables.fixed + tables.light, kind="stable")[:PAIRED]
        pairs = kernels.best_pairs(tables, near, min([plan.cost for plan in plans], default=NEVER), BEST_PAIRS)
        plans += _from(tables, [pair[3:] for pair in pairs if pair[0] < NEVER], most, seen)
    best = min(plans, key=lambda each: each.cost)
    for _ in range(PAIRS_ROUNDS_MAX):
        outside = kernels.likely(tables, best.nodes, best.units, LIKELY)
        found = _Set(*kernels.exchange_pairs(tables, *best[1:], best.cost, most, outside, LOOKED_AT, seen))
        if found.cost >= best.cost:
            break
        best = _Set(*kernels.exchange(tables, found.nodes, most, ROUNDS_MAX, LOOKED_AT, seen))
        plans.append(best)
    plans.sort(key=lambda each: (each.cost, each.nodes.tolist()))
    polished = [_polished(tables, plan) for plan in plans[:POLISHED]]
    found = [_taken(each.nodes, each.units) for each in (*polished, *plans[POLISHED:]) if each.cost < NEVER]
    return found_plan(problem, [*found, *_singles(problem, served)], tables.units_least)


def _singles(problem: Problem, served: Sequence[int]) -> list[Taken]:
    """The plans from one node each, the cheapest first: as many as can be among the best."""
    if problem.units_max is not None and sum(served) > problem.units_max:
        return []
    wanted = [(number, units) for number, units in enumerate(served) if units]
    ample = [
        node
        for node in range(len(problem.fixed))
        if all([problem.lines[line].free[node] >= units for line, units in wanted])
    ]
    plans = [{(line, node): units for line, units in wanted} for node in ample]
    return sorted(plans, key=problem.cost)[: OTHERS + 1]


class _Set(NamedTuple):
    """A set of nodes: its cost with the further nodes', its nodes, and what each gives of each line."""

    cost: int
    nodes: Array
    units: Array


def _polished(tables: Tables, plan: _Set) -> _Set:
    units = plan.units.copy()
    return _Set(kernels.improved(tables, plan.nodes, units, plan.cost, kernels.FINE), plan.nodes, units)


def _from(tables: Tables, begins: Sequence[Array], most: int, seen: Array) -> list[_Set]:
    """What exchange makes of some sets."""
    distinct = {tuple(each.tolist()): each for each in begins if len(each)}
    return [_Set(*kernels.exchange(tables, nodes, most, ROUNDS_MAX, LOOKED_AT, seen)) for nodes in distinct.values()]


def _taken(nodes: Array, units: Array) -> Taken:
    return {
        (line, int(node)): int(count)
        for node, row in zip(nodes, units, strict=True)
        for line, count in enumerate(row)
        if count
    }


def tables_of(problem: Problem, served: Sequence[int]) -> Tables:
    """The problem as arrays."""
    lines = problem.lines
    deepest = max([max(map(len, line.rising)) for line in lines if line.rising is not None], default=0)
    rising = np.zeros((len(lines), len(problem.fixed) if deepest else 1, max(deepest, 1)), dtype=np.int64)
    for number, line in enumerate(lines):
        if line.rising is not None:
            rising[number, :, :] = [(*each, *[0] * (rising.shape[2] - len(each))) for each in line.rising]
    tariffs: dict[Tariff, int] = {}
    first: list[int] = []
    upto: list[int] = []
    base: list[int] = []
    per_g: list[int] = []
    for tariff in problem.tariffs:
        known = tariffs.get(tariff) if tariff is not None else 0
        if known is None:
            assert tariff is not None
            known = tariffs[tariff] = len(upto)
            for piece in tariff:
                upto.append(piece.upto_g)
                base.append(piece.base)
                per_g.append(piece.per_g)
        first.append(known)
    grams = sum([line.weight(units) for line, units in zip(lines, served, strict=True)])
    slopes = {tariff: _slope(tariff, grams) for tariff in tariffs}
    light = {tariff: parcel_cost(tariff, 1) for tariff in tariffs}
    heavy = {tariff: _heavy(tariff, grams) for tariff in tariffs}
    return Tables(
        np.array(served, dtype=np.int64),
        np.array([line.free for line in lines], dtype=np.int64),
        np.array([line.costs for line in lines], dtype=np.int64),
        rising,
        np.array([line.rising is not None for line in lines]),
        np.array([line.grams for line in lines], dtype=np.int64),
        np.array([line.unit for line in lines], dtype=np.int64),
        np.array(problem.fixed, dtype=np.int64) + problem.further,
        np.array([0.0 if tariff is None else slopes[tariff] for tariff in problem.tariffs]),
        np.array(first, dtype=np.int64),
        np.array([0 if tariff is None else len(tariff) for tariff in problem.tariffs], dtype=np.int64),
        np.array(upto or [0], dtype=np.int64),
        np.array(base or [0], dtype=np.int64),
        np.array(per_g or [0], dtype=np.int64),
        np.array([0 if tariff is None else light[tariff] for tariff in problem.tariffs], dtype=np.int64),
        np.array([0 if tariff is None else heavy[tariff] for tariff in problem.tariffs], dtype=np.int64),
        sum([units * _least(line) for line, units in zip(lines, served, strict=True) if units]),
    )


def _least(line: ProblemLine) -> int:
    """The least that a unit costs anywhere."""
    if line.rising is None:
        return min([cost for cost, free in zip(line.costs, line.free, strict=True) if free])
    return min([costs[0] for costs in line.rising if costs])


def _heavy(tariff: Tariff, grams: int) -> int:
    """What a parcel with nearly all of it costs; that of a light one where two parcels may be cheaper than one."""
    together = parcel_cost(tariff, grams) + parcel_cost(tariff, 1)
    for upto, _, _ in tariff:
        if upto < grams and parcel_cost(tariff, upto) + parcel_cost(tariff, grams - upto) < together:
            return parcel_cost(tariff, 1)
    return parcel_cost(tariff, grams)


def _slope(tariff: Tariff, grams: int) -> float:
    """What a gram costs about, between an eighth of all that is sent and all of it."""
    low, high = max(grams // 8, 1), max(grams, 2)
    return (parcel_cost(tariff, high) - parcel_cost(tariff, low)) / (high - low)
