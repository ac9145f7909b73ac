"""The SQL that makes the history of demand."""

from __future__ import annotations

from datetime import date

from psycopg import AsyncConnection

FORGET = "truncate demand_days"

MAKE = """
insert into demand_days (sku, node, date, sold, refused, returned, bulk, in_stock)
select e.sku, e.node, (e.occurred_at at time zone n.time_zone)::date as date,
       coalesce(sum(e.quantity) filter (where e.to_account = 'customer'), 0), 0,
       coalesce(sum(e.quantity) filter (where e.from_account = 'customer'), 0), 0, true
from entries e join nodes n on n.id = e.node
where (e.to_account = 'customer') <> (e.from_account = 'customer')
  and (e.occurred_at at time zone n.time_zone)::date <= %s
group by 1, 2, 3
"""


async def make_anew(connection: AsyncConnection, until: date) -> int:
    """Make all days anew; how many there are."""
    await connection.execute(FORGET)
    return (await connection.execute(MAKE, (until,))).rowcount
