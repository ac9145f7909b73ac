"""From files to a file: a forecast that is moved by what was sold today so far."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import numpy as np

from stockpool.forecasting import queries
from stockpool.forecasting.asked import TodayFiles
from stockpool.forecasting.hours import day_profile
from stockpool.forecasting.messages import (
    QUANTILES,
    DayForecast,
    ForecastRefused,
    NowcastReport,
    SoldSoFar,
    TodaySoFar,
    quantile_name,
)
from stockpool.forecasting.nowcasting import how_it_goes, moved
from stockpool.forecasting.writing import PartWriter, check_place

NAMES = tuple([quantile_name(level) for level in QUANTILES])
KEY = ("sku", "node")
DATES_OF_DAYS = 7
"""A forecast that has so many days or fewer for each date is one of days."""


def nowcast_file(files: TodayFiles, at: datetime, out: Path) -> NowcastReport:
    """Move a forecast by what was sold until a moment, in the nodes' local time; raises `ForecastRefused`."""
    check_place(out)
    with queries.connect() as connection:
        _forecast_of(connection, files.forecast, at.date())
        today = TodaySoFar(
            day=at.date(), share=_share(connection, files.hours, at), sold=_sold(connection, files.so_far)
        )
        of_today = [_day(row) for part in queries.forecast_rows(connection, NAMES, at.date()) for row in part]
        going = how_it_goes(today, of_today)
        with PartWriter(out) as writer:
            for part in queries.forecast_rows(connection, NAMES):
                days = [_day(row) for row in part]
                _write(writer, [moved(day, today, going.get((day.sku, day.node))) for day in days])
    keys = {(day.sku, day.node) for day in of_today}
    heard = {node for _, node in going}
    return NowcastReport(
        rows=writer.rows,
        series=len(keys),
        share=round(today.share, 4),
        expected=round(sum(day.mean for day in of_today) * today.share, 2),
        sold=round(sum(each.quantity for each in today.sold if (each.sku, each.node) in keys), 2),
        silent=tuple(sorted({node for _, node in keys} - heard)),
        unknown=sum((each.sku, each.node) not in keys for each in today.sold),
    )


def _forecast_of(connection: queries.Connection, path: Path, day: date) -> None:
    """A view of the forecast, which must have the day."""
    queries.load(connection, "forecast", path, (*KEY, "date", "mean", *NAMES))
    extent = queries.forecast_extent(connection, path, day)
    span = (extent.last - extent.first).days
    if extent.days > 1 and span >= DATES_OF_DAYS * (extent.days - 1):
        raise ForecastRefused(f"{path}: it is a forecast of weeks; today's sales can move a forecast of days")
    if not extent.has:
        raise ForecastRefused(f"{path}: it has no row of {day}; its days are {extent.first} to {extent.last}")


def _share(connection: queries.Connection, path: Path | None, at: datetime) -> float:
    if path is None:
        return day_profile(()).share_by(at)
    queries.load(connection, "hours", path, ("at", "quantity"))
    try:
        return day_profile(queries.sold_by_hour(connection)).share_by(at)
    except duckdb.ConversionException as error:
        raise ForecastRefused(f"{path}: column at has what is no date and time, such as 2025-07-01 14:30") from error


def _sold(connection: queries.Connection, path: Path) -> tuple[SoldSoFar, ...]:
    columns = queries.load(connection, "so_far", path, (*KEY, "quantity"))
    rows = queries.sold_so_far(connection, columns)
    if any(None in row for row in rows):
        raise ForecastRefused(f"{path}: it has rows without sku, node or a number in quantity; mend or leave them out")
    return tuple([SoldSoFar(sku, node, quantity, in_stock) for sku, node, quantity, in_stock in rows])


def _day(row: tuple[Any, ...]) -> DayForecast:
    sku, node, day, mean, *quantiles = row
    return DayForecast(sku, node, day, mean, tuple(quantiles))


def _write(writer: PartWriter, days: Sequence[DayForecast]) -> None:
    quantiles = np.asarray([day.quantiles for day in days])
    writer.write(
        {
            "sku": np.asarray([day.sku for day in days], dtype=object),
            "node": np.asarray([day.node for day in days], dtype=object),
            "date": np.asarray([day.day for day in days], dtype="datetime64[D]"),
            "mean": np.asarray([day.mean for day in days]),
            **{name: quantiles[:, at] for at, name in enumerate(NAMES)},
        }
    )
