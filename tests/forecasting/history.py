"""Demand that is made up for tests: with weekdays, trend, promotions and all that goes wrong in files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Covariate, Matrix, Panel

MONDAY = date(2025, 1, 6)


def shop_panel(series: int = 40, periods: int = 140, *, seed: int = 1, covariates: tuple[Covariate, ...] = ()) -> Panel:
    """Daily demand: half of the series sell every day, more at weekends, half sell seldom."""
    dice = np.random.default_rng(seed)
    weekday = np.asarray([0.8, 0.8, 0.9, 1.0, 1.2, 1.6, 0.7])[np.arange(periods) % 7]
    level = np.where(np.arange(series) % 2 == 0, dice.uniform(5, 50, series), dice.uniform(0.05, 0.4, series))
    demand = dice.poisson(level[:, None] * weekday[None, :]).astype(np.float32)
    demand[:, 0] = np.maximum(demand[:, 0], 1)
    return panel_of(demand, covariates=covariates)


def panel_of(demand: Matrix, *, step_days: int = 1, covariates: tuple[Covariate, ...] = ()) -> Panel:
    """A panel of these rows, of SKUs at four stores."""
    count = demand.shape[0]
    skus = tuple([f"sku-{at // 4:03d}" for at in range(count)])
    nodes = tuple([f"store-{at % 4}" for at in range(count)])
    return Panel(skus, nodes, MONDAY, step_days, demand.astype(np.float32), covariates)


def write_demand(path: Path, panel: Panel) -> Path:
    """A file of a panel; what is not known has no row."""
    at, period = np.nonzero(~np.isnan(panel.demand))
    dates = np.asarray([panel.day(int(each)) for each in range(panel.periods)], dtype="datetime64[s]")
    columns = {
        "sku": np.asarray(panel.skus, dtype=object)[at],
        "node": np.asarray(panel.nodes, dtype=object)[at],
        "date": dates[period],
        "quantity": panel.demand[at, period].astype(np.float64),
    }
    with duckdb.connect() as connection:
        connection.register("panel", columns)
        connection.execute(f"copy (select * replace (date::date as date) from panel) to '{path}' (format parquet)")  # noqa: S608 -- a test's own path
    return path


def write_rows(path: Path, columns: str, rows: Sequence[tuple[object, ...]]) -> Path:
    """A Parquet file of rows."""
    with duckdb.connect() as connection:
        connection.execute(f"create table rows ({columns})")
        marks = ", ".join("?" for _ in rows[0])
        connection.executemany(f"insert into rows values ({marks})", rows)  # noqa: S608 -- marks
        connection.execute(f"copy rows to '{path}' (format parquet)")
    return path


def days(count: int) -> list[date]:
    """Days from a Monday on."""
    return [MONDAY + timedelta(days=number) for number in range(count)]


def noise(shape: tuple[int, int], seed: int = 5) -> NDArray[np.float32]:
    """Values that know nothing."""
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)
