"""Edits of orders that wait: nobody was told of what waits, so it can still come another way or go elsewhere."""

from __future__ import annotations

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import (
    EditOrder,
    FulfillmentStep,
    LineQuantity,
    OrderChanged,
    OrderLine,
    OrderMethod,
    OrderPlaced,
    OrderStatus,
    Shortage,
)
from tests.orders.promises.coming import announce, claims, in_days, overpromised
from tests.orders.shop import BERLIN, MUNICH, PICKUP, Shop, order, stamped
from tests.orders.test_life_cycle import step

OUTLET = {"method": PICKUP, "pickup_node": "outlet"}


async def edited(shop: Shop, order_id: str, **words: object) -> OrderChanged:
    """An edit that is granted."""
    reply = await edit(shop, order_id, **words)
    assert isinstance(reply, OrderChanged), reply
    return reply


async def edit(shop: Shop, order_id: str, **words: object) -> OrderChanged | Refused:
    """An edit."""
    reply = await shop.submit(EditOrder(**stamped(None), order_id=order_id, **words))  # type: ignore[arg-type] # of each kind
    assert isinstance(reply, OrderChanged | Refused)
    return reply


async def backorder(shop: Shop, units: int, **words: object) -> OrderPlaced:
    return await shop.place({"tea": units}, shortage=Shortage.BACKORDER, **words)


async def test_a_backordered_order_goes_elsewhere_and_claims_what_comes_there(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, 10, node="leipzig")
    await announce(shop, "PO-2", 5, 20, node="outlet")
    placed = await backorder(shop, 2, ship_to=BERLIN)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    changed = await edited(shop, placed.order_id, **OUTLET)
    assert (changed.status, changed.lines[0].short) == (OrderStatus.BACKORDERED, 2)
    assert await claims(shop) == {(placed.order_id, "PO-2"): 2}
    assert changed.deliveries[0].promised_from == in_days(20)


async def test_a_new_address_claims_what_it_had_claimed_itself(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    placed = await backorder(shop, 2, ship_to=BERLIN)
    changed = await edited(shop, placed.order_id, ship_to=MUNICH)
    assert changed.deliveries[0].ship_to == MUNICH
    assert changed.deliveries[0].promised_until is not None
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert await overpromised(shop) == []


async def test_what_another_way_makes_possible_is_served_at_once(shop: Shop) -> None:
    await shop.receive({"tea": {"leipzig": 1}})
    placed = await backorder(shop, 2, **OUTLET)
    changed = await edited(shop, placed.order_id, method=OrderMethod.SHIP, ship_to=BERLIN)
    assert changed.status is OrderStatus.PARTLY_BACKORDERED
    assert await shop.committed(placed.order_id) == {("tea", "leipzig"): 1}


async def test_what_was_had_does_not_wait_because_of_an_edit(shop: Shop) -> None:
    await shop.receive({"tea": {"leipzig": 1}})
    placed = await backorder(shop, 3, ship_to=BERLIN)
    refused = await edit(shop, placed.order_id, **OUTLET)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert await shop.committed(placed.order_id) == {("tea", "leipzig"): 1}
    assert (await edited(shop, placed.order_id, ship_to=MUNICH)).lines[0].short == 2


async def test_what_is_new_gets_what_there_is_before_what_waited(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    placed = await backorder(shop, 1, **OUTLET)
    words = {"method": OrderMethod.SHIP, "ship_to": BERLIN, "add": (OrderLine("tea", 1),)}
    assert [line.short for line in (await edited(shop, placed.order_id, **words)).lines] == [1, 0]
    more = await edit(shop, placed.order_id, quantities=(LineQuantity(1, 2),))
    assert isinstance(more, Refused), "only what waited waits on"


async def test_of_an_order_whose_nodes_were_told_a_delivery_that_waits_goes_elsewhere(shop: Shop) -> None:
    await shop.receive({"cup": {"berlin": 1}})
    lines = (OrderLine("cup", 1), OrderLine("tea", 1, PICKUP, "outlet"))
    placed = await shop.submit(order({}, lines=lines, ship_to=BERLIN, shortage=Shortage.BACKORDER))
    assert isinstance(placed, OrderPlaced)
    await step(shop, placed.order_id, 1, FulfillmentStep.RELEASE)
    address = {"method": OrderMethod.SHIP, "ship_to": MUNICH}
    for words, reason in (
        (address, Reason.ORDER_STATE),
        ({"delivery": 1, **address}, Reason.ORDER_STATE),
        ({"delivery": 2, **address, "quantities": (LineQuantity(2, 2),)}, Reason.ORDER_STATE),
        ({"delivery": 3, **address}, Reason.INVALID_INPUT),
        ({"delivery": 2, "priority": 1}, Reason.INVALID_INPUT),
    ):
        refused = await edit(shop, placed.order_id, **words)
        assert isinstance(refused, Refused)
        assert refused.reason is reason
    changed = await edited(shop, placed.order_id, delivery=2, **address)
    assert changed.status is OrderStatus.IN_FULFILLMENT
    assert changed.deliveries[0] == placed.deliveries[0]
    assert (changed.deliveries[1].pickup_node, changed.deliveries[1].ship_to) == (None, MUNICH)
    await shop.receive({"tea": {"munich": 1}})
    assert await shop.committed(placed.order_id) == {("cup", "berlin"): 1, ("tea", "munich"): 1}
