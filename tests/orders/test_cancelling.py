"""Cancelling an order gives back what has not left, once."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import FactKind
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.api import get_order
from stockpool.orders.messages import CancelOrder, FulfillmentStatus, OrderCancelled, OrderStatus, ReturnedStock
from tests.orders.shop import BERLIN, Shop, stamped


async def test_a_cancelled_order_gives_everything_back(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 5}, ship_to=BERLIN)
    reply = await shop.cancel(placed.order_id)
    assert reply == OrderCancelled(
        placed.order_id,
        "web",
        OrderStatus.CANCELLED,
        "customer",
        (ReturnedStock("tea", "berlin", 3), ReturnedStock("tea", "munich", 2)),
    )
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0), ("tea", "munich"): (3, 0, 0)}
    async with shop.database.read() as conn:
        found = await get_order(conn, placed.order_id)
    assert found is not None
    assert (found.status, found.cancel_reason) == (OrderStatus.CANCELLED, "customer")
    assert found.cancelled_at is not None
    assert {each.status for each in found.fulfillment_orders} == {FulfillmentStatus.CANCELLED}


async def test_cancelling_again_with_the_same_key_is_the_same_cancellation(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    first = await shop.cancel(placed.order_id, key="cancel-1")
    assert await shop.cancel(placed.order_id, key="cancel-1") == first
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0)}


async def test_cancelling_again_with_another_key_is_refused(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    await shop.cancel(placed.order_id)
    refused = await shop.cancel(placed.order_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ORDER_STATE
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0)}


async def test_two_cancellations_in_one_group_cancel_once(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    commands = [CancelOrder(**stamped(None), order_id=placed.order_id, reason="customer") for _ in range(5)]
    replies = await shop.submit_together(commands)
    assert [type(reply) for reply in replies] == [OrderCancelled] + [Refused] * 4
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0)}


@pytest.mark.parametrize("order_id", ["01a207f7-7948-7b23-9d7a-e8f977bfde6e", "no-order", ""])
async def test_an_order_that_never_was_is_unknown(shop: Shop, order_id: str) -> None:
    refused = await shop.cancel(order_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.UNKNOWN_ORDER


async def test_a_hold_is_no_order(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    hold = await shop.hold({"tea": 2})
    refused = await shop.cancel(hold.hold_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.UNKNOWN_ORDER
    assert await shop.positions() == {("tea", "berlin"): (1, 2, 0)}


async def test_what_was_shipped_stays_with_the_customer(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 5}, ship_to=BERLIN)
    await shop.fact(FactKind.SHIP, "tea", "berlin", 3, placed.order_id)
    await shop.fact(FactKind.SHIP, "tea", "munich", 1, placed.order_id)
    reply = await shop.cancel(placed.order_id)
    assert isinstance(reply, OrderCancelled)
    assert reply.lines == (ReturnedStock("tea", "munich", 1),)
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 0), ("tea", "munich"): (2, 0, 0)}
    async with shop.database.read() as conn:
        found = await get_order(conn, placed.order_id)
    assert found is not None
    shipped, cancelled = FulfillmentStatus.SHIPPED, FulfillmentStatus.CANCELLED
    assert [each.status for each in found.fulfillment_orders] == [shipped, cancelled, shipped]


async def test_an_order_that_has_left_cannot_be_cancelled(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    await shop.fact(FactKind.SHIP, "tea", "berlin", 3, placed.order_id)
    refused = await shop.cancel(placed.order_id)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.ORDER_STATE


async def test_an_order_that_got_nothing_can_be_cancelled(shop: Shop) -> None:
    placed = await shop.place({"tea": 3}, shortage="backorder")
    reply = await shop.cancel(placed.order_id)
    assert isinstance(reply, OrderCancelled)
    assert reply.lines == ()


async def test_a_reason_is_words(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    refused = await shop.submit(CancelOrder(**stamped(None), order_id=placed.order_id, reason=" "))
    assert isinstance(refused, Refused)
    assert refused.problems[0].path == "reason"


async def test_cancelling_tells_one_event(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3})
    await shop.cancel(placed.order_id)
    events = await shop.rows("select type, subject from events where type like 'order%%' order by event_id")
    assert list(events) == [("order.placed", placed.order_id), ("order.cancelled", placed.order_id)]
