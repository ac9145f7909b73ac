"""What the search hands back: the plan, how far from the cheapest it can be at most, and the best others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import msgspec

from stockpool.sourcing.search.problem import Taken

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
        """By which share of its cost, or gain, the plan may be too dear at most; 1 of one that costs nothing."""
        lacks = self.cost - self.bound
        if self.cost == 0:
            return float(lacks > 1)  # bounds are rounded down by one
        return max(lacks, 0) / abs(self.cost)


class Candidate(NamedTuple):
    """What a plan costs, and how to have it: most are never needed."""

    cost: int
    taken: Callable[[], Taken]


def found_plan(candidates: Iterable[Candidate], bound: int) -> FoundPlan:
    """The cheapest of some plans and the next ones from other nodes.

    Of plans that cost the same, the one of fewer nodes comes first, then that of lower numbers. `bound` holds for all.
    """
    best: OtherPlan | None = None
    chosen: tuple[int, ...] = ()
    others: dict[tuple[int, ...], OtherPlan] = {}
    for cost, as_dear in groupby(sorted(candidates, key=_cost), key=_cost):
        plans = [each.taken() for each in as_dear]
        for taken in sorted(plans, key=_rank) if len(plans) > 1 else plans:
            nodes = _nodes(taken)
            if best is None:
                best, chosen = OtherPlan(taken, cost), nodes
            elif nodes != chosen and nodes not in others and len(others) < OTHERS:
                others[nodes] = OtherPlan(taken, cost)
        if len(others) == OTHERS:
            break
    if best is None:
        raise ValueError("no plan to choose from")
    return FoundPlan(best.taken, best.cost, min(bound, best.cost), tuple(others.values()))


_cost = attrgetter("cost")


def _nodes(taken: Taken) -> tuple[int, ...]:
    return tuple(sorted({node for (_, node), units in taken.items() if units}))


def _rank(taken: Taken) -> tuple[int, tuple[int, ...], list[tuple[tuple[int, int], int]]]:
    nodes = _nodes(taken)
    return len(nodes), nodes, sorted(taken.items())
