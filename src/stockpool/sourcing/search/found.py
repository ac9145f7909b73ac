"""What the search hands back: the plan, how far from the cheapest it can be at most, and the best others."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from stockpool.sourcing.search.problem import Problem, Taken

OTHERS = 3
"""So many other plans are handed back beside the chosen one."""


class OtherPlan(msgspec.Struct, frozen=True):
    """A plan from other nodes than the chosen one, and what it costs."""

    taken: Taken
    cost: int


class FoundPlan(msgspec.Struct, frozen=True):
    """What is taken from where and what that costs; no plan costs less than `bound`.

    `others` are the cheapest plans that were seen with other sets of nodes, the cheapest first.
    """

    taken: Taken
    cost: int
    bound: int
    others: tuple[OtherPlan, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether no plan is cheaper."""
        return self.cost <= self.bound

    @property
    def gap(self) -> float:
        """By which share of its cost the plan may be too dear at most."""
        return 0.0 if self.proven else (self.cost - max(self.bound, 0)) / self.cost


def found_plan(problem: Problem, plans: Iterable[Taken], bound: int) -> FoundPlan:
    """The cheapest of some plans and the next ones from other nodes.

    Of plans that cost the same, the one of fewer nodes comes first, then that of lower numbers. `bound` holds for all.
    """
    ranked = sorted([(*_rank(problem, taken), taken) for taken in plans], key=lambda each: each[:4])
    cost, _, nodes, _, best = ranked[0]
    others: dict[tuple[int, ...], OtherPlan] = {}
    for other_cost, _, other_nodes, _, taken in ranked[1:]:
        if other_nodes != nodes and other_nodes not in others and len(others) < OTHERS:
            others[other_nodes] = OtherPlan(taken, other_cost)
    return FoundPlan(best, cost, min(bound, cost), tuple(others.values()))


def _rank(problem: Problem, taken: Taken) -> tuple[int, int, tuple[int, ...], list[tuple[tuple[int, int], int]]]:
    nodes = tuple(sorted({node for (_, node), units in taken.items() if units}))
    return problem.cost(taken), len(nodes), nodes, sorted(taken.items())
