-- Demand as it was, and the opening stock that is made up for it (README.md says the rules in words).

create table demand as
select
    o.order_id,
    l.product_id,
    min(l.order_item_id) as first_item,
    count(*) as quantity,
    any_value(o.order_purchase_timestamp::timestamp at time zone 'America/Sao_Paulo') as ordered_at,
    any_value(c.customer_state) as state,
    any_value(c.customer_city) as city,
    any_value(c.customer_zip_code_prefix) as zip_prefix
from source_orders o
join source_lines l using (order_id)
join source_customers c using (customer_id)
group by o.order_id, l.product_id;

-- Each place's share of the opening stock as a range between 0 and 1, side by side.
create table shares as
with state_demand as (
    select state, sum(quantity) as units from demand group by state
),
weights as (
    select 'warehouse-sao-paulo' as node, 0.45 as weight
    union all
    select 'warehouse-recife', 0.15
    union all
    select 'store-' || lower(state), 0.40 * coalesce(units, 0) / (select sum(units) from state_demand)
    from capitals left join state_demand using (state)
)
select node, coalesce(lag(high) over (order by node), 0) as low, high
from (select node, sum(weight) over (order by node) as high from weights);

-- One row for each unit that is there at the start.
create table opening_units as
with sold as (
    select product_id, sum(quantity)::bigint as units from demand group by product_id
),
opening as (
    select
        product_id,
        case when draw('thin' || product_id) < 0.05 then units * 3 // 5 else ceil(units * 1.2)::bigint end as units
    from sold
)
select product_id, unnest(range(units)) as unit from opening;

-- Every unit is dealt to a place by its own draw.
create table opening_stock as
select product_id, node, count(*) as quantity
from (select product_id, draw('unit' || product_id || unit) as drawn from opening_units)
join shares on drawn >= low and drawn < high
group by product_id, node;

-- Orders of which the store in the customer's own city had all goods at the start; every second one is collected.
create table pickups as
select d.order_id, any_value('store-' || lower(c.state)) as node
from demand d
join capitals c on c.state = d.state and c.city = d.city
left join opening_stock s on s.product_id = d.product_id and s.node = 'store-' || lower(c.state)
group by d.order_id
having bool_and(coalesce(s.quantity, 0) >= d.quantity) and draw('pickup' || d.order_id) < 0.5;
