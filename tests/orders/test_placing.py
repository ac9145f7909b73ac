"""Placing an order: what is promised is committed, node by node, and nothing else happens."""

from __future__ import annotations

import json
from decimal import Decimal

import msgspec
import pytest

from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.orders.api import find_order, get_explanation, get_order, list_orders
from stockpool.orders.messages import OrderLine, OrderMethod, OrderPlaced, OrderStatus, PlacedLine, ShipTo
from tests.orders.shop import BERLIN, MUNICH, PICKUP, Shop, allocated, order


async def test_the_nearest_node_with_everything_serves(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5, "munich": 5}, "cup": {"munich": 1}})
    near = await shop.place({"tea": 2}, ship_to=BERLIN)
    assert allocated(near) == {("tea", "berlin"): 2}
    assert near.status is OrderStatus.ALLOCATED
    both = await shop.place({"tea": 1, "cup": 1}, ship_to=BERLIN)
    assert allocated(both) == {("tea", "munich"): 1, ("cup", "munich"): 1}


async def test_what_is_promised_is_what_is_reserved_node_by_node(shop: Shop) -> None:
    """Case 14: the sum over the nodes is enough, but no node has it alone."""
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 5}, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "berlin"): 3, ("tea", "munich"): 2}
    assert await shop.committed(placed.order_id) == allocated(placed)
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 3), ("tea", "munich"): (1, 0, 2)}


async def test_a_kit_is_committed_by_its_components(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5}, "cup": {"berlin": 2}})
    placed = await shop.place({"tea-time": 2, "tea": 1}, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "berlin"): 5, ("cup", "berlin"): 2}
    assert placed.lines == (PlacedLine(1, "tea-time", 2), PlacedLine(2, "tea", 1))


async def test_quantities_are_in_the_unit_of_the_sku(shop: Shop) -> None:
    await shop.receive({"cloth": {"berlin": Decimal("2.50")}})
    placed = await shop.place({"cloth": Decimal("1.25")})
    assert allocated(placed) == {("cloth", "berlin"): Decimal("1.25")}
    assert await shop.committed(placed.order_id) == {("cloth", "berlin"): 125}


async def test_one_line_without_stock_keeps_every_line_from_being_placed(shop: Shop) -> None:
    """Case 13: an order stands in full or not at all."""
    await shop.receive({"tea": {"berlin": 5}, "cup": {"berlin": 1}})
    refused = await shop.refused({"tea": 1, "cup": 2}, ship_to=BERLIN)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert [problem.path for problem in refused.problems] == ["lines[1].quantity"]
    assert refused.details["available"] == [{"sku": "cup", "requested": 2, "available": 1}]
    assert await shop.positions() == {("tea", "berlin"): (5, 0, 0), ("cup", "berlin"): (1, 0, 0)}
    assert await shop.rows("select * from orders") == []


async def test_a_customer_who_allows_it_gets_what_there_is(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2, "munich": 1}})
    placed = await shop.place({"tea": 5, "cup": 1}, shortage="backorder", ship_to=BERLIN)
    assert placed.status is OrderStatus.PARTLY_BACKORDERED
    assert placed.lines == (PlacedLine(1, "tea", 5, 2), PlacedLine(2, "cup", 1, 1))
    assert await shop.committed(placed.order_id) == {("tea", "berlin"): 2, ("tea", "munich"): 1}


async def test_a_kit_is_never_sold_in_part(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    refused = await shop.refused({"tea-time": 1}, shortage="cancel")
    assert (refused.reason, refused.problems[0].path) == (Reason.INVALID_INPUT, "shortage")


async def test_pickup_commits_its_own_node(shop: Shop) -> None:
    """Case 16: what a customer collects is not sold to ship orders."""
    await shop.receive({"tea": {"outlet": 2, "munich": 9}})
    placed = await shop.place({"tea": 2}, method=PICKUP, pickup_node="outlet")
    assert allocated(placed) == {("tea", "outlet"): 2}
    refused = await shop.refused({"tea": 1}, method=PICKUP, pickup_node="outlet")
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "munich"): 1}


async def test_what_is_shipped_leaves_to_the_counter_what_only_the_counter_can_give(shop: Shop) -> None:
    """Berlin has most, so a parcel alone would come from there; then nothing were left to be collected."""
    await shop.receive({"tea": {"berlin": 4, "munich": 3}})
    lines = (OrderLine("tea", 3), OrderLine("tea", 3, method=OrderMethod.PICKUP, pickup_node="berlin"))
    reply = await shop.submit(msgspec.structs.replace(order({"tea": 3}), lines=lines))
    assert isinstance(reply, OrderPlaced), reply
    nodes = [(each.delivery, each.node) for each in reply.fulfillment_orders]
    assert sorted(nodes) == [(1, "munich"), (2, "berlin")]


