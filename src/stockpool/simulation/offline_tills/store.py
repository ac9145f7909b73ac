"""The SQL with which the day is compared with the ledger."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

ON_HAND = """
select sku, node, available + held + committed + damaged + quality_control + other from positions
"""

SOLD_BY_TILLS = """
select e.sku, e.node, sum(e.quantity)::bigint
from entries e join movements m using (movement_id)
where m.kind = 'stock.sell' and e.to_account = 'customer'
group by e.sku, e.node
"""

SHORTFALLS = """
select count(*), coalesce(sum((data ->> 'quantity')::bigint), 0)::bigint
from further_events where type = 'shortfall.found'
"""

REPAIRED = "select count(*) from events where type = 'order.repaired'"

STILL_BROKEN = """
select coalesce(sum(least(greatest(-available - held, 0), committed)), 0)::bigint from positions where committed > 0
"""

TIMES_OF_SALES = """
select e.sku, e.node, e.occurred_at
from entries e join movements m using (movement_id)
where m.kind = 'stock.sell' and e.to_account = 'customer'
order by e.sku, e.node, e.occurred_at
"""

NOW = "select clock_timestamp()"


async def pairs(connection: AsyncConnection, statement: str) -> dict[tuple[str, str], int]:
    """A number for each position."""
    rows = await (await connection.execute(statement.encode())).fetchall()
    return {(sku, node): units for sku, node, units in rows}


async def numbers(connection: AsyncConnection, statement: str) -> tuple[int, ...]:
    """One row of numbers."""
    row = await (await connection.execute(statement.encode())).fetchone()
    assert row is not None
    return tuple(map(int, row))


async def times_of_sales(connection: AsyncConnection) -> dict[tuple[str, str], list[datetime]]:
    """When the ledger says that something was sold at each position, in order."""
    times: dict[tuple[str, str], list[datetime]] = {}
    for sku, node, at in await (await connection.execute(TIMES_OF_SALES)).fetchall():
        times.setdefault((sku, node), []).append(at)
    return times


async def now(connection: AsyncConnection) -> datetime:
    """The database's moment."""
    row = await (await connection.execute(NOW)).fetchone()
    assert row is not None
    moment: datetime = row[0]
    return moment
