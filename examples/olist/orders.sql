-- One row for each order and product; an order is sent to the middle of its customer's zip area, else of the state capital.
select
    d.order_id,
    row_number() over (partition by d.order_id order by d.first_item) as line,
    d.product_id as sku,
    d.quantity,
    'marketplace' as channel,
    case when p.node is null then 'ship' else 'pickup' end as method,
    p.node as pickup_node,
    d.ordered_at,
    coalesce(z.latitude, c.latitude) as ship_latitude,
    coalesce(z.longitude, c.longitude) as ship_longitude,
    lpad(d.zip_prefix::varchar, 5, '0') as ship_postal_code,
    'BR' as ship_country,
    'closed' as status
from demand d
join capitals c using (state)
left join source_centroids z using (zip_prefix)
left join pickups p using (order_id)
