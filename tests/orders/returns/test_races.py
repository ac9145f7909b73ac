"""The same item brought back at several tills at once, over two lanes: one takes it."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import store
from stockpool.orders.api import ReturnedLine
from stockpool.orders.messages import OrderLine
from stockpool.runtime.database import Database
from tests.orders.returns.desk import RESTOCK, Desk, asked

SLOWLY = """
select order_id from orders, pg_sleep(0.01) where order_id = any(%s::uuid[]) order by order_id for update of orders
"""
UNLOCKED = SLOWLY.replace("for update of orders", "")


async def raced(desk: Desk, tills: int) -> Counter[str]:
    """How many of so many tills took one of three teas that one customer bought."""
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold([OrderLine("tea", 3)])
    line = ReturnedLine(1, line=1, disposition=RESTOCK)
    commands: list[Command] = [asked(line, order_id=sold.order_id, node="berlin", received=True) for _ in range(tills)]
    return outcomes(await desk.submit_together(commands))


def outcomes(replies: list[msgspec.Struct]) -> Counter[str]:
    return Counter(str(reply.reason) if isinstance(reply, Refused) else "taken" for reply in replies)


async def test_an_item_is_taken_back_once_however_many_ask(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "LOCK_ORDERS", SLOWLY)
    desk = Desk(database)
    await desk.open(lanes=2, group_max=2)
    assert await raced(desk, 24) == {"taken": 3, str(Reason.EXCEEDS_RETURNABLE): 21}
    assert await desk.accounts("tea", "berlin") == {"available": 3}
    assert await desk.drift() == []
    await desk.lanes.stop()


async def test_without_the_lock_of_the_order_it_is_taken_twice(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control of the test above."""
    monkeypatch.setattr(store, "LOCK_ORDERS", UNLOCKED)
    desk = Desk(database)
    await desk.open(lanes=2, group_max=2)
    for _ in range(5):
        if (await raced(desk, 24))["taken"] > 3:
            break
    else:
        pytest.fail("no lock was needed")
    assert await desk.drift() != []
    await desk.lanes.stop()


async def test_one_large_group_takes_an_item_back_once(desk: Desk) -> None:
    assert await raced(desk, 40) == {"taken": 3, str(Reason.EXCEEDS_RETURNABLE): 37}
    assert await desk.accounts("tea", "berlin") == {"available": 3}
