-- One warehouse in the Midlands and a store in each of eight cities.
select
    'store-' || lower(city) as id,
    'Store ' || city as name,
    'store' as kind,
    latitude,
    longitude,
    city,
    'GB' as country,
    'Europe/London' as time_zone
from cities
where has_store
union all
select
    'warehouse-northampton',
    'Warehouse Northampton',
    'distribution_center',
    52.240,
    -0.902,
    'Northampton',
    'GB',
    'Europe/London'
