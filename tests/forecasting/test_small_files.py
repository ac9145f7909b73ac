"""Files with hardly anything in them, and places where nothing can be written."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from stockpool.forecasting.api import ForecastFiles, forecast_file
from stockpool.forecasting.messages import ForecastPlan, ForecastRefused
from tests.forecasting.history import days, write_rows
from tests.forecasting.test_future import silent

COLUMNS = "sku varchar, node varchar, date date, quantity double"


def small(folder: Path, count: int, every: int = 1) -> Path:
    rows: list[tuple[object, ...]] = [
        ("tea", "berlin", day, float(at % 5) if at % every == 0 else 0.0) for at, day in enumerate(days(count))
    ]
    return write_rows(folder / "demand.parquet", COLUMNS, rows)


def rows_of(query: str) -> list[tuple[object, ...]]:
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(("count", "every"), [(2, 1), (9, 1), (30, 1), (30, 14), (60, 25)])
def test_one_short_series_is_forecast_with_a_band_around_its_mean(tmp_path: Path, count: int, every: int) -> None:
    out = tmp_path / "out.parquet"
    forecast_file(
        ForecastFiles(demand=small(tmp_path, count, every)), ForecastPlan(horizon=3, rounds=10), out, None, silent
    )
    found = rows_of(f"select isfinite(mean), q05 <= q50, q50 <= q99, q05 <= mean from '{out}'")  # noqa: S608 -- a test's own path
    assert found == [(True, True, True, True)] * 3


def test_weeks_that_nothing_tells_of_are_said_by_the_naive_method(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    plan = ForecastPlan(horizon=40, methods=("boosted",), rounds=10)
    forecast_file(ForecastFiles(demand=small(tmp_path, 30)), plan, out, None, silent)
    assert rows_of(f"select sum(mean) > 0 from '{out}' where date > date '2025-03-10'") == [(True,)]  # noqa: S608 -- a test's own path


@pytest.mark.parametrize(
    ("out", "said"),
    [
        ("demand.parquet", "is read, or written, already"),
        (".", "it is a folder"),
        ("none/out.csv", "its folder does not exist"),
        ("out.xlsx", ".xlsx is not written"),
    ],
)
def test_what_is_read_is_never_written_over_nor_a_place_taken_that_is_no_file(
    tmp_path: Path, out: str, said: str
) -> None:
    demand = small(tmp_path, 30)
    before = demand.read_bytes()
    plan = ForecastPlan(horizon=2, methods=("seasonal_naive",))
    with pytest.raises(ForecastRefused, match=said):
        forecast_file(ForecastFiles(demand=demand), plan, tmp_path / out, None, silent)
    assert demand.read_bytes() == before
    fine = tmp_path / "out.csv"
    forecast_file(ForecastFiles(demand=demand), plan, fine, tmp_path / "totals.csv", silent)
    with pytest.raises(ForecastRefused, match="already"):
        forecast_file(ForecastFiles(demand=demand), plan, fine, fine, silent)


def test_a_horizon_of_many_years_is_refused_before_it_is_reckoned(tmp_path: Path) -> None:
    with pytest.raises(ForecastRefused, match="name 1 to 731"):
        forecast_file(
            ForecastFiles(demand=small(tmp_path, 30)), ForecastPlan(horizon=5000), tmp_path / "o.csv", None, silent
        )
