"""Giving committed events their positions, and remembering how far readers have come."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from psycopg import AsyncConnection

from stockpool.feed.model import Telling
from stockpool.runtime.batch import BEGIN, COMMIT, Statement, run_batch

CHANNEL = "stockpool_feed"
"""Where it is told that the feed has grown, with the latest position."""

MEND_ROWS = 20_000
"""Quick enough to stand between two sequencings."""

LOCK_STATE = "select mending from feed_state for update"
"""By itself, before what it guards is read: a statement sees nothing that is committed while it waits for a lock."""

SEQUENCE = f"""
with before as (
    select position, highest, settled, pg_snapshot_xmax(seen) as xmax, array(select pg_snapshot_xip(seen)) as running,
           cluster <> here.system_identifier or pg_snapshot_xmax(seen) > pg_snapshot_xmax(pg_current_snapshot())
               as restored
    from feed_state cross join pg_control_system() as here
), fresh as materialized (
    select event_id from events
    where transaction >= (select xmax from before) and event_id > (select settled from before)
    union all
    select event_id from events
    where transaction = any((select running from before)::xid8[]) and event_id > (select settled from before)
    union all
    select event_id from events
    where (select restored from before) and event_id > (select highest from before)
      and transaction < (select xmax from before) and not transaction = any((select running from before)::xid8[])
), placed as (
    insert into feed_positions (position, event_id)
    select (select position from before) + row_number() over (order by event_id), event_id from fresh
), foreign_movements as (
    update movements set transaction = '3'
    where (select restored from before) and movement_id > (select highest from before)
      and not pg_visible_in_snapshot(transaction, pg_current_snapshot())
), foreign_others as (
    update further_events set transaction = '3'
    where (select restored from before) and event_id > (select highest from before)
      and not pg_visible_in_snapshot(transaction, pg_current_snapshot())
), moved as (
    update feed_state
    set seen = pg_current_snapshot(),
        position = feed_state.position + (select count(*) from fresh),
        highest = greatest(feed_state.highest, (select max(event_id) from fresh)),
        cluster = (select system_identifier from pg_control_system()),
        settled = case when restored then feed_state.highest else feed_state.settled end,
        mending = mending or restored
    from before
    where restored or exists (select from fresh)
    returning feed_state.position, restored
)
select position, restored from moved cross join lateral pg_notify('{CHANNEL}', position::text)
"""  # noqa: S608 -- a constant name
"""What this statement's snapshot sees and the last one's did not: what ran then, and what began later.

No event is waited for and none is missed, however long a transaction takes. Of two events at one position of stock,
or of one order, the later was written under a lock that the earlier had given back at its commit: whoever sees the
later sees both, and identifiers are drawn under these locks.

A dump that was restored brings transaction numbers of another cluster. The snapshot that came with them still says
which of its events had no position; what was written here before the first round has higher identifiers than all that
had one. From then on numbers are of this cluster: what came is settled up to the highest that had a position, and above
it what we see though it seems to run, or to come, is not of this cluster and gets a number of old.
"""

MEND = f"""
with here as (select pg_snapshot_xmax(seen) as xmax, settled from feed_state),
seeming_movements as (
    select movement_id from movements, here
    where transaction >= here.xmax and movement_id <= here.settled limit {MEND_ROWS}
), seeming_others as (
    select event_id from further_events, here
    where transaction >= here.xmax and event_id <= here.settled limit {MEND_ROWS}
), movements_mended as (
    update movements m set transaction = '3' from seeming_movements s where m.movement_id = s.movement_id returning 1
), others_mended as (
    update further_events e set transaction = '3' from seeming_others s where e.event_id = s.event_id returning 1
)
update feed_state set mending = exists (select from movements_mended) or exists (select from others_mended)
"""  # noqa: S608 -- a constant number
"""Events of another cluster that look new here would be passed over in each round: some of them get a number of old."""

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

TAKE_TURN = "select pg_advisory_xact_lock(7310868541)"
"""Who prunes the feed waits for who does; nobody else knows the number."""

BY_KEY = """
select set_config(name, 'off', true)
from unnest(array['enable_seqscan', 'enable_hashjoin', 'enable_mergejoin']) as name
"""
"""A chunk looks its rows up; else the planner reads whole tables for each."""

AGED = """
with state as (
    select oldest, compacted,
           least((select min(position) from feed_cursors), %(read_to)s::bigint, position) as read_by_all
    from feed_state
), chunk as materialized (
    select position, event_id from feed_positions where position > (select {after} from state)
    order by position limit %(rows)s
), told as materialized (
    select c.position, e.type, e.subject, e.recorded_at
    from chunk c cross join lateral (
        select type, subject, recorded_at from events where event_id = c.event_id offset 0
    ) e
), kept_from as (
    select coalesce(min(position) filter (
        where recorded_at >= %(since)s
           or (position > (select read_by_all from state) and recorded_at >= %(unread_since)s)
    ), (select max(position) + 1 from chunk)) as position
    from told
)"""
"""The next events, and from which of them on all are kept: the first that is young enough, or unread.

