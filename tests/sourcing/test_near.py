"""The nodes that can cost least are enough: what they serve costs what the best of all nodes would."""

from __future__ import annotations

import subprocess
import sys

import pytest

from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import PolicyPlanner
from stockpool.sourcing.ranking import Rankings
from tests.sourcing.worlds import World, planner, world

PLANNER = planner()


def costs(there: World, count: int, by: PolicyPlanner = PLANNER) -> tuple[int | None, int]:
    """What a plan costs by so many nodes, None where that is not enough; and by all."""
    asked, pool = there.asked(), CandidatePool(there.nodes)
    shelves = {sku: dict(shelf) for sku, shelf in there.stock.items()}
    whole = by.plan(there.demand(), asked, shelves, pool).explanation
    near = by.planner(asked).around(asked, there.to, pool).near(shelves, count)
    plan = near.plan(there.demand(), shelves) if near.is_enough else None
    all_of_it = sum(sum(each.costs) for each in whole.chosen)
    return (None if plan is None else sum(sum(each.costs) for each in plan.explanation.chosen)), all_of_it


@pytest.mark.parametrize(("count", "at_least"), [(1, 1), (3, 5), (8, 15)])
def test_what_is_found_near_is_what_is_found_everywhere(count: int, at_least: int) -> None:
    enough = 0
    for seed in range(500):
        near, everywhere = costs(world(seed, nodes_max=40, lines_max=2, units_max=2), count)
        if near is not None:
            enough += 1
            assert near == everywhere, seed
    assert enough >= at_least


def test_every_candidate_is_accounted_for_once_also_those_that_were_not_looked_at() -> None:
    told = 0
    for seed in range(200):
        there = world(seed, nodes_max=40, lines_max=2, units_max=2)
        asked, pool = there.asked(), CandidatePool(there.nodes)
        shelves = {sku: dict(shelf) for sku, shelf in there.stock.items()}
        near = PLANNER.planner(asked).around(asked, there.to, pool).near(shelves, 8)
        plan = near.plan(there.demand(), shelves) if near.is_enough else None
        if plan is not None:
            why = plan.explanation
            assert len(why.chosen) + sum(each.count for each in why.excluded) == why.candidates == len(pool), seed
            told += 1
    assert told >= 15


def test_a_bound_that_is_too_high_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: were the least that others cost taken for more than it is, dearer plans would pass for the best."""
    of = Rankings.of

    def too_high(self: Rankings, *args: object) -> object:
        found = of(self, *args)  # type: ignore[arg-type] # passed on as they came
        nodes = tuple([(least + 50_000_000, node) for least, node in found.nodes])
        return type(found)(nodes, found.beyond + 50_000_000, found.several + 50_000_000)

    monkeypatch.setattr(Rankings, "of", too_high)
    pairs = [costs(world(seed, nodes_max=40, lines_max=2, units_max=2), 3) for seed in range(60)]
    assert any(near is not None and near > everywhere for near, everywhere in pairs)


def test_plans_are_the_same_in_every_process() -> None:
    program = (
        "from tests.sourcing.worlds import planner, world\n"
        "import msgspec\n"
        "plans = [world(seed, nodes_max=20, lines_max=6, units_max=4).plan(planner()) for seed in range(12)]\n"
        "print(msgspec.json.encode(plans).decode())\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("0", "77")
    }
    assert len(told) == 1
