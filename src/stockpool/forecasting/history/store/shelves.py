"""On which days stock did not last as long as a node was open."""

from __future__ import annotations

BALANCES = """
create temp table balances on commit drop as
with moves as (
    select e.sku, e.node, e.occurred_at as at,
           sum(case when e.to_account = 'available' then e.quantity else -e.quantity end) as change
    from entries e
    join changed c on c.sku = e.sku
    where e.recorded_at >= %(reaches)s::timestamptz
      and (e.from_account = 'available') <> (e.to_account = 'available')
      and e.occurred_at >= (c.from_day - interval '3 months' - interval '2 days')
    group by e.sku, e.node, e.occurred_at
), now as (
    select sku, node, sum(available) as available from positions group by sku, node
)
select m.sku, m.node, m.at, m.change,
       p.available - coalesce(sum(m.change) over (partition by m.sku, m.node order by m.at desc
                                                  rows between unbounded preceding and 1 preceding), 0) as balance,
       lead(m.at) over (partition by m.sku, m.node order by m.at) as next_at,
       lag(m.at) over (partition by m.sku, m.node order by m.at) as earlier_at
from moves m join now p on p.sku = m.sku and p.node = m.node
"""
"""What was available behind each moment at which that changed: what is available now, less what has changed since."""

SOLD_OUT = """
create temp table sold_out on commit drop as
with empty as (
    select b.sku, b.node, n.time_zone, b.at as from_at,
           least(coalesce(b.next_at, 'infinity'), q.ends at time zone n.time_zone,
                 (%(until)s::date + 1)::timestamp at time zone n.time_zone) as to_at
    from balances b join fresh_nodes n on n.node = b.node
    cross join lateral (
        select date_trunc('quarter', b.at at time zone n.time_zone) + interval '6 months' as ends
    ) as q
    where b.balance <= 0
    union all
    select b.sku, b.node, n.time_zone, q.begins, b.at
    from balances b join fresh_nodes n on n.node = b.node
    cross join lateral (
        select date_trunc('day', b.at at time zone n.time_zone) at time zone n.time_zone as begins
    ) as q
    where b.balance - b.change <= 0 and q.begins < b.at and coalesce(b.earlier_at, '-infinity') < q.begins
)
select distinct e.sku, e.node, d.date::date as date
from empty e
join changed c on c.sku = e.sku
cross join lateral generate_series(
    greatest((e.from_at at time zone e.time_zone)::date, c.from_day)::timestamp,
    least(((e.to_at - interval '1 microsecond') at time zone e.time_zone)::date, %(until)s::date)::timestamp,
    interval '1 day'
) as d (date)
where e.from_at < e.to_at
  and exists (
      select from hours h
      where h.node = e.node and h.weekday = extract(isodow from d.date)
        and (d.date > e.from_at at time zone e.time_zone
             and d.date + interval '1 day' < e.to_at at time zone e.time_zone
             or (d.date + h.opens) at time zone e.time_zone < e.to_at
                and (d.date + h.closes) at time zone e.time_zone > e.from_at)
  )
  and not exists (select from closed_days x where x.node = e.node and x.date = d.date::date)
"""
"""Days with a moment at which a node was open and had none.

A balance of none tells of a shelf until the end of the quarter behind its own: what nobody brings any more is not sold
there any more. Before the first change of a day, what was there before it.
"""

ANALYZE = "analyze balances, hours, closed_days, fresh_nodes"

HOURS = """
create temp table hours on commit drop as
select n.id as node, w.number as weekday, (r ->> 'opens')::interval as opens, (r ->> 'closes')::interval as closes
from nodes n
cross join (values ('monday', 1), ('tuesday', 2), ('wednesday', 3), ('thursday', 4), ('friday', 5), ('saturday', 6),
                   ('sunday', 7)) as w (name, number)
cross join lateral jsonb_array_elements(
    case when n.open_hours is null then '[{"opens": "00:00", "closes": "24:00"}]' else n.open_hours -> w.name end
) as r
"""
"""When nodes are open, by weekday."""

CLOSED_DAYS = """
create temp table closed_days on commit drop as
select n.id as node, x.date::date as date
from nodes n cross join lateral jsonb_array_elements_text(n.closed_dates) as x (date)
"""
