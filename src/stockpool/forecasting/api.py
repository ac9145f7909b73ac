"""The door to forecasting. What computes is loaded with the first call, so that importing this costs nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from stockpool.forecasting.asked import NO_LEVELS, ForecastFiles, LevelFiles, NightAsked, NightSource, Tell, TodayFiles
from stockpool.forecasting.messages import (
    BacktestReport,
    Compared,
    Explained,
    Exported,
    ForecastPlan,
    ForecastRefused,
    NowcastReport,
    RunReport,
)
from stockpool.forecasting.nowcasting import Going, how_it_goes, moved
from stockpool.forecasting.stored.decide import RunBefore, RunNow, decide_changes, decide_choice
from stockpool.forecasting.stored.messages import (
    AccuracyRow,
    ChangeLimits,
    Choice,
    ForecastChanged,
    ForecastDay,
    ForecastMade,
    NightDone,
    SeriesForecast,
    SeriesTotal,
    StoredRun,
)
from stockpool.forecasting.stored.model import (
    AccuracySums,
    EarlierRun,
    RunFacts,
    RunMade,
    SeriesRow,
    StoredSpread,
    together,
)
from stockpool.forecasting.stored.queries.runs import (
    accuracy,
    champions_now,
    kept_runs,
    list_runs,
    means_of_run,
    newest_run,
    page_of_series,
    run_with_series,
    series_of_run,
    spread_of,
    spreads_of,
    weeks_seen,
)
from stockpool.forecasting.stored.queries.today import hours_of, hours_until, last_day_over, local_times, sold_so_far
from stockpool.forecasting.stored.store import add_run, begin_night, end_night, prune, replace_accuracy

if TYPE_CHECKING:
    from psycopg import AsyncConnection

    from stockpool.forecasting.night import Night  # noqa: TC004 -- a name for who calls; it is loaded late

__all__ = [
    "AccuracyRow",
    "AccuracySums",
    "ChangeLimits",
    "Choice",
    "EarlierRun",
    "Exported",
    "ForecastChanged",
    "ForecastDay",
    "ForecastFiles",
    "ForecastMade",
    "ForecastRefused",
    "Going",
    "LevelFiles",
    "Night",
    "NightAsked",
    "NightDone",
    "NightSource",
    "RunBefore",
    "RunFacts",
    "RunMade",
    "RunNow",
    "SeriesForecast",
    "SeriesRow",
    "SeriesTotal",
    "StoredRun",
    "StoredSpread",
    "Tell",
    "TodayFiles",
    "accuracy",
    "add_run",
    "backtest_file",
    "begin_night",
    "champions_now",
    "compare_file",
    "decide_changes",
    "decide_choice",
    "end_night",
    "explain_file",
    "export_history",
    "forecast_file",
    "hours_of",
    "hours_until",
    "how_it_goes",
    "kept_runs",
    "last_day_over",
    "list_runs",
    "local_times",
    "means_of_run",
    "moved",
    "newest_run",
    "nowcast_file",
    "page_of_series",
    "prune",
    "read_night",
    "replace_accuracy",
    "run_with_series",
    "series_of_run",
    "sold_so_far",
    "spread_of",
    "spreads_of",
    "together",
    "weeks_seen",
]


def read_night(files: ForecastFiles, plan: ForecastPlan) -> Night:
    """Read the demand of a night, which then scores and forecasts; raises `ForecastRefused`."""
    from stockpool.forecasting.night import Night

    return Night(files, plan)


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
    files: ForecastFiles, plan: ForecastPlan, without: Sequence[str], windows: int, tell: Tell, *, alone: bool = False
) -> Compared:
    """Backtest a file with and without some of what is known beside demand; raises `ForecastRefused`."""
    from stockpool.forecasting.files import compare_file as compare

    return compare(files, plan, without, windows, tell, alone=alone)


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


def nowcast_file(files: TodayFiles, at: datetime, out: Path) -> NowcastReport:
    """Move a forecast by what was sold today until a moment; raises `ForecastRefused`."""
    from stockpool.forecasting.today_files import nowcast_file as nowcast

    return nowcast(files, at, out)
