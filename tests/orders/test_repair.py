"""Self-repair: what is due is done, what is broken is served otherwise, what waits is served again."""

from __future__ import annotations

import msgspec
import pytest

from stockpool.inventory.messages import FactKind
from stockpool.kernel.ids import new_uuid7
from stockpool.network.api import upsert_nodes
from stockpool.orders.api import Rules, get_order
from stockpool.orders.messages import (
    CancelOrder,
    Cause,
    ConfirmPayment,
    FulfillmentStatus,
    FulfillmentStep,
    HoldUse,
    LineQuantity,
    OrderChanged,
    OrderDetails,
    OrderMethod,
    OrderPlaced,
    OrderStatus,
    Payment,
    PickedQuantity,
)
from stockpool.workflows.repair import Repairer
from tests.orders.shop import BERLIN, NODES, Shop, stamped
from tests.orders.test_life_cycle import step, through

STEP = FulfillmentStep
AT_ONCE = Rules(release_after_s=0)


async def details(shop: Shop, order_id: str) -> OrderDetails:
    async with shop.database.read() as connection:
        found = await get_order(connection, order_id)
    assert found is not None
    return found


async def repairs(shop: Shop, order_id: str) -> list[tuple[str, str, str | None]]:
    """Cause, outcome and new node of every repair of an order, in their order."""
    rows = await shop.rows(
        "select data from events where type = 'order.repaired' and subject = %s order by event_id", order_id
    )
    return [(each["cause"], each["outcome"], each.get("to_node")) for (data,) in rows for each in data["repairs"]]


async def later(shop: Shop, table: str, column: str) -> None:
    """Let a time that is set be over."""
    await shop.rows(
        f"update {table} set {column} = clock_timestamp() - interval '1 second' where {column} is not null returning 1"  # noqa: S608 -- names of the test
    )


@pytest.fixture
async def quick(shop: Shop) -> Shop:
    """Nodes are told of orders at once."""
    shop.processor._rules = AT_ONCE
    return shop


async def test_nodes_are_told_when_an_order_can_no_longer_be_edited(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 1})
    assert await shop.repair() == 0
    await later(shop, "fulfillment_orders", "release_at")
    assert await shop.repair() == 1
    assert (await details(shop, placed.order_id)).fulfillment_orders[0].status is FulfillmentStatus.RELEASED


async def test_who_does_not_accept_in_time_loses_the_order_to_another_node(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await quick.place({"tea": 1}, ship_to=BERLIN)
    assert await quick.repair() == 0
    await later(quick, "fulfillment_orders", "accept_by")
    assert await quick.repair() == 1
    assert await repairs(quick, placed.order_id) == [(Cause.NOT_ACCEPTED_IN_TIME, "moved", "munich")]
    assert await quick.positions() == {("tea", "berlin"): (3, 0, 0), ("tea", "munich"): (2, 0, 1)}


async def test_who_accepted_keeps_it(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await quick.place({"tea": 1}, ship_to=BERLIN)
    await step(quick, placed.order_id, 1, STEP.ACCEPT)
    await later(quick, "fulfillment_orders", "accept_by")
    assert await quick.repair() == 0


async def test_who_did_not_find_some_of_it_is_not_asked_for_them_again(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 9, "munich": 5}})
    placed = await quick.place({"tea": 5}, ship_to=BERLIN)
    for number, found in [(1, 4), (2, 0)]:
        await step(quick, placed.order_id, number, STEP.ACCEPT)
        await step(quick, placed.order_id, number, STEP.PICK, picked=(PickedQuantity("tea", found),))
    assert await repairs(quick, placed.order_id) == [
        ("short_pick", "moved", "munich"),
        ("short_pick", "backordered", None),
    ]
    assert (await details(quick, placed.order_id)).lines[0].short == 1


