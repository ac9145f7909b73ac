"""The search's problem as a mixed integer model that HiGHS solves to the end: what its plans are measured against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from stockpool.sourcing.api import Problem, new_solver

if TYPE_CHECKING:
    import highspy

    from stockpool.kernel.tariffs import Tariff

SCALE = 1e6
"""Costs in whole currency: a solver's tolerances are meant for numbers of that size."""


class Optimum(msgspec.Struct, frozen=True):
    """The cheapest plan's cost as HiGHS found it; `proven` where it says that nothing is cheaper."""

    cost: float
    proven: bool


def optimum(problem: Problem, served: Sequence[int], seconds_max: float) -> Optimum:
    """The least that it costs to take so many units of each line; any weights must be whole grams a unit."""
    import highspy

    model = new_solver()
    for name, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0), ("mip_feasibility_tolerance", 1e-9)):
        model.setOptionValue(name, value)
    model.setOptionValue("time_limit", seconds_max)
    objective = _Model(model, problem, served).objective()
    model.minimize(objective)
    proven = model.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return Optimum(model.getInfo().objective_function_value * SCALE - problem.further, proven)


class _Model:
    """Units by line and node, whether a node is used, and the piece of its tariff that its parcel is in."""

    def __init__(self, model: highspy.Highs, problem: Problem, served: Sequence[int]) -> None:
        self._model, self._problem, self._served = model, problem, served
        self._nodes = range(len(problem.fixed))
        self._used: list[Any] = [model.addBinary() for _ in self._nodes]
        self._given: dict[int, list[tuple[int, Any]]] = {node: [] for node in self._nodes}

    def objective(self) -> highspy.highs_linear_expression:
        """What all of it costs, with what a further node costs for the first as well."""
        terms = [term for line in range(len(self._served)) for term in self._line(line)]
        terms += [
            (self._problem.fixed[node] + self._problem.further) / SCALE * self._used[node] for node in self._nodes
        ]
        terms += [term for node in self._nodes for term in self._parcel(node)]
        self._limits()
        return sum(terms[1:], terms[0])

    def _line(self, number: int) -> list[Any]:
        line, units = self._problem.lines[number], self._served[number]
        terms, row = [], []
        for node in self._nodes:
            free = min(line.free[node], units)
            rising = None if line.rising is None else line.rising[node][:free]
            for cost, most in [(line.costs[node], free)] if rising is None else [(each, 1) for each in rising]:
                if most:
                    given = self._model.addIntegral(lb=0, ub=most)
                    self._model.addConstr(given <= most * self._used[node])
                    self._given[node].append((number, given))
                    row.append(given)
                    terms.append(cost / SCALE * given)
        if units:
            self._model.addConstr(sum(row[1:], row[0] + 0) == units)
        return terms

    def _parcel(self, node: int) -> list[Any]:
        tariff, lines = self._problem.tariffs[node], self._problem.lines
        if tariff is None or not self._given[node]:
            return []
        heaviest = sum([line.weight(min(line.free[node], self._served[number])) for number, line in enumerate(lines)])
        pieces, terms, weights, lowest = [], [], [], 0
        for upto, base, per_g in repeated(tariff, max(heaviest, 1)):
            piece, weight = self._model.addBinary(), self._model.addVariable(lb=0)
            self._model.addConstr(weight <= upto * piece)
            self._model.addConstr(weight >= lowest * piece)
            pieces.append(piece)
            weights.append(weight)
            terms += [base / SCALE * piece, per_g / SCALE * weight]
            lowest = upto + 1  # in whole grams
        self._model.addConstr(sum(pieces[1:], pieces[0] + 0) == self._used[node])
        sent = [lines[number].grams * given for number, given in self._given[node]]
        self._model.addConstr(sum(weights[1:], weights[0] + 0) == sum(sent[1:], sent[0]))
        return terms

    def _limits(self) -> None:
        if self._problem.nodes_max is not None:
            self._model.addConstr(sum(self._used[1:], self._used[0] + 0) <= self._problem.nodes_max)
        for given in self._given.values() if self._problem.units_max is not None else ():
            if given:
                units = [each for _, each in given]
                self._model.addConstr(sum(units[1:], units[0] + 0) <= self._problem.units_max)


def repeated(tariff: Tariff, grams: int) -> list[tuple[int, int, int]]:
    """A tariff's pieces up to a weight, with those of further parcels where one is too light for it."""
    last = tariff[-1]
    whole = last.base + last.per_g * last.upto_g
    pieces: list[tuple[int, int, int]] = []
    full = 0
    while True:
        before = full * last.upto_g
        for upto, base, per_g in tariff:
            pieces.append((min(before + upto, grams), base + full * whole - per_g * before, per_g))
            if before + upto >= grams:
                return pieces
        full += 1
