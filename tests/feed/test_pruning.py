"""Old events leave the feed by policy: never what a reader has yet to read, and never orders by compaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.feed.api import Keeping, Pruned, ends_of_feed, move_cursor, prune, read_feed, sequence
from stockpool.runtime.database import Database
from stockpool.workflows.prune_feed import COMPACTED, FeedTerms, prune_feed

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 31, tzinfo=UTC)
WRITE = "insert into further_events (event_id, type, subject, recorded_at, data) values (%s, %s, %s, %s, '{}')"
SOLD, PLACED, MOVED = "stock.sell", "order.placed", "stock.move"


def day(number: int) -> datetime:
    return datetime(2026, 3, number, tzinfo=UTC)


async def write(database: Database, *events: tuple[int, str, str]) -> None:
    """Events in order: their day, type and subject."""
    async with database.read() as connection:
        begin = (await ends_of_feed(connection)).latest + 1
        for event_id, (number, kind, subject) in enumerate(events, begin):
            await connection.execute(WRITE, (event_id, kind, subject, day(number)))
            await sequence(connection)


async def left(database: Database) -> list[int]:
    async with database.read() as connection:
        return [event.position for event in await read_feed(connection, 0, 1_000)]


async def kept(database: Database, *, days: int = 0, all_days: int = 0, unread: int = 1, rows: int = 2) -> Pruned:
    """Prune in small steps."""
    keeping = Keeping(
        since=NOW - timedelta(days=days) if days else None,
        all_since=NOW - timedelta(days=all_days) if all_days else None,
        unread_since=NOW - timedelta(days=max(days, all_days, unread)),
        compacted=COMPACTED,
    )
    async with database.read() as connection:
        return await prune(connection, keeping, rows)


async def test_what_is_older_leaves_and_cursors_before_it_are_told(database: Database) -> None:
    await write(database, *((number, SOLD, f"a@{number}") for number in range(1, 11)))
    assert await kept(database, days=26) == Pruned(4, 0)
    assert await left(database) == [5, 6, 7, 8, 9, 10]
    async with database.read() as connection:
        assert (await ends_of_feed(connection)).oldest == 5
        rows = await (await connection.execute("select count(*) from further_events")).fetchone()
    assert rows == (10,), "the ledger keeps what it tells of"
    assert await kept(database, days=26) == Pruned(0, 0)


async def test_where_all_is_old_the_feed_goes_on_behind_it(database: Database) -> None:
    await write(database, (1, SOLD, "a@n"), (2, SOLD, "a@n"))
    assert await kept(database, days=1) == Pruned(2, 0)
    await write(database, (31, SOLD, "a@n"))
    async with database.read() as connection:
        ends = await ends_of_feed(connection)
    assert (ends.oldest, ends.latest, await left(database)) == (3, 3, [3])


async def test_a_young_event_keeps_all_behind_it_however_old(database: Database) -> None:
    await write(database, (1, SOLD, "a@n"), (30, SOLD, "b@n"), (2, SOLD, "c@n"))
    assert await kept(database, days=10) == Pruned(1, 0)
    assert await left(database) == [2, 3]


async def test_what_a_reader_has_not_read_stays_up_to_a_limit(database: Database) -> None:
    await write(database, *((number, SOLD, f"a@{number}") for number in range(1, 11)))
    async with database.read() as connection:
        await move_cursor(connection, "webhook", 3)
    assert await kept(database, days=1, unread=25) == Pruned(5, 0), "beyond the limit it is lost, younger ones are not"
    assert await left(database) == [6, 7, 8, 9, 10]
    async with database.read() as connection:
        await move_cursor(connection, "webhook", 8)
    assert await kept(database, days=1, unread=100) == Pruned(3, 0)


async def test_of_facts_only_the_latest_of_each_position_is_left(database: Database) -> None:
    await write(
        database,
        (1, SOLD, "a@n"),
        (2, PLACED, "o1"),
        (3, "stock.count", "a@n"),
        (4, PLACED, "o1"),
        (5, MOVED, "a@n"),
        (6, SOLD, "b@n"),
        (7, SOLD, "a@n"),
        (30, SOLD, "a@n"),
    )
    assert await kept(database, all_days=10) == Pruned(0, 2)
    assert await left(database) == [2, 4, 5, 6, 7, 8], "orders, facts of two positions and the young stay"
    async with database.read() as connection:
        assert (await ends_of_feed(connection)).oldest == 1, "no cursor has lost what it cannot do without"


async def test_what_was_left_once_goes_when_a_later_fact_says_more(database: Database) -> None:
    await write(database, (1, SOLD, "a@n"), (2, SOLD, "b@n"))
    assert await kept(database, all_days=10) == Pruned(0, 0)
    await write(database, (3, SOLD, "a@n"), (4, PLACED, "o"))
    assert await kept(database, all_days=10) == Pruned(0, 1)
    assert await left(database) == [2, 3, 4]


async def test_compaction_leaves_what_a_reader_has_not_read(database: Database) -> None:
    await write(database, (1, SOLD, "a@n"), (2, SOLD, "a@n"), (3, SOLD, "a@n"))
    async with database.read() as connection:
        await move_cursor(connection, "nats", 1)
    assert await kept(database, all_days=1, unread=60) == Pruned(0, 0)
    async with database.read() as connection:
        await move_cursor(connection, "nats", 3)
    assert await kept(database, all_days=1, unread=60) == Pruned(0, 2)


async def test_by_default_everything_is_kept(database: Database) -> None:
    await write(database, (1, SOLD, "a@n"), (1, SOLD, "a@n"))
    assert await prune_feed(database, NOW, FeedTerms(0, 0, 1)) == Pruned(0, 0)
    assert await left(database) == [1, 2]
