-- One row for each invoice and product, sent to a British city drawn for the customer, or to the country's capital.
select
    d.invoice as order_id,
    row_number() over (partition by d.invoice order by d.code) as line,
    d.code as sku,
    d.quantity,
    'web' as channel,
    'ship' as method,
    i.ordered_at,
    coalesce(c.latitude, b.latitude) as ship_latitude,
    coalesce(c.longitude, b.longitude) as ship_longitude,
    case when c.country is null then 'GB' else c.code end as ship_country,
    'closed' as status
from demand d
join invoices i using (invoice)
left join capitals c using (country)
join city_shares b on draw('city' || d.customer) >= b.low and draw('city' || d.customer) < b.high
