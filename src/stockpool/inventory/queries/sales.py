"""What nodes sold themselves."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from stockpool.inventory.model import PositionKey

SOLD = """
select sku, node, sum(quantity)::bigint, min(occurred_at) from entries
where occurred_at >= %s and occurred_at < %s and from_account = 'available' and to_account = 'customer'
group by sku, node
"""
"""What customers took who were there; what was committed to orders before is not what a node sells by itself."""


async def units_sold(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[dict[PositionKey, int], datetime | None]:
    """Units that nodes sold from what was free, and when the first of them was sold. Reads all entries."""
    rows = await (await connection.execute(SOLD, (since, until))).fetchall()
    return {(sku, node): units for sku, node, units, _ in rows}, min([first for *_, first in rows], default=None)
