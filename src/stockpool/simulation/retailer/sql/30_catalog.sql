-- The range: each category's products in every brand and variant, until its share of the SKUs is reached.

create macro price_point(raw) as
    case when raw < 4 then round(raw, 1) - 0.01
         when raw < 100 then round(raw) - 0.01
         else round(raw) end;

create table category as
with numbered as (select row_number() over () - 1 as category_no, * from categories)
select *, sum(share) over (order by category_no) as share_until from numbered;

create table kit_count as select greatest(1, round(getvariable('skus') * 0.01))::bigint as kits;

create table product as
select row_number() over (partition by category) - 1 as product_no, count(*) over (partition by category) as products, *
from products;

create table variant as select row_number() over (partition by family) - 1 as variant_no, * from variants;
create table brand as select row_number() over () - 1 as brand_no, * from brands;

create table sku_slot as
with bounds as (
    select category_no,
           round((share_until - share) * (getvariable('skus') - kits))::bigint as first_no,
           round(share_until * (getvariable('skus') - kits))::bigint as end_no
    from category, kit_count
)
select category_no, unnest(range(first_no, end_no)) as sku_no, unnest(range(end_no - first_no)) as place from bounds;

create table sku as
with named as (
    select sku_no, category_no, category.category, category.code, category.unit_rate,
           brand.brand || ' ' || product.product || ', ' || variant.variant as name,
           brand.company || lpad(sku_no::varchar, 5, '0') as gtin_body,
           product.decimals, product.popularity, category.margin,
           product.price * brand.price_factor * variant.factor * (0.95 + 0.1 * uniform(key1('price', sku_no))) as raw,
           (product.weight_g * variant.factor)::int as weight_g,
           cbrt(variant.factor) as side,
           product.length_mm, product.width_mm, product.height_mm
    from sku_slot
    join category using (category_no)
    join product on product.category = category.category and product.product_no = place % products
    join variant on variant.family = product.family and variant_no = (place // products) % 10
    join brand on brand_no = (place // products // 10 + category_no) % 6
), priced as (
    select *, price_point(raw)::decimal(10, 2) as price, uniform(key1('life', sku_no)) as life from named
)
select sku_no, code || '-' || lpad(sku_no::varchar, 5, '0') as sku, name, category_no, category, code, decimals,
       gtin_body || (10 - list_sum(list_transform(range(1, 13),
           lambda i: substr(gtin_body, i, 1)::int * (1 + 2 * ((i + 1) % 2)))) % 10)::int % 10 as gtin,
       weight_g, (length_mm * side)::int as length_mm, (width_mm * side)::int as width_mm,
       (height_mm * side)::int as height_mm, price,
       (price / 1.19 * (1 - margin * (0.85 + 0.3 * uniform(key1('margin', sku_no)))))::decimal(10, 2) as cost,
       -- one in eight joined the range during the history, one in thirty left it
       case when life < 0.125 then floor(uniform(key1('launch', sku_no)) * getvariable('days') * 0.9) else 0 end::int
           as first_day,
       case when life > 0.967 then floor((0.4 + 0.5 * uniform(key1('end', sku_no))) * getvariable('days'))
            else getvariable('days') - 1 end::int as final_day,
       -- how often it is bought: liked products, low prices, and a long tail
       popularity * pow(price, -0.25) * exp(1.3 * normal(key1('liking', sku_no))) as weight,
       -- one more of it in the basket, by chance: cheap things are bought by the handful
       least(0.7, 0.16 * unit_rate * pow(10 / price, 0.35)) as one_more
from priced;

alter table sku add column rank_share double;
update sku set rank_share = ranked.r
from (select sku_no, percent_rank() over (order by weight desc, sku_no) as r from sku) ranked
where ranked.sku_no = sku.sku_no;

-- Kits: two or three well-liked products of one category, sold as one and stocked as their parts.
create table kit_part as
with candidate as (
    select dense_rank() over (order by category_no) - 1 as family_no, sku_no,
           row_number() over (partition by category_no order by key1('kit', sku_no), sku_no) - 1 as turn,
           count(*) over (partition by category_no) as candidates
    from sku
    where rank_share < 0.5 and decimals = 0 and first_day = 0 and final_day = getvariable('days') - 1
    qualify candidates >= 2
), families as (
    select max(family_no) + 1 as families from candidate
), wanted as (
    select kit_no, kit_no % families as family_no, kit_no // families as round, unnest(range(2 + kit_no % 2)) as part
    from families, (select unnest(range(kits)) as kit_no from kit_count)
)
select distinct kit_no, 1 + round as number, sku_no, 1 + key2('kit quantity', kit_no, sku_no) % 3 as quantity
from wanted join candidate using (family_no)
where turn = (round * 3 + part) % candidates;

create table kit as
select kit_no, 'SET-' || lpad((kit_no + 1)::varchar, 4, '0') as sku,
       any_value(sku.category) || ' Set No. ' || any_value(number) as name,
       any_value(sku.category) as category, any_value(category_no) as category_no,
       price_point(sum(price * quantity)::double * 0.9)::decimal(10, 2) as price,
       sum(cost * quantity)::decimal(10, 2) as cost, sum(weight_g * quantity)::int as weight_g,
       avg(weight) * 0.35 as weight
from kit_part join sku using (sku_no)
group by kit_no;
