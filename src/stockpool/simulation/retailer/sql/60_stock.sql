-- Opening stock by an order-up-to rule: somewhere between the point where more is ordered and the level ordered up to.

create table pace as
with sold as (
    select sku_no, node_no, sum(units) as total,
           coalesce(sum(units) filter (day >= getvariable('days') - 91), 0) as recent
    from sale group by sku_no, node_no
), own as (
    select sku_no, node_no, center_no, place.decimals, final_day,
           0.7 * coalesce(recent, 0) / least(91, getvariable('days'))
           + 0.3 * coalesce(total, 0) / getvariable('days') as per_day,
           final_day < getvariable('days') - 1 as ended
    from place join sku using (sku_no) left join sold using (sku_no, node_no)
)
select *,
       -- a center also feeds the stores around it, if it carries the SKU at all
       per_day + case when node_no < 100 then coalesce(
           (select sum(per_day) from own fed where fed.sku_no = own.sku_no and fed.node_no >= 100
               and fed.center_no = own.node_no), 0) else 0 end as drawn_per_day
from own;

create table opening as
with levels as (
    select *, case when decimals = 0 then 1 else 10 end as step,
           case when decimals = 0 then 1 else 100 end as unit,
           case when node_no < 100 then 28 else 10 end as cover_days,
           case when node_no < 100 then 30 else 14 end as cycle_days
    from pace
), points as (
    select *, drawn_per_day * cover_days + 1.65 * sqrt(2 * unit * drawn_per_day * cover_days) + unit as reorder_point,
           greatest(drawn_per_day * cycle_days, 2 * unit) as lot
    from levels
)
select sku_no, node_no,
       -- what left the range is sold off; three shelves in a hundred are empty
       case when ended then unit * (uniform(key2('remnant', sku_no, node_no)) < 0.25)::int
            when uniform(key2('empty', sku_no, node_no)) < 0.03 then 0
            else greatest(unit, floor((reorder_point + lot * (uniform(key2('level', sku_no, node_no)) - 0.35)) / step) * step)
       end::bigint as units
from points;
