"""Reading rate tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.network.rates.messages import Rates, RatesHead, StoredRates
from stockpool.network.rates.model import RateBook

SELECT_RATES = """
    select name, carrier, service, currency, volume_cc_per_kg, note, source, zones, rates, surcharges, revision
    from rate_tables"""

BY_NAME = " where name = %s"

# What a list tells: the rows of all tables are many.
SELECT_RATES_HEADS = """
    select
        name, carrier, service, currency, volume_cc_per_kg, note, source,
        jsonb_array_length(zones), jsonb_array_length(rates), jsonb_array_length(surcharges)
    from rate_tables where name > %s order by name limit %s"""

SELECT_RATES_VERSION = "select version from versions where topic = 'rates'"


async def get_rates(conn: AsyncConnection, name: str) -> StoredRates | None:
    """One rate table with its revision."""
    if id_problem(name) is not None:
        return None
    row = await (await conn.execute(SELECT_RATES + BY_NAME, [name])).fetchone()
    return None if row is None else StoredRates(_rates(row), row[-1])


async def list_rates(conn: AsyncConnection, after: str | None, limit: int) -> list[RatesHead]:
    """At most `limit` rate tables without their rows, in the order of their names, those behind `after`."""
    rows = await (await conn.execute(SELECT_RATES_HEADS, [after or "", limit])).fetchall()
    return [RatesHead(*row) for row in rows]


async def rates_version(conn: AsyncConnection) -> int:
    """The version that a book of the rate tables must have to be of this moment."""
    row = await (await conn.execute(SELECT_RATES_VERSION)).fetchone()
    return row[0] if row else 0


async def load_rate_book(conn: AsyncConnection) -> RateBook:
    """All rate tables; their version is read first, so that a change in between is noticed, not missed."""
    version = await rates_version(conn)
    rows = await (await conn.execute(SELECT_RATES)).fetchall()
    return RateBook([_rates(row) for row in rows], version)


def _rates(row: Sequence[Any]) -> Rates:
    """From columns in the order of the struct's fields, and the revision."""
    return msgspec.convert(dict(zip(Rates.__struct_fields__, row[:-1], strict=True)), Rates)
