"""Old events leave the feed by policy: never what a reader has yet to read, and never orders by compaction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stockpool.feed.api import Keeping, Pruned, ends_of_feed, move_cursor, prune, read_feed, sequence
from stockpool.feed.store import BY_KEY, COMPACT, RETIRE
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


async def test_what_a_webhook_has_not_read_stays_unless_it_is_stopped(database: Database) -> None:
    await write(database, *((number, SOLD, f"a@{number}") for number in range(1, 11)))
    terms = FeedTerms(days=1, all_days=0, unread_days=100)
    async with database.read() as connection:
        await connection.execute(
            "insert into webhook_endpoints (endpoint_id, created_at, url, description, types, skus, nodes, channels,"
            " batch_max, position) values ('w', now(), 'https://a.example', '', '{}', '{}', '{}', '{}', 1, 3)"
        )
    assert await prune_feed(database, NOW, terms) == Pruned(3, 0)
    assert await prune_feed(database, NOW, FeedTerms(days=1, all_days=0, unread_days=25)) == Pruned(2, 0), "for a while"
    async with database.read() as connection:
        await connection.execute("update webhook_endpoints set status = 'stopped', reason = 'answered 410'")
    assert await prune_feed(database, NOW, terms) == Pruned(5, 0), "without an endpoint that goes on nothing is kept"


async def test_events_are_looked_up_one_by_one(database: Database) -> None:
    """A plan that reads all events for each event of a chunk took half a minute for 18,000."""
    async with database.read() as connection:
        await connection.execute(BY_KEY)
        limits = {"rows": 20_000, "since": NOW, "unread_since": NOW, "read_to": None, "types": [SOLD]}
        for statement in (RETIRE, COMPACT):
            rows = await (await connection.execute(f"explain {statement}".encode(), limits)).fetchall()
            plan = "\n".join(row[0] for row in rows)
            for column in ("movement_id", "event_id"):
                assert f"Index Cond: ({column} = c.event_id)" in plan, plan
