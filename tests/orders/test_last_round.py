"""What the snapshot promised and the lock denies: sourced again while there is a round left, then told as it is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory.api import Ledger, Movement, Needs
from stockpool.inventory.model import Position
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import Network, ShippingLanes
from stockpool.network.messages import Channel, ChannelKind, Node, NodeKind
from stockpool.orders.messages import OrderPlaced, OrderStatus
from stockpool.workflows.dating import Pace, Promiser
from stockpool.workflows.place_order import PlaceOrderTask
from stockpool.workflows.snapshot import NetworkView, StockSnapshot
from stockpool.workflows.task import Lost, View
from tests.orders.shop import allocated, order

WEB = {"tea": SkuTerms("tea", 0, active=True)}
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
NETWORK = Network(
    [Node("berlin", "Berlin", NodeKind.STORE), Node("munich", "Munich", NodeKind.STORE)],
    [Channel("web", "Web", ChannelKind.WEB)],
    1,
)


def decided(*, seen: int, there: int, last_round: bool, allow_short: bool = False) -> Movement | Refused | Lost:
    """An order for five, sourced from a snapshot that saw so many and decided where there are so many."""
    network = NetworkView(NETWORK)
    promiser = Promiser(network, Pace(ShippingLanes([], 0), {}), NOW)
    stock = StockSnapshot({"tea": {"berlin": seen}})
    view = View(WEB, network, stock, {}, now=NOW, promiser=promiser, last_round=last_round)
    needs = Needs()
    task = PlaceOrderTask(order({"tea": 5}, shortage="backorder" if allow_short else "refuse"))
    assert task.plan(view, needs) is None
    ledger = Ledger(NOW, 1, [Position("tea", "berlin", available=there)])
    result = task.decide(ledger, 1)
    assert bool(task.records) == isinstance(result, Movement)
    return result


def test_stock_that_is_still_there_is_committed() -> None:
    granted = decided(seen=5, there=5, last_round=False)
    assert isinstance(granted, Movement)
    assert granted.kind == "order.placed"


@pytest.mark.parametrize("allow_short", [False, True])
def test_stock_that_another_took_is_looked_for_elsewhere(allow_short: bool) -> None:
    assert decided(seen=5, there=2, last_round=False, allow_short=allow_short) == Lost()


def test_in_the_last_round_the_refusal_says_what_there_is() -> None:
    refused = decided(seen=5, there=2, last_round=True)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert refused.details["available"][0]["available"] == 2


@pytest.mark.parametrize("there", [2, 0, -3])
def test_in_the_last_round_an_order_that_may_be_short_gets_what_there_is(there: int) -> None:
    granted = decided(seen=5, there=there, last_round=True, allow_short=True)
    assert isinstance(granted, Movement)
    placed = granted.reply
    assert isinstance(placed, OrderPlaced)
    assert placed.status is (OrderStatus.PARTLY_BACKORDERED if there == 2 else OrderStatus.BACKORDERED)
    assert allocated(placed) == ({("tea", "berlin"): 2} if there == 2 else {})
    assert placed.lines[0].short == 5 - max(there, 0)


def test_what_the_snapshot_lacks_is_refused_without_another_round() -> None:
    refused = decided(seen=3, there=3, last_round=False)
    assert isinstance(refused, Refused)
    assert refused.details["available"] == [{"sku": "tea", "requested": 5, "available": 3}]


@pytest.mark.parametrize(("allow_short", "left"), [(False, 3), (True, 0)])
def test_an_order_that_will_be_refused_leaves_the_snapshot_to_the_others(allow_short: bool, left: int) -> None:
    view = View(WEB, NetworkView(NETWORK), StockSnapshot({"tea": {"berlin": 3}}), {})
    PlaceOrderTask(order({"tea": 5}, shortage="backorder" if allow_short else "refuse")).plan(view, Needs())
    web = view.network.channel("web")
    assert web is not None
    assert view.stock.sellable(web, "tea") == {"berlin": left}
    assert view.stock.is_taken_from("tea") is allow_short
