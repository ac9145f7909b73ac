-- The tables as they are imported, in the columns that docs/reference describes.

create view node_id as
select node_no, node, slug from center union all select node_no, node, slug from store;

create view skus as
select sku as id, name, gtin as gtins, category, decimals, weight_g, length_mm, width_mm, height_mm,
       cost, price, 'EUR' as currency, null::varchar as components
from sku
union all
select kit.sku, kit.name, null, kit.category, 0, kit.weight_g, null, null, null, kit.cost, kit.price, 'EUR',
       string_agg(sku.sku || ':' || quantity, '; ' order by sku.sku)
from kit join kit_part using (kit_no) join sku using (sku_no)
group by all
order by id;

-- The demo's traffic puts a day of work into an hour: stores are given the hands for it.
create view nodes as
select node as id, city || ' Distribution Center' as name, 'distribution_center' as kind, latitude, longitude, city,
       postal_code, country, time_zone, daily_capacity, 'monday-saturday 06:00-22:00' as open_hours,
       true as can_ship, false as can_pickup, true as can_return, 0 as buffer, 0 as processing_minutes
from center
union all
select node, city, 'store', latitude, longitude, city, postal_code, country, time_zone,
       (200 + 600 * assortment)::int, 'monday-saturday 08:00-22:00',
       assortment > 0.5, true, true, 1, 15
from store
order by id;

create view channels as
select unnest(['web', 'marketplace', 'tills']) as id,
       unnest(['Web shop', 'Marketplace', 'Tills in stores']) as name,
       unnest(['web', 'marketplace', 'store']) as kind,
       unnest(['distribution_center; store', 'distribution_center', 'store']) as pool_kinds,
       unnest([0, 2, 0]) as buffer;

create view stock as
select sku, node, (units / pow(10, decimals))::decimal(12, 2) as quantity,
       getvariable('last_day')::timestamp at time zone 'UTC' + interval 22 hours as as_of
from opening join sku using (sku_no) join node_id using (node_no)
order by sku_no, node_no;

create view sales as
select case when node_no < 100 then 'web-' else 'till-' end || slug as source,
       strftime(date, '%Y%m%d') || '-' || sku as source_id, sku, node,
       (units / pow(10, decimals))::decimal(12, 2) as quantity,
       date::timestamp at time zone 'UTC'
       + to_seconds(28800 + key2('hour', sku_no * 128 + node_no, sale.day) % 36000) as occurred_at,
       (price * (1 - coalesce(discount, 0)))::decimal(10, 2) as unit_price, 'EUR' as currency
from sale
join sku using (sku_no) join node_id using (node_no) join calendar using (day)
left join promotion_day using (sku_no, day)
order by sale.day, node_no, sku_no;

-- Stores shelve by category: an aisle each, bays of twenty SKUs, five boards to a bay; what sells most lies in the stock room too.
create view shelves as
with placed as (
    select node, sku_no, sku, category_no,
           row_number() over (partition by node_no, category_no order by sku_no) - 1 as place,
           row_number() over (partition by node_no order by units desc, sku_no) <= 20 as is_fast
    from opening join sku using (sku_no) join node_id using (node_no)
    where node_no >= 100
)
select node, sku,
       chr((65 + category_no)::int) || '-' || (place // 20 + 1) || '-' || (place % 5 + 1)
       || case when is_fast then '; STOCK-' || (sku_no % 40 + 1) else '' end as shelves
from placed
order by node, sku;
