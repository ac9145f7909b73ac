-- A store in every state capital, and warehouses in the regions of São Paulo and Recife.
select
    'store-' || lower(state) as id,
    'Store ' || name as name,
    'store' as kind,
    latitude,
    longitude,
    name as city,
    state as region,
    'BR' as country,
    time_zone
from capitals
union all
select
    'warehouse-' || replace(city, ' ', '-'),
    'Warehouse ' || name,
    'distribution_center',
    latitude,
    longitude,
    name,
    state,
    'BR',
    time_zone
from capitals
where city in ('sao paulo', 'recife')
