"""Many lanes promise the same supply at once: each unit once, as long as its row is locked."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from stockpool.inventory.api import LOCK_POSITIONS
from stockpool.inventory.messages import FactKind
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import CancelOrder, OrderPlaced
from stockpool.runtime.database import Database
from stockpool.supply.api import LOCK_SUPPLIES, READ_SUPPLIES_UNLOCKED
from stockpool.supply.messages import SupplyInput
from stockpool.workflows.supply_desk import SupplyDesk
from tests.inventory.drift import find_drift
from tests.orders.promises.coming import announce, claims, in_days, overpromised
from tests.orders.shop import BERLIN, Shop, order, stamped

ORDERS = 60


def slowly(lock: str) -> str:
    """The lock of the positions with a pause before it: the supply was read, and nothing is written yet."""
    assert "from unnest" in lock
    return lock.replace("from unnest", "from pg_sleep(0.01), unnest", 1)


async def raced(database: Database, supply_lock: str) -> Shop:
    """Sixty backorders for twenty units to come, each with a cup that is there, over three lanes in small groups."""
    shop = Shop(database, lock=slowly(LOCK_POSITIONS))
    shop.supply_lock = supply_lock
    await shop.open(lanes=3, group_max=3)
    await announce(shop, "PO-1", 20, 10)
    await shop.receive({"cup": {"leipzig": ORDERS}})
    commands: list[Command] = [order({"tea": 1, "cup": 1}, shortage="backorder", ship_to=BERLIN) for _ in range(ORDERS)]
    replies = await shop.submit_together(commands)
    dated = Counter(each.deliveries[0].promised_until is not None for each in replies if isinstance(each, OrderPlaced))
    assert dated.total() == ORDERS
    assert dated[True] == len(await claims(shop))
    return shop


async def test_each_unit_to_come_is_promised_once_however_many_ask(database: Database) -> None:
    shop = await raced(database, LOCK_SUPPLIES)
    assert len(await claims(shop)) == 20
    assert await overpromised(shop) == []
    await shop.lanes.stop()


async def test_without_the_lock_units_to_come_are_promised_twice(database: Database) -> None:
    """Negative control of the test above."""
    shop = await raced(database, READ_SUPPLIES_UNLOCKED)
    assert len(await claims(shop)) > 20
    assert await overpromised(shop) != []
    await shop.lanes.stop()


async def waits_for(shop: Shop, table: str) -> None:
    """Until a lane of the shop waits for somebody's lock on rows of a table."""
    waiting = """
        select from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock' and strpos(query, %s) > 0
    """
    while not await shop.rows(waiting, table):  # noqa: ASYNC110 -- no event tells of another session
        await asyncio.sleep(0.01)


async def test_supply_that_is_announced_while_somebody_waits_for_locks_is_not_promised_twice(
    database: Database,
) -> None:
    """Who waited for the one supply that there was sees the next one in its place, without having locked it."""
    shop = Shop(database)
    await shop.open(lanes=2, group_max=1)
    await announce(shop, "PO-1", 5, 10)
    await shop.receive({"cup": {"leipzig": 1}})
    tea = {"shortage": "backorder", "ship_to": BERLIN}
    async with database.transaction() as shelf:
        await shelf.execute("select from positions where sku = 'cup' for update")
        async with database.transaction() as buyer:
            await buyer.execute("select from supplies for update")
            first = asyncio.ensure_future(shop.submit(order({"tea": 5, "cup": 1}, **tea)))
            await waits_for(shop, "supplies")
            await buyer.execute("update supplies set status = 'cancelled'")
            await buyer.execute(
                "insert into supplies (supply_id, sku, node, kind, quantity, expected_at, status)"
                " select 'PO-2', sku, node, kind, quantity, expected_at, 'open' from supplies"
            )
        await waits_for(shop, "positions")
        await shop.place({"tea": 5}, **tea)
    await first
    assert sum((await claims(shop)).values()) == 5
    assert await overpromised(shop) == []
    await shop.lanes.stop()


async def test_of_two_who_announce_one_id_at_once_the_second_changes_nothing_of_the_first(database: Database) -> None:
    shop = Shop(database)
    await shop.open()
    async with database.transaction() as first:
        await first.execute(
            "insert into supplies (supply_id, sku, node, kind, quantity, expected_at, status)"
            " values ('PO-1', 'tea', 'leipzig', 'purchase_order', 5, now(), 'open')"
        )
        row = SupplyInput(id="PO-1", sku="cup", node="leipzig", quantity=9, expected_at=in_days(1))
        second = asyncio.ensure_future(SupplyDesk(database).upsert([row]))
        await waits_for(shop, "supplies")
    (told,) = await second
    assert isinstance(told, Refused)
    assert told.reason is Reason.IMMUTABLE_FIELD
    assert await shop.rows("select sku, quantity from supplies") == [("tea", 5)]
    await shop.lanes.stop()


async def test_whatever_happens_at_once_nothing_is_promised_twice_in_the_end(database: Database) -> None:
    """Orders, cancellations, receipts, changed supplies and repairs over three lanes, in any order."""
    chance = random.Random(7)
    shop = Shop(database)
    await shop.open(lanes=3, group_max=4)
    await announce(shop, "PO-0", 10, 5)
    placed: list[str] = []

    async def one(number: int) -> None:
        await asyncio.sleep(chance.random() / 5)
        kind = chance.choice(("order", "order", "order", "cancel", "receive", "announce", "repair"))
        if kind == "order":
            reply = await shop.submit(
                order({"tea": chance.randint(1, 3)}, shortage="backorder", ship_to=BERLIN, priority=number % 3)
            )
            assert isinstance(reply, OrderPlaced)
            placed.append(reply.order_id)
        elif kind == "cancel" and placed:
            await shop.submit(CancelOrder(**stamped(None), order_id=chance.choice(placed), reason="customer"))
        elif kind == "receive":
            await shop.fact(FactKind.RECEIVE, "tea", "leipzig", chance.randint(1, 4), f"PO-{chance.randint(0, 3)}")
        elif kind == "announce":
            await announce(shop, f"PO-{chance.randint(0, 3)}", chance.randint(0, 30), chance.randint(1, 30))
        elif kind == "repair":
            await shop.repair()

    await asyncio.gather(*[one(number) for number in range(150)])
    for _ in range(400):
        if await shop.repair() == 0 and not await overpromised(shop):
            break
    assert await overpromised(shop) == []
    assert await shop.drift() == []
    async with database.read() as connection:
        assert await find_drift(connection) == []
    await shop.lanes.stop()
