"""Forecasts over HTTP: what a night has stored, by day and as sums, and what it was worth."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from stockpool.bootstrap import Application
from stockpool.forecasting.api import ForecastFiles
from stockpool.forecasting.messages import QUANTILES
from stockpool.forecasting.reading import read
from stockpool.forecasting.running import Made, make_forecast
from tests.entrypoints.http.conftest import MakeKey, Shop
from tests.forecasting.nights import done, plan_of, promotions, shops, silent, today_panel

FORECASTS = "/v1/forecasts"


@pytest.fixture
async def stored(application: Application, tmp_path: Path) -> None:
    """What the first night has stored."""
    await done(application.url, tmp_path, shops(), prices=promotions(tmp_path / "prices.parquet"))


def computed(folder: Path) -> Made:
    """The same forecast, as it was computed."""
    files = ForecastFiles(demand=folder / "demand-140.parquet", prices=folder / "prices.parquet")
    made = make_forecast(read(files, 14).panel, plan_of(), silent)
    assert {"smooth", "smooth+"} <= made.spreads.of(1).groups.keys()
    return made


async def get(shop: Shop, query: str) -> dict[str, Any]:
    answered = await shop.get(f"{FORECASTS}{query}")
    assert answered.status_code == 200, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def see_days_and_sums_as_computed(shop: Shop, tmp_path: Path) -> None:
    forecast = computed(tmp_path)
    found = await get(shop, "")
    assert (found["run"]["known_until"], found["run"]["first_day"]) == ("2025-05-25", "2025-05-26")
    assert len(found["forecasts"]) == 40
    rows = {key: row for row, key in enumerate(zip(forecast.known.skus, forecast.known.nodes, strict=True))}
    for each in found["forecasts"]:
        row = rows[each["sku"], each["node"]]
        assert each["demand_class"] == forecast.classes[row]
        assert sum(each["champion"].values()) == pytest.approx(1)
        assert [day["mean"] for day in each["days"]] == pytest.approx(forecast.forecasts.mean[row], abs=1e-3)
        for level in QUANTILES:
            said = [day["quantiles"][f"{level:g}"] for day in each["days"]]
            assert said == pytest.approx(forecast.forecasts.quantiles[level][row], rel=1e-4, abs=1e-3)
    for begin, length, query in ((0, 14, ""), (2, 5, "&from=2025-05-28&to=2025-06-01"), (13, 1, "&from=2025-06-08")):
        levels = (0.5, 0.8, 0.95, 0.99)
        sums = forecast.sums(begin, length, levels)
        told = await get(shop, f"/totals?quantiles=0.5,0.8,0.95,0.99{query}")
        for each in told["totals"]:
            row = rows[each["sku"], each["node"]]
            expected = [float(values[row]) for values in sums]
            assert list(each["quantiles"].values()) == pytest.approx(expected, rel=1e-4, abs=1e-3)


async def see_what_is_asked_for_only(shop: Shop) -> None:
    found = await get(
        shop, "?sku=sku-001,sku-002&node=store-1&from=2025-05-27&to=2025-05-28&quantiles=0.9&quantiles=0.5"
    )
    assert [(each["sku"], each["node"]) for each in found["forecasts"]] == [
        ("sku-001", "store-1"), ("sku-002", "store-1"),
    ]  # fmt: skip
    days = found["forecasts"][0]["days"]
    assert [day["date"] for day in days] == ["2025-05-27", "2025-05-28"]
    assert [list(day["quantiles"]) for day in days] == [["0.9", "0.5"]] * 2
    assert (await get(shop, "?sku=unknown"))["forecasts"] == []
    for wrong in ("?quantiles=1", "?quantiles=x", "?from=yesterday", "/totals?to=2025-05-25", "/totals?from=2025-06-09",
                  "/totals?from=2025-05-28&to=2025-05-27", "?cursor=x"):  # fmt: skip
        assert (await shop.get(f"{FORECASTS}{wrong}")).status_code == 400, wrong


async def see_own_nodes_only(shop: Shop, make_key: MakeKey) -> None:
    limited = Shop(shop.client, await make_key("read", nodes=("store-2",)))
    assert {each["node"] for each in (await get(limited, ""))["forecasts"]} == {"store-2"}
    assert {each["node"] for each in (await get(limited, "/totals"))["totals"]} == {"store-2"}
    assert (await limited.get(f"{FORECASTS}?node=store-1")).status_code == 403
    assert (await limited.get(f"{FORECASTS}/accuracy")).status_code == 403


@pytest.mark.usefixtures("stored")
async def test_what_a_night_has_stored_is_read_as_it_was_computed(
    shop: Shop, make_key: MakeKey, tmp_path: Path
) -> None:
    await see_days_and_sums_as_computed(shop, tmp_path)
    await see_what_is_asked_for_only(shop)
    await see_own_nodes_only(shop, make_key)


async def see_accuracy(shop: Shop, application: Application, tmp_path: Path) -> None:
    await done(application.url, tmp_path, shops(150))
    found = (await get(shop, "/accuracy?from=2025-05-01&to=2025-07-01"))["accuracy"]
    assert [(each["from"], each["to"], each["days_ahead"]) for each in found] == [
        ("2025-05-26", "2025-06-01", "1"),
        ("2025-05-26", "2025-06-01", "2-7"),
        ("2025-06-02", "2025-06-08", "2-7"),
        ("2025-06-02", "2025-06-08", "8-14"),
    ]
    for each in found:
        assert min(each["wape"], each["wape_naive"], each["pinball"]) > 0
        assert each["coverage_90"] <= each["coverage_95"]
    smooth = (await get(shop, "/accuracy?class=smooth&by=day&from=2025-05-26&to=2025-05-27"))["accuracy"]
    assert [(each["from"], each["days_ahead"], each["demand_class"]) for each in smooth] == [
        ("2025-05-26", "1", "smooth"),
        ("2025-05-27", "1", "smooth"),
        ("2025-05-27", "2-7", "smooth"),
    ]
    assert (await get(shop, "/accuracy?class=A&from=2025-05-26&to=2025-05-27"))["accuracy"]
    assert (await shop.get(f"{FORECASTS}/accuracy?from=2025-05-02&to=2025-05-01")).status_code == 400


async def see_runs(shop: Shop, application: Application, tmp_path: Path) -> None:
    await done(application.url, tmp_path, shops(141), prices=tmp_path / "prices.parquet")
    page = await get(shop, "/runs?limit=1")
    (second,) = page["runs"]
    assert (second["chosen_by"], second["chosen_because"], second["asked_by"]) == (second["id"] - 1, None, "test")
    (first,) = (await get(shop, f"/runs?limit=1&cursor={page['next']}"))["runs"]
    assert first["chosen_because"]["reason"] == "first"
    assert {"stockpool", "numpy"} <= first["versions"].keys()
    assert first["promised"][""]["wape"] > 0
    assert first["fingerprint"] != second["fingerprint"]


@pytest.mark.usefixtures("stored")
async def test_runs_and_what_they_were_worth_are_told_over_time(
    shop: Shop, application: Application, tmp_path: Path
) -> None:
    await see_runs(shop, application, tmp_path)
    await see_accuracy(shop, application, tmp_path)


async def see_nothing(shop: Shop) -> None:
    assert await get(shop, "") == {"run": None, "moved_at": None, "forecasts": [], "next": None}
    assert await get(shop, "/totals") == {"run": None, "from": None, "to": None, "totals": [], "next": None}
    assert await get(shop, "/accuracy") == {"accuracy": []}
    assert await get(shop, "/runs") == {"runs": [], "next": None}


@pytest.mark.usefixtures("stored")
async def test_pages_are_of_one_run_whatever_is_made_meanwhile(
    shop: Shop, application: Application, tmp_path: Path
) -> None:
    first = await get(shop, "?limit=30")
    await done(application.url, tmp_path, shops(141))
    rest = await get(shop, f"?limit=30&cursor={first['next']}")
    assert (rest["run"], rest["next"], len(rest["forecasts"])) == (first["run"], None, 10)
    assert (await get(shop, "?limit=1"))["run"]["id"] == first["run"]["id"] + 1
    async with application.database.transaction() as connection:
        await connection.execute("delete from forecasts where run = %s", (first["run"]["id"],))
    assert (await shop.get(f"{FORECASTS}?cursor={first['next']}")).status_code == 410


@pytest.mark.usefixtures("stored")
async def test_readers_see_one_run_while_another_is_written(
    shop: Shop, application: Application, tmp_path: Path
) -> None:
    apart = asyncio.to_thread(asyncio.run, done(application.url, tmp_path, shops(147)))
    writing = asyncio.create_task(apart)
    seen: set[int] = set()
    while not writing.done():
        found = await get(shop, "?limit=200")
        seen.add(found["run"]["id"])
        assert {each["days"][0]["date"] for each in found["forecasts"]} == {found["run"]["first_day"]}
        assert len(found["forecasts"]) == 40
    second = await writing
    assert seen <= {second.run - 1, second.run}
    assert (await get(shop, "?limit=1"))["run"]["id"] == second.run


async def test_sales_of_today_move_the_forecast_of_their_node(
    shop: Shop, application: Application, tmp_path: Path
) -> None:
    await see_nothing(shop)
    panel = today_panel(datetime.now(UTC).date())
    await done(application.url, tmp_path, panel, now=datetime.now(UTC))
    before = await get(shop, "?node=N1&node=N2")
    untouched = await get(shop, "?node=N1&node=N2&nowcast=true")
    sold = [
        {"kind": "sell", "sku": "A", "node": "N1", "quantity": 3, "source": "till", "source_id": f"s{number}"}
        for number in range(30)
    ]
    receive = {"kind": "receive", "sku": "A", "node": "N1", "quantity": 500, "source": "till", "source_id": "r"}
    assert (await shop.post("/v1/facts", {"facts": [receive]})).status_code == 200
    assert (await shop.post("/v1/facts", {"facts": sold})).status_code == 200
    now = await get(shop, "?node=N1&node=N2&nowcast=true")
    assert (before["moved_at"], now["moved_at"] is not None) == (None, True)

    def mean(page: dict[str, Any], sku: str, node: str, day: int) -> float:
        (each,) = [each for each in page["forecasts"] if (each["sku"], each["node"]) == (sku, node)]
        return float(each["days"][day]["mean"])

    assert mean(now, "A", "N1", 0) >= 90 > mean(before, "A", "N1", 0)
    assert mean(now, "A", "N1", 1) >= mean(before, "A", "N1", 1)
    assert mean(now, "A", "N2", 0) == pytest.approx(mean(untouched, "A", "N2", 0), rel=0.05)
    (tea,) = [each for each in now["forecasts"] if (each["sku"], each["node"]) == ("A", "N1")]
    assert list(tea["days"][0]["quantiles"].values()) == sorted(tea["days"][0]["quantiles"].values())
    for wrong in ("?nowcast=true", "?nowcast=true&node=N1&quantiles=0.8", "?nowcast=true&node=N1,N2,a,b"):
        assert (await shop.get(f"{FORECASTS}{wrong}")).status_code == 400, wrong
