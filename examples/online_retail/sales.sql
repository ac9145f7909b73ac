-- Credited goods are returns to the warehouse, one for each credit note and product.
select
    invoice || '-' || code as source_id,
    'return' as kind,
    code as sku,
    'warehouse-northampton' as node,
    -sum(quantity)::bigint as quantity,
    min(invoiced_at) as occurred_at,
    quantile_disc(unit_price, 0.5)::decimal(12, 2) as unit_price,
    'GBP' as currency
from goods
where invoice like 'C%' and quantity < 0
group by invoice, code
