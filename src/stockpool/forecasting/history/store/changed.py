"""Of which SKUs, and from when on, something was recorded that the history does not know yet."""

from __future__ import annotations

PATIENT = "set lock_timeout = 0"
IMPATIENT = "reset lock_timeout"
"""Who waits for its turn waits for minutes."""

LOCK = "select pg_advisory_lock(hashtextextended('demand_history', 0))"
UNLOCK = "select pg_advisory_unlock(hashtextextended('demand_history', 0))"
"""One at a time makes the history."""

RECORDED_FROM = """
select least(clock_timestamp(), min(xact_start)) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()
"""
"""Before the snapshot: what the snapshot does not show yet is recorded at this moment or behind it."""

STANDS = "select until, recorded_from, past_rows from demand_history"

PAST_ROWS = "select (select count(*) from past_sales) + (select count(*) from past_order_lines)"
"""Rows of imports are never deleted: as many as before are the same."""

FIRST_DAY = "select min(from_day) from changed"

MEMORY = "set local work_mem = '128MB'"
"""Sorting millions of rows on the disk takes twice as long."""

CLOCKS = """
create temp table fresh_nodes on commit drop as
select n.id as node, n.time_zone,
       md5(concat_ws('|', n.time_zone, n.open_hours, n.closed_dates, n.open_dates)) as clock
from nodes n
"""

IS_STALE = """
select exists (select from demand_nodes d join fresh_nodes n using (node) where d.clock <> n.clock)
    or %(past_rows)s <> %(past_rows_then)s
"""
"""Whether a clock was set otherwise, or demand was imported: nothing tells to which days that went."""

NEW_ENTRIES = """
create temp table fresh_entries on commit drop as
select e.sku, e.node, min((e.occurred_at at time zone n.time_zone)::date) as date
from entries e join fresh_nodes n on n.node = e.node
where e.recorded_at >= least(%(recorded_from)s, %(stood)s::date - interval '2 days')
group by e.sku, e.node
"""
"""Positions with entries that were recorded since, or that happened behind the day up to which the history stands."""

ALL_ENTRIES = """
create temp table fresh_entries on commit drop as
select null::text as sku, e.node, (min(e.occurred_at) at time zone n.time_zone)::date as date
from entries e join fresh_nodes n on n.node = e.node
group by e.node, n.time_zone
"""
"""The first day of each node; nothing is asked of SKUs where all are made anew."""

BEGAN_EARLIER = """
select exists (
    select from demand_nodes d
    join (select node, min(date) as date from fresh_entries group by node) as f on f.node = d.node
    where f.date < coalesce(d.ledger_from, 'infinity')
      and (exists (select from past_sales) or exists (select from past_order_lines))
)
"""
"""Whether the ledger of a node goes further back than it did: imports count until it begins."""

FORGET_ENTRIES = "drop table fresh_entries"

NOTE_NODES = """
insert into demand_nodes (node, clock, ledger_from)
select n.node, n.clock, min(f.date) from fresh_nodes n left join fresh_entries f on f.node = n.node group by 1, 2
on conflict (node) do update
set clock = excluded.clock, ledger_from = least(demand_nodes.ledger_from, excluded.ledger_from)
"""

ALL_SKUS = """
create temp table changed on commit drop as
select s.id as sku, date '0001-01-01' as from_day, s.decimals from skus s
"""

CHANGED_SKUS = """
create temp table changed on commit drop as
select c.sku, date_trunc('quarter', min(c.date) - interval '1 day')::date as from_day, s.decimals
from (
    select sku, date from fresh_entries
    union all
    select p.sku, (o.ordered_at - interval '1 day')::date
    from (
        select subject::uuid as order_id from movements
        where recorded_at >= %(recorded_from)s and subject is not null
          and (kind like 'order.%%' or kind like 'fulfillment.%%')
        union
        select order_id from orders where placed_at >= %(recorded_from)s
    ) as m
    join orders o on o.order_id = m.order_id join order_parts p on p.order_id = o.order_id
    union all
    select a ->> 'sku', (m.recorded_at - interval '1 day')::date
    from movements m cross join lateral json_array_elements(m.reply -> 'details' -> 'available') as a
    where m.kind = 'refused' and m.recorded_at >= least(%(recorded_from)s, %(stood)s::date - interval '2 days')
      and m.reply -> 'details' -> 'asked' is not null
    union all
    select p.sku, o.ordered_at::date from order_parts p join orders o on o.order_id = p.order_id
    where o.ordered_at >= %(stood)s::date - interval '2 days'
    union all
    select sku, %(stood)s from demand_days where date = %(stood)s and not in_stock
    union all
    select sku, %(stood)s from positions where available <= 0
) as c
join skus s on s.id = c.sku
group by c.sku, s.decimals
"""
"""From the quarter on in which something is new: sizes of lines are compared by quarters.

What happened behind the day up to which the history stands was recorded by then perhaps, and what had run out goes on
being sold out.
"""

INDEX_CHANGED = "create unique index on changed (sku)"
ANALYZE = "analyze changed"

NOTE_HISTORY = """
insert into demand_history (until, recorded_from, past_rows) values (%(until)s, %(now)s, %(past_rows)s)
on conflict (one_row) do update
set until = excluded.until, recorded_from = excluded.recorded_from, past_rows = excluded.past_rows
"""
