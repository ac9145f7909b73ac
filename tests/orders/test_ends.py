"""How orders end, and what comes back then: never more, never less, and nobody is left who waits for nothing."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.api import Rules
from stockpool.orders.messages import (
    CancelOrder,
    Cause,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    FulfillmentStep,
    HoldUse,
    LineQuantity,
    OrderCancelled,
    OrderChanged,
    OrderLine,
    OrderMethod,
    OrderPlaced,
    OrderStatus,
    Outcome,
    Payment,
    PickedQuantity,
)
from stockpool.runtime.database import Database
from stockpool.workflows.commands import home_of
from tests.orders.shop import BERLIN, PICKUP, Shop, allocated, order, stamped
from tests.orders.test_life_cycle import step, through

STEP = FulfillmentStep


async def place_unpaid(shop: Shop, lines: Mapping[str, Amount], **more: object) -> OrderPlaced:
    """An order that waits for its payment."""
    return await shop.place(lines, payment=Payment.PENDING, payment_hold_id=new_uuid7(), **more)


async def confirm(shop: Shop, order_id: str) -> OrderChanged:
    """Its payment came."""
    reply = await shop.submit(ConfirmPayment(**stamped(None), order_id=order_id))
    assert isinstance(reply, OrderChanged), reply
    return reply


async def fail(shop: Shop, order_id: str, *, expired: bool = False) -> OrderChanged:
    """Its payment will not come."""
    reply = await shop.submit(FailPayment(**stamped(None), order_id=order_id, expired=expired))
    assert isinstance(reply, OrderChanged), reply
    return reply


async def cancel_line(shop: Shop, order_id: str, line: int, quantity: Amount) -> OrderCancelled:
    """So much of a line is not wanted any more."""
    lines = (LineQuantity(line, quantity),)
    reply = await shop.submit(CancelOrder(**stamped(None), order_id=order_id, reason="customer", lines=lines))
    assert isinstance(reply, OrderCancelled), reply
    return reply


async def let_payment_be_due(shop: Shop, order_id: str) -> None:
    """The time to pay is over, for the order and for its hold."""
    async with shop.database.transaction() as conn:
        await conn.execute("update orders set payment_due_at = now() - interval '1 s' where order_id = %s", (order_id,))
        await conn.execute(
            "update reservations set expires_at = now() - interval '1 s' "
            "where reservation_id = (select hold_id from orders where order_id = %s)",
            (order_id,),
        )


async def let_pickup_be_over(shop: Shop, order_id: str) -> None:
    """The customer did not come in time."""
    async with shop.database.transaction() as conn:
        await conn.execute(
            "update fulfillment_orders set ready_until = now() - interval '1 s' where order_id = %s", (order_id,)
        )


async def test_goods_that_nobody_collects_go_back_to_stock_and_the_order_ends(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 2}, method=PICKUP, pickup_node="berlin")
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.READY)
    await let_pickup_be_over(shop, placed.order_id)
    over = await step(shop, placed.order_id, 1, STEP.EXPIRE)
    assert over.order_status is OrderStatus.CANCELLED
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 0)}
    assert await shop.rows("select cancel_reason, cancelled_at is not null from orders") == [
        ("not collected in time", True)
    ]


async def test_units_that_are_not_to_wait_end_the_order_when_no_node_can_serve_them(database: Database) -> None:
    shop = Shop(database, rules=Rules(backorder_when_unserved=False))
    await shop.open()
    await shop.receive({"tea": {"berlin": 2}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    given = await step(shop, placed.order_id, 1, STEP.GIVE_UP, cause=Cause.NODE_CLOSED)
    assert [each.outcome for each in given.repairs] == [Outcome.CANCELLED]
    assert given.order_status is OrderStatus.CANCELLED
    assert await shop.drift() == []
    await shop.lanes.stop()


async def test_an_order_of_which_there_is_nothing_is_refused_also_where_it_may_be_cut_down(shop: Shop) -> None:
    refused = await shop.refused({"tea": 2}, shortage="cancel")
    assert refused.reason is Reason.INSUFFICIENT_STOCK
    assert await shop.rows("select from orders") == []


async def test_a_part_of_a_line_can_be_cancelled_by_the_lanes_of_a_server(shop: Shop) -> None:
    """They ask each command where it is at home; an order's are at home together."""
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3}, ship_to=BERLIN)
    command = CancelOrder(**stamped(None), order_id=placed.order_id, reason="customer", lines=(LineQuantity(1, 2),))
    assert home_of(command) == home_of(ConfirmPayment(**stamped(None), order_id=placed.order_id))
    assert home_of(order({"tea": 3})) == home_of(order({"tea": 1}))


