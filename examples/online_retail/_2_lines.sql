-- Goods as they were invoiced, credited and stocked (README.md says the rules in words).

-- A number from 0 up to 1 that depends on the text alone: chance that is the same in every run.
create macro draw(text) as md5_number_lower(text) / 18446744073709551616.0;

-- Lines about goods: their codes begin with five digits. One code is written in both cases, so upper case stands.
create view goods as
select
    InvoiceNo as invoice,
    upper(trim(StockCode)) as code,
    nullif(trim(Description), '') as description,
    Quantity as quantity,
    InvoiceDate at time zone 'Europe/London' as invoiced_at,
    UnitPrice as unit_price,
    coalesce(CustomerID::bigint::varchar, InvoiceNo) as customer,
    Country as country
from read_parquet(getvariable('from') || '/online_retail.parquet')
where regexp_matches(trim(StockCode), '^[0-9]{5}');

create table demand as
select
    invoice,
    code,
    sum(quantity)::bigint as quantity,
    any_value(country) as country,
    min(customer) as customer
from goods
where invoice not like 'C%' and quantity > 0 and unit_price > 0
group by invoice, code;

create table invoices as
select invoice, min(invoiced_at) as ordered_at from goods group by invoice;

-- Each city's share of British customers as a range between 0 and 1, side by side.
create table city_shares as
select city, latitude, longitude, coalesce(lag(high) over (order by city), 0) as low, high
from (select *, sum(weight) over (order by city) / sum(weight) over () as high from cities);

-- What is there at the start of each product; one product in ten is thin.
create table opening as
select code, case when draw('thin' || code) < 0.1 then units * 3 // 5 else ceil(units * 1.05)::bigint end as units
from (select code, sum(quantity)::bigint as units from demand group by code);

-- Three tenths of it lie in the stores by the weight of their cities, rounded down.
create table store_stock as
select
    code,
    'store-' || lower(city) as node,
    units * 3 * weight // (10 * (select sum(weight) from cities where has_store)::bigint) as quantity
from opening, cities
where has_store;
