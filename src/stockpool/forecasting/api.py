"""The door to forecasting. What computes is loaded with the first call, so that importing this costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from stockpool.forecasting.asked import NO_LEVELS, ForecastFiles, LevelFiles, Tell, TodayFiles
from stockpool.forecasting.messages import (
    BacktestReport,
    Compared,
    Explained,
    ForecastPlan,
    ForecastRefused,
    NowcastReport,
    RunReport,
)

__all__ = [
    "ForecastFiles",
    "ForecastRefused",
    "LevelFiles",
    "Tell",
    "TodayFiles",
    "backtest_file",
    "compare_file",
    "explain_file",
    "forecast_file",
    "nowcast_file",
]


def forecast_file(
    files: ForecastFiles, plan: ForecastPlan, out: Path, totals: Path | None, tell: Tell, levels: LevelFiles = NO_LEVELS
) -> RunReport:
    """Forecast the periods behind a file's last date and write them; raises `ForecastRefused`."""
    from stockpool.forecasting.files import forecast_file as forecast

    return forecast(files, plan, out, totals, tell, levels)


def backtest_file(
    files: ForecastFiles,
    plan: ForecastPlan,
    out: Path | None,
    tell: Tell,
    levels: LevelFiles = NO_LEVELS,
    show: int = 0,
) -> BacktestReport:
    """Hold out a file's last periods, forecast and score them; raises `ForecastRefused`."""
    from stockpool.forecasting.files import backtest_file as backtest

    return backtest(files, plan, out, tell, levels, show)


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


def nowcast_file(files: TodayFiles, at: datetime, out: Path) -> NowcastReport:
    """Move a forecast by what was sold today until a moment; raises `ForecastRefused`."""
    from stockpool.forecasting.today_files import nowcast_file as nowcast

    return nowcast(files, at, out)
