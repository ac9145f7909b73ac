"""What a policy is told of an order's goods."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from stockpool.catalog.messages import SkuTerms
from stockpool.kernel.money import Money
from stockpool.network.api import Network, ShippingLanes
from stockpool.sourcing.api import PolicyPlanner, example, read_policy
from stockpool.workflows.dating import Pace
from stockpool.workflows.requests import SkuDemand
from stockpool.workflows.snapshot import ChannelView, NetworkView
from stockpool.workflows.surroundings import Picture, SharedWork, asked_of
from tests.orders.shop import CHANNELS


def test_prices_count_in_the_currency_of_the_policy_only() -> None:
    given = example("nearest")
    assert given is not None
    policy = read_policy(given.text).policy
    assert policy is not None
    assert policy.currency == "EUR"
    network = Network((), CHANNELS, 1)
    terms = {
        "tea": SkuTerms("tea", 0, active=True, price=Money(450, "EUR"), cost=Money(200, "EUR")),
        "cup": SkuTerms("cup", 0, active=True, price=Money(450, "USD"), cost=Money(200, "EUR")),
        "yen": SkuTerms("yen", 0, active=True, price=Money(450, "JPY")),
    }
    view = NetworkView(network, PolicyPlanner(policy))
    picture = Picture(terms, view, datetime(2026, 11, 2, tzinfo=UTC), None, {}, {})
    demands = [SkuDemand(sku, 1, None, "lines[0]") for sku in terms]
    asked = asked_of(demands, ChannelView(network, "web"), picture)
    assert [(line.price, line.cost) for line in asked.lines] == [
        (4_500_000, 2_000_000),
        (None, 2_000_000),
        (None, None),
    ]


NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def test_what_policies_work_out_is_shared_within_a_second() -> None:
    work, view, pace = SharedWork(), NetworkView(Network((), CHANNELS, 1)), Pace(ShippingLanes((), 1), {"north": 3})
    work.of(view, pace, NOON)["north", "load"] = 3
    assert work.of(view, pace, NOON + timedelta(microseconds=999_999)) == {("north", "load"): 3}


def test_it_is_not_shared_once_anything_else_is_seen() -> None:
    view, pace = NetworkView(Network((), CHANNELS, 1)), Pace(ShippingLanes((), 1), {"north": 3})
    others = [
        (NetworkView(Network((), CHANNELS, 1)), pace, NOON),  # a version of the network, or a policy that was activated
        (view, Pace(ShippingLanes((), 1), {"north": 3}), NOON),
        (view, None, NOON),
        (view, pace, NOON + timedelta(seconds=1)),
    ]
    for other in others:
        work = SharedWork()
        work.of(view, pace, NOON)["north", "load"] = 3
        assert work.of(*other) == {}


def test_groups_without_orders_leave_it_as_it_is() -> None:
    work, view, pace = SharedWork(), NetworkView(Network((), CHANNELS, 1)), Pace(ShippingLanes((), 1), {})
    work.of(view, pace, NOON)["north", "load"] = 3
    work.of(view, None, NOON)["north", "load"] = 4
    assert work.of(view, pace, NOON) == {("north", "load"): 3}
