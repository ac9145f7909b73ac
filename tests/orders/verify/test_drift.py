"""Each way to falsify orders, or the ledger beneath them, is found where it is; true books are clean and counted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from stockpool.inventory.messages import Commit, Line
from stockpool.kernel.drift import Drift
from stockpool.kernel.ids import new_uuid7
from stockpool.orders import verify as verifying
from stockpool.orders.messages import FulfillmentStep, OrderMethod, Payment
from stockpool.runtime.database import Database
from stockpool.workflows.verify import Verification, verify
from tests.orders.shop import BERLIN, Shop, stamped
from tests.orders.test_life_cycle import through

STEP = FulfillmentStep


class Books(msgspec.Struct):
    """A shop with orders in many states, and their ids."""

    shop: Shop
    split: str
    """Two of three teas shipped from Berlin, one cup open in Munich, one cup waits."""
    sent_on: str
    """Two cloths on their way from Munich to Berlin."""
    ready: str
    """A tea that waits in Berlin, where it was sent from Munich."""
    unpaid: str
    payment_hold: str

    async def verified(self, listed: int = 100) -> Verification:
        """What verify finds."""
        connection = await self.shop.database.connect()
        async with connection:
            return await verify(connection, listed=listed)

    async def tamper(self, sql: str, *params: object, rows: int = 1) -> None:
        """Change a book behind everybody's back; no test passes by doing nothing."""
        async with self.shop.database.transaction() as connection:
            cursor = await connection.execute(sql.encode(), params)
            assert cursor.rowcount == rows, sql


