"""The SQL that writes figures: what a page of events adds, what is looked at, and what is forgotten to count anew."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from stockpool.insights.model import Counted
from stockpool.runtime.columns import column, time_column

ADD_COUNTS = """
insert into insight_counts (node, hour, measure, channel, currency, value)
select * from unnest(%s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::numeric[])
on conflict (node, hour, measure, channel, currency) do update set value = insight_counts.value + excluded.value
"""

ADD_PEOPLE = """
insert into insight_people (person, hour, node, measure, value)
select * from unnest(%s::text[], %s::timestamptz[], %s::text[], %s::text[], %s::numeric[])
on conflict (person, hour, node, measure) do update set value = insight_people.value + excluded.value
"""

ADD_FLOWS = """
insert into insight_flows (hour, from_node, to_node, region, parcels, units, placed, latitudes, longitudes)
select * from unnest(%s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::numeric[], %s::bigint[],
                     %s::float8[], %s::float8[])
on conflict (hour, from_node, to_node, region) do update
set parcels = insight_flows.parcels + excluded.parcels, units = insight_flows.units + excluded.units,
    placed = insight_flows.placed + excluded.placed, latitudes = insight_flows.latitudes + excluded.latitudes,
    longitudes = insight_flows.longitudes + excluded.longitudes
"""

NOTE_ORDER_EVENTS = """
insert into insight_order_events (order_id, event_id, number, type, at)
select * from unnest(%s::uuid[], %s::bigint[], %s::int[], %s::text[], %s::timestamptz[])
on conflict do nothing
"""

NOTE_BELOW_ZERO = """
insert into insight_below_zero (sku, node) select * from unnest(%s::text[], %s::text[]) on conflict do nothing
"""

NOTE_HOURS = """
insert into insight_hours (hour, position) select * from unnest(%s::timestamptz[], %s::bigint[])
on conflict (hour) do update set position = least(insight_hours.position, excluded.position)
"""

LOCK_REFUSALS = """
select refused_below::text, pg_snapshot_xmin(pg_current_snapshot())::text from insight_state for update
"""

COUNT_REFUSALS = """
insert into insight_counts (node, hour, measure, channel, currency, value)
select '', date_trunc('hour', recorded_at, 'UTC'), 'promises_refused', '', '', count(*) from movements
where kind = 'refused' and transaction >= %(counted)s::xid8 and transaction < %(ended)s::xid8
  and reply ->> 'reason' = 'insufficient-stock'
group by 2
on conflict (node, hour, measure, channel, currency) do update set value = insight_counts.value + excluded.value
"""
"""Refusals are no events, but movements: those of transactions that have ended since the last look.