async def test_waiting_orders_never_get_the_same_unit(shop: Shop) -> None:
    """Case 1, for those who wait: what the first in line got is gone."""
    first = await shop.place({"tea": 2}, shortage="backorder")
    second = await shop.place({"tea": 2}, shortage="backorder")
    await shop.receive({"tea": {"berlin": 3}})
    assert await shop.committed(first.order_id) == {("tea", "berlin"): 2}
    assert await shop.committed(second.order_id) == {("tea", "berlin"): 1}
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 3)}


async def test_a_kit_that_comes_serves_who_waits_for_its_components(shop: Shop) -> None:
    placed = await shop.place({"tea": 2, "cup": 1}, shortage="backorder")
    await shop.receive({"tea-time": {"berlin": 1}})
    assert await shop.committed(placed.order_id) == {("cup", "berlin"): 1, ("tea", "berlin"): 2}


async def test_an_order_that_comes_today_after_all_must_say_where(shop: Shop) -> None:
    """Else any node, however far, would do."""
    await shop.receive({"tea": {"leipzig": 5}})
    placed = await shop.place({"tea": 2})
    edit = EditOrder(**stamped(None), order_id=placed.order_id, method=OrderMethod.SAME_DAY)
    refused = await shop.submit(edit)
    assert isinstance(refused, Refused)
    assert [each.path for each in refused.problems] == ["ship_to.latitude"]


async def test_what_is_short_is_not_picked_again_where_it_was_not_found(shop: Shop) -> None:
    """The book of the node that did not find it says that there are seven more."""
    await shop.receive({"tea": {"berlin": 10, "munich": 3}})
    placed = await shop.place({"tea": 3}, ship_to=BERLIN)
    await through(shop, placed.order_id, 1, STEP.RELEASE, STEP.ACCEPT)
    picked = await step(shop, placed.order_id, 1, STEP.PICK, picked=(PickedQuantity("tea", 1),))
    assert [(each.outcome, each.to_node) for each in picked.repairs] == [(Outcome.MOVED, "munich")]


async def test_what_is_wanted_together_is_released_when_nothing_lacks_any_more(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    placed = await shop.place({"tea": 1, "cup": 1}, together=True, shortage="backorder")
    assert await shop.rows("select release_at from fulfillment_orders") == [(None,)]
    await cancel_line(shop, placed.order_id, 2, 1)
    ((release_at,),) = await shop.rows("select release_at from fulfillment_orders")
    assert release_at is not None


# payment


async def test_a_part_cancelled_before_it_is_paid_for_is_free_at_once(shop: Shop) -> None:
    """Case 20."""
    await shop.receive({"tea": {"berlin": 3, "munich": 2}})
    placed = await place_unpaid(shop, {"tea": 5}, ship_to=BERLIN)
    cancelled = await cancel_line(shop, placed.order_id, 1, 2)
    assert sum(int(line.quantity) for line in cancelled.lines) == 2
    assert sum(held for _, held, _ in (await shop.positions()).values()) == 3
    paid = await confirm(shop, placed.order_id)
    assert sum(int(line.quantity) for each in paid.fulfillment_orders for line in each.lines) == 3
    assert sum(available for available, _, _ in (await shop.positions()).values()) == 2


async def test_a_late_payment_does_not_bring_back_what_the_customer_cancelled(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 9}, "cup": {"berlin": 9}})
    placed = await place_unpaid(shop, {"tea-time": 2, "tea": 1})
    await cancel_line(shop, placed.order_id, 1, 1)
    await let_payment_be_due(shop, placed.order_id)
    await fail(shop, placed.order_id, expired=True)
    paid = await confirm(shop, placed.order_id)
    assert paid.hold is HoldUse.REHELD
    assert await shop.committed(placed.order_id) == {("tea", "berlin"): 3, ("cup", "berlin"): 1}
    assert [(line.cancelled, line.short) for line in paid.lines] == [(1, 0), (0, 0)]


async def test_an_unpaid_order_that_is_cut_down_waits_to_be_paid_for_what_there_is(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2}})
    placed = await place_unpaid(shop, {"tea": 5}, shortage="cancel")
    assert (placed.status, placed.lines[0].cancelled) == (OrderStatus.PAYMENT_PENDING, 3)
    await let_payment_be_due(shop, placed.order_id)
    await fail(shop, placed.order_id, expired=True)
    await shop.receive({"tea": {"berlin": 9}})
    paid = await confirm(shop, placed.order_id)
    assert (paid.status, await shop.committed(placed.order_id)) == (OrderStatus.ALLOCATED, {("tea", "berlin"): 2})


