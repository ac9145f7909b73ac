"""Reading the feed, and where its readers are."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import AsyncConnection

from stockpool.feed.model import FeedEnds, FeedEvent, FeedLag

READ = """
select p.position, e.event_id, e.type, e.subject, e.recorded_at, e.data::text::bytea
from (select position, event_id from feed_positions where position > %s order by position limit %s) p
join events e on e.event_id = p.event_id
order by p.position
"""

ENDS = "select oldest, position, compacted from feed_state"

CURSOR = "select position from feed_cursors where reader = %s"

CURSORS = "select reader, position from feed_cursors order by reader"


LAG = """
with before as (
    select position, pg_snapshot_xmax(seen) as xmax, array(select pg_snapshot_xip(seen)) as running from feed_state
), unplaced as (
    select recorded_at from events where transaction >= (select xmax from before)
    union all
    select recorded_at from events where transaction = any((select running from before)::xid8[])
)
select (select position from before), count(*),
       coalesce(extract(epoch from clock_timestamp() - min(recorded_at)), 0)::double precision
from unplaced
"""
"""What is committed and has no position yet, found as it is by whoever gives it one."""


async def feed_lag(connection: AsyncConnection) -> FeedLag:
    """How far the feed is, and how far behind."""
    row = await (await connection.execute(LAG)).fetchone()
    assert row is not None
    return FeedLag(*row)


async def read_feed(connection: AsyncConnection, after: int, limit: int) -> list[FeedEvent]:
    """The events behind a position, in the order of the feed."""
    cursor = await connection.execute(READ, (after, limit), binary=True)
    return [FeedEvent(*row) for row in await cursor.fetchall()]


async def ends_of_feed(connection: AsyncConnection) -> FeedEnds:
    """Where the feed begins and ends now."""
    row = await (await connection.execute(ENDS)).fetchone()
    assert row is not None
    return FeedEnds(*row)


async def cursor_of(connection: AsyncConnection, reader: str) -> int | None:
    """How far a reader has come; None where it has never said."""
    row = await (await connection.execute(CURSOR, (reader,))).fetchone()
    return None if row is None else int(row[0])


async def all_cursors(connection: AsyncConnection) -> Sequence[tuple[str, int]]:
    """How far all readers have come that remember nothing themselves."""
    return [(reader, position) for reader, position in await (await connection.execute(CURSORS)).fetchall()]
