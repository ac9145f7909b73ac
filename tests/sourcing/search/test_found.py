"""What the search hands back."""

from __future__ import annotations

from stockpool.kernel.tariffs import Piece
from stockpool.sourcing.search.cheapest import cheapest
from stockpool.sourcing.search.found import FoundPlan
from stockpool.sourcing.search.problem import Problem, ProblemLine


def test_others_are_told_where_many_sets_are_the_chosen_one_and_more() -> None:
    """The first node gives everything; sets of it and another cost the same, as that gives nothing."""
    nodes = 10
    heavy = ProblemLine(1, (1,) * nodes, (0,) * nodes, None, 510)
    weightless = ProblemLine(5, (5,) * nodes, (0,) * nodes, None, 0)
    tariff = (Piece(500, 1_000_000), Piece(2_000, 5_000_000))
    fixed = (0, *[100_000 + node for node in range(nodes - 1)])
    found = cheapest(Problem((heavy, *[weightless] * 4), fixed, (tariff,) * nodes), [1, 5, 5, 5, 5])
    assert [found.cost, *[other.cost for other in found.others]] == [5_000_000, 5_100_000, 5_100_001, 5_100_002]


def test_a_plan_that_costs_nothing_or_less_has_a_gap() -> None:
    lines = (ProblemLine(5, (3, 3), (0, 0)),) * 5
    free = cheapest(Problem(lines, (0, 0), (None, None)), [5] * 5)
    assert (free.cost, free.gap) == (0, 0.0)
    assert FoundPlan({}, 0, -1).gap == 0.0
    assert FoundPlan({}, -100, -110).gap == 0.1
    assert FoundPlan({}, -100, -900).gap == 8.0
    assert FoundPlan({}, 100, -900).gap == 10.0
    assert FoundPlan({}, 0, -2).gap == 1.0
    assert FoundPlan({}, -100, -100).gap == FoundPlan({}, 100, 101).gap == 0.0
    assert FoundPlan({}, 100, 90).gap == 0.1
