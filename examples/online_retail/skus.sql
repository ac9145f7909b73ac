-- A product is called by the description that its invoice lines use most, and costs the median of their prices.
with described as (
    select code, description, count(*) as times
    from goods
    where invoice not like 'C%' and quantity > 0 and unit_price > 0 and description is not null
    group by code, description
),
named as (
    select code, description
    from described
    qualify row_number() over (partition by code order by times desc, description) = 1
),
priced as (
    select code, quantile_disc(unit_price, 0.5)::decimal(12, 2) as price
    from goods
    where invoice not like 'C%' and quantity > 0 and unit_price > 0
    group by code
)
select code as id, coalesce(description, code) as name, price, 'GBP' as currency
from (select distinct code from goods)
left join named using (code)
left join priced using (code)
