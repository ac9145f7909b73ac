"""A world played: what is reckoned by hand comes out, order after order."""

from __future__ import annotations

import msgspec
import pytest

from stockpool.simulation.backtest.playing import luck_of, play
from stockpool.simulation.backtest.routers import BuiltIn, WhoeverHasIt
from stockpool.sourcing.api import PolicyPlanner
from stockpool.sourcing.messages import Explanation
from tests.simulation.backtest.small import DEGREE_KM, NEAREST, busy_world, change, order, policy, world


def test_orders_take_what_is_there_and_see_what_came_before_them() -> None:
    stock = [change("tea", "west", 2), change("tea", "east", 1), change("tea", "west", 1, days=3)]
    orders = [order(1, 0, 1, tea=1), order(2, 0, 2, tea=2), order(3, 0, 2.5, tea=1), order(4, 0, 4, tea=1)]
    first, second, third, fourth = play(world(*orders, stock=stock), PolicyPlanner(policy(NEAREST))).outcomes

    assert [each.node for each in first.parcels] == ["west"]
    assert {each.node: each.units for each in second.parcels} == {"west": 1, "east": 1}
    assert second.kms == pytest.approx(10 * DEGREE_KM, abs=0.5)
    assert (third.parcels, third.short, third.days, third.freight) == ((), 1, None, None)
    assert [each.node for each in fourth.parcels] == ["west"], "the receipt of the third day"


def test_what_a_node_sells_itself_is_gone_and_what_it_cannot_sell_is_counted() -> None:
    stock = [change("tea", "west", 1), change("tea", "east", 1), change("tea", "west", -1, days=1, own=True)]
    stock += [change("tea", "east", -1, days=3, own=True)]
    played = play(world(order(1, 0, 2, tea=1), stock=stock), PolicyPlanner(policy(NEAREST)))

    assert [each.node for each in played.outcomes[0].parcels] == ["east"]
    assert played.own_sales_lost == 1, "the order took what east would have sold"


def test_a_node_with_a_capacity_lets_parcels_wait_and_works_day_and_night() -> None:
    orders = [order(1, 0, 0, tea=1), order(2, 0, 0, tea=1), order(3, 0, 0, tea=1), order(4, 0, 1, tea=1)]
    outcomes = play(world(*orders, stock=[change("tea", "west", 9)], capacity=2), WhoeverHasIt()).outcomes

    assert [each.parcels[0].wait_days for each in outcomes] == [0.0, 0.5, 1.0, 0.5]
    assert [each.parcels[0].days_expected for each in outcomes] == [1.0, 1.5, 2.0, 1.5]
    free = play(world(*orders, stock=[change("tea", "west", 9)]), WhoeverHasIt()).outcomes
    assert [each.parcels[0].wait_days for each in free] == [0.0] * 4, "without one it keeps up"


def test_congestion_sends_orders_to_the_idle_node() -> None:
    orders = [order(number, 0, 0, tea=1) for number in range(4)]
    tried = world(*orders, stock=[change("tea", "west", 9), change("tea", "east", 9)], capacity=1)
    patient, hurried = policy(NEAREST), policy(NEAREST, "congestion: {per_hour: 1}")

    def nodes(router: PolicyPlanner) -> list[str]:
        return [each.parcels[0].node for each in play(tried, router).outcomes]

    assert nodes(PolicyPlanner(patient)) == ["west"] * 4
    assert nodes(PolicyPlanner(hurried)) == ["west", "east", "west", "east"], "a day of backlog is dearer than 1,112 km"


def test_plans_are_costed_under_every_policy_that_is_asked() -> None:
    tried = world(order(1, 2, 0, tea=1), stock=[change("tea", "west", 9)])
    by_km, by_order = policy(NEAREST), policy("labor: {per_order: 3, per_unit: 1}")
    (found,) = play(tried, PolicyPlanner(by_km), [PolicyPlanner(by_km), PolicyPlanner(by_order)]).outcomes

    assert list(found.prices) == pytest.approx([2 * DEGREE_KM * 10_000, 4_000_000], rel=0.001)


def test_the_policy_that_makes_a_plan_says_what_it_costs_as_its_price_does() -> None:
    costs = ("parcel: {further: 2}", "lost_margin: {weight: 2}", "lateness: {per_day: 1}")
    planner = PolicyPlanner(policy(NEAREST, *costs))
    for outcome in play(busy_world(3), planner, [planner], explain=True).outcomes:
        assert outcome.explanation is not None
        why = msgspec.msgpack.decode(outcome.explanation, type=Explanation)
        assert outcome.prices == (sum([sum(each.costs) for each in why.chosen]),)


def test_an_order_has_the_same_luck_in_every_world() -> None:
    stock = [change("tea", "west", 9), change("tea", "east", 9)]
    one = play(world(order(1, 0, 0, tea=1), stock=stock), BuiltIn()).outcomes[0]
    other = play(world(order(0, 0, 0, tea=1), order(1, 0, 0, tea=1), stock=stock), BuiltIn()).outcomes[1]

    assert one.parcels == other.parcels
    assert luck_of("o1", 1) != luck_of("o1", 2) != luck_of("o2", 2)
    assert all(0 <= luck_of(str(number), 1) < 1 for number in range(100))
