-- The stores' parts, and the rest in the warehouse.
with stores as (
    select code, sum(quantity)::bigint as quantity from store_stock group by code
)
select code as sku, node, quantity, '2010-11-30T00:00:00Z' as as_of
from store_stock
where quantity > 0
union all
select code, 'warehouse-northampton', units - coalesce(quantity, 0), '2010-11-30T00:00:00Z'
from opening
left join stores using (code)
