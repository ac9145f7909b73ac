"""A hold becomes an order without a moment in which its stock is free; one that is gone has a named outcome."""

from __future__ import annotations

import pytest

from stockpool.inventory import api as inventory
from stockpool.inventory.decide import commitments
from stockpool.inventory.messages import ExtendHold, FactKind, ReleaseHold
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import ConfirmPayment, HoldUse, OrderChanged, OrderMethod, Payment
from tests.orders.shop import BERLIN, MUNICH, PICKUP, Shop, allocated, stamped


async def test_an_order_takes_the_nodes_of_its_hold(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 5, "munich": 5}})
    hold = await shop.hold({"tea": 3}, node="munich")
    placed = await shop.place({"tea": 3}, hold_id=hold.hold_id, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "munich"): 3}
    assert placed.hold is HoldUse.USED
    assert await shop.positions() == {("tea", "berlin"): (5, 0, 0), ("tea", "munich"): (2, 0, 3)}


async def test_a_hold_on_the_last_units_is_enough(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 3}})
    hold = await shop.hold({"tea": 3})
    assert (await shop.refused({"tea": 1})).reason is Reason.INSUFFICIENT_STOCK
    assert allocated(await shop.place({"tea": 3}, hold_id=hold.hold_id)) == {("tea", "munich"): 3}


async def test_what_the_hold_has_not_is_sourced(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2, "berlin": 5}, "cup": {"berlin": 1}})
    hold = await shop.hold({"tea": 2}, node="munich")
    placed = await shop.place({"tea": 3, "cup": 1}, hold_id=hold.hold_id, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "munich"): 2, ("tea", "berlin"): 1, ("cup", "berlin"): 1}


async def test_what_the_hold_has_beyond_the_order_is_given_back(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 5}, "cup": {"munich": 1}})
    hold = await shop.hold({"tea": 5, "cup": 1}, node="munich")
    await shop.place({"tea": 2}, hold_id=hold.hold_id)
    assert await shop.positions() == {("tea", "munich"): (3, 0, 2), ("cup", "munich"): (1, 0, 0)}


async def test_pickup_does_not_use_what_is_held_elsewhere(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2, "outlet": 2}})
    hold = await shop.hold({"tea": 2}, node="munich")
    placed = await shop.place({"tea": 2}, hold_id=hold.hold_id, method=PICKUP, pickup_node="outlet")
    assert allocated(placed) == {("tea", "outlet"): 2}
    assert await shop.positions() == {("tea", "munich"): (2, 0, 0), ("tea", "outlet"): (0, 0, 2)}


async def test_what_is_held_far_away_does_not_come_today(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2, "berlin": 2}})
    hold = await shop.hold({"tea": 2}, node="munich")
    placed = await shop.place({"tea": 2}, hold_id=hold.hold_id, method=OrderMethod.SAME_DAY, ship_to=BERLIN)
    assert allocated(placed) == {("tea", "berlin"): 2}


async def test_an_order_after_its_hold_takes_fresh_stock_wherever_there_is_some(shop: Shop) -> None:
    """Case 15: the payment came late, and nobody lost."""
    await shop.receive({"tea": {"munich": 2, "berlin": 5}})
    hold = await shop.hold({"tea": 2}, node="munich")
    await shop.expire(hold.hold_id)
    await shop.fact(FactKind.SELL, "tea", "munich", 2)
    placed = await shop.place({"tea": 2}, hold_id=hold.hold_id, ship_to=MUNICH)
    assert placed.hold is HoldUse.REHELD
    assert allocated(placed) == {("tea", "berlin"): 2}
    assert await shop.positions() == {("tea", "berlin"): (3, 0, 2), ("tea", "munich"): (0, 0, 0)}


async def test_an_order_after_its_hold_is_refused_by_that_name_where_there_is_no_stock(shop: Shop) -> None:
    """Case 15: the payment came late, and another customer was first."""
    await shop.receive({"tea": {"munich": 2}})
    hold = await shop.hold({"tea": 2})
    await shop.expire(hold.hold_id)
    await shop.place({"tea": 1})
    refused = await shop.refused({"tea": 2}, hold_id=hold.hold_id)
    assert refused.reason is Reason.HOLD_EXPIRED
    assert refused.details["available"] == [{"sku": "tea", "requested": 2, "available": 1}]


async def test_an_order_beyond_a_hold_that_stands_is_short_of_stock_not_late(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2}})
    hold = await shop.hold({"tea": 2})
    assert (await shop.refused({"tea": 3}, hold_id=hold.hold_id)).reason is Reason.INSUFFICIENT_STOCK
    assert await shop.positions() == {("tea", "munich"): (0, 2, 0)}


async def test_a_hold_that_was_released_is_held_anew(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2}})
    hold = await shop.hold({"tea": 2})
    await shop.release(hold.hold_id)
    assert (await shop.place({"tea": 2}, hold_id=hold.hold_id)).hold is HoldUse.REHELD


async def test_a_hold_serves_one_order(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 9}})
    hold = await shop.hold({"tea": 2})
    await shop.place({"tea": 2}, hold_id=hold.hold_id)
    refused = await shop.refused({"tea": 2}, hold_id=hold.hold_id)
    assert refused.reason is Reason.HOLD_CLOSED
    assert await shop.positions() == {("tea", "munich"): (7, 0, 2)}


async def test_an_order_that_may_be_short_takes_what_hold_and_pool_have(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 2, "berlin": 1}})
    hold = await shop.hold({"tea": 2}, node="munich")
    placed = await shop.place({"tea": 5}, hold_id=hold.hold_id, shortage="backorder")
    assert allocated(placed) == {("tea", "munich"): 2, ("tea", "berlin"): 1}
    assert placed.lines[0].short == 2


async def test_the_hold_of_an_order_that_waits_for_its_payment_is_nobody_elses(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    waits = await shop.place({"tea": 2}, payment=Payment.PENDING, payment_hold_id=new_uuid7())
    hold_id = (await shop.rows("select hold_id::text from orders where order_id = %s", waits.order_id))[0][0]
    used = await shop.refused({"tea": 2}, hold_id=hold_id)
    said = [
        used,
        await shop.submit(ReleaseHold(**stamped(None), hold_id=hold_id)),
        await shop.submit(ExtendHold(**stamped(None), hold_id=hold_id, ttl_seconds=60)),
    ]
    assert [each.reason for each in said if isinstance(each, Refused)] == [Reason.HOLD_CLOSED] * 3
    paid = await shop.submit(ConfirmPayment(**stamped(None), order_id=waits.order_id))
    assert isinstance(paid, OrderChanged)
    assert paid.hold is HoldUse.USED
    assert await shop.committed(waits.order_id) == {("tea", "berlin"): 2}
    assert "used by another order" in (await shop.refused({"tea": 1}, hold_id=hold_id)).message
    assert await shop.drift() == []


async def test_without_the_rule_another_order_takes_the_stock_of_one_that_waits_for_its_payment(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    for module in (inventory, commitments):
        monkeypatch.setattr(module, "belongs_to_order", lambda *_: None)
    await shop.receive({"tea": {"berlin": 2}})
    waits = await shop.place({"tea": 2}, payment=Payment.PENDING, payment_hold_id=new_uuid7())
    hold_id = (await shop.rows("select hold_id::text from orders where order_id = %s", waits.order_id))[0][0]
    assert (await shop.place({"tea": 2}, hold_id=hold_id)).hold is HoldUse.USED
    await shop.submit(ConfirmPayment(**stamped(None), order_id=waits.order_id))
    assert await shop.committed(waits.order_id) == {}
