"""From lines to days."""

from __future__ import annotations

LIMITS = """
create temp table limits on commit drop as
with sizes as (
    select sku, quarter, size, sum(lines) as lines from wishes where size is not null group by 1, 2, 3
), ranked as (
    select *, sum(lines) over (partition by sku, quarter order by size) as up_to,
           sum(lines) over (partition by sku, quarter) as all_lines
    from sizes
)
select r.sku, r.quarter,
       greatest(%(bulk_times)s * min(r.size), %(bulk_least)s * power(10::numeric, c.decimals)) as most
from ranked r join changed c on c.sku = r.sku
where r.all_lines > 1 and r.up_to >= ceil(%(bulk_quantile)s::numeric * (r.all_lines - 1))
group by r.sku, r.quarter, c.decimals
"""
"""The largest line of a SKU and quarter that is no bulk, by its lines but the largest."""

RETURNED = """
create temp table came_back on commit drop as
select r.sku, r.node, r.date, sum(r.quantity)::bigint as returned
from (
    select e.sku, e.node, (e.occurred_at at time zone n.time_zone)::date as date, e.quantity, c.from_day
    from entries e join changed c on c.sku = e.sku join fresh_nodes n on n.node = e.node
    where e.from_account = 'customer' and e.recorded_at >= %(first)s::timestamptz
    union all
    select p.sku, p.node, w.date, p.quantity, c.from_day
    from past_sales p join changed c on c.sku = p.sku join fresh_nodes n on n.node = p.node
    join demand_nodes d on d.node = p.node
    cross join lateral (select (p.occurred_at at time zone n.time_zone)::date as date) as w
    where p.kind = 'return' and w.date < coalesce(d.ledger_from, 'infinity')
) as r
where r.date >= r.from_day and r.date <= %(until)s
group by 1, 2, 3
"""

FRESH = """
create temp table fresh on commit drop as
select sku, node, date, sum(sold)::bigint as sold, sum(refused)::bigint as refused, sum(returned)::bigint as returned,
       sum(bulk)::bigint as bulk, bool_and(in_stock) as in_stock,
       case when min(currency) = max(currency) then
           sum(paid) / nullif(sum(priced), 0) / power(10::numeric, coalesce(max(digits), 2)) end as price
from (
    select w.sku, w.node, w.date, w.sold, w.refused, 0 as returned,
           case when w.size > l.most then w.sold + w.refused else 0 end as bulk, true as in_stock, w.paid, w.currency,
           m.digits,
           case when w.paid is not null then w.sold end as priced
    from wishes w
    left join limits l on l.sku = w.sku and l.quarter = w.quarter
    left join unnest(%(currencies)s::text[], %(digits)s::int[]) as m (currency, digits) on m.currency = w.currency
    where w.node is not null
    union all
    select sku, node, date, 0, 0, returned, 0, true, null, null, null, null from came_back
    union all
    select sku, node, date, 0, 0, 0, 0, false, null, null, null, null from sold_out
) as all_of_it
group by sku, node, date
having sum(sold) + sum(refused) + sum(returned) > 0 or not bool_and(in_stock)
"""

INDEX_FRESH = "create unique index on fresh (sku, node, date)"

FORGET = """
delete from demand_days d using changed c
where d.sku = c.sku and d.date >= c.from_day
  and not exists (select from fresh f where f.sku = d.sku and f.node = d.node and f.date = d.date)
"""

KEEP = """
insert into demand_days as d (sku, node, date, sold, refused, returned, bulk, in_stock, price)
select sku, node, date, sold, refused, returned, bulk, in_stock, price from fresh order by sku, node, date
on conflict (sku, node, date) do update
set sold = excluded.sold, refused = excluded.refused, returned = excluded.returned, bulk = excluded.bulk,
    in_stock = excluded.in_stock, price = excluded.price
where (d.sold, d.refused, d.returned, d.bulk, d.in_stock, d.price) is distinct from
      (excluded.sold, excluded.refused, excluded.returned, excluded.bulk, excluded.in_stock, excluded.price)
"""
"""Only what is another: a day that nothing has changed stays as it is."""

KEEP_ALL = """
insert into demand_days (sku, node, date, sold, refused, returned, bulk, in_stock, price)
select sku, node, date, sold, refused, returned, bulk, in_stock, price from fresh order by sku, node, date
"""
"""Where there was no history yet."""