async def test_what_is_carried_out_is_not_promised_too(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    lines = tuple([OrderLine("tea", 1, way, "berlin") for way in (OrderMethod.PICKUP, OrderMethod.CARRY_OUT)])
    asked = msgspec.structs.replace(order({"tea": 1}, sold_at="berlin"), lines=lines)
    refused = await shop.submit(asked)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 0)}


async def test_a_channel_leaves_its_buffer_and_other_channels_nodes_alone(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "market": 9}})
    assert allocated(await shop.place({"tea": 1}, channel="careful")) == {("tea", "berlin"): 1}
    refused = await shop.refused({"tea": 1}, channel="careful")
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert allocated(await shop.place({"tea": 2})) == {("tea", "berlin"): 2}


async def test_a_node_below_zero_takes_nothing_from_another(shop: Shop) -> None:
    """Case 5."""
    from stockpool.inventory.messages import FactKind

    await shop.receive({"tea": {"munich": 2}})
    await shop.fact(FactKind.SELL, "tea", "berlin", 7)
    assert allocated(await shop.place({"tea": 2}, ship_to=BERLIN)) == {("tea", "munich"): 2}


async def test_the_same_request_again_gets_the_same_reply_and_commits_once(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5}})
    command = order({"tea": 2}, key="checkout-1", reference="R-1")
    first = await shop.submit(command)
    again = msgspec.structs.replace(command, order_id="0198c0de-0000-7000-8000-000000000000")
    assert await shop.submit(again) == first
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 2)}
    assert len(await shop.rows("select * from orders")) == 1


async def test_a_refusal_is_repeated_too(shop: Shop) -> None:
    command = order({"tea": 2}, key="checkout-2")
    first = await shop.submit(command)
    await shop.receive({"tea": {"berlin": 5}})
    assert isinstance(first, Refused)
    assert await shop.submit(command) == first


async def test_the_same_key_for_another_order_is_refused(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5}})
    await shop.place({"tea": 2}, key="checkout-3")
    refused = await shop.refused({"tea": 3}, key="checkout-3")
    assert refused.reason is Reason.KEY_REUSED


async def test_a_reference_names_one_order_of_a_channel(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9}})
    first = await shop.place({"tea": 1}, reference="R-1")
    refused = await shop.refused({"tea": 1}, reference="R-1")
    assert refused.reason is Reason.DUPLICATE_REFERENCE
    assert refused.details == {"order_id": first.order_id}
    assert await shop.positions() == {("tea", "berlin"): (8, 0, 1)}
    await shop.place({"tea": 1}, reference="R-1", channel="careful")


@pytest.mark.parametrize(
    ("more", "reason", "path"),
    [
        ({"channel": "phone"}, Reason.UNKNOWN_CHANNEL, "channel"),
        ({"method": PICKUP}, Reason.INVALID_INPUT, "pickup_node"),
        ({"pickup_node": "berlin"}, Reason.INVALID_INPUT, "pickup_node"),
        ({"method": PICKUP, "pickup_node": "berlin", "ship_to": BERLIN}, Reason.INVALID_INPUT, "ship_to"),
        ({"method": PICKUP, "pickup_node": "paris"}, Reason.UNKNOWN_NODE, "pickup_node"),
        ({"method": PICKUP, "pickup_node": "market"}, Reason.NODE_OUTSIDE_POOL, "pickup_node"),
        ({"method": PICKUP, "pickup_node": "leipzig"}, Reason.INVALID_INPUT, "pickup_node"),
        ({"reference": " R-1"}, Reason.INVALID_INPUT, "reference"),
        ({"reference": "R\n1"}, Reason.INVALID_INPUT, "reference"),
        ({"reference": "R\x001"}, Reason.INVALID_INPUT, "reference"),
        ({"channel": "\x00", "reference": "R-1"}, Reason.UNKNOWN_CHANNEL, "channel"),
        ({"hold_id": "hold-7"}, Reason.UNKNOWN_HOLD, "hold_id"),
        ({"hold_id": "0198c0de-0000-7000-8000-000000000000"}, Reason.UNKNOWN_HOLD, "hold_id"),
        ({"ship_to": ShipTo(latitude=1.0)}, Reason.INVALID_INPUT, "ship_to.longitude"),
        ({"ship_to": ShipTo(latitude=float("nan"), longitude=0.0)}, Reason.INVALID_INPUT, "ship_to.latitude"),
        ({"ship_to": ShipTo(latitude=1.0, longitude=181.0)}, Reason.INVALID_INPUT, "ship_to.longitude"),
        ({"ship_to": ShipTo(city="Ber\x00lin")}, Reason.INVALID_INPUT, "ship_to.city"),
        ({"ship_to": ShipTo(country="Germany")}, Reason.INVALID_INPUT, "ship_to.country"),
    ],
)
async def test_a_request_that_makes_no_sense_names_its_field(
    shop: Shop, more: dict[str, object], reason: Reason, path: str
) -> None:
    await shop.receive({"tea": {"berlin": 5}})
    refused = await shop.refused({"tea": 1}, **more)
    assert (refused.reason, refused.problems[0].path) == (reason, path)
    assert await shop.rows("select * from orders") == []


