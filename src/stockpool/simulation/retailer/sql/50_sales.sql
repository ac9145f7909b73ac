-- History. Every receipt line is drawn on its own: which SKU by its weight, where, when and how many.
-- Counts per SKU, node and day come out Poisson, made wider by tastes, promotions, whims and quantities.

create table source as
select sku_no, category_no, weight, decimals, one_more, first_day, final_day, rank_share,
       1 + key1('home', sku_no) % (select count(*) from center) as home_no, false as is_kit
from sku
union all
select 1000000 + kit_no, category_no, weight, 0, 0.1, 0, getvariable('days') - 1, 0, 1, true from kit;

create table lines_wanted as
with total as (
    -- 0.52 of the drawn store lines pass the store's range and taste; one line in seven is bought online
    select count(*) * getvariable('days') * getvariable('receipts_per_store_day') as lines from store
), shared as (
    select *, weight / sum(weight) over () as share,
           weight * exp(0.5 * normal(key1('online liking', sku_no))) as web_weight
    from source
)
select *, case when is_kit then 0 else count_around(lines * 0.86 / 0.52 * share, key1('store lines', sku_no)) end
           as store_lines,
       count_around(lines * 0.14 * web_weight / sum(web_weight) over (), key1('web lines', sku_no)) as web_lines
from shared, total;

create view drawn as
select sku_no, category_no, decimals, one_more, first_day, final_day, rank_share, home_no, online,
       key2('line', sku_no, n * 2 + online::int) as draw, null::int as promotion_day
from (
    select *, false as online, unnest(range(store_lines)) as n from lines_wanted
    union all
    select *, true as online, unnest(range(web_lines)) as n from lines_wanted
)
union all
select sku_no, category_no, decimals, one_more, source.first_day, final_day, rank_share, home_no, online,
       key2('promotion line', sku_no, n * 2048 + promotion.first_day), promotion.first_day
from (
    select *, (key2('promotion online', sku_no, first_day + n) % 7 = 0) as online
    from (
        select promotion.*, unnest(range(count_around(
                   (store_lines + web_lines) * 7.0 / getvariable('days') * (lift - 1),
                   key2('promotion lines', sku_no, promotion.first_day)))) as n
        from promotion join lines_wanted using (sku_no)
    ) promotion
) promotion
join source using (sku_no);

-- Centers that do not carry a SKU of the tail leave its web orders to the one that does.
create view line as
select drawn.sku_no,
       case when drawn.online and rank_share > 0.5 then home_no else node_slot.node_no end as node_no,
       coalesce(promotion_day + (draw >> 8) % 7, day_slot.day)::int as day,
       case when decimals = 0
            then least(30, 1 + floor(ln(uniform(mixed(draw + 2))) / ln(one_more)))::int
            else 50 + 10 * floor(45 * pow(uniform(mixed(draw + 2)), 2))::int end as units,
       drawn.online, first_day, final_day, uniform(mixed(draw + 3)) as chance
from drawn
join node_slot on node_slot.online = drawn.online and node_slot.slot = mixed(draw) % 4096
join day_slot on day_slot.online = drawn.online and day_slot.category_no = drawn.category_no
             and day_slot.slot = mixed(draw + 1) % 16384;

create view part as
select 1000000 + kit_no as kit_no, sku_no, quantity from kit_part;

-- A kit is sold as its parts. What a store does not carry, or did not feel like selling, was not sold there.
create table sale as
select place.sku_no, place.node_no, line.day, sum(units * coalesce(quantity, 1))::bigint as units
from line
left join part on part.kit_no = line.sku_no
join place on place.sku_no = coalesce(part.sku_no, line.sku_no) and place.node_no = line.node_no
join calendar on calendar.day = line.day
where (chance < taste or quantity is not null)
  and line.day between first_day and final_day
  and (online or store > 0)
group by all;

create table promotion_day as
select sku_no, first_day + offset_days as day, max(discount) as discount
from promotion, range(7) week(offset_days)
group by all;
