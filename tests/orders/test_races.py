"""Many orders at once over two lanes: never more than there is, and never less than there was."""

from __future__ import annotations

from collections import Counter

import msgspec

from stockpool.inventory.api import LOCK_POSITIONS, READ_POSITIONS_UNLOCKED
from stockpool.kernel.commands import Command
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.messages import CancelOrder, OrderCancelled, OrderPlaced
from stockpool.runtime.database import Database
from tests.orders.shop import BERLIN, MUNICH, Shop, order, stamped


def slowly(lock: str) -> str:
    """The same statement with a pause between seeing and answering, so that two lanes meet in it."""
    assert "from unnest" in lock
    return lock.replace("from unnest", "from pg_sleep(0.01), unnest", 1)


async def raced(shop: Shop, orders: int) -> list[msgspec.Struct]:
    """So many one-unit orders for the last thirty units, from both ends of the country."""
    await shop.receive({"tea": {"berlin": 10, "leipzig": 10, "munich": 10}})
    commands: list[Command] = [order({"tea": 1}, ship_to=(BERLIN, MUNICH)[number % 2]) for number in range(orders)]
    return await shop.submit_together(commands)


def outcomes(replies: list[msgspec.Struct]) -> Counter[str]:
    """How many were placed, and why the others were not."""
    return Counter(str(reply.reason) if isinstance(reply, Refused) else "placed" for reply in replies)


async def test_the_last_units_are_sold_once(database: Database) -> None:
    """Case 1 for orders: thirty units, two hundred buyers, groups small enough to collide."""
    shop = Shop(database, lock=slowly(LOCK_POSITIONS))
    await shop.open(lanes=2, group_max=4)
    replies = await raced(shop, 200)
    assert outcomes(replies) == {"placed": 30, str(Reason.INSUFFICIENT_STOCK): 170}
    assert await shop.positions() == {("tea", node): (0, 0, 10) for node in ("berlin", "leipzig", "munich")}
    await shop.lanes.stop()


async def test_without_the_lock_units_are_sold_twice(database: Database) -> None:
    """Negative control of the test above."""
    shop = Shop(database, lock=slowly(READ_POSITIONS_UNLOCKED))
    await shop.open(lanes=2, group_max=4)
    replies = await raced(shop, 200)
    assert outcomes(replies)["placed"] > 30
    await shop.lanes.stop()


async def test_one_large_group_sells_the_last_units_to_the_last(shop: Shop) -> None:
    """Those who lose in a group are sourced again: nobody is told that nothing is left while something is."""
    await shop.receive({"tea": {"berlin": 10, "munich": 10}})
    commands: list[Command] = [order({"tea": 25})]
    commands += [order({"tea": 3}, ship_to=BERLIN) for _ in range(10)]
    commands += [order({"tea": 1}, ship_to=BERLIN) for _ in range(10)]
    replies = await shop.submit_together(commands)
    placed = [len(reply.lines) and reply.lines[0].quantity for reply in replies if isinstance(reply, OrderPlaced)]
    assert sum(placed) == 20
    assert isinstance(replies[0], Refused)


async def test_an_order_that_is_refused_takes_nothing_from_its_group(shop: Shop) -> None:
    """It asks for more than there is, with a line that there is enough of."""
    await shop.receive({"tea": {"berlin": 5}})
    replies = await shop.submit_together([order({"tea": 5, "cup": 1}), order({"tea": 5})])
    assert [type(reply) for reply in replies] == [Refused, OrderPlaced]


async def test_a_repeated_order_takes_nothing_from_its_group(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 2}})
    first = order({"tea": 1}, key="again")
    await shop.submit(first)
    replies = await shop.submit_together([first, order({"tea": 1})])
    assert [type(reply) for reply in replies] == [OrderPlaced, OrderPlaced]
    assert await shop.positions() == {("tea", "berlin"): (0, 0, 2)}


async def test_a_reference_is_given_once_however_many_ask(database: Database) -> None:
    shop = Shop(database)
    await shop.open(lanes=2, group_max=2)
    await shop.receive({"tea": {"berlin": 50}})
    replies = await shop.submit_together([order({"tea": 1}, reference=f"R-{number % 5}") for number in range(40)])
    assert outcomes(replies) == {"placed": 5, str(Reason.DUPLICATE_REFERENCE): 35}
    assert await shop.positions() == {("tea", "berlin"): (45, 0, 5)}
    await shop.lanes.stop()


async def test_a_reference_is_given_once_in_one_group(shop: Shop) -> None:
    await shop.receive({"tea": {"berlin": 50}})
    replies = await shop.submit_together([order({"tea": 1}, reference="R-1") for _ in range(10)])
    assert outcomes(replies) == {"placed": 1, str(Reason.DUPLICATE_REFERENCE): 9}


async def test_a_hold_becomes_one_order_however_many_ask(database: Database) -> None:
    shop = Shop(database)
    await shop.open(lanes=2, group_max=2)
    await shop.receive({"tea": {"berlin": 50}})
    hold = await shop.hold({"tea": 3})
    replies = await shop.submit_together([order({"tea": 3}, hold_id=hold.hold_id) for _ in range(20)])
    assert outcomes(replies) == {"placed": 1, str(Reason.HOLD_CLOSED): 19}
    assert await shop.positions() == {("tea", "berlin"): (47, 0, 3)}
    await shop.lanes.stop()


async def test_an_order_is_cancelled_once_however_many_ask(database: Database) -> None:
    shop = Shop(database)
    await shop.open(lanes=2, group_max=2)
    await shop.receive({"tea": {"berlin": 5, "munich": 5}})
    placed = [await shop.place({"tea": 3}, ship_to=BERLIN) for _ in range(3)]
    commands: list[Command] = [
        CancelOrder(**stamped(None), order_id=each.order_id, reason="customer") for _ in range(10) for each in placed
    ]
    replies = await shop.submit_together(commands)
    assert Counter(type(reply) for reply in replies) == {OrderCancelled: 3, Refused: 27}
    assert await shop.positions() == {("tea", "berlin"): (5, 0, 0), ("tea", "munich"): (5, 0, 0)}
    await shop.lanes.stop()


async def test_orders_with_crossed_lines_do_not_block_each_other(database: Database) -> None:
    """Case 3 for orders: (tea, cup) and (cup, tea) over two lanes, every one placed."""
    shop = Shop(database)
    await shop.open(lanes=2, group_max=2)
    await shop.receive({"tea": {"berlin": 100}, "cup": {"berlin": 100}})
    commands: list[Command] = [
        order({"tea": 1, "cup": 1} if number % 2 else {"cup": 1, "tea": 1}) for number in range(100)
    ]
    assert outcomes(await shop.submit_together(commands)) == {"placed": 100}
    await shop.lanes.stop()
