"""The cheapest plan for one demand: by a table of parts where one fits, else among sets of nodes by their bounds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from stockpool.sourcing.search.found import OTHERS, FoundPlan, found_plan
from stockpool.sourcing.search.kernels.searching import Plans, searched
from stockpool.sourcing.search.kernels.units import single_costs
from stockpool.sourcing.search.limits import some_plan
from stockpool.sourcing.search.parts import fits, part
from stockpool.sourcing.search.problem import Problem, Taken
from stockpool.sourcing.search.tables import NEVER, Array, Tables, reckonable

LOOKS = 300
"""So many pairs of nodes of the sets that each step of the search finds have their units moved about between them."""


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
    return found_plan(problem, [*plans, *singles], bound - problem.further)


def _searched(problem: Problem, tables: Tables) -> tuple[list[Taken], int]:
    """The cheapest plans among sets of nodes, and what any plan costs at least."""
    most = min(problem.nodes_max or len(problem.fixed), len(problem.fixed))
    plans, bound = searched(tables, most, LOOKS, *_known(problem, {}))
    if not plans.found[0]:
        plans, bound = searched(tables, most, LOOKS, *_known(problem, some_plan(problem, tables.wanted.tolist())))
    return _best_of(plans), min(int(bound) - 1, int(plans.costs[0]))


def _best_of(plans: Plans) -> list[Taken]:
    """As many plans as can be the chosen one and the best from other nodes."""
    best: list[Taken] = []
    nodes: set[frozenset[int]] = set()
    costs = plans.costs[: plans.found[0]].tolist()
    dearest = 0
    for row in sorted(range(len(costs)), key=costs.__getitem__):
        if len(nodes) > OTHERS and costs[row] > dearest:
            break
        count, dearest = plans.counts[row], costs[row]
        taken = _taken(plans.nodes[row, :count], plans.units[row, :count])
        nodes.add(frozenset([node for _, node in taken]))
        best.append(taken)
    return best


def _known(problem: Problem, taken: Taken) -> tuple[Array, Array, int]:
    """A plan's nodes, what each of them gives of each line, and its cost with the further nodes'."""
    nodes = sorted({node for _, node in taken})
    units = np.zeros((len(nodes), len(problem.lines)), dtype=np.int64)
    for (line, node), count in taken.items():
        units[nodes.index(node), line] = count
    return np.array(nodes, dtype=np.int64), units, problem.cost(taken) + problem.further


def _singles(tables: Tables) -> list[Taken]:
    """The plans from one node each, the cheapest first: as many as can be among the best."""
    costs = single_costs(tables)
    nodes = [int(node) for node in np.argsort(costs, kind="stable")[: OTHERS + 1] if costs[node] < NEVER]
    wanted = [(line, units) for line, units in enumerate(tables.wanted.tolist()) if units]
    return [{(line, node): units for line, units in wanted} for node in nodes]


def _taken(nodes: Array, units: Array) -> Taken:
    by_node = zip(nodes.tolist(), units.tolist(), strict=True)
    return {(line, node): count for node, row in by_node for line, count in enumerate(row) if count}
