"""The SQL that reads the history of demand out of the database, and makes files of it with DuckDB."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path

from psycopg import AsyncConnection

from stockpool.forecasting.queries import connect, quoted

WANTED = """
d.date <= %(until)s and (%(since)s::date is null or d.date >= %(since)s)
and (d.sold + d.refused > d.bulk or not d.in_stock)
"""
"""No zeros: a file that has some is taken to have them all."""

DEMAND = f"""
copy (
    select d.sku, d.node, d.date, (d.sold + d.refused - d.bulk) / power(10, s.decimals) as quantity, d.in_stock,
           s.category, coalesce(n.address ->> 'region', n.address ->> 'country') as region,
           d.returned / power(10, s.decimals), d.bulk / power(10, s.decimals), d.refused / power(10, s.decimals)
    from demand_days d join skus s on s.id = d.sku join nodes n on n.id = d.node
    where {WANTED}
    order by d.sku, d.node, d.date
) to stdout (format csv)
"""  # noqa: S608 -- constant parts

DEMAND_COLUMNS = {
    "sku": "varchar", "node": "varchar", "date": "date", "quantity": "double", "in_stock": "boolean",
    "category": "varchar", "region": "varchar", "returned": "double", "bulk": "double", "refused": "double",
}  # fmt: skip

PRICES = """
copy (
    select sku, node, date, price from demand_days
    where price is not null and date <= %(until)s and (%(since)s::date is null or date >= %(since)s)
    order by sku, node, date
) to stdout (format csv)
"""

PRICE_COLUMNS = {"sku": "varchar", "node": "varchar", "date": "date", "price": "double"}

EXTENT = f"""
select count(*), count(distinct (sku, node)), min(date), max(date) from demand_days d where {WANTED}
"""  # noqa: S608 -- constant parts


async def copied(
    connection: AsyncConnection, query: str, until: date, since: date | None
) -> AsyncIterator[bytes | bytearray | memoryview]:
    """The rows of a COPY as CSV, in parts."""
    async with connection.cursor() as cursor, cursor.copy(query, {"until": until, "since": since}) as copy:
        async for part in copy:
            yield part


async def extent(
    connection: AsyncConnection, until: date, since: date | None
) -> tuple[int, int, date | None, date | None]:
    """Rows, series, first and last day of what is written."""
    row = await (await connection.execute(EXTENT, {"until": until, "since": since})).fetchone()
    assert row is not None
    return row


def write_table(csv: Path, columns: dict[str, str], out: Path) -> None:
    """Make a Parquet or CSV file of rows in CSV."""
    kind = "csv, header" if out.suffix.lower() == ".csv" else "parquet"
    source = f"read_csv({quoted(csv)}, header = false, auto_detect = false, columns = {columns})"
    with connect() as connection:
        connection.execute(f"copy (select * from {source}) to {quoted(out)} (format {kind})")  # noqa: S608 -- quoted
