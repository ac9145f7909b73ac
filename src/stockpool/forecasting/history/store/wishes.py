"""What was wanted, by the line: at tills, in orders, before the ledger began, and what was refused."""

from __future__ import annotations

WISHES = """
create temp table wishes (
    sku text collate "C", node text collate "C", date date, size bigint, lines bigint, sold bigint,
    refused bigint, paid numeric, currency text, ordered boolean,
    quarter date generated always as (date_trunc('quarter', date::timestamp)::date) stored
) on commit drop
"""
"""Lines of the same size on a day at a node are one row. What has no node yet has its day in UTC."""

AT_TILLS = """
insert into wishes (sku, node, date, size, lines, sold, refused, ordered)
select e.sku, e.node, w.date, e.quantity, count(*), sum(e.quantity), 0, false
from entries e
join changed c on c.sku = e.sku
join fresh_nodes n on n.node = e.node
cross join lateral (select (e.occurred_at at time zone n.time_zone)::date as date offset 0) as w
where e.to_account = 'customer' and e.recorded_at >= %(first)s::timestamptz
  and (e.from_account in ('available', 'held')
       or (e.from_account = 'committed' and not exists (select from orders o where o.order_id = e.from_reference)))
  and w.date >= c.from_day and w.date <= %(until)s
group by e.sku, e.node, w.date, e.quantity
"""
"""What customers took who were there. What leaves for an order was wanted when it was ordered."""

CARRIED = """
create temp table carried on commit drop as
select o.order_id, (d ->> 'number')::int as delivery
from orders o cross join lateral json_array_elements(o.deliveries) as d
where o.deliveries::text like '%%"carry_out"%%' and d ->> 'method' = 'carry_out'
"""
"""What the customer carried out of the store stands in the ledger as a sale."""

ORDERED = """
create temp table ordered on commit drop as
with parts as materialized (
    select p.order_id, p.line, p.sku, o.ordered_at as at, o.currency, p.waiting + p.allocated + p.fulfilled as stands,
           p.cancelled, p.quantity, c.from_day
    from order_parts p
    join changed c on c.sku = p.sku
    join orders o on o.order_id = p.order_id
    where o.payment = 'captured' and o.ordered_at >= c.from_day - interval '2 days'
), pieces as (
    select p.order_id, p.line, p.sku, f.number, coalesce(f.sent_to, f.node) as node, l.asked,
           f.delivery, case when f.status in ('cancelled', 'expired') then l.asked
                            when f.status = 'rejected' or l.short then 0 else l.asked - l.quantity end as taken_back
    from parts p
    join fulfillment_order_lines l on l.order_id = p.order_id and l.line = p.line and l.sku = p.sku
    join fulfillment_orders f on f.order_id = l.order_id and f.number = l.number
), totals as (
    select p.*, p.stands + greatest(p.cancelled - coalesce(g.taken_back, 0), 0) as total
    from parts p
    left join (
        select order_id, line, sku, sum(taken_back) as taken_back, bool_or(k.order_id is not null) as carried
        from pieces left join carried k using (order_id, delivery) group by 1, 2, 3
    ) as g on g.order_id = p.order_id and g.line = p.line and g.sku = p.sku
    where g.carried is not true
), laid as (
    select t.*, s.node, s.asked,
           sum(s.asked) over (partition by t.order_id, t.line, t.sku order by s.number) as laid
    from totals t join pieces s on s.order_id = t.order_id and s.line = t.line and s.sku = t.sku
)
select order_id, line, sku, node, at, currency, total, stands,
       least(laid - asked, total) as from_unit, least(laid, total) as to_unit, from_day
from laid where laid - asked < total
union all
select t.order_id, t.line, t.sku, null, t.at, t.currency, t.total, t.stands,
       least(coalesce(l.laid, 0), t.total), t.total, t.from_day
from totals t
left join (select order_id, line, sku, max(laid) as laid from laid group by 1, 2, 3) as l
  on l.order_id = t.order_id and l.line = t.line and l.sku = t.sku
where coalesce(l.laid, 0) < t.total
"""
"""Units of orders with the node that was to have them first.

The fulfillment orders of a part are laid one behind the other in the order of their numbers: those of who was asked
later, because the first gave up, lie behind the units that were wanted and count nowhere. What was cancelled counts, as
refused, beyond what customers took back from nodes that had it.
"""

FROM_ORDERS = """
insert into wishes (sku, node, date, size, lines, sold, refused, paid, currency, ordered)
select w.sku, w.node, w.date, w.total, count(*), sum(w.sold), sum(w.units - w.sold),
       sum(w.sold * w.unit_price), min(w.currency) filter (where w.unit_price is not null), true
from (
    select d.sku, d.total, d.at, d.currency, j.unit_price, coalesce(d.node, j.pickup_node) as node,
           (d.at at time zone coalesce(n.time_zone, 'UTC'))::date as date, d.to_unit - d.from_unit as units,
           greatest(least(d.to_unit, d.stands) - d.from_unit, 0) as sold, d.from_day
    from ordered d
    left join lateral (
        select case when x ->> 'sku' = d.sku then (x ->> 'unit_price')::bigint end as unit_price,
               v ->> 'pickup_node' as pickup_node
        from orders o
        cross join lateral json_array_elements(o.lines) as x
        cross join lateral json_array_elements(o.deliveries) as v
        where o.order_id = d.order_id and (d.node is null or d.currency is not null)
          and (x ->> 'number')::int = d.line and (v ->> 'number')::int = coalesce((x ->> 'delivery')::int, 1)
    ) as j on true
    left join fresh_nodes n on n.node = coalesce(d.node, j.pickup_node)
) as w
where w.date >= w.from_day and w.date <= %(until)s
group by 1, 2, 3, 4, w.unit_price is null
"""
"""A line's price is that of its own SKU, not of a kit's component."""

