-- Products that were ordered. The data has no names, so the category and the id's beginning stand for one.
select
    p.product_id as id,
    coalesce(p.product_category_name, 'sem_categoria') || ' ' || left(p.product_id, 8) as name,
    p.product_category_name as category,
    nullif(p.product_weight_g, 0)::bigint as weight_g,
    (p.product_length_cm * 10)::bigint as length_mm,
    (p.product_width_cm * 10)::bigint as width_mm,
    (p.product_height_cm * 10)::bigint as height_mm,
    l.price,
    'BRL' as currency
from source_products p
join (
    select product_id, quantile_disc(price, 0.5)::decimal(12, 2) as price from source_lines group by product_id
) l using (product_id)
