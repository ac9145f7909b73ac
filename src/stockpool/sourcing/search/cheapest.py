"""The cheapest plan for one demand: by a table of parts where one fits, else among sets of nodes by their bounds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from stockpool.sourcing.search.found import OTHERS, Candidate, FoundPlan, found_plan
from stockpool.sourcing.search.kernels.plans import PLANS, Plans
from stockpool.sourcing.search.kernels.searching import SINGLES, searched
from stockpool.sourcing.search.kernels.units import singles
from stockpool.sourcing.search.limits import some_plan
from stockpool.sourcing.search.parts import fits, part
from stockpool.sourcing.search.problem import Problem, Taken
from stockpool.sourcing.search.tables import Array, Tables, reckonable

NONE_KNOWN = np.zeros(0, np.int64), np.zeros((0, 0), np.int64), 0
"""No plan to begin with: no nodes, nothing that they give, and no cost."""

LOOKS = 300
"""So many pairs of nodes of the sets that each step of the search finds have their units moved about between them."""

STEPS = 3_000_000_000
"""So much work a search may be, counted in steps of tables that part units between two nodes: half a second or so."""


def cheapest(problem: Problem, served: Sequence[int]) -> FoundPlan:
    """The cheapest way to take so many units of each line, which the nodes have together within the limits."""
    if not any(served):
        return FoundPlan({}, 0, 0)
    tables = reckonable(problem, served)
    if tables is None:
        return found_plan([_candidate(problem, some_plan(problem, served))], 0)
    if fits(served):
        parted = part(problem, tables)
        if parted is not None:
            plans = [_candidate(problem, taken) for taken in (parted.taken, *parted.others)]
            return found_plan([*plans, *_singles(problem, tables)], parted.cost)
    found, bound = _searched(problem, tables)
    best = found_plan(found, bound)
    if len(best.others) < OTHERS and len(found) == PLANS:  # some were the same nodes and more, which give nothing
        best = found_plan([*found, *_singles(problem, tables)], bound)
    return best


def _candidate(problem: Problem, taken: Taken) -> Candidate:
    return Candidate(problem.cost(taken), lambda: taken)


def _searched(problem: Problem, tables: Tables) -> tuple[list[Candidate], int]:
    """The cheapest plans among sets of nodes, and what any plan costs at least."""
    most = min(problem.nodes_max or len(problem.fixed), len(problem.fixed))
    plans, bound = searched(tables, most, LOOKS, STEPS, *NONE_KNOWN)
    if not plans.found[0]:
        plans, bound = searched(
            tables, most, LOOKS, STEPS, *_known(problem, some_plan(problem, tables.wanted.tolist()))
        )
    costs = plans.costs[: plans.found[0]].tolist()
    found = [Candidate(cost - problem.further, partial(_taken, plans, row)) for row, cost in enumerate(costs)]
    return found, min(int(bound) - 1, costs[0]) - problem.further


def _known(problem: Problem, taken: Taken) -> tuple[Array, Array, int]:
    """A plan's nodes, what each of them gives of each line, and its cost with the further nodes'."""
    nodes = sorted({node for _, node in taken})
    units = np.zeros((len(nodes), len(problem.lines)), dtype=np.int64)
    for (line, node), count in taken.items():
        units[nodes.index(node), line] = count
    return np.array(nodes, dtype=np.int64), units, problem.cost(taken) + problem.further


def _singles(problem: Problem, tables: Tables) -> list[Candidate]:
    """The plans from one node each, the cheapest first: as many as can be among the best."""
    nodes, costs = singles(tables, SINGLES)
    wanted = [(line, units) for line, units in enumerate(tables.wanted.tolist()) if units]
    return [
        Candidate(cost - problem.further, partial(_from_one, wanted, node))
        for node, cost in zip(nodes.tolist(), costs.tolist(), strict=True)
    ]


def _from_one(wanted: Sequence[tuple[int, int]], node: int) -> Taken:
    return {(line, node): units for line, units in wanted}


def _taken(plans: Plans, row: int) -> Taken:
    count = plans.counts[row]
    by_node = zip(plans.nodes[row, :count].tolist(), plans.units[row, :count].tolist(), strict=True)
    return {(line, node): count for node, units in by_node for line, count in enumerate(units) if count}
