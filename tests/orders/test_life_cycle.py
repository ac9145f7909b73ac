"""An order on its way through nodes to the customer, step by step, each with what it does to the stock."""

from __future__ import annotations

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import (
    AdvanceFulfillment,
    Cause,
    FulfillmentAdvanced,
    FulfillmentStatus,
    FulfillmentStep,
    OrderMethod,
    OrderStatus,
    Outcome,
    PickedQuantity,
)
from tests.orders.shop import BERLIN, Shop, allocated, stamped

STEP = FulfillmentStep


async def step(shop: Shop, order_id: str, number: int, taken: FulfillmentStep, **more: object) -> FulfillmentAdvanced:
    reply = await shop.submit(
        AdvanceFulfillment(**stamped(None), order_id=order_id, number=number, step=taken, **more)  # type: ignore[arg-type]
    )
    assert isinstance(reply, FulfillmentAdvanced), reply
    return reply


async def through(shop: Shop, order_id: str, number: int, *steps: FulfillmentStep) -> FulfillmentAdvanced:
    replies = [await step(shop, order_id, number, each) for each in steps]
    return replies[-1]


async def test_goods_are_sent_home(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.START_PICKING, STEP.PICK, STEP.PACK)
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 2)}
    shipped = await step(shop, placed.order_id, 1, STEP.SHIP, carrier="DHL", tracking="1Z")
    assert shipped.order_status is OrderStatus.SHIPPED
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 0)}
    delivered = await step(shop, placed.order_id, 1, STEP.DELIVER)
    assert delivered.order_status is OrderStatus.COMPLETED


async def test_goods_are_collected_with_a_code(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 2}, method=OrderMethod.PICKUP, pickup_node="berlin")
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK)
    await step(shop, placed.order_id, 1, STEP.READY, new_code="123456")
    wrong = await shop.submit(
        AdvanceFulfillment(**stamped(None), order_id=placed.order_id, number=1, step=STEP.HAND_OVER, code="1")
    )
    assert isinstance(wrong, Refused)
    assert wrong.reason is Reason.WRONG_CODE
    done = await step(shop, placed.order_id, 1, STEP.HAND_OVER, code="123456")
    assert done.order_status is OrderStatus.COMPLETED
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 0)}


async def test_goods_travel_to_the_store_where_they_are_collected(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 3}})
    placed = await shop.place({"tea": 2}, method=OrderMethod.SHIP_TO_STORE, pickup_node="berlin")
    assert allocated(placed) == {("tea", "munich"): 2}
    sent = await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    assert sent.order_status is OrderStatus.IN_FULFILLMENT
    assert await shop.positions() == {("tea", "munich"): (1, 0, 0)}
    await step(shop, placed.order_id, 1, STEP.ARRIVE, new_code="7")
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 2), ("tea", "munich"): (1, 0, 0)}
    done = await step(shop, placed.order_id, 1, STEP.HAND_OVER, code="7")
    assert done.order_status is OrderStatus.COMPLETED
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 0), ("tea", "munich"): (1, 0, 0)}


async def test_what_a_store_rejects_another_serves(shop: Shop) -> None:
    """Case 26."""
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    await step(shop, placed.order_id, 1, STEP.RELEASE)
    rejected = await step(shop, placed.order_id, 1, STEP.REJECT, reason="not found")
    (repair,) = rejected.repairs
    assert (repair.outcome, repair.to_node, repair.cause) == (Outcome.MOVED, "munich", Cause.REJECTED)
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0), ("tea", "munich"): (1, 0, 2)}
    done = await through(shop, placed.order_id, 2, STEP.ACCEPT, STEP.PICK, STEP.SHIP, STEP.DELIVER)
    assert done.order_status is OrderStatus.COMPLETED


async def test_what_was_set_aside_and_cannot_be_given_to_the_customer_comes_from_elsewhere(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 2}, method=OrderMethod.PICKUP, pickup_node="berlin")
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK)
    await step(shop, placed.order_id, 1, STEP.READY, new_code="7")
    rejected = await step(shop, placed.order_id, 1, STEP.REJECT, reason="fell from the counter")
    assert [(each.outcome, each.to_node) for each in rejected.repairs] == [(Outcome.TRANSFERRED, "munich")]
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0), ("tea", "munich"): (1, 0, 2)}
    await through(shop, placed.order_id, 2, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    await step(shop, placed.order_id, 2, STEP.ARRIVE, new_code="8")
    done = await step(shop, placed.order_id, 2, STEP.HAND_OVER, code="8")
    assert done.order_status is OrderStatus.COMPLETED


async def test_what_is_not_on_the_shelf_comes_from_elsewhere_and_is_not_promised_again(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3, "munich": 3}})
    placed = await shop.place({"tea": 3}, ship_to=BERLIN)
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT)
    picked = await step(shop, placed.order_id, 1, STEP.PICK, picked=(PickedQuantity("tea", 1),))
    assert picked.fulfillment_order.status is FulfillmentStatus.PICKED
    assert [(each.outcome, each.to_node, each.quantity) for each in picked.repairs] == [(Outcome.MOVED, "munich", 2)]
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 1), ("tea", "munich"): (1, 0, 2)}


async def test_what_no_node_has_waits_and_is_served_the_moment_it_comes(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    await step(shop, placed.order_id, 1, STEP.RELEASE)
    rejected = await step(shop, placed.order_id, 1, STEP.REJECT)
    assert [each.outcome for each in rejected.repairs] == [Outcome.BACKORDERED]
    assert rejected.order_status is OrderStatus.BACKORDERED
    await shop.receive({"tea": {"munich": 5}})
    assert await shop.positions() == {("tea", "berlin"): (2, 0, 0), ("tea", "munich"): (3, 0, 2)}
    events = await shop.rows("select type from events where subject = %s order by event_id", placed.order_id)
    assert [kind for (kind,) in events] == [
        "order.placed",
        "fulfillment.released",
        "fulfillment.rejected",
        "order.repaired",
        "order.promise_moved",
        "order.allocated",
        "order.promised",
    ]


async def test_what_is_to_leave_together_is_kept_as_it_comes_and_told_when_all_is_there(shop: Shop) -> None:
    placed = await shop.place({"tea": 2, "cup": 1}, ship_to=BERLIN, shortage="backorder", together=True)
    await shop.receive({"tea": {"munich": 2}})
    assert await shop.positions() == {("tea", "munich"): (0, 0, 2)}
    told = "select number, release_at is not null from fulfillment_orders where order_id = %s order by number"
    assert list(await shop.rows(told, placed.order_id)) == [(1, False)]
    await shop.receive({"cup": {"munich": 1}})
    assert list(await shop.rows(told, placed.order_id)) == [(1, True)]
