"""The door to forecasting. What computes is loaded with the first call, so that importing this costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.forecasting.asked import ForecastFiles, Tell
from stockpool.forecasting.messages import (
    BacktestReport,
    Compared,
    Explained,
    Exported,
    ForecastPlan,
    ForecastRefused,
    RunReport,
)

if TYPE_CHECKING:
    from psycopg import AsyncConnection

__all__ = [
    "Exported",
    "ForecastFiles",
    "ForecastRefused",
    "Tell",
    "backtest_file",
    "compare_file",
    "explain_file",
    "export_history",
    "forecast_file",
]


def forecast_file(files: ForecastFiles, plan: ForecastPlan, out: Path, totals: Path | None, tell: Tell) -> RunReport:
    """Forecast the periods behind a file's last date and write them; raises `ForecastRefused`."""
    from stockpool.forecasting.files import forecast_file as forecast

    return forecast(files, plan, out, totals, tell)


def backtest_file(files: ForecastFiles, plan: ForecastPlan, out: Path | None, tell: Tell) -> BacktestReport:
    """Hold out a file's last periods, forecast and score them; raises `ForecastRefused`."""
    from stockpool.forecasting.files import backtest_file as backtest

    return backtest(files, plan, out, tell)


def compare_file(
    files: ForecastFiles, plan: ForecastPlan, without: Sequence[str], windows: int, tell: Tell
) -> Compared:
    """Backtest a file with and without some groups of what is known beside demand; raises `ForecastRefused`."""
    from stockpool.forecasting.files import compare_file as compare

    return compare(files, plan, without, windows, tell)


def explain_file(files: ForecastFiles, plan: ForecastPlan, sku: str, node: str, tell: Tell) -> Explained:
    """Explain the forecast of one SKU at one node; raises `ForecastRefused`."""
    from stockpool.forecasting.files import explain_file as explain

    return explain(files, plan, sku, node, tell)


async def export_history(
    connection: AsyncConnection, out: Path, prices: Path | None, until: date, since: date | None = None
) -> Exported:
    """Bring the history of demand up to a day, and write it in the form that forecasts read; its prices too.

    Parquet, or CSV by the file's name. The connection is idle, in autocommit mode and without a statement time-out.
    A day that is not over yet counts as it is. Raises `ForecastRefused` where a file cannot be written.
    """
    from stockpool.forecasting.history.exporting import export_history as export

    return await export(connection, out, prices, until, since)
