"""The search is bounded: where it cannot prove, it says so and still serves."""

from __future__ import annotations

from random import Random

import pytest

from stockpool.sourcing import smallest_sets
from stockpool.sourcing.api import plan_sourcing
from stockpool.sourcing.messages import Candidate, Destination, SourcingDemand, Wanted
from stockpool.sourcing.smallest_sets import find_sets


def hard_demand() -> tuple[SourcingDemand, dict[str, dict[str, int]], tuple[Candidate, ...]]:
    """Ten lines over many nodes that have few of them: more combinations than can be tried."""
    draw = Random(7)
    nodes = tuple(Candidate(f"n{number:03}", draw.uniform(40, 60), draw.uniform(0, 20)) for number in range(300))
    skus = [f"s{number}" for number in range(12)]
    stock = {sku: {c.node: draw.randint(0, 3) for c in nodes if draw.random() < 0.08} for sku in skus}
    return SourcingDemand(tuple(Wanted(sku, 5) for sku in skus), destination=Destination(50, 10)), stock, nodes


def test_a_search_that_gives_up_serves_everything_and_says_that_it_did() -> None:
    demand, stock, nodes = hard_demand()
    plan = plan_sourcing(demand, stock, nodes)
    assert plan.short == ()
    assert len(plan.explanation.notes) == 1
    for part in plan.allocations:
        assert part.units <= stock[part.sku][part.node]
    for line in demand.lines:
        assert sum(part.units for part in plan.allocations if part.sku == line.sku) == line.units


def test_a_search_that_gives_up_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    original = smallest_sets._Search._branch

    def counted(*arguments: object) -> None:
        tried.append(1)
        original(*arguments)  # type: ignore[arg-type] # passed on as they came

    monkeypatch.setattr(smallest_sets._Search, "_branch", counted)
    plan_sourcing(*hard_demand())
    assert smallest_sets.EFFORT_MAX <= len(tried) <= smallest_sets.EFFORT_MAX + 100


def test_a_small_search_is_proven_and_one_without_effort_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: the note appears exactly when the search is cut short."""
    costs, stock, wanted = [(0, 1, -1), (0, 2, -1), (0, 3, -1)], [[1, 0, 1], [0, 1, 1]], [2, 1]
    assert find_sets(costs, stock, wanted).proven
    monkeypatch.setattr(smallest_sets, "EFFORT_MAX", 0)
    costs, stock, wanted = [(0, n, -2) for n in range(5)], [[2, 2, 2, 2, 2]], [5]
    cut = find_sets(costs, stock, wanted)
    assert not cut.proven
    assert len(cut.sets[0]) == 3


def test_nodes_without_which_it_cannot_be_done_are_not_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smallest_sets, "EFFORT_MAX", 0)
    found = find_sets([(0, n, -1) for n in range(100)], [[1] * 100], [100])
    assert found.proven
    assert found.sets == (tuple(range(100)),)


def test_a_greedy_set_has_no_needless_node(monkeypatch: pytest.MonkeyPatch) -> None:
    """The node with most of both goes first, and out again once two others have everything."""
    monkeypatch.setattr(smallest_sets, "EFFORT_MAX", 0)
    stock = [[4, 6, 0, 1, 6], [4, 0, 6, 1, 0]]
    found = find_sets([(0, n, 0) for n in range(5)], stock, [6, 6])
    assert found.sets == ((1, 2),)
