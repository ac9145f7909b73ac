-- Stores in the largest cities first, each served by its nearest distribution center.

create table center as
select 'dc-' || slug as node, row_number() over () as node_no, *
from (select * from centers limit getvariable('centers'));

create table store as
with sized as (
    select 'st-' || slug as node, 100 + row_number() over (order by population desc, slug) as node_no, *
    from cities
    order by population desc, slug
    limit getvariable('stores')
), weighed as (
    select *, pow(population, 0.45) * exp(0.18 * normal(key1('store size', node_no))) as weight from sized
)
select weighed.*,
       -- flagship stores carry almost everything, the smallest about a third of the range
       0.34 + 0.60 * percent_rank() over (order by weight) as assortment,
       (select center.node_no from center
        order by km_between(center.latitude, center.longitude, weighed.latitude, weighed.longitude), center.node_no
        limit 1) as center_no
from weighed;

-- A center's share of the web's demand is that of the people around its stores, and a little of everybody's.
create table region as
select center.node_no, 1 + coalesce(sum(store.population), 0) / 1e6 as weight
from center left join store on store.center_no = center.node_no
group by center.node_no;
