"""What people bought lately, as baskets for live traffic to draw from."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec

RECENT_DAYS = 56
LINES_MAX = 20_000

RECENT = """
select sku, node, quantity, decimals, (price * 100)::int,
       node in (select id from nodes where kind = 'store') as in_store
from sales join skus on id = sku
where occurred_at > (select max(occurred_at) from sales) - to_days($days)
order by hash(source, source_id)
limit $lines
"""

HOTTEST = """
select sku, name from sales join skus on id = sku
where decimals = 0 and occurred_at > (select max(occurred_at) from sales) - to_days($days)
group by sku, name order by sum(quantity) desc, sku limit $skus
"""

HOMES = "select latitude, longitude, city, postal_code, country, id from nodes where kind = 'store' order by id"

KITS = "select id from skus where components is not null order by id"


class Bought(msgspec.Struct, frozen=True):
    """So much of a SKU, bought at a node; an integer where the SKU has no decimals."""

    sku: str
    node: str
    quantity: int | Decimal
    price: int | None = None
    """Of one unit, in cents."""


class Hot(msgspec.Struct, frozen=True):
    """One of the SKUs that sell most."""

    sku: str
    name: str


class Home(msgspec.Struct, frozen=True):
    """Where customers live: around the city of a store."""

    latitude: float
    longitude: float
    city: str = ""
    postal_code: str = ""
    country: str = "DE"
    node: str = ""


class Baskets(msgspec.Struct, frozen=True):
    """Recent lines in stores and on the web, the kits, the SKUs that sell most, and where customers live."""

    store: tuple[Bought, ...]
    web: tuple[Bought, ...]
    kits: tuple[str, ...]
    hottest: tuple[Hot, ...]
    homes: tuple[Home, ...]


def load_baskets(directory: Path, hottest: int = 8) -> Baskets:
    """Read what sold lately from a retailer's files."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("set threads = 1; set TimeZone = 'UTC'")
        for table in ("skus", "nodes", "sales"):
            connection.read_parquet(f"{directory / table}.parquet").create_view(table)
        recent = {"days": RECENT_DAYS, "lines": LINES_MAX}
        lines = [
            (in_store, Bought(sku, node, quantity if decimals else int(quantity), price))
            for sku, node, quantity, decimals, price, in_store in connection.execute(RECENT, recent).fetchall()
        ]
        hot = connection.execute(HOTTEST, {"days": RECENT_DAYS, "skus": hottest}).fetchall()
        kits = connection.execute(KITS).fetchall()
        homes = connection.execute(HOMES).fetchall()
    return Baskets(
        store=tuple(line for in_store, line in lines if in_store),
        web=tuple(line for in_store, line in lines if not in_store),
        kits=tuple(kit for (kit,) in kits),
        hottest=tuple(Hot(sku, name) for sku, name in hot),
        homes=tuple(Home(*home) for home in homes),
    )