REFUSED = """
insert into wishes (sku, node, date, size, lines, sold, refused, ordered)
select d.sku, d.node, d.date, max(d.units), 1, 0, max(d.units), false
from (
    select a ->> 'sku' as sku, w.node, m.recorded_at as at, m.reply #>> '{details,asked,channel}' as channel,
           m.reply #>> '{details,asked,reference}' as reference,
           (m.recorded_at at time zone coalesce(n.time_zone, 'UTC'))::date as date,
           round(((a ->> 'requested')::numeric - greatest((a ->> 'available')::numeric, 0))
                 * power(10::numeric, c.decimals)) as units,
           c.from_day
    from movements m
    cross join lateral json_array_elements(m.reply -> 'details' -> 'available') as a
    join changed c on c.sku = a ->> 'sku'
    cross join lateral (select coalesce(m.reply #>> '{details,asked,pickup_node}', a ->> 'node') as node) as w
    left join fresh_nodes n on n.node = w.node
    where m.kind = 'refused' and m.recorded_at >= %(first)s::timestamptz and m.reply -> 'details' -> 'asked' is not null
) as d
where d.date >= d.from_day and d.date <= %(until)s
group by d.sku, d.node, d.date, d.channel, d.reference,
         case when d.reference is null then date_trunc('minute', d.at) end
"""
"""Of who asks again, under one reference or within a minute, the most that was lacking counts, once."""

PAST_SALES = """
insert into wishes (sku, node, date, size, lines, sold, refused, paid, currency, ordered)
select p.sku, p.node, w.date, p.quantity, count(*), sum(p.quantity), 0, sum(p.quantity * p.unit_price_minor),
       min(p.currency) filter (where p.unit_price_minor is not null), false
from past_sales p
join changed c on c.sku = p.sku
join fresh_nodes n on n.node = p.node
join demand_nodes d on d.node = p.node
cross join lateral (select (p.occurred_at at time zone n.time_zone)::date as date offset 0) as w
where p.kind = 'sale' and w.date < coalesce(d.ledger_from, 'infinity') and w.date >= c.from_day and w.date <= %(until)s
group by p.sku, p.node, w.date, p.quantity, p.unit_price_minor is null
"""
"""Sales before the node's first day in the ledger."""

PAST_ORDERS = """
insert into wishes (sku, node, date, size, lines, sold, refused, ordered)
select w.sku, w.node, w.date, w.quantity, count(*), sum(w.quantity), 0, true
from (
    select p.sku, p.quantity, p.ordered_at as at, f.node, c.from_day,
           (p.ordered_at at time zone coalesce(n.time_zone, 'UTC'))::date as date,
           case when f.node is null then l.ledger_from else d.ledger_from end as ledger_from
    from past_order_lines p
    join changed c on c.sku = p.sku
    left join nearest on nearest.latitude = round(p.ship_latitude::numeric, 1)
                     and nearest.longitude = round(p.ship_longitude::numeric, 1)
    cross join lateral (select coalesce(p.pickup_node, nearest.node) as node) as f
    left join fresh_nodes n on n.node = f.node
    left join demand_nodes d on d.node = f.node
    cross join (select min(ledger_from) as ledger_from from demand_nodes) as l
) as w
where w.date < coalesce(w.ledger_from, 'infinity') and w.date >= w.from_day and w.date <= %(until)s
group by 1, 2, 3, 4
"""
"""Orders before the first day of their node: where they were collected, else the nearest node that ships."""

NEAREST = """
create temp table nearest on commit drop as
select p.latitude, p.longitude, n.id as node
from (
    select distinct round(ship_latitude::numeric, 1) as latitude, round(ship_longitude::numeric, 1) as longitude
    from past_order_lines where ship_latitude is not null
) as p
cross join lateral (
    select id from nodes
    where can_ship and latitude is not null
    order by (latitude - p.latitude) ^ 2 + ((longitude - p.longitude) * cosd(p.latitude)) ^ 2, id
    limit 1
) as n
"""

ANALYZE = "analyze wishes"

SERVERS = """
create temp table servers on commit drop as
select distinct on (sku, quarter) sku, quarter, node
from (
    select sku, quarter, node, sum(sold) filter (where ordered) as ordered, sum(sold) as sold
    from wishes where node is not null and sku in (select sku from wishes where node is null) group by 1, 2, 3
) as s
where sold > 0
order by sku, quarter, ordered desc nulls last, sold desc, node
"""
"""Who served most of a SKU's orders in a quarter, or where nobody did sold most of it."""

GIVE_SERVERS = """
update wishes w set node = s.node from servers s where w.node is null and s.sku = w.sku and s.quarter = w.quarter
"""

GIVE_FIRST_NODES = """
update wishes w
set node = (
    select e.node from entries e
    where e.shard = any(array(select generate_series(0, shard_count - 1) from ledger_settings)) and e.sku = w.sku
    order by e.movement_id, e.line limit 1
)
where w.node is null
"""
"""What no node was named for: of its server, else of the node where its SKU was first."""
