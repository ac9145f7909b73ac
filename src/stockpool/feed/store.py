"""Giving committed events their positions, and remembering how far readers have come."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from psycopg import AsyncConnection

from stockpool.feed.model import Telling
from stockpool.runtime.batch import BEGIN, COMMIT, Statement, run_batch

CHANNEL = "stockpool_feed"
"""Where it is told that the feed has grown, with the latest position."""

LOCK_STATE = "select position from feed_state for update"
"""By itself, before what it guards is read: a statement sees nothing that is committed while it waits for a lock."""

SEQUENCE = f"""
with before as (
    select position, pg_snapshot_xmax(seen) as xmax, array(select pg_snapshot_xip(seen)) as running from feed_state
), fresh as materialized (
    select event_id from events where transaction >= (select xmax from before)
    union all
    select event_id from events where transaction = any((select running from before)::xid8[])
), placed as (
    insert into feed_positions (position, event_id)
    select (select position from before) + row_number() over (order by event_id), event_id from fresh
), moved as (
    update feed_state set seen = pg_current_snapshot(), position = position + (select count(*) from fresh)
    where exists (select from fresh)
    returning position
)
select position from moved cross join lateral pg_notify('{CHANNEL}', position::text)
"""  # noqa: S608 -- a constant name
"""What this statement's snapshot sees and the last one's did not: what ran then, and what began later.

No event is waited for and none is missed, however long a transaction takes. Of two events at one position of stock,
or of one order, the later was written under a lock that the earlier had given back at its commit: whoever sees the
later sees both, and identifiers are drawn under these locks.
"""

TELL = f"""
with told as (
    insert into further_events (event_id, type, subject, recorded_at, data)
    select number.first + said.place, said.type, said.subject, clock_timestamp(), said.data
    from (select nextval('ledger_sequence') as first) as number,
         unnest(%s::text[], %s::text[], %s::json[]) with ordinality as said (type, subject, data, place)
)
select pg_notify('{CHANNEL}', '')
"""  # noqa: S608 -- a constant name
"""The number is drawn behind the caller's locks; each leaves room for a million more behind it.

Processes hear of the notification at the commit, and sequence.
"""

MOVE_CURSOR = """
insert into feed_cursors (reader, position) values (%s, %s)
on conflict (reader) do update set position = excluded.position, moved_at = now()
where feed_cursors.position <> excluded.position
"""


async def sequence(connection: AsyncConnection) -> int | None:
    """Give a position to each event that has none; the latest position, None where nothing was new.

    The connection is in autocommit mode; several may do this at once.
    """
    results = await run_batch(connection, [BEGIN, Statement(LOCK_STATE), Statement(SEQUENCE), COMMIT])
    rows = results[2]
    return int(rows[0][0]) if rows else None


async def tell(connection: AsyncConnection, events: Iterable[Telling]) -> None:
    """Write events into the caller's transaction, behind its locks: they are told if and only if it commits."""
    said = list(events)
    if said:
        columns = (
            [each.type for each in said],
            [each.subject for each in said],
            [_encode(each.data).decode() for each in said],
        )
        await connection.execute(TELL, columns)


async def move_cursor(connection: AsyncConnection, reader: str, position: int) -> None:
    """Remember how far a reader has come."""
    await connection.execute(MOVE_CURSOR, (reader, position))


_encode = msgspec.json.Encoder(decimal_format="number").encode
