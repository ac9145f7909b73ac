"""The SQL that reads what will be sold and was not yet, and what is known of SKUs beside their sales."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stockpool.forecasting.messages import ForecastRefused
from stockpool.forecasting.queries import Connection, load

BORN = "born"
KNOWN = frozenset({"sku", "node", "category", "price"})

NO_KEY = "select count(*) from born where sku is null"

ADD_SERIES = """
insert into series
select sku, node, (select count(*) from series) + row_number() over (order by sku, node) - 1
from (select distinct sku::varchar as sku, node::varchar as node from born where node is not null
      except select sku, node from series)
"""

ANNOUNCED = "select distinct sku::varchar, node::varchar from born where node is not null"

TRAITS = """
select sku::varchar, {category}, {price}, [{attributes}]::varchar[] from born group by 1 order by 1
"""

Traits = Mapping[str, tuple[str | None, float | None, tuple[str | None, ...]]]
"""Of each SKU its category, price and attributes."""


def read_announced(connection: Connection) -> frozenset[tuple[str, str]]:
    """The SKUs and nodes that the file names."""
    return frozenset((sku, node) for sku, node in connection.execute(ANNOUNCED).fetchall())


def read_born(connection: Connection, path: Path) -> tuple[list[tuple[str, str]], Traits]:
    """Add series that were never sold behind the others; their SKUs and nodes, and the traits of the file's SKUs."""
    columns = load(connection, BORN, path, ("sku", "node"))
    missing = connection.execute(NO_KEY).fetchone()
    if missing is not None and missing[0]:
        raise ForecastRefused(f"{path}: {missing[0]:,} rows have no sku; mend or leave them out")
    first = connection.execute("select count(*) from series").fetchone()
    assert first is not None
    connection.execute(ADD_SERIES)
    found = connection.execute("select sku, node from series where id >= ? order by id", [first[0]]).fetchall()
    attributes = [f'min("{name}"::varchar)'.replace('""', '"') for name in columns if name not in KNOWN]
    query = TRAITS.format(
        category="min(category::varchar)" if "category" in columns else "null::varchar",
        price="avg(try_cast(price as double))" if "price" in columns else "null::double",
        attributes=", ".join(attributes),
    )
    told = connection.execute(query).fetchall()
    return found, {sku: (category, price, tuple(each)) for sku, category, price, each in told}
