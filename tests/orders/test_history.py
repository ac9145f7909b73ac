"""Closed orders of the past are kept as they came, once."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec

from stockpool.orders.api import record_history
from stockpool.orders.messages import OrderMethod, PastLine
from stockpool.runtime.database import Database

ORDERED = datetime(2025, 11, 28, 9, 30, tzinfo=UTC)
SHIPPED = PastLine(
    "100045",
    "1",
    "tea",
    2,
    "web",
    OrderMethod.SHIP,
    ORDERED,
    ship_latitude=48.14,
    ship_longitude=11.58,
    ship_postal_code='80331 "Süd"',
    ship_country="DE",
)
COLLECTED = PastLine("100046", "1", "cup", 1, "web", OrderMethod.PICKUP, ORDERED, pickup_node="berlin")


async def test_history_is_written_once_and_never_rewritten(database: Database) -> None:
    async with database.transaction() as conn:
        assert await record_history(conn, [SHIPPED, COLLECTED]) == 2
        changed = msgspec.structs.replace(SHIPPED, quantity=99)
        added = msgspec.structs.replace(SHIPPED, line="2")
        assert await record_history(conn, [changed, added]) == 1
    async with database.read() as conn:
        rows = await (await conn.execute("select * from order_history order by order_id, line")).fetchall()
    assert rows[0] == ("100045", "1", "tea", 2, "web", "ship", None, ORDERED, 48.14, 11.58, '80331 "Süd"', "DE")
    assert rows[2] == ("100046", "1", "cup", 1, "web", "pickup", "berlin", ORDERED, None, None, None, None)
