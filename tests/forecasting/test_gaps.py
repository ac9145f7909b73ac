"""Gaps are read from the rows that were there at the origin: what comes after it changes no forecast."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stockpool.forecasting.asked import ForecastFiles
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.panel import Panel
from stockpool.forecasting.reading import read
from stockpool.forecasting.running import make_forecast
from tests.forecasting.history import MONDAY, days, panel_of, write_demand, write_rows
from tests.forecasting.test_future import silent

PERIODS, HORIZON, SERIES = 84, 14, 24
ORIGIN = PERIODS - HORIZON
PLAN = ForecastPlan(horizon=HORIZON, methods=("moving_average", "smoothing", "croston"))


def told(*, zeros: bool) -> np.ndarray:
    """Four stores with six SKUs each; one has no rows in its last five weeks, and a store was closed on a day."""
    demand = np.random.default_rng(3).poisson(4.0, (SERIES, PERIODS)).astype(np.float32) + (0 if zeros else 1)
    demand[4, 30:] = np.nan
    demand[9, 40:44] = np.nan
    demand[1::4, 50] = 0
    return demand


def whole(folder: Path, demand: np.ndarray) -> Panel:
    """The panel of a file of these rows."""
    first = panel_of(demand)
    assert first.first == MONDAY
    return read(ForecastFiles(demand=write_demand(folder / "demand.parquet", first)), HORIZON).panel


def later(demand: np.ndarray, kind: str) -> np.ndarray:
    """The same rows up to the origin, and others after it."""
    found = demand.copy()
    if kind == "sold again":
        found[4, ORIGIN:] = 5
    if kind == "never a zero again":
        found[:, ORIGIN:] = 90
    if kind == "zeros":
        found[:, ORIGIN:] = 0
    if kind == "no rows":
        found[1:, ORIGIN : PERIODS - 1] = np.nan
    return found


@pytest.mark.parametrize("zeros", [True, False])
@pytest.mark.parametrize("kind", ["sold again", "never a zero again", "zeros", "no rows"])
def test_what_comes_after_the_origin_changes_no_forecast_of_a_file(tmp_path: Path, kind: str, *, zeros: bool) -> None:
    demand = told(zeros=zeros)
    one, other = (whole(tmp_path, each).until(ORIGIN) for each in (demand, later(demand, kind)))
    assert np.array_equal(one.demand, other.demand, equal_nan=True)
    first, second = (make_forecast(each, PLAN, silent) for each in (one, other))
    assert np.array_equal(first.forecasts.mean, second.forecasts.mean)
    assert np.array_equal(first.sums(0, 7, (0.95,))[0], second.sums(0, 7, (0.95,))[0])


@pytest.mark.parametrize(("kind", "zeros"), [("sold again", True), ("zeros", False)])
def test_the_control_gaps_read_from_the_whole_file_know_what_comes(tmp_path: Path, kind: str, *, zeros: bool) -> None:
    demand = told(zeros=zeros)
    one, other = (
        replace(whole(tmp_path, each), told=None).until(ORIGIN).demand for each in (demand, later(demand, kind))
    )
    assert not np.array_equal(one, other, equal_nan=True)


def test_a_panel_that_was_cut_is_what_a_file_of_these_rows_would_be(tmp_path: Path) -> None:
    demand = told(zeros=True)
    cut, alone = whole(tmp_path, demand).until(ORIGIN), whole(tmp_path, demand[:, :ORIGIN])
    assert np.array_equal(cut.demand, alone.demand, equal_nan=True)
    assert np.isnan(cut.demand[1, 50])
    assert (cut.demand[4, 30:] == 0).all()


def test_a_product_out_of_stock_is_not_known_though_its_node_sold_others(tmp_path: Path) -> None:
    rows = [
        (sku, "berlin", day, 2.0, not (sku == "tea" and day == days(5)[4]))
        for sku in ["tea", "milk"]
        for day in days(28)
    ]
    path = write_rows(
        tmp_path / "d.parquet", "sku varchar, node varchar, date date, quantity double, in_stock boolean", rows
    )
    demand = read(ForecastFiles(demand=path), 7).panel.demand
    assert np.flatnonzero(np.isnan(demand[1])).tolist() == [4]
    assert (demand[0] == 2).all()