async def test_who_found_all_that_was_not_cancelled_is_asked_again(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 3, "munich": 2}})
    placed = await quick.place({"tea": 5}, ship_to=BERLIN)
    numbers = {each.node: int(each.id.rpartition("-")[2]) for each in placed.fulfillment_orders}
    await step(quick, placed.order_id, numbers["munich"], STEP.ACCEPT)
    one = (LineQuantity(1, 1),)
    await quick.submit(CancelOrder(**stamped(None), order_id=placed.order_id, reason="customer", lines=one))
    await through(quick, placed.order_id, numbers["berlin"], STEP.ACCEPT, STEP.PICK)
    await step(quick, placed.order_id, numbers["munich"], STEP.REJECT)
    assert await repairs(quick, placed.order_id) == [("rejected", "moved", "berlin"), ("rejected", "backordered", None)]


async def test_goods_that_nobody_collects_go_back_to_stock(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 3}})
    placed = await quick.place({"tea": 2}, method=OrderMethod.PICKUP, pickup_node="berlin")
    await through(quick, placed.order_id, 1, STEP.ACCEPT, STEP.PICK)
    await step(quick, placed.order_id, 1, STEP.READY, new_code="1")
    assert await quick.repair() == 0
    await later(quick, "fulfillment_orders", "ready_until")
    assert await quick.repair() == 1
    assert await quick.positions() == {("tea", "berlin"): (3, 0, 0)}
    assert (await details(quick, placed.order_id)).status is OrderStatus.CANCELLED


async def pending(shop: Shop) -> OrderPlaced:
    return await shop.place({"tea": 2}, payment=Payment.PENDING, payment_hold_id=new_uuid7())


async def paid(shop: Shop, order_id: str) -> OrderChanged:
    reply = await shop.submit(ConfirmPayment(**stamped(None), order_id=order_id))
    assert isinstance(reply, OrderChanged), reply
    return reply


async def test_an_order_is_held_until_it_is_paid(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await pending(shop)
    assert (placed.status, placed.fulfillment_orders) == (OrderStatus.PAYMENT_PENDING, ())
    assert await shop.positions() == {("tea", "berlin"): (1, 2, 0)}
    reply = await paid(shop, placed.order_id)
    assert (reply.status, reply.hold) == (OrderStatus.ALLOCATED, HoldUse.USED)
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 2)}


async def test_an_order_that_is_not_paid_in_time_gives_its_stock_back(shop: Shop) -> None:
    """Case 20."""
    await shop.receive({"tea": {"berlin": 3}})
    placed = await pending(shop)
    assert await shop.repair() == 0
    await later(shop, "orders", "payment_due_at")
    assert await shop.repair() == 1
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0)}
    assert (await details(shop, placed.order_id)).payment is Payment.EXPIRED


async def test_money_that_comes_late_buys_what_there_is(shop: Shop) -> None:
    """Case 15: held again where there is stock, backordered where there is none; the answer says which."""
    await shop.receive({"tea": {"berlin": 3}})
    placed = await pending(shop)
    await later(shop, "orders", "payment_due_at")
    await shop.repair()
    await shop.fact(FactKind.SELL, "tea", "berlin", 2)
    reply = await paid(shop, placed.order_id)
    assert (reply.status, reply.hold) == (OrderStatus.PARTLY_BACKORDERED, HoldUse.REHELD)
    assert reply.lines[0].short == 1
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 1)}