@pytest.mark.parametrize(
    ("lines", "reason", "path"),
    [
        ({}, Reason.INVALID_INPUT, "lines"),
        ({"coffee": 1}, Reason.UNKNOWN_SKU, "lines[0].sku"),
        ({"tea": 0}, Reason.INVALID_QUANTITY, "lines[0].quantity"),
        ({"tea": 1, "cup": -1}, Reason.INVALID_QUANTITY, "lines[1].quantity"),
        ({"tea": Decimal("0.5")}, Reason.INVALID_QUANTITY, "lines[0].quantity"),
        ({"tea": 10**13}, Reason.INVALID_QUANTITY, "lines[0].quantity"),
    ],
)
async def test_a_line_that_makes_no_sense_names_its_field(
    shop: Shop, lines: dict[str, Amount], reason: Reason, path: str
) -> None:
    refused = await shop.refused(lines)
    assert (refused.reason, refused.problems[0].path) == (reason, path)


async def test_a_closed_node_serves_no_further_order(shop: Shop) -> None:
    """The network in force is the database's, not the one that the lane remembers."""
    await shop.receive({"tea": {"berlin": 5, "munich": 5}})
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "berlin"): 1}
    async with shop.database.transaction() as conn:
        await upsert_nodes(conn, [NodeInput("berlin", "Berlin", NodeKind.STORE, 52.50, 13.35, can_ship=False)])
    assert allocated(await shop.place({"tea": 1}, ship_to=BERLIN)) == {("tea", "munich"): 1}


async def test_an_order_can_be_read_by_its_id_and_by_its_reference(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "munich": 3}, "cloth": {"berlin": 1}})
    placed = await shop.place({"tea": 5, "cloth": Decimal("0.25")}, ship_to=BERLIN, reference="R-7")
    async with shop.database.read() as conn:
        found = await get_order(conn, placed.order_id)
        assert found == await find_order(conn, "web", "R-7")
        assert await find_order(conn, "careful", "R-7") is None
        assert await get_order(conn, "no-order") is None
    assert found is not None
    assert (found.lines, found.fulfillment_orders) == (placed.lines, placed.fulfillment_orders)
    assert (found.deliveries[0].ship_to, found.status, found.ordered_at) == (
        BERLIN,
        OrderStatus.ALLOCATED,
        found.placed_at,
    )
    assert [each.id for each in found.fulfillment_orders] == [f"{placed.order_id}-1", f"{placed.order_id}-2"]


async def test_orders_are_listed_in_pages(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9}})
    placed = [(await shop.place({"tea": 1})).order_id for _ in range(5)]
    async with shop.database.read() as conn:
        first = await list_orders(conn, None, 2)
        second = await list_orders(conn, first[-1].order_id, 10)
    assert [each.order_id for each in (*first, *second)] == placed


async def test_why_a_node_was_chosen_can_be_read(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1, "munich": 5, "outlet": 9}})
    placed = await shop.place({"tea": 2}, ship_to=MUNICH)
    async with shop.database.read() as conn:
        stored = await get_explanation(conn, placed.order_id)
        assert await get_explanation(conn, "no-order") is None
    assert stored is not None
    why = json.loads(stored.placed)["sourced"]
    assert why["strategy"] == "fewest_nodes_then_nearest/1"
    assert why["chosen"] == [{"node": "munich", "km": 0.0, "free": [5]}]
    assert {group["reason"]: group["nodes"] for group in why["excluded"]} == {
        "part_of_the_stock": ["berlin"],
        "cannot_ship": ["outlet"],
        "no_stock": ["leipzig"],
    }


async def test_placing_tells_one_event_with_the_reply(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    placed = await shop.place({"tea": 1})
    events = await shop.rows("select type, subject, data from events where type like 'order%%'")
    assert [(kind, subject) for kind, subject, _ in events] == [("order.placed", placed.order_id)]
    assert msgspec.convert(events[0][2], OrderPlaced) == placed
