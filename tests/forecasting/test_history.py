"""The history of demand of a shop: what counts, and the files that forecasts are made of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from stockpool.forecasting.api import export_history, forecast_file
from stockpool.forecasting.asked import ForecastFiles
from stockpool.forecasting.messages import Exported, ForecastPlan, ForecastRefused
from stockpool.inventory.messages import FactKind, Line, PlaceHold, RecordFact
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Refused
from stockpool.orders.messages import AdvanceFulfillment, FulfillmentStep, OrderLine
from stockpool.runtime.database import Database
from tests.orders.shop import BERLIN, Shop, stamped

pytestmark = pytest.mark.anyio

TODAY = datetime.now(UTC).date()
OF_TEA = """
select (%s - date), node, sold, refused, returned, bulk, in_stock from demand_days where sku = 'tea' order by date, node
"""


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    """A shop whose history is written."""
    opened = Shop(database)
    await opened.open()
    yield opened
    await opened.lanes.stop()


async def written(shop: Shop, out: Path, prices: Path | None = None, until: date = TODAY) -> Exported:
    """Its history as a file."""
    connection = await shop.database.connect()
    async with connection:
        return await export_history(connection, out, prices, until)


async def told(shop: Shop, kind: FactKind, node: str, quantity: int, *, days: int, hour: int = 12) -> None:
    """A fact of so many days ago, told only now."""
    at = datetime.combine(TODAY - timedelta(days=days), time(hour), UTC)
    await shop.submit(RecordFact(**stamped(None), kind=kind, sku="tea", node=node, quantity=quantity, occurred_at=at))


async def asked_in_vain(shop: Shop, quantity: int, reference: str | None = None) -> Refused:
    """A hold that is refused."""
    lines = (Line("tea", quantity, "berlin"),)
    more: dict[str, Any] = {**stamped(None), "hold_id": new_uuid7(), "reference": reference}
    refused = await shop.submit(PlaceHold(channel="web", lines=lines, ttl_seconds=60, **more))
    assert isinstance(refused, Refused)
    return refused


async def test_days_tell_what_was_wanted_whatever_became_of_it(shop: Shop, tmp_path: Path) -> None:
    await told(shop, FactKind.RECEIVE, "berlin", 10, days=3)
    await told(shop, FactKind.SELL, "berlin", 2, days=2)
    await told(shop, FactKind.RETURN, "berlin", 1, days=2, hour=13)
    await told(shop, FactKind.SELL, "berlin", 9, days=1)
    for quantity, reference in ((3, None), (2, None), (2, "cart"), (4, "cart")):
        refused = await asked_in_vain(shop, quantity, reference)
        asked = {"channel": "web"} | ({"reference": reference} if reference else {})
        assert refused.details["asked"] == asked
    await shop.receive({"tea": {"berlin": 100, "leipzig": 100}})
    placed = await shop.place({}, lines=(OrderLine("tea", 1, unit_price=250),), currency="EUR", ship_to=BERLIN)
    reject = AdvanceFulfillment(
        **stamped(None), order_id=placed.order_id, number=1, step=FulfillmentStep.REJECT, reason="broken"
    )
    await shop.submit(reject)
    await shop.place({"tea": 60}, ship_to=BERLIN)
    await shop.hold({"tea": 5}, node="berlin")
    await shop.fact(FactKind.DAMAGE, "tea", "berlin", 3)

    demand, prices = tmp_path / "demand.parquet", tmp_path / "prices.parquet"
    exported = await written(shop, demand, prices)
    async with shop.database.read() as connection:
        days = await (await connection.execute(OF_TEA, (TODAY,))).fetchall()
    assert days == [
        (3, "berlin", 0, 0, 0, 0, False),
        (2, "berlin", 2, 0, 1, 0, True),
        (1, "berlin", 9, 0, 0, 0, False),
        (0, "berlin", 61, 7, 0, 60, False),
        (0, "leipzig", 0, 0, 0, 0, False),
    ]
    table = duckdb.read_parquet(str(demand)).filter("node = 'berlin'").order("date")
    rows = table.project("quantity, in_stock").fetchall()
    assert rows == [(0, False), (2, True), (9, False), (8, False)]
    assert duckdb.read_parquet(str(prices)).fetchall() == [("tea", "berlin", TODAY, 2.5)]
    assert (exported.rows, exported.series, exported.last) == (5, 2, TODAY)
    assert (await written(shop, demand)).fingerprint == exported.fingerprint
    await told(shop, FactKind.SELL, "berlin", 1, days=2)
    assert (await written(shop, demand)).fingerprint != exported.fingerprint


async def test_a_history_is_forecast_as_it_was_written(shop: Shop, tmp_path: Path) -> None:
    await told(shop, FactKind.RECEIVE, "berlin", 1_000, days=60)
    for days in range(1, 60):
        await told(shop, FactKind.SELL, "berlin", 5, days=days)
    await told(shop, FactKind.RECEIVE, "leipzig", 1_000, days=50)
    await told(shop, FactKind.RETURN, "berlin", 1, days=60, hour=13)
    demand, prices = tmp_path / "demand.parquet", tmp_path / "prices.parquet"
    await written(shop, demand, prices, until=TODAY - timedelta(days=1))
    files, plan = ForecastFiles(demand=demand, prices=prices), ForecastPlan(horizon=3, methods=("moving_average",))
    report = forecast_file(files, plan, tmp_path / "forecast.parquet", None, lambda *_: None)
    made = duckdb.read_parquet(str(tmp_path / "forecast.parquet")).order("node, date")
    coming = [TODAY + timedelta(days=ahead) for ahead in range(3)]
    assert made.project("node, date, round(mean)").fetchall() == [
        *[("berlin", day, 5) for day in coming],
        *[("leipzig", day, 0) for day in coming],
    ]
    assert (report.read.out_of_stock, report.read.gaps_read_as) == (2, "nothing sold")


async def test_a_file_that_cannot_be_written_is_refused(shop: Shop, tmp_path: Path) -> None:
    with pytest.raises(ForecastRefused, match="there is no folder"):
        await written(shop, tmp_path / "nowhere" / "demand.parquet")
