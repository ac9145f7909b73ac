"""In a large pool an order is served from around its destination, and from anywhere else where that is not enough."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from stockpool.kernel.refusals import Reason
from stockpool.network.api import upsert_channels, upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind, Pool
from stockpool.orders.messages import OrderPlaced, ShipTo, Shortage
from stockpool.workflows import group, nearby
from tests.orders.shop import CHANNELS, Shop, allocated, order

STORES = 60
HERE = ShipTo(country="FR", latitude=45.0, longitude=0.0)
NEAREST, NEXT, FAR = "s00", "s01", "s50"


@pytest.fixture
async def many(shop: Shop) -> Shop:
    """Stores in a row, a degree apart, the first where the customer lives."""
    stores = [NodeInput(f"s{i:02}", f"Store {i}", NodeKind.STORE, 45.0, float(i)) for i in range(STORES)]
    channel = msgspec.structs.replace(CHANNELS[0], pool=Pool(nodes=tuple([each.id for each in stores])))
    async with shop.database.transaction() as connection:
        await upsert_nodes(connection, stores)
        await upsert_channels(connection, [channel])
    return shop


async def why(shop: Shop, order_id: str) -> dict[str, Any]:
    [(explanation,)] = await shop.rows("select explanation from orders where order_id = %s", order_id)
    return {each["reason"]: each["count"] for each in explanation["sourced"]["excluded"]}


async def test_the_nearest_node_that_has_everything_serves_and_no_other_is_read(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 5, NEXT: 5, FAR: 5}, "cup": {NEXT: 5, FAR: 5}})
    placed = await many.place({"tea": 1, "cup": 1}, ship_to=HERE)
    assert allocated(placed) == {("tea", NEXT): 1, ("cup", NEXT): 1}
    assert (await why(many, placed.order_id))["farther"] == STORES - nearby.CIRCLES[0]


async def test_what_nobody_nearby_has_comes_from_far_away(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 5, FAR: 5}, "cup": {FAR: 5}})
    placed = await many.place({"tea": 1, "cup": 1}, ship_to=HERE)
    assert allocated(placed) == {("tea", FAR): 1, ("cup", FAR): 1}
    assert "farther" not in await why(many, placed.order_id)


async def test_what_one_node_alone_cannot_serve_is_split_over_nodes_anywhere(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 1}, "cup": {FAR: 1}})
    placed = await many.place({"tea": 1, "cup": 1}, ship_to=HERE)
    assert allocated(placed) == {("tea", NEAREST): 1, ("cup", FAR): 1}


async def test_orders_of_one_group_that_want_the_last_unit_nearby_are_all_served(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 1, FAR: 2}})
    replies = await many.submit_together([order({"tea": 1}, ship_to=HERE) for _ in range(3)])
    assert [isinstance(reply, OrderPlaced) for reply in replies] == [True, True, True]
    served = [allocated(reply) for reply in replies if isinstance(reply, OrderPlaced)]
    assert served == [{("tea", NEAREST): 1}, {("tea", FAR): 1}, {("tea", FAR): 1}]


async def test_without_a_second_look_those_orders_would_not_be_served(
    many: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group, "ROUNDS_MAX", 1)
    await many.receive({"tea": {NEAREST: 1, FAR: 2}})
    orders = [order({"tea": 1}, ship_to=HERE, shortage=Shortage.BACKORDER) for _ in range(3)]
    replies = await many.submit_together(orders)
    served = [allocated(reply) for reply in replies if isinstance(reply, OrderPlaced)]
    assert served.count({("tea", FAR): 1}) < 2


async def test_a_reference_is_known_though_it_is_asked_for_together_with_the_stock_nearby(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 5}})
    await many.place({"tea": 1}, ship_to=HERE, reference="W-1")
    assert (await many.refused({"tea": 2}, ship_to=HERE, reference="W-1")).reason is Reason.DUPLICATE_REFERENCE
    await many.place({"tea": 1}, ship_to=HERE, reference="W-2")


async def test_stock_of_holds_whose_time_is_over_counts_nearby(many: Shop) -> None:
    await many.receive({"tea": {NEAREST: 1, FAR: 1}})
    hold = await many.hold({"tea": 1}, node=NEAREST)
    await many.expire(hold.hold_id)
    assert allocated(await many.place({"tea": 1}, ship_to=HERE)) == {("tea", NEAREST): 1}