@pytest.mark.parametrize("units", [2, 5])
async def test_the_hold_of_a_cart_serves_one_unpaid_order_too(shop: Shop, units: int) -> None:
    await shop.receive({"tea": {"munich": 9}})
    hold = await shop.hold({"tea": units})
    first = await place_unpaid(shop, {"tea": 2}, hold_id=hold.hold_id)
    assert first.hold is HoldUse.USED
    assert (await shop.refused({"tea": 2}, hold_id=hold.hold_id)).reason is Reason.HOLD_CLOSED
    await confirm(shop, first.order_id)
    assert (await shop.refused({"tea": 2}, hold_id=hold.hold_id)).reason is Reason.HOLD_CLOSED
    assert await shop.positions() == {("tea", "munich"): (7, 0, 2)}


@pytest.mark.parametrize("payment", [Payment.FAILED, Payment.EXPIRED])
async def test_an_order_whose_payment_failed_already_is_not_placed(shop: Shop, payment: Payment) -> None:
    await shop.receive({"tea": {"munich": 9}})
    assert (await shop.refused({"tea": 2}, payment=payment)).reason is Reason.INVALID_INPUT


async def test_goods_sold_at_a_till_that_were_promised_in_the_same_order_are_a_shortfall(shop: Shop) -> None:
    """The ledger decides over what the whole order takes."""
    await shop.receive({"tea": {"berlin": 5}})
    lines = (OrderLine("tea", 5), OrderLine("tea", 2, OrderMethod.CARRY_OUT, "berlin"))
    placed = await shop.submit(order({}, lines=lines))
    assert isinstance(placed, OrderPlaced)
    assert await shop.positions() == {("tea", "berlin"): (-2, 0, 5)}
    found = await shop.rows("select (data ->> 'quantity')::int from events where type = 'shortfall.found'")
    assert found == [(2,)]


async def test_goods_carried_out_leave_the_hold_of_the_cart_to_the_rest_of_the_order(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5}})
    hold = await shop.hold({"tea": 3}, node="berlin")
    lines = (OrderLine("tea", 2), OrderLine("tea", 2, OrderMethod.CARRY_OUT, "berlin"))
    placed = await shop.submit(order({}, lines=lines, hold_id=hold.hold_id))
    assert isinstance(placed, OrderPlaced)
    assert placed.hold is HoldUse.USED
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 2)}
    assert (await shop.refused({"tea": 1}, hold_id=hold.hold_id)).reason is Reason.HOLD_CLOSED


# edits


async def test_a_kit_of_which_a_component_ended_cannot_be_made_less_than_that(database: Database) -> None:
    """One of a kit's two teas could not be served: half a kit was cancelled, which counts as one."""
    shop = Shop(database, rules=Rules(backorder_when_unserved=False))
    await shop.open()
    await shop.receive({"tea": {"berlin": 1, "munich": 1}, "cup": {"munich": 1}})
    placed = await shop.place({"tea-time": 1})
    berlin = next(each for each in placed.fulfillment_orders if each.node == "berlin")
    number = int(berlin.id.rpartition("-")[2])
    await step(shop, placed.order_id, number, STEP.GIVE_UP, cause=Cause.NODE_CLOSED)
    edit = EditOrder(**stamped(None), order_id=placed.order_id, quantities=(LineQuantity(1, 0),))
    refused = await shop.submit(edit)
    assert isinstance(refused, Refused)
    assert refused.reason is Reason.INVALID_QUANTITY
    assert await shop.drift() == []
    await shop.lanes.stop()


async def test_what_ships_by_a_fact_leaves_the_order_as_if_by_a_step(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 3}, ship_to=BERLIN)
    await shop.fact(FactKind.SHIP, "tea", "berlin", 2, reference=placed.order_id)
    assert await shop.committed(placed.order_id) == {("tea", "berlin"): 1}
    assert allocated(placed) == {("tea", "berlin"): 3}
    cancelled = await shop.cancel(placed.order_id)
    assert isinstance(cancelled, OrderCancelled)
    assert [line.quantity for line in cancelled.lines] == [1]
    assert await shop.positions() == {("tea", "berlin"): (1, 0, 0)}


async def test_facts_that_empty_a_fulfillment_order_in_one_group_leave_nothing_counted_twice(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}, "cup": {"berlin": 1}})
    placed = await shop.place({"tea": 3, "cup": 1}, ship_to=BERLIN)
    facts = [
        RecordFact(
            **stamped(None), kind=FactKind.SHIP, sku=sku, node="berlin", quantity=units, reference=placed.order_id
        )
        for sku, units in (("cup", 1), ("tea", 3))
    ]
    for reply in await shop.submit_together(facts):
        assert not isinstance(reply, Refused), reply
    assert await shop.committed(placed.order_id) == {}
    assert await shop.drift() == []
