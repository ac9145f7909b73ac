"""Events are counted once, whatever dies, and come to what those who caused them would count."""

from __future__ import annotations

import asyncio
from collections import Counter
from decimal import Decimal

import psycopg
import pytest
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.insights import api as insights
from stockpool.workflows.follow_insights import READER, begin, count_all, count_once, rebuild
from tests.insights.life import Day
from tests.orders.shop import Shop

Figures = dict[tuple[str, str], Decimal]


async def figures(shop: Shop) -> Figures:
    """Everything that is counted, but for times, which nobody can tell beforehand."""
    rows = await shop.rows(
        "select node, measure, sum(value) from insight_counts"
        " where measure not like '%%seconds' and measure not like '%%timed' and measure not like 'left%%'"
        " group by node, measure having sum(value) <> 0"
    )
    return {(node, measure): value for node, measure, value in rows}


def expected(day: Day) -> Figures:
    """The same, by those who caused it."""
    everywhere = Counter({("", measure): amount for measure, amount in day.told.items()})
    return {key: Decimal(amount) for key, amount in (everywhere + day.of_nodes).items() if amount}


async def sequenced(shop: Shop) -> AsyncConnection:
    connection = await shop.database.connect()
    await feed.sequence(connection)
    return connection


async def test_what_is_counted_is_what_happened(shop: Shop) -> None:
    day = Day(shop, 11)
    await day.begin()
    await day.live(60)
    connection = await sequenced(shop)
    async with connection:
        await count_all(connection)
    found = await figures(shop)
    assert found == expected(day)
    assert {"orders_split", "rejected", "short_units", "promises_refused", "found_elsewhere"} <= set(day.told)
    (orders, units) = (await shop.rows("select count(*) from orders"))[0][0], found["", "sales_units"]
    assert found["", "orders"] == orders
    (sold,) = await shop.rows(
        "select (select sum((l ->> 'quantity')::int) from orders o, json_array_elements(o.lines) l)"
        " + (select coalesce(sum(quantity), 0) from entries e join movements m on m.movement_id = e.movement_id"
        "    where m.kind = 'stock.sell' and e.to_account = 'customer')"
    )
    assert units == sold[0]


async def test_each_event_is_counted_once_though_whoever_counts_is_killed(shop: Shop) -> None:
    day = Day(shop, 5)
    await day.begin()
    await day.live(25)
    await (await sequenced(shop)).close()
    deaths = 0

    async def killer(pid: int) -> None:
        await asyncio.sleep(day.random.uniform(0.001, 0.03))
        await shop.rows("select pg_terminate_backend(%s)", pid)

    while True:
        connection = await shop.database.connect()
        killing = asyncio.create_task(killer(connection.info.backend_pid)) if deaths < 12 else None
        try:
            place = await begin(connection)
            while (counted := await count_once(connection, place, page=3)) != place:
                place = counted
            if killing is None:
                await insights.count_refusals(connection)
                break
        except psycopg.Error:
            deaths += 1
        finally:
            if killing is not None:
                await killing
                deaths += 1
            await connection.close()
    assert await figures(shop) == expected(day)


@pytest.mark.parametrize("together", [True, False])
async def test_a_death_between_counting_and_noting_it_shows_where_they_are_not_one(
    shop: Shop, *, together: bool
) -> None:
    day = Day(shop, 3)
    await day.begin()
    await day.live(10)
    connection = await sequenced(shop)

    async def advance(connection: AsyncConnection, before: int, after: int) -> bool:
        return not together or await feed.advance_cursor(connection, READER, before, after)

    async with connection:
        first = await begin(connection)
        await insights.count_page(connection, first, 20, advance)
        if together:
            assert await insights.count_page(connection, first, 20, advance) is None, "it was counted already"
        await count_all(connection)  # whoever takes over begins where the cursor is
    assert (await figures(shop) == expected(day)) is together


async def test_an_event_that_cannot_be_read_keeps_no_other_from_being_counted(shop: Shop) -> None:
    day = Day(shop, 8)
    await day.begin()
    async with shop.database.transaction() as connection:
        await connection.execute(
            "insert into further_events (event_id, type, subject, recorded_at, data)"
            " values (nextval('ledger_sequence'), 'stock.sell', 'tea@berlin', now(), '{\"sku\": 7}')"
        )
    await day.live(5)
    counting = await sequenced(shop)
    async with counting:
        await count_all(counting)
    assert await figures(shop) == expected(day)


async def test_figures_are_rebuilt_from_the_feed_while_others_count(shop: Shop) -> None:
    day = Day(shop, 8)
    await day.begin()
    await day.live(15)
    connection = await sequenced(shop)
    async with connection:
        place = await count_all(connection)
        await connection.execute("update insight_counts set value = value + 1")
        missing = await rebuild(connection)
        assert missing.compacted == 0
        assert await count_once(connection, place) < place, "who counted learns that it has to begin anew"
        await count_all(connection)
        assert await figures(shop) == expected(day)
        await connection.execute("update feed_state set oldest = 4")
        await connection.execute("delete from feed_positions where position < 4")
        assert (await rebuild(connection)).oldest == 4
