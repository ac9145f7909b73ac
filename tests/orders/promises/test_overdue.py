"""Supply that should have come and has not: nobody is promised it, and who was is promised the next best."""

from __future__ import annotations

import pytest

from stockpool.inventory.messages import FactKind, Line
from stockpool.network.messages import PromiseMethod
from stockpool.orders.messages import CancelOrder, OrderStatus
from stockpool.orders.queries import due
from stockpool.supply.model import StoredSupply
from stockpool.workflows.promise import PromiseAnswer, PromiseDesk, PromiseQuestion
from stockpool.workflows.supply_desk import SupplyDesk
from tests.orders.promises.coming import announce, claims, delivery, in_days, overpromised, told
from tests.orders.promises.test_dates_of_orders import DAY_MIN, change
from tests.orders.promises.test_supply import backorder, settled
from tests.orders.shop import BERLIN, Shop, stamped


async def let_pass(shop: Shop, supply_id: str) -> None:
    """The moment at which a supply was to come is over."""
    async with shop.database.transaction() as connection:
        for table in ("supplies", "supply_claims"):
            sql = f"update {table} set expected_at = %s where supply_id = %s"  # noqa: S608 -- constant parts
            await connection.execute(sql.encode(), (in_days(-2), supply_id))


async def test_nobody_is_promised_what_is_overdue_until_its_date_is_moved(shop: Shop) -> None:
    await announce(shop, "PO-1", 5, -2)
    placed = await backorder(shop, 2)
    await settled(shop)
    assert (placed.deliveries[0].promised_until, await claims(shop)) == (None, {})
    asked = PromiseQuestion(channel="web", lines=(Line("tea", 2),), ship_to=BERLIN, methods=(PromiseMethod.SHIP,))
    answer = await PromiseDesk(shop.database, shop.rules).promises(asked)
    assert isinstance(answer, PromiseAnswer)
    assert (answer.promises[0].available, answer.promises[0].short[0].supply) == (False, ())
    await announce(shop, "PO-1", 5, 3)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert (await delivery(shop, placed.order_id)).promised_until is not None


async def test_without_the_rule_it_is_promised_from_now(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(StoredSupply, "is_overdue", lambda *_: False)
    await announce(shop, "PO-1", 5, -2)
    assert (await backorder(shop, 2)).deliveries[0].promised_until is not None


async def test_who_claimed_what_is_overdue_keeps_claim_and_date_and_gets_the_goods(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    placed = await backorder(shop, 2)
    await let_pass(shop, "PO-1")
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert await delivery(shop, placed.order_id) == placed.deliveries[0]
    (listed,) = await SupplyDesk(shop.database).list((), (), None, 9)
    assert (listed.overdue, listed.claimed) == (True, 2)
    await shop.fact(FactKind.RECEIVE, "tea", "leipzig", 2, "PO-1")
    assert await shop.committed(placed.order_id) == {("tea", "leipzig"): 2}
    (listed,) = await SupplyDesk(shop.database).list((), (), None, 9)
    assert not listed.overdue, "all of it has come"


async def test_who_claimed_what_is_overdue_is_promised_the_next_best_in_the_order_of_the_line(shop: Shop) -> None:
    await announce(shop, "PO-1", 4, 10)
    old, new = await backorder(shop, 2), await backorder(shop, 2)
    urgent = await backorder(shop, 1, priority=5)
    await let_pass(shop, "PO-1")
    await announce(shop, "PO-2", 2, 30)
    await settled(shop)
    assert await claims(shop) == {
        (urgent.order_id, "PO-2"): 1,
        (old.order_id, "PO-2"): 1,
        (old.order_id, "PO-1"): 1,
        (new.order_id, "PO-1"): 2,
    }
    assert (await told(shop, old.order_id))[-1] == "order.promise_moved"
    moved = (await delivery(shop, old.order_id)).promised_from
    assert moved is not None
    assert moved > in_days(30)
    assert await told(shop, new.order_id) == ["order.placed"]
    rows = await shop.rows("select distinct status::text from orders")
    assert rows == [(OrderStatus.BACKORDERED.value,)], "nothing is cancelled"
    await shop.submit(CancelOrder(**stamped(None), order_id=urgent.order_id, reason="customer"))
    await settled(shop)
    assert (await claims(shop))[old.order_id, "PO-2"] == 2


async def test_who_looks_for_the_next_best_is_found_by_the_date_of_its_claim(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without that, an order that claims something overdue seems to be promised all it waits for."""
    monkeypatch.setattr(due, "WITHOUT_CLAIM", due.WITHOUT_CLAIM.replace("and c.expected_at >= clock_timestamp()", ""))
    await announce(shop, "PO-1", 2, 10)
    placed = await backorder(shop, 2)
    await let_pass(shop, "PO-1")
    await announce(shop, "PO-2", 2, 30)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}


async def test_what_waits_for_something_overdue_too_has_no_date_because_the_rest_is_to_come(shop: Shop) -> None:
    await announce(shop, "PO-1", 1, 10)
    placed = await backorder(shop, 2)
    await let_pass(shop, "PO-1")
    await announce(shop, "PO-2", 1, 30)
    await settled(shop)
    assert (await delivery(shop, placed.order_id)).promised_until is None
    await announce(shop, "PO-1", 1, 5)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 1, (placed.order_id, "PO-2"): 1}
    assert (await delivery(shop, placed.order_id)).promised_until is not None


async def test_supply_that_is_said_to_be_overdue_keeps_its_claims(shop: Shop) -> None:
    await announce(shop, "PO-1", 2, 10)
    placed = await backorder(shop, 2)
    await change(shop, "leipzig", processing_minutes=20 * DAY_MIN)
    await announce(shop, "PO-1", 2, -2)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert await delivery(shop, placed.order_id) == placed.deliveries[0], "what is overdue dates nothing anew"
    await announce(shop, "PO-1", 2, 20)
    await settled(shop)
    assert await claims(shop) == {(placed.order_id, "PO-1"): 2}
    assert (await told(shop, placed.order_id))[-1] == "order.promise_moved"
    assert await overpromised(shop) == []
