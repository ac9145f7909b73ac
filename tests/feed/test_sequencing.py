"""Events get their positions behind their commit: none is missed, and those of one key stay in order."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import psycopg
import pytest
from psycopg import AsyncConnection

from stockpool.feed.api import ends_of_feed, read_feed, sequence
from stockpool.runtime.database import Database

pytestmark = pytest.mark.anyio

WRITE = "insert into further_events (event_id, type, subject, recorded_at, data) values (%s, 'a.b', %s, now(), '{}')"
NAIVE = "select event_id from events where event_id > %s order by event_id"


async def write(connection: AsyncConnection, event_id: int, subject: str = "k") -> None:
    await connection.execute(WRITE, (event_id, subject))


Begin = Callable[[], Awaitable[AsyncConnection]]


@pytest.fixture
async def begin(database: Database) -> AsyncIterator[Begin]:
    """Opens connections on which each first statement begins a transaction."""
    async with AsyncExitStack() as stack:

        async def opened() -> AsyncConnection:
            connection = await database.connect()
            stack.push_async_callback(connection.close)
            await connection.set_autocommit(False)
            return connection

        yield opened


async def positions(database: Database) -> list[tuple[int, int]]:
    async with database.read() as reader:
        await sequence(reader)
        return [(event.position, event.event_id) for event in await read_feed(reader, 0, 1_000)]


async def test_an_event_that_commits_late_is_not_lost_though_a_reader_by_number_loses_it(
    database: Database, begin: Begin
) -> None:
    slow, quick = await begin(), await begin()
    await write(slow, 1)
    await write(quick, 2)
    await quick.commit()
    assert await positions(database) == [(1, 2)]
    async with database.read() as reader:
        naive = [row[0] for row in await (await reader.execute(NAIVE, (0,))).fetchall()]
        await slow.commit()
        naive += [row[0] for row in await (await reader.execute(NAIVE, (naive[-1],))).fetchall()]
    assert naive == [2], "the naive reader has lost event 1, which is what the feed is for"
    assert await positions(database) == [(1, 2), (2, 1)]


async def test_a_transaction_that_never_ends_holds_nobody_up(database: Database, begin: Begin) -> None:
    endless = await begin()
    await write(endless, 1)
    for event_id in (2, 3):
        quick = await begin()
        await write(quick, event_id)
        await quick.commit()
        assert (await positions(database))[-1] == (event_id - 1, event_id)
    await endless.rollback()
    assert await positions(database) == [(1, 2), (2, 3)]


async def test_what_was_rolled_back_never_has_a_position(database: Database, begin: Begin) -> None:
    gone = await begin()
    await write(gone, 1)
    await positions(database)
    await gone.rollback()
    assert await positions(database) == []


async def test_one_order_s_events_keep_their_order_though_a_third_transaction_still_runs(
    database: Database, begin: Begin
) -> None:
    """A reader of windows below the oldest running transaction would tell the later event first."""
    later, third, earlier = [await begin() for _ in range(3)]
    await later.execute("select pg_current_xact_id()")
    await third.execute("select pg_current_xact_id()")
    await write(earlier, 1)
    await earlier.commit()
    await write(later, 2)
    await later.commit()
    assert await positions(database) == [(1, 1), (2, 2)]
    await third.rollback()


async def test_nothing_new_moves_nothing(database: Database) -> None:
    async with database.read() as reader:
        assert await sequence(reader) is None
        assert (await ends_of_feed(reader)).latest == 0


async def test_two_that_sequence_at_once_give_each_event_one_position(database: Database, begin: Begin) -> None:
    first, second, writer = [await begin() for _ in range(3)]
    for each in (first, second):
        await each.set_autocommit(True)
    await writer.execute("select from feed_state for update")
    for event_id in range(1, 6):
        async with database.transaction() as other:
            await write(other, event_id)
    both = [asyncio.create_task(sequence(each)) for each in (first, second)]
    await asyncio.sleep(0.1)
    await writer.rollback()
    assert sorted([await each or 0 for each in both]) == [0, 5]
    assert await positions(database) == [(number, number) for number in range(1, 6)]


async def test_the_same_event_cannot_be_placed_at_a_position_twice(database: Database) -> None:
    async with database.transaction() as writer:
        await write(writer, 1)
    assert await positions(database) == [(1, 1)]
    async with database.read() as reader:
        with pytest.raises(psycopg.errors.UniqueViolation):
            await reader.execute("insert into feed_positions values (1, 7)")
