"""Olist's files as they are needed here: what each seller sent for each order, and what the products are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILES = ("orders", "order_items", "customers", "sellers", "products", "zip_centroids")

VIEW = "create view {name} as select * from read_parquet('{path}')"

PLACES = """
create table places as
with inside as (
    select * from zip_centroids
    where geolocation_lat between -34 and 6 and geolocation_lng between -74 and -32
)
select
    geolocation_zip_code_prefix as zip, null as state,
    avg(geolocation_lat) as latitude, avg(geolocation_lng) as longitude
from inside group by all
union all
select null, geolocation_state, avg(geolocation_lat), avg(geolocation_lng) from inside group by all
"""
"""The middle of each zip area, and of each state's areas for zips that are not known; a few lie outside Brazil."""

SENT = """
with items as (
    select order_id, seller_id, product_id, count(*) as units, sum(freight_value) as freight, sum(price) as price
    from order_items group by all
)
select
    o.order_id,
    epoch(o.order_purchase_timestamp::timestamp at time zone 'America/Sao_Paulo')::double as ordered_s,
    epoch(o.order_delivered_carrier_date::timestamp - o.order_purchase_timestamp::timestamp) / 86400.0 as handed_days,
    epoch(o.order_delivered_customer_date::timestamp - o.order_purchase_timestamp::timestamp) / 86400.0 as days,
    coalesce(cz.latitude, cs.latitude), coalesce(cz.longitude, cs.longitude),
    i.seller_id, s.seller_zip_code_prefix,
    coalesce(sz.latitude, ss.latitude), coalesce(sz.longitude, ss.longitude),
    sum(i.freight),
    list(struct_pack(sku := i.product_id, units := i.units) order by i.product_id)
from items i
join orders o using (order_id)
join customers c using (customer_id)
join sellers s using (seller_id)
left join places cz on cz.zip = c.customer_zip_code_prefix
left join places cs on cs.state = c.customer_state
left join places sz on sz.zip = s.seller_zip_code_prefix
left join places ss on ss.state = s.seller_state
group by all
order by 2, 1, 7
"""
"""One row for each order and seller, by time."""

PRODUCTS = """
select product_id, nullif(product_weight_g, 0)::bigint, product_category_name, quantile_disc(price, 0.5)
from products join order_items using (product_id)
group by all
order by 1
"""
"""What was ordered, with the weight where it is known and the median price."""


def open_olist(folder: Path) -> DuckDBPyConnection:
    """The files as tables, in memory; a missing file is an error of DuckDB's."""
    import duckdb

    engine = duckdb.connect(config={"threads": 1})  # sums of floats are the same in every run
    for name in FILES:
        path = str(folder / f"{name}.parquet").replace("'", "''")
        engine.execute(VIEW.format(name=name, path=path))
    engine.execute(PLACES)
    return engine


def rows_of(engine: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """All rows."""
    return engine.execute(query).fetchall()