async def test_a_node_that_ships_no_more_hands_its_orders_on(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await quick.place({"tea": 1}, ship_to=BERLIN)
    repairer = Repairer(quick.database, quick.lanes.submit, new_uuid7, 1)
    assert await repairer.repair_once() == 0
    closed = msgspec.structs.replace(NODES[0], can_ship=False)
    async with quick.database.transaction() as connection:
        await upsert_nodes(connection, [closed])
    assert await repairer.repair_once() == 1
    assert await repairs(quick, placed.order_id) == [(Cause.NODE_CLOSED, "moved", "munich")]
    assert await repairer.repair_once() == 0


async def test_what_is_too_much_for_a_node_another_does(quick: Shop) -> None:
    """The newest goes; where no other node can do it, it stays."""
    await quick.receive({"tea": {"berlin": 9, "munich": 1}})
    placed = [await quick.place({"tea": 1}, ship_to=BERLIN) for _ in range(4)]
    limited = msgspec.structs.replace(NODES[0], daily_capacity=2)
    async with quick.database.transaction() as connection:
        await upsert_nodes(connection, [limited])
    assert await quick.repair() == 1
    assert await repairs(quick, placed[3].order_id) == [(Cause.OVER_CAPACITY, "moved", "munich")]
    assert await quick.positions() == {("tea", "berlin"): (6, 0, 3), ("tea", "munich"): (0, 0, 1)}


async def test_a_sale_that_breaks_promises_breaks_the_newest_that_are_shipped(quick: Shop) -> None:
    """Case 16: who collects keeps the goods, the oldest promise is kept; the others are served elsewhere or wait."""
    await quick.receive({"tea": {"berlin": 4}})
    oldest = await quick.place({"tea": 1}, ship_to=BERLIN)
    newer = await quick.place({"tea": 1}, ship_to=BERLIN)
    newest = await quick.place({"tea": 1}, ship_to=BERLIN)
    collected = await quick.place({"tea": 1}, method=OrderMethod.PICKUP, pickup_node="berlin")
    await quick.receive({"tea": {"munich": 1}})
    await quick.fact(FactKind.SELL, "tea", "berlin", 2)
    assert await quick.positions() == {("tea", "berlin"): (-2, 0, 4), ("tea", "munich"): (1, 0, 0)}
    assert await quick.repair() == 2
    assert await repairs(quick, oldest.order_id) == await repairs(quick, collected.order_id) == []
    assert await repairs(quick, newest.order_id) == [(Cause.SHORTFALL, "moved", "munich")]
    assert await repairs(quick, newer.order_id) == [(Cause.SHORTFALL, "backordered", None)]
    assert await quick.positions() == {("tea", "berlin"): (0, 0, 2), ("tea", "munich"): (0, 0, 1)}
    assert await quick.repair() == 0
    await quick.receive({"tea": {"berlin": 1}})
    assert (await details(quick, newer.order_id)).status is not OrderStatus.BACKORDERED


async def test_a_shortfall_that_is_over_breaks_nothing(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 1}})
    placed = await quick.place({"tea": 1}, ship_to=BERLIN)
    await quick.fact(FactKind.SELL, "tea", "berlin", 1)
    await quick.fact(FactKind.ADJUST, "tea", "berlin", 1)
    assert await quick.repair() == 0
    assert await repairs(quick, placed.order_id) == []


async def test_what_becomes_free_without_a_receipt_is_given_to_who_waits(quick: Shop) -> None:
    """A cancellation frees it; the next round finds the order, by priority before age."""
    await quick.receive({"tea": {"berlin": 1}})
    first = await quick.place({"tea": 1}, ship_to=BERLIN)
    waiting = [
        await quick.place({"tea": 1}, ship_to=BERLIN, shortage="backorder", priority=priority) for priority in (0, 5)
    ]
    assert await quick.repair() == 0
    await quick.cancel(first.order_id)
    assert await quick.repair() == 1
    found = [(await details(quick, each.order_id)).status for each in waiting]
    assert found[0] is OrderStatus.BACKORDERED
    assert found[1] is not OrderStatus.BACKORDERED


async def test_who_can_take_nothing_does_not_keep_it_from_those_behind(
    quick: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is free elsewhere is no use to who collects; it is tried again later, and the next in line is served."""
    monkeypatch.setattr("stockpool.workflows.repair.AT_ONCE_MAX", 1)
    await quick.receive({"tea": {"munich": 1}})
    first = await quick.place({"tea": 1}, ship_to=BERLIN)
    collects = {"method": OrderMethod.PICKUP, "pickup_node": "berlin"}
    await quick.place({"tea": 1}, shortage="backorder", **collects)
    behind = await quick.place({"tea": 1}, ship_to=BERLIN, shortage="backorder")
    await quick.cancel(first.order_id)
    repairer = Repairer(quick.database, quick.lanes.submit, new_uuid7, 1)
    assert [await repairer.repair_once() for _ in range(3)] == [0, 1, 0]
    assert (await details(quick, behind.order_id)).status is not OrderStatus.BACKORDERED