A transaction below the oldest that runs has ended, and each is below it in one look for the first time: none is missed,
however long it took, and none is counted twice. A dump that was restored into a cluster with lower numbers goes on from
the present ones.
"""

REFUSALS_COUNTED = "update insight_state set refused_below = %s::xid8"

TAKE_LEVELS = """
with work as (
    select node, count(*) as value from fulfillment_orders
    where status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'ready_for_pickup')
    group by node
), shelves as (
    select p.node, sum((p.available + p.held + p.committed + p.damaged + p.quality_control + p.other)
                       * power(10::numeric, -s.decimals)) as value
    from positions p join skus s on s.id = p.sku group by p.node
), levels as (
    select node, 'open_work' as measure, value from work
    union all
    select '', 'open_work', coalesce(sum(value), 0) from work
    union all
    select '', 'waiting_parts', count(*) from order_parts where waiting > 0
    union all
    select node, 'on_hand', value from shelves
)
insert into insight_levels (node, measure, hour, value, taken_at)
select node, measure, date_trunc('hour', now(), 'UTC'), value, now() from levels
on conflict (node, measure, hour) do update set value = excluded.value, taken_at = excluded.taken_at
"""

FORGET = """
truncate insight_counts, insight_people, insight_flows, insight_hours, insight_order_events, insight_below_zero
"""

FORGET_REFUSALS = "update insight_state set refused_below = '3'"

FIND_BELOW_ZERO = """
insert into insight_below_zero (sku, node) select sku, node from positions where available < 0 on conflict do nothing
"""


async def add_counted(connection: AsyncConnection, counted: Counted) -> None:
    """Add what a page of events counts; the caller's transaction moves the cursor too."""
    if counted.counts:
        node, hour, measure, channel, currency = zip(*sorted(counted.counts), strict=True)
        values = [str(counted.counts[key]) for key in sorted(counted.counts)]
        named = (column(measure), column(channel), column(currency))
        await connection.execute(ADD_COUNTS, (column(node), time_column(hour), *named, column(values)))
    if counted.people:
        person, hour, node, measure = zip(*sorted(counted.people), strict=True)
        values = [str(counted.people[key]) for key in sorted(counted.people)]
        at = (column(person), time_column(hour), column(node))
        await connection.execute(ADD_PEOPLE, (*at, column(measure), column(values)))
    await _add_flows(connection, counted)
    if counted.order_events:
        order, event, number, kind, moment = zip(*counted.order_events, strict=True)
        what = (column(order), column(event), column(number), column(kind))
        await connection.execute(NOTE_ORDER_EVENTS, (*what, time_column(moment)))
    if counted.below_zero:
        sku, node = zip(*sorted(counted.below_zero), strict=True)
        await connection.execute(NOTE_BELOW_ZERO, (column(sku), column(node)))
    if counted.hours:
        hours = sorted(counted.hours)
        await connection.execute(NOTE_HOURS, (time_column(hours), column([counted.hours[each] for each in hours])))


async def _add_flows(connection: AsyncConnection, counted: Counted) -> None:
    if not counted.flows:
        return
    keys = sorted(counted.flows)
    flows = [counted.flows[key] for key in keys]
    hour, start, end, region = zip(*keys, strict=True)
    given = (
        time_column(hour), column(start), column(end), column(region),
        column([each.parcels for each in flows]), column([str(each.units) for each in flows]),
        column([each.placed for each in flows]), column([each.latitudes for each in flows]),
        column([each.longitudes for each in flows]),
    )  # fmt: skip
    await connection.execute(ADD_FLOWS, given)


async def count_refusals(connection: AsyncConnection) -> None:
    """Count promises that were refused for lack of stock since the last look."""
    async with connection.transaction():
        row = await (await connection.execute(LOCK_REFUSALS)).fetchone()
        assert row is not None
        counted, ended = row
        if counted != ended:
            await connection.execute(COUNT_REFUSALS, {"counted": counted, "ended": ended})
            await connection.execute(REFUSALS_COUNTED, (ended,))


async def take_levels(connection: AsyncConnection) -> None:
    """Look at what is open and on hand now."""
    await connection.execute(TAKE_LEVELS)


async def forget_counts(connection: AsyncConnection) -> None:
    """Forget all that is counted of events; the caller's transaction puts the cursor back."""
    for statement in (FORGET, FORGET_REFUSALS, FIND_BELOW_ZERO):
        await connection.execute(statement)


SNOOZE = """
insert into exception_snoozes (id, until, note, snoozed_by, snoozed_at, severity, units)
select id, %(until)s, %(note)s, %(by)s, now(), severity, units from open_exceptions where id = %(id)s::uuid
on conflict (id) do update
set until = excluded.until, note = excluded.note, snoozed_by = excluded.snoozed_by, snoozed_at = excluded.snoozed_at,
    severity = excluded.severity, units = excluded.units
returning 1
"""
"""As bad as it is now: it is back when it is worse."""


async def snooze(connection: AsyncConnection, exception_id: str, until: datetime, note: str, by: str) -> bool:
    """Put a case aside; False where it is none any more."""
    given = {"id": exception_id, "until": until, "note": note, "by": by}
    return await (await connection.execute(SNOOZE, given)).fetchone() is not None