@pytest.fixture
async def books(database: Database) -> AsyncIterator[Books]:
    shop = Shop(database)
    await shop.open()
    await shop.receive({"tea": {"berlin": 9, "munich": 1}, "cup": {"munich": 1}, "cloth": {"munich": 5}})
    sent_on = await shop.place({"cloth": 2}, method=OrderMethod.SHIP_TO_STORE, pickup_node="berlin")
    await through(shop, sent_on.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    ready = await shop.place({"cloth": 1}, method=OrderMethod.SHIP_TO_STORE, pickup_node="berlin")
    await through(shop, ready.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP, STEP.ARRIVE)
    split = await shop.place({"tea": 3, "cup": 2}, ship_to=BERLIN, shortage="backorder")
    await through(shop, split.order_id, 1, STEP.RELEASE, STEP.ACCEPT, STEP.PICK, STEP.SHIP)
    payment_hold = new_uuid7()
    unpaid = await shop.place({"tea": 2}, payment=Payment.PENDING, payment_hold_id=payment_hold)
    yield Books(shop, split.order_id, sent_on.order_id, ready.order_id, unpaid.order_id, payment_hold)
    await shop.lanes.stop()


def seen(drifts: list[Drift]) -> set[tuple[object, ...]]:
    """What was found, without the words."""
    return {(d.kind, d.reference, d.sku, d.node, d.account, d.expected, d.found) for d in drifts}


async def test_true_books_are_clean_and_counted(books: Books) -> None:
    found = await books.verified()
    assert found.drifts == []
    assert (found.orders, found.fulfillment_orders, found.drift) == (4, 4, 0)


async def test_batches_of_any_length_cover_every_order_once(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "BATCH", 1)
    await books.tamper("update orders set priority = 1", rows=4)
    found = await books.verified()
    assert (found.orders, found.fulfillment_orders, found.drift) == (4, 4, 0)


async def test_a_commitment_that_names_no_order_is_the_ledgers_alone(books: Books) -> None:
    lines = (Line("tea", 1, "berlin"),)
    await books.shop.submit(Commit(**stamped(None), commitment_id=new_uuid7(), channel="web", lines=lines))
    assert (await books.verified()).drift == 0


async def test_a_counter_that_is_not_its_fulfillment_orders_is_found(books: Books) -> None:
    await books.tamper(
        "update order_parts set allocated = allocated + 1, waiting = waiting - 1 where order_id = %s and sku = 'cup'",
        books.split,
    )
    assert seen((await books.verified()).drifts) == {
        ("order_counter", books.split, "cup", None, "allocated", 1, 2),
    }


async def test_units_that_no_counter_has_are_found(books: Books) -> None:
    await books.tamper(
        "update order_parts set quantity = quantity + 1, waiting = waiting + 1 where order_id = %s and sku = 'cup'",
        books.split,
    )
    assert ("order_quantity", books.split, "cup", None, None, 2, 3) in seen((await books.verified()).drifts)


async def test_a_line_that_takes_another_quantity_is_found(books: Books) -> None:
    await books.tamper(
        "update orders set lines = replace(lines::text, '\"quantity\":3', '\"quantity\":4')::json where order_id = %s",
        books.split,
    )
    assert seen((await books.verified()).drifts) == {("order_quantity", books.split, "tea", None, None, 4, 3)}


@pytest.mark.parametrize("status", ["allocated", "completed", "backordered"])
async def test_a_status_that_the_rows_do_not_make_is_found(books: Books, status: str) -> None:
    await books.tamper("update orders set status = %s where order_id = %s", status, books.split)
    (drift,) = (await books.verified()).drifts
    assert (drift.kind, drift.reference) == ("order_status", books.split)
    assert drift.words.endswith(f"is {status}, its rows make it in_fulfillment")


async def test_a_fulfillment_order_elsewhere_is_found_at_both_nodes(books: Books) -> None:
    await books.tamper(
        "update fulfillment_orders set node = 'outlet' where order_id = %s and node = 'munich'", books.split
    )
    assert seen((await books.verified()).drifts) == {
        ("order_stock", books.split, "cup", "munich", "committed", 0, 1),
        ("order_stock", books.split, "cup", "outlet", "committed", 1, 0),
    }


async def test_pieces_beyond_what_is_committed_are_found(books: Books) -> None:
    """The counters are falsified too, so that only the ledger knows."""
    await books.tamper(
        "update fulfillment_order_lines set quantity = 2, asked = 2 where order_id = %s and sku = 'cup'", books.split
    )
    await books.tamper(
        "update order_parts set allocated = 2, waiting = 0 where order_id = %s and sku = 'cup'", books.split
    )
    assert seen((await books.verified()).drifts) == {
        ("order_stock", books.split, "cup", "munich", "committed", 2, 1),
    }


async def test_a_commitment_whose_fulfillment_order_is_closed_is_found(books: Books) -> None:
    await books.tamper("delete from fulfillment_order_lines where order_id = %s", books.ready)
    await books.tamper("delete from fulfillment_orders where order_id = %s", books.ready)
    found = seen((await books.verified()).drifts)
    assert ("order_stock", books.ready, "cloth", "berlin", "committed", 0, 100) in found


async def test_goods_collected_elsewhere_than_they_arrived_are_found(books: Books) -> None:
    await books.tamper(
        "update orders set deliveries = replace(deliveries::text, 'berlin', 'outlet')::json where order_id = %s",
        books.ready,
    )
    assert seen((await books.verified()).drifts) == {
        ("order_stock", books.ready, "cloth", "berlin", "committed", 0, 100),
        ("order_stock", books.ready, "cloth", "outlet", "committed", 100, 0),
    }


async def test_goods_that_arrived_without_a_step_are_found(books: Books) -> None:
    """The ledger says that nothing is on its way under this name."""
    await books.tamper(
        "update entries set to_reference = gen_random_uuid() where to_account = 'in_transit' and movement_id = "
        "(select min(movement_id) from entries where to_account = 'in_transit')"
    )
    assert seen((await books.verified()).drifts) == {
        ("order_transit", books.sent_on, "cloth", None, "in_transit", 200, 0)
    }


async def test_goods_still_on_their_way_that_were_handed_over_are_found(books: Books) -> None:
    await books.tamper(
        "update fulfillment_orders set status = 'handed_over' where order_id = %s and number = 1", books.sent_on
    )
    found = seen((await books.verified()).drifts)
    assert ("order_transit", books.sent_on, "cloth", None, "in_transit", 0, 200) in found


async def test_a_hold_that_outlives_its_payment_is_found(books: Books) -> None:
    await books.tamper(
        "update orders set payment = 'captured', payment_due_at = null, status = 'backordered' where order_id = %s",
        books.unpaid,
    )
    await books.tamper("update order_parts set waiting = 2, pending = 0 where order_id = %s", books.unpaid)
    assert seen((await books.verified()).drifts) == {("order_hold", books.unpaid, "tea", None, "held", 0, 2)}


async def test_a_hold_of_more_than_is_pending_is_found(books: Books) -> None:
    await books.tamper("update order_parts set pending = 1, cancelled = 1 where order_id = %s", books.unpaid)
    assert seen((await books.verified()).drifts) == {("order_hold", books.unpaid, "tea", None, "held", 1, 2)}


async def test_an_order_without_parts_is_found(books: Books) -> None:
    await books.tamper("delete from order_parts where order_id = %s", books.unpaid)
    assert ("order", books.unpaid, None, None, None, None, None) in seen((await books.verified()).drifts)


@pytest.mark.parametrize("of", ["delivery", "line"])
async def test_rows_of_other_lines_or_deliveries_are_found(books: Books, of: str) -> None:
    if of == "line":
        await books.tamper("update order_parts set line = 9 where order_id = %s", books.unpaid)
        order_id = books.unpaid
    else:
        await books.tamper("update fulfillment_orders set delivery = 9 where order_id = %s", books.sent_on)
        order_id = books.sent_on
    assert ("order", order_id, None, None, None, None, None) in seen((await books.verified()).drifts)


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("update order_parts set order_id = gen_random_uuid() where order_id = %s", "order_parts"),
        ("update fulfillment_orders set order_id = gen_random_uuid() where order_id = %s", "fulfillment_orders"),
        ("update fulfillment_order_lines set number = 7 where order_id = %s", "fulfillment_order_lines"),
        ("update fulfillment_order_lines set line = 7 where order_id = %s", "fulfillment_order_lines"),
    ],
)
async def test_rows_that_belong_to_nothing_are_found(books: Books, sql: str, found: str) -> None:
    await books.tamper(sql, books.sent_on)
    drifts = [drift for drift in (await books.verified()).drifts if drift.kind == "order_orphan"]
    assert found in {drift.words.split()[0] for drift in drifts}


async def test_only_so_many_are_listed_but_all_are_counted(books: Books) -> None:
    await books.tamper("update fulfillment_orders set node = 'outlet'", rows=4)
    found = await books.verified(listed=1)
    assert len(found.drifts) == 1
    assert found.drift == 2
