"""Sourcing's only door."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.sourcing.fewest_nodes import plan_sourcing
from stockpool.sourcing.model import CandidatePool, Nearest
from stockpool.sourcing.nearby import plan_nearby
from stockpool.sourcing.search.found import FoundPlan
from stockpool.sourcing.search.problem import Problem, ProblemLine

__all__ = [
    "CandidatePool",
    "FoundPlan",
    "Nearest",
    "Problem",
    "ProblemLine",
    "cheapest_plan",
    "plan_nearby",
    "plan_sourcing",
    "warm_search",
]


def cheapest_plan(problem: Problem, served: Sequence[int]) -> FoundPlan:
    """The cheapest way to take so many units of each line."""
    from stockpool.sourcing.search.cheapest import cheapest  # compiled loops: nobody waits for them who sources nothing

    return cheapest(problem, served)


def warm_search() -> float:
    """Compile the search's loops, or read them from the cache; the seconds that it took."""
    from stockpool.sourcing.search.warming import warm

    return warm()