`offset 0` has each event looked up by its key; else the planner reads all of them for each event of the chunk.
"""

RETIRE = """
{aged}, gone as (
    delete from feed_positions p using chunk c, kept_from k
    where p.position = c.position and c.position < k.position
    returning p.position
), forgotten as (
    delete from feed_kept where position < (select max(position) from gone)
)
update feed_state set oldest = k.position from kept_from k
where feed_state.oldest < k.position
returning k.position, (select count(*) from gone)
""".replace("{aged}", AGED.replace("{after}", "oldest - 1"))
"""Cursors before `oldest` are told that they have lost something, in the transaction that makes them lose it."""

COMPACT = """
{aged}, facts as materialized (
    select t.subject, t.position, max(t.position) over (partition by t.subject) as latest from told t, kept_from k
    where t.position < k.position and t.type = any(%(types)s::text[])
), latest as materialized (
    select subject, position from facts where position = latest
), replaced as (
    select o.position from feed_kept o join latest l on l.subject = o.subject
    union all
    select position from facts where position < latest
), noted as (
    insert into feed_kept (subject, position) select subject, position from latest
    on conflict (subject) do update set position = excluded.position
), gone as (
    delete from feed_positions p using replaced r where p.position = r.position returning 1
)
update feed_state set compacted = k.position - 1 from kept_from k
where feed_state.compacted < k.position - 1
returning k.position, (select count(*) from gone)
""".replace("{aged}", AGED.replace("{after}", "compacted"))
"""What an earlier round has left of a subject goes when a later event says more: `feed_kept` knows where it is."""

TAKE_OFFICE = "select pg_try_advisory_lock(731086854, hashtext(%s))"
"""What one process of the cluster does for all; the lock goes with the connection, on which the work is noted too."""

MOVE_CURSOR = """
insert into feed_cursors (reader, position) values (%s, %s)
on conflict (reader) do update set position = excluded.position, moved_at = now()
where feed_cursors.position <> excluded.position
"""

TOLD_AT_ALL = "select from told_channels where channel = %s"
BEGIN_TELLING = "insert into told_channels (channel) values (%s) on conflict do nothing"

ADVANCE_CURSOR = """
update feed_cursors set position = %s, moved_at = now() where reader = %s and position = %s returning 1
"""
"""For readers who write down what they make of events in the same transaction: nobody else has moved the cursor."""

TOLD = "select sku, saleability from told_availability where channel = %s"
"""How SKUs could be sold when it was told last."""

REMEMBER_TOLD = """
insert into told_availability (channel, sku, saleability)
select %s::text, t.sku, t.saleability from unnest(%s::text[], %s::text[]) as t (sku, saleability)
on conflict (channel, sku) do update set saleability = excluded.saleability
"""


async def sequence(connection: AsyncConnection) -> int | None:
    """Give a position to each event that has none; the latest position, None where nothing was new.

    The connection is in autocommit mode; several may do this at once.
    """
    _, locked, rows, _ = await run_batch(connection, [BEGIN, Statement(LOCK_STATE), Statement(SEQUENCE), COMMIT])
    if locked[0][0] or (rows and rows[0][1]):
        await connection.execute(MEND)
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


async def take_office(connection: AsyncConnection, office: str) -> bool:
    """Whether from now on this connection is the one whose process does this for the cluster."""
    row = await (await connection.execute(TAKE_OFFICE, (office,))).fetchone()
    return row is not None and bool(row[0])


async def move_cursor(connection: AsyncConnection, reader: str, position: int) -> None:
    """Remember how far a reader has come."""
    await connection.execute(MOVE_CURSOR, (reader, position))


async def advance_cursor(connection: AsyncConnection, reader: str, before: int, after: int) -> bool:
    """Move a reader's cursor from where it was believed to be; False where it is elsewhere, and nothing was moved."""
    return await (await connection.execute(ADVANCE_CURSOR, (after, reader, before))).fetchone() is not None


_encode = msgspec.json.Encoder(decimal_format="number").encode
