"""The history of demand of a shop, and the files that are written of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from stockpool.forecasting.api import export_history
from stockpool.inventory.messages import FactKind
from stockpool.runtime.database import Database
from tests.orders.shop import Shop

pytestmark = pytest.mark.anyio


async def test_what_was_sold_is_written_for_forecasts(database: Database, tmp_path: Path) -> None:
    shop = Shop(database)
    await shop.open()
    await shop.receive({"tea": {"berlin": 5}})
    await shop.fact(FactKind.SELL, "tea", "berlin", 2)
    today = datetime.now(UTC).date()
    connection = await database.connect()
    async with connection:
        exported = await export_history(connection, tmp_path / "demand.parquet", tmp_path / "prices.parquet", today)
    await shop.lanes.stop()
    rows = duckdb.sql(f"select sku, node, date, quantity from '{tmp_path / 'demand.parquet'}'").fetchall()
    assert rows == [("tea", "berlin", today, 2.0)]
    assert (exported.rows, exported.series, exported.first, exported.last) == (1, 1, today, today)
