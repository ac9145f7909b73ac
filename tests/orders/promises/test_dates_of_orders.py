"""Orders keep the dates that they were promised, and say so when these move."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from stockpool.inventory.messages import Line
from stockpool.kernel.ids import new_uuid7
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, PromiseMethod
from stockpool.orders.api import Rules
from stockpool.orders.messages import (
    ConfirmPayment,
    EditOrder,
    FulfillmentStep,
    LineQuantity,
    OrderChanged,
    OrderMethod,
    Payment,
    Shortage,
)
from stockpool.workflows import finding
from stockpool.workflows.promise import PromiseAnswer, PromiseDesk, PromiseQuestion
from tests.orders.promises.coming import bodies, delivery, told
from tests.orders.shop import BERLIN, MUNICH, NODES, Shop, stamped
from tests.orders.test_life_cycle import step

DAY_MIN = 24 * 60


@pytest.fixture
async def quick(shop: Shop) -> Shop:
    """Nodes are told of orders at once."""
    shop.processor._rules = Rules(release_after_s=0)
    return shop


async def change(shop: Shop, name: str, **fields: object) -> None:
    """Let a node be otherwise."""
    row: NodeInput = msgspec.structs.replace(next(each for each in NODES if each.id == name), **fields)
    async with shop.database.transaction() as connection:
        await upsert_nodes(connection, [row])


async def asked(shop: Shop, **words: object) -> PromiseAnswer:
    question = msgspec.convert(
        {"channel": "web", "lines": (Line("tea", 2),), **words}, PromiseQuestion, from_attributes=True
    )
    found = await PromiseDesk(shop.database, shop.processor._rules).promises(question)
    assert isinstance(found, PromiseAnswer), found
    return found


async def test_a_placed_order_has_the_dates_that_were_answered_before(shop: Shop) -> None:
    await shop.receive({"tea": {"munich": 3}})
    await change(shop, "munich", processing_minutes=DAY_MIN)
    placed = await shop.place({"tea": 2}, ship_to=BERLIN)
    (kept,) = placed.deliveries
    ((placed_at,),) = await shop.rows("select placed_at from orders")
    answer = await asked(shop, ship_to=BERLIN, methods=(PromiseMethod.SHIP,), at=placed_at)
    assert answer.promises[0].promised_until is None  # one is left
    await shop.receive({"tea": {"munich": 2}})
    (promise,) = (await asked(shop, ship_to=BERLIN, methods=(PromiseMethod.SHIP,), at=placed_at)).promises
    assert kept.promised_until is not None
    assert (promise.promised_from, promise.promised_until) == (kept.promised_from, kept.promised_until)
    assert (promise.from_date, promise.until_date) == (kept.from_date, kept.until_date)
    assert await delivery(shop, placed.order_id) == kept


async def test_each_way_is_answered_as_far_as_it_can_be_asked(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1, "munich": 3}})
    answer = await asked(shop, ship_to=BERLIN, pickup_node="berlin")
    found = {each.method: each for each in answer.promises}
    assert set(found) == set(PromiseMethod)
    assert found[PromiseMethod.SHIP].available
    assert [each.node for each in found[PromiseMethod.SHIP].nodes] == ["munich"]
    assert not found[PromiseMethod.PICKUP].available
    assert found[PromiseMethod.PICKUP].short[0].quantity == 1
    assert not found[PromiseMethod.SAME_DAY].available
    assert found[PromiseMethod.SHIP_TO_STORE].in_stock
    assert [each.method for each in (await asked(shop)).promises] == [PromiseMethod.SHIP]


async def test_an_order_that_is_not_paid_yet_has_dates_and_new_ones_when_it_is(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 3}})
    placed = await shop.place({"tea": 1}, ship_to=BERLIN, payment=Payment.PENDING, payment_hold_id=new_uuid7())
    assert placed.deliveries[0].promised_until is not None
    await change(shop, "berlin", processing_minutes=5 * DAY_MIN)
    paid = await shop.submit(ConfirmPayment(**stamped(None), order_id=placed.order_id))
    assert isinstance(paid, OrderChanged)
    later = paid.deliveries[0].promised_until
    assert later is not None
    assert later >= placed.deliveries[0].promised_until + timedelta(days=4)


async def test_what_lacks_and_is_not_to_come_has_no_date(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 1}})
    placed = await shop.place({"tea": 2}, ship_to=BERLIN, shortage=Shortage.BACKORDER)
    assert placed.deliveries[0].promised_until is None
    cut = await shop.submit(EditOrder(**stamped(None), order_id=placed.order_id, quantities=(LineQuantity(1, 1),)))
    assert isinstance(cut, OrderChanged)
    assert cut.deliveries[0].promised_until is not None


async def test_orders_that_a_node_has_to_do_first_move_the_next_promise(shop: Shop) -> None:
    await change(shop, "berlin", daily_capacity=2)
    await shop.receive({"tea": {"berlin": 9}})
    first = await shop.place({"tea": 1}, method=OrderMethod.PICKUP, pickup_node="berlin")
    for _ in range(3):
        await shop.place({"tea": 1}, method=OrderMethod.PICKUP, pickup_node="berlin")
    shop.processor._pace._looked_at -= 2
    fifth = await shop.place({"tea": 1}, method=OrderMethod.PICKUP, pickup_node="berlin")
    assert first.deliveries[0].promised_until is not None
    assert fifth.deliveries[0].promised_until is not None
    assert fifth.deliveries[0].promised_until > first.deliveries[0].promised_until + timedelta(days=1)


async def rejected(shop: Shop) -> tuple[str, bool, str | None]:
    """An order of Berlin that Berlin rejects; whether its promise moved, and who has it."""
    placed = await shop.place({"tea": 1}, ship_to=BERLIN)
    assert [each.node for each in placed.fulfillment_orders] == ["berlin"]
    reply = await step(shop, placed.order_id, 1, FulfillmentStep.REJECT)
    (repair,) = reply.repairs
    return placed.order_id, repair.promise_moved, repair.to_node


async def test_a_node_that_keeps_the_promise_goes_before_one_that_is_nearer(quick: Shop) -> None:
    await change(quick, "leipzig", processing_minutes=5 * DAY_MIN)
    await quick.receive({"tea": {"berlin": 1, "leipzig": 1, "munich": 1}})
    order_id, moved, node = await rejected(quick)
    assert (moved, node) == (False, "munich")
    assert "order.promise_moved" not in await told(quick, order_id)


async def test_without_that_preference_the_nearer_node_breaks_the_promise(
    quick: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(finding, "keeping_nodes", lambda *_: frozenset())
    await change(quick, "leipzig", processing_minutes=5 * DAY_MIN)
    await quick.receive({"tea": {"berlin": 1, "leipzig": 1, "munich": 1}})
    _, moved, node = await rejected(quick)
    assert (moved, node) == (True, "leipzig")


async def test_where_no_node_keeps_it_the_promise_moves_and_that_is_told(quick: Shop) -> None:
    await change(quick, "leipzig", processing_minutes=5 * DAY_MIN)
    await quick.receive({"tea": {"berlin": 1, "leipzig": 1}})
    order_id, moved, node = await rejected(quick)
    assert (moved, node) == (True, "leipzig")
    (body,) = await bodies(quick, "order.promise_moved")
    (one,) = body["deliveries"]
    after = await delivery(quick, order_id)
    assert after.promised_until is not None
    assert one["was_until"] < one["promised_until"]
    assert msgspec.convert(one["promised_until"], type(after.promised_until)) == after.promised_until


async def test_where_nothing_is_left_the_promise_has_no_date_any_more(quick: Shop) -> None:
    await quick.receive({"tea": {"berlin": 1}})
    order_id, moved, node = await rejected(quick)
    assert (moved, node) == (True, None)
    assert (await delivery(quick, order_id)).promised_until is None
    await quick.receive({"tea": {"munich": 1}})
    assert (await delivery(quick, order_id)).promised_until is not None
    assert await told(quick, order_id) == [
        "order.placed",
        "fulfillment.rejected",
        "order.repaired",
        "order.promise_moved",
        "order.allocated",
        "order.promised",
    ]


async def test_steps_on_the_way_do_not_move_a_promise(quick: Shop) -> None:
    await quick.receive({"tea": {"munich": 1}})
    placed = await quick.place({"tea": 1}, ship_to=MUNICH)
    await change(quick, "munich", processing_minutes=9 * DAY_MIN)
    for taken in (FulfillmentStep.ACCEPT, FulfillmentStep.PICK, FulfillmentStep.SHIP):
        await step(quick, placed.order_id, 1, taken)
    assert await delivery(quick, placed.order_id) == placed.deliveries[0]
