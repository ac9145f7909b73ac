"""Two policies on one stock path: no difference from oneself, and a worse one is shown to be worse."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import msgspec
import pytest

from stockpool.simulation.backtest.backtesting import Backtest, BacktestPlan, Way, backtest
from stockpool.simulation.backtest.parallel import BUILT_IN
from stockpool.simulation.backtest.parts import parts_of, together
from stockpool.simulation.backtest.playing import play
from stockpool.simulation.backtest.routers import BuiltIn
from stockpool.simulation.backtest.world import World
from stockpool.sourcing.api import PolicyPlanner
from tests.simulation.backtest.small import NEAREST, busy_world, change, order, policy, world

NEAR = Way("near", policy(NEAREST, "parcel: {further: 1}"))
EAST = Way("east", policy(NEAREST, "parcel: {further: 1}", "labor: {of: {west: {per_order: 8}}}"))


class Silent:
    """Hears nothing."""

    def step(self, name: str, orders: int) -> None:
        """A step."""

    def served(self, orders: int) -> None:
        """Orders."""


def tried(there: World, first: Way, second: Way, **plan: object) -> Backtest:
    """Both ways."""
    return backtest(there, (first, second), msgspec.convert(plan, BacktestPlan), Silent())


def interval(found: Backtest, measure: str) -> tuple[float, float]:
    """Of the difference."""
    difference = found.paired.of(measure).difference
    assert difference.low is not None
    assert difference.high is not None
    return difference.low, difference.high


@pytest.mark.parametrize("capacity", [None, 2.0])
def test_a_policy_against_itself_differs_in_nothing(capacity: float | None) -> None:
    found = tried(busy_world(1, capacity=capacity), NEAR, msgspec.structs.replace(NEAR, name="again"))

    assert found.same == found.orders == 300
    for each in found.paired.differences:
        if each.measure != "freight":
            assert (each.difference.mean, each.difference.low, each.difference.high) == (0, 0, 0), each.measure
    assert found.differing == ()
    assert all(each.parcels[0] == each.parcels[1] for each in found.loads)


def test_where_there_is_plenty_each_policy_is_better_by_its_own_money() -> None:
    """Nothing that an order takes is missed by a later one, so what is cheapest order by order is cheapest in all."""
    orders = [order(number, number % 13 - 1, number / 3, tea=1) for number in range(300)]
    there = world(*orders, stock=[change("tea", name, 300) for name in ("west", "east")])
    found = tried(there, NEAR, EAST)

    assert interval(found, "cost by near")[0] > 0
    assert interval(found, "cost by east")[1] < 0


def test_a_worse_policy_is_shown_to_be_worse_where_stock_is_scarce() -> None:
    found = tried(busy_world(1), NEAR, EAST)

    assert interval(found, "cost by near")[0] > 0, "sending from the east costs more kilometers"
    low, high = interval(found, "km")
    assert low > 0
    assert interval(tried(busy_world(1), EAST, NEAR), "km") == pytest.approx((-high, -low), rel=0.001)


def test_differences_are_those_reckoned_by_hand() -> None:
    orders = [order(1, 0, 0, tea=1), order(2, 0, 1, tea=1), order(3, 0, 2, tea=3)]
    there = world(*orders, stock=[change("tea", "west", 2), change("tea", "east", 2)])
    found = tried(there, NEAR, EAST)

    # near: west, west, then 2 of 3 from the east. east: west costs 8 + 0, east 11.12, so west too; all is alike.
    assert (found.same, found.whole) == (3, 2)
    assert found.paired.of("short units").first == pytest.approx(1 / 3)
    costs = found.paired.of("cost by east")
    assert (costs.first, costs.second) == (8.0, 8.0)
    dear = Way("dear", policy(NEAREST, "labor: {of: {west: {per_order: 20}}}"))
    found = tried(there, NEAR, dear)
    # dear: east, east, then 2 of 3 from the west.
    km = found.paired.of("km")
    assert [km.first, km.second] == pytest.approx([0.0, 1111.95], abs=1)
    assert found.paired.of("cost by dear").difference.mean == pytest.approx(11.12 - 20, abs=0.01)
    assert {each.node: each.parcels for each in found.loads} == {"east": (1, 2), "west": (2, 1)}
    first = found.differing[0]
    assert (first.order_id, first.first.why[0], first.second.why[0][:13]) == ("o0001", "west, 0 km", "east, 1,112 k")


def test_orders_that_are_short_cost_something_only_where_a_price_is_named() -> None:
    there = world(order(1, 0, 0, tea=3), stock=[change("tea", "west", 1)])
    assert tried(there, NEAR, EAST).paired.of("cost by near").difference.orders == 0
    priced = tried(there, NEAR, EAST, short_cost=7.0).paired.of("cost by near")
    assert (priced.first, priced.second) == (14.0, 14.0)


def test_the_built_in_routing_has_no_money_of_its_own() -> None:
    found = tried(busy_world(2), Way(BUILT_IN, BUILT_IN), NEAR)
    assert [each.measure for each in found.paired.differences][:2] == ["cost by near", "freight"]


def test_parts_of_a_world_come_to_what_the_whole_does() -> None:
    orders = [order(number, number % 11, number / 8, **{f"sku{number % 7}": 1}) for number in range(200)]
    stock = [change(f"sku{number}", name, 9) for number in range(7) for name in ("west", "east")]
    there = world(*orders, stock=[*stock, change("other", "west", -1, own=True)])

    assert len(parts_of(there, 3)) == 3
    assert sum([len(part.orders) for part in parts_of(there, 3)]) == 200
    router = PolicyPlanner(policy(NEAREST))
    assert together(there, [play(part, router) for part in parts_of(there, 3)]) == play(there, router)
    assert len(parts_of(world(*orders, stock=stock, capacity=5), 3)) == 1, "orders meet in the backlogs"
    tied = world(*orders, order(900, 0, 30, **{f"sku{number}": 1 for number in range(7)}), stock=stock)
    assert len(parts_of(tied, 3)) == 1, "one order ties all SKUs together"
    assert play(there, BuiltIn()).own_sales_lost == 1


SCRIPT = """
import json, msgspec, sys
from tests.simulation.backtest.test_backtesting import EAST, NEAR, tried
from tests.simulation.backtest.small import busy_world
print(json.dumps(msgspec.to_builtins(tried(busy_world(4, 120), NEAR, EAST, workers=int(sys.argv[1])))))
"""


def test_other_hash_seeds_and_more_processes_say_the_same() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", SCRIPT, workers],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, workers in (("1", "1"), ("2", "4"))
    ]
    assert said[0] == said[1]
    assert json.loads(said[0])["orders"] == 120
