"""The explanation is true: what it says would have changed the choice changes it, and nothing less does."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from stockpool.sourcing.asked import Load
from stockpool.sourcing.changes import Change, changes
from stockpool.sourcing.messages import ChosenNode, Explanation, PassedOver, SourcingDemand, SourcingPlan, Wanted
from tests.sourcing.worlds import World, planner, world

PLANNER = planner()
RULE = PLANNER.policy.rules[0]
replace = msgspec.structs.replace


def nodes_of(plan: SourcingPlan) -> set[str]:
    """Who serves."""
    return {each.node for each in plan.explanation.chosen}


def cost_of(plan: SourcingPlan) -> int:
    """What the plan costs."""
    return sum(sum(each.costs) for each in plan.explanation.chosen)


def changed(there: World, change: Change, *, enough: bool = True) -> World | None:
    """The world with what is named otherwise; not quite enough as a control. None where there is no such control."""
    load = there.loads[change.node]
    if change.kind == "stock":
        lacking = [(sku, units - (0 if enough else 1)) for sku, units in change.lacking]
        stock = {sku: dict(shelf) for sku, shelf in there.stock.items()}
        for sku, units in lacking:
            stock[sku][change.node] = stock[sku].get(change.node, 0) + units
        return replace(there, stock=stock)
    if change.name in {"backlog", "congestion"}:
        assert change.needed is not None
        limit = change.needed if change.name == "backlog" else change.needed - 1e-4
        hours = limit if enough else change.needed + 1e-4
        return _loaded(there, change.node, replace(load, backlog_hours=hours))
    if change.name == "capacity_left":
        assert change.needed is not None
        assert load.daily_capacity is not None
        more = change.needed - (load.daily_capacity - load.open_orders) - (0 if enough else 1)
        return _loaded(there, change.node, replace(load, daily_capacity=load.daily_capacity + int(more)))
    if change.name == "distance":
        return replace(there, km={**there.km, change.node: 900.0}) if enough else None
    if change.name == "lateness":
        assert change.needed is not None
        sooner = int(change.needed) - (0 if enough else 1)
        return replace(there, days={**there.days, change.node: there.days[change.node] - sooner})
    return None


def _loaded(there: World, node: str, load: Load) -> World:
    return replace(there, loads={**there.loads, node: load})


def test_removing_what_is_named_changes_the_plan_as_it_was_said() -> None:
    seen = Counter[str]()
    for seed in range(800):
        there = world(seed)
        plan = there.plan(PLANNER)
        for change in changes(plan.explanation, RULE):
            other = changed(there, change)
            if other is None:
                continue
            after = other.plan(PLANNER)
            seen[change.name] += 1
            if change.kind == "cost":
                assert nodes_of(after) != nodes_of(plan), (seed, change)
                assert cost_of(after) < cost_of(plan), (seed, change)
            else:
                assert change.node in nodes_of(after), (seed, change)
    assert sum(seen.values()) > 200
    assert {"backlog", "capacity_left", "stock", "congestion", "lateness"} <= seen.keys(), seen


def test_a_little_less_than_what_is_named_leaves_the_plan_as_it_is() -> None:
    """The control: what is said is what it takes, not more."""
    seen = 0
    for seed in range(300):
        there = world(seed, lines_max=1, units_max=1)
        plan = there.plan(PLANNER)
        for change in changes(plan.explanation, RULE):
            other = changed(there, change, enough=False)
            if other is None or (change.kind == "cost" and change.name != "congestion"):
                continue
            if change.name == "congestion" and len(plan.explanation.alternatives) > 1:
                continue
            seen += 1
            assert nodes_of(other.plan(PLANNER)) == nodes_of(plan), (seed, change)
    assert seen > 30


@pytest.mark.parametrize("seed", range(20))
def test_costs_of_the_chosen_and_of_the_others_add_up_and_the_chosen_is_the_least(seed: int) -> None:
    plan = world(seed).plan(PLANNER)
    if plan.short:
        return
    for other in plan.explanation.alternatives:
        assert sum(sum(costs) for costs in other.costs) >= cost_of(plan)


def test_of_a_plan_that_was_not_proven_only_what_is_sure_is_said() -> None:
    """What is cheaper than the plan, and not than what any plan may cost, may be no change at all."""
    said = 0
    for seed in range(60):
        why = world(seed).plan(PLANNER).explanation
        if why.short or not why.chosen:
            continue
        cost = sum(sum(each.costs) for each in why.chosen)
        unsure = changes(replace(why, gap=0.1), RULE)
        assert all(each.kind != "cost" for each in unsure)
        sure = {each.node for each in why.passed_over if each.cost < 0.9 * cost}
        assert {each.node for each in unsure} == sure
        said += len(changes(why, RULE)) - len(unsure)
    assert said > 20


@pytest.mark.parametrize(("cost", "gap", "sure"), [(-100, 0.5, -151), (-100, 2.0, -301), (100, 10.0, -901)])
def test_of_a_plan_that_gains_only_what_gains_more_than_any_plan_is_sure(cost: int, gap: float, sure: int) -> None:
    """A gain of 100 that may be by half too little: no plan gains more than 150."""
    for least, said in ((sure, 1), (sure + 1, 0), (sure + 40, 0)):
        assert len(changes(gaining(cost, gap, least), RULE)) == said
    assert changes(gaining(0, 1.0, -(10**9)), RULE) == ()  # of nothing there is no share


def gaining(cost: int, gap: float, alone: int) -> Explanation:
    """A plan of one node, which another one alone would serve at some cost if it had a cup more."""
    passed = PassedOver("hull", alone, lacking=(("cup", 1),))
    chosen = (ChosenNode("leeds", 1.0, (1,), (cost,)),)
    demand = SourcingDemand((Wanted("cup", 1),))
    return Explanation("policy/1", demand, 2, chosen, policy="p@1", passed_over=(passed,), gap=gap)
