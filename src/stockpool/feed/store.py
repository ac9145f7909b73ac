"""Giving committed events their positions, and remembering how far readers have come."""

from __future__ import annotations

from psycopg import AsyncConnection

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

MOVE_CURSOR = """
insert into feed_cursors (reader, position) values (%s, %s)
on conflict (reader) do update set position = excluded.position, moved_at = now()
where feed_cursors.position <> excluded.position
"""

TOLD = "select sku, saleability from told_availability where channel = %s"
"""How SKUs could be sold when it was told last."""

TELL = """
with told as (
    insert into told_availability (channel, sku, saleability)
    select %s::text, t.sku, t.saleability from unnest(%s::text[], %s::text[]) as t (sku, saleability)
    on conflict (channel, sku) do update set saleability = excluded.saleability
), numbered as (
    select nextval('ledger_sequence') as first
)
insert into further_events (event_id, type, subject, recorded_at, data)
select (select first from numbered) + e.place, e.type, e.subject, clock_timestamp(), e.data
from unnest(%s::text[], %s::text[], %s::json[]) with ordinality as e (type, subject, data, place)
"""
"""What is remembered and what is told, together or not at all."""

TELLER = "select pg_try_advisory_lock(hashtext('stockpool-thresholds'), hashtext(%s))"
"""One process tells of a channel; it is another's turn when its connection ends, however that happens."""


async def sequence(connection: AsyncConnection) -> int | None:
    """Give a position to each event that has none; the latest position, None where nothing was new.

    The connection is in autocommit mode; several may do this at once.
    """
    results = await run_batch(connection, [BEGIN, Statement(LOCK_STATE), Statement(SEQUENCE), COMMIT])
    rows = results[2]
    return int(rows[0][0]) if rows else None


async def move_cursor(connection: AsyncConnection, reader: str, position: int) -> None:
    """Remember how far a reader has come."""
    await connection.execute(MOVE_CURSOR, (reader, position))
