"""A file with everything that goes wrong in one: each method forecasts every series, finite and never below zero."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import duckdb
import numpy as np
import pytest

from stockpool.forecasting.api import ForecastFiles, forecast_file
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.methods.known import methods_of
from tests.forecasting.history import days, shop_panel, write_rows
from tests.forecasting.test_future import silent

DAYS, HORIZON, GOOD = 120, 14, 8
NAMES = [method.name for method in methods_of(ForecastPlan(horizon=HORIZON), shop_panel(4, DAYS))]
NAMES += ["ets"] if find_spec("statsforecast") else []
Rows = list[tuple[object, ...]]


def broken() -> dict[str, Rows]:
    """Each kind of series that is broken, as (date, quantity, in stock)."""
    dates = days(DAYS)
    steady: Rows = [(day, 3.0, True) for day in dates]
    return {
        "gaps": [row for at, row in enumerate(steady) if at % 5 and not 40 < at < 70],
        "duplicates": [row for row in steady for _ in range(2)],
        "returns": [(day, -4.0 if at % 6 == 0 else 2.0, True) for at, day in enumerate(dates)],
        "only returns": [(day, -1.0, True) for day in dates[::9]],
        "died": steady[:40] + [(day, 0.0, True) for day in dates[40:]],
        "stopped": steady[:40],
        "started last week": steady[-6:],
        "started today": steady[-1:],
        "all zeros": [(day, 0.0, True) for day in dates],
        "single sale": [(day, 9.0 if at == 50 else 0.0, True) for at, day in enumerate(dates)],
        "one row": steady[30:31],
        "never in stock": [(day, 0.0, False) for day in dates],
        "bulk order": [(day, 50_000.0 if at == 100 else 1.0, True) for at, day in enumerate(dates)],
        "fractions": [(day, 0.001 * (at % 3), True) for at, day in enumerate(dates)],
    }


@pytest.fixture(scope="module")
def demand(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Broken series among good ones."""
    dice = np.random.default_rng(4)
    rows: Rows = [(name, "berlin", *row) for name, each in broken().items() for row in each]
    for number in range(GOOD):
        rows += [(f"good {number}", "berlin", day, float(dice.poisson(6)), True) for day in days(DAYS)]
    columns = "sku varchar, node varchar, date date, quantity double, in_stock boolean"
    return write_rows(tmp_path_factory.mktemp("broken") / "demand.parquet", columns, rows)


@pytest.mark.parametrize("name", NAMES)
def test_every_series_is_forecast_finite_and_never_below_zero(name: str, demand: Path, tmp_path: Path) -> None:
    out, totals = tmp_path / "out.parquet", tmp_path / "totals.parquet"
    plan = ForecastPlan(horizon=HORIZON, methods=(name,), rounds=10)
    report = forecast_file(ForecastFiles(demand=demand), plan, out, totals, silent)
    assert report.series == len(broken()) + GOOD
    with duckdb.connect() as connection:
        for file, numbers, rows in ((out, "mean q05 q25 q50 q75 q90 q95 q99", HORIZON), (totals, "q50 q90 q95 q99", 3)):
            fine = " and ".join(f"bool_and(isfinite({each}) and {each} >= 0)" for each in numbers.split())
            found = connection.execute(f"select sku, count(*), {fine} from '{file}' group by 1").fetchall()  # noqa: S608 -- a test's own path
            assert {(count, fine) for _, count, fine in found} == {(rows, True)}
            assert {sku for sku, *_ in found} == broken().keys() | {f"good {number}" for number in range(GOOD)}
        nothing = connection.execute(f"select max(mean) from '{out}' where sku in ('all zeros', 'never in stock')")  # noqa: S608 -- a test's own path
        assert nothing.fetchone() == (0.0,)
