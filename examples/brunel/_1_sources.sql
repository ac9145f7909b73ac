-- The price list and the ports of the warehouses, in grams and millionths.

create table printed as
select
    trim(Carrier) as carrier,
    trim(svc_cd) as service,
    trim(mode_dsc) as mode,
    tpt_day_cnt::integer as days,
    trim(orig_port_cd) as orig_port,
    trim(dest_port_cd) as dest_port,
    round(minm_wgh_qty::double * 1000)::bigint as from_g,
    round(max_wgh_qty::double * 1000)::bigint as upto_g,
    round("minimum cost"::double, 6)::decimal(18, 6) as minimum,
    round(rate::double, 6)::decimal(18, 6) as per_kg
from read_csv(getvariable('from') || '/FreightRates.csv', all_varchar = true);

create table plant_ports as
select trim("Plant Code") as node, trim(Port) as port
from read_csv(getvariable('from') || '/PlantPorts.csv', all_varchar = true);

-- A price list has one price for a weight. Where the file has several for one way, the cheapest make the first table, the
-- next cheapest a second one, and so on, so that no row is lost and the cheapest of all tables is what a shipper would pay.
create table cards as
select *, row_number() over (
    partition by carrier, service, mode, days, orig_port, dest_port, upto_g order by minimum, per_kg, from_g
) as card
from (select distinct * from printed);

create table priced as
select
    concat_ws(' ', carrier, service, mode, days || 'd') || case when card > 1 then ' #' || card else '' end as rate_table,
    carrier, service || ' ' || mode as service, days,
    orig_port || '-' || dest_port as zone, orig_port, dest_port, from_g, upto_g, minimum, per_kg,
    coalesce(lag(upto_g) over (
        partition by carrier, service, mode, days, card, orig_port, dest_port order by upto_g
    ), 0) as lighter_g
from cards;
