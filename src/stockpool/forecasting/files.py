"""From files to files: forecasts and backtests that need no database."""

from __future__ import annotations

import resource
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from stockpool.forecasting.asked import NO_LEVELS, ForecastFiles, LevelFiles, Tell
from stockpool.forecasting.backtesting import backtest
from stockpool.forecasting.comparing import compare
from stockpool.forecasting.engines.known import engine_at
from stockpool.forecasting.explaining import explain
from stockpool.forecasting.level_files import spans_of, write_levels
from stockpool.forecasting.levels import LevelForecasts, level_scores
from stockpool.forecasting.messages import (
    HORIZON_MAX,
    QUANTILES,
    TOTALS,
    BacktestReport,
    Compared,
    Explained,
    ForecastPlan,
    ForecastRefused,
    RunReport,
    quantile_name,
)
from stockpool.forecasting.reading import read
from stockpool.forecasting.running import Made, make_forecast
from stockpool.forecasting.showing import worst_and_largest
from stockpool.forecasting.writing import PartWriter, check_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

KIB = 1024


def backtest_file(
    files: ForecastFiles,
    plan: ForecastPlan,
    out: Path | None,
    tell: Tell,
    levels: LevelFiles = NO_LEVELS,
    show: int = 0,
) -> BacktestReport:
    """Hold out a file's last periods, forecast and score them; with `out` the forecasts are written.

    So many of the largest and of the worst series are in the report to be shown.
    """
    began = time.monotonic()
    _check(files, plan, out, levels.days, levels.totals)
    with engine_at(plan.where) as engine:
        reading = read(files, plan.horizon, plan.trusted)
        made, overall, classes, sums = backtest(reading.panel, plan, tell, engine)
    if out is not None:
        _write(made, out)
    summed, actual = LevelForecasts(made), reading.panel.demand[:, made.known.periods :]
    write_levels(summed, levels)
    return BacktestReport(
        read=reading.report,
        series=made.known.series,
        horizon=plan.horizon,
        wall_s=round(time.monotonic() - began, 1),
        peak_mb=_peak_mb(),
        overall=overall,
        classes=classes,
        sums=tuple(sums),
        levels=level_scores(summed, actual),
        shown=worst_and_largest(made, actual, show) if show else (),
        champions=tuple(made.champions.values()),
    )


def forecast_file(
    files: ForecastFiles, plan: ForecastPlan, out: Path, totals: Path | None, tell: Tell, levels: LevelFiles = NO_LEVELS
) -> RunReport:
    """Forecast the periods behind a file's last date, and with `totals` sums over the horizon and each of its weeks."""
    began = time.monotonic()
    _check(files, plan, out, totals, levels.days, levels.totals)
    with engine_at(plan.where) as engine:
        reading = read(files, plan.horizon, plan.trusted)
        made = make_forecast(reading.panel, plan, tell, engine)
    rows = _write(made, out)
    if totals is not None:
        _write_totals(made, totals)
    if levels != NO_LEVELS:
        write_levels(LevelForecasts(made), levels)
    return RunReport(
        read=reading.report,
        series=made.known.series,
        horizon=plan.horizon,
        wall_s=round(time.monotonic() - began, 1),
        peak_mb=_peak_mb(),
        rows=rows,
        champions=tuple(made.champions.values()),
    )


def compare_file(
    files: ForecastFiles, plan: ForecastPlan, without: Sequence[str], windows: int, tell: Tell, *, alone: bool = False
) -> Compared:
    """Backtest a file with and without some of what is known beside demand."""
    _check(files, plan)
    with engine_at(plan.where) as engine:
        panel = read(files, plan.horizon, plan.trusted).panel
        return compare(panel, plan, without, windows, tell, engine, alone=alone)


def explain_file(files: ForecastFiles, plan: ForecastPlan, sku: str, node: str, tell: Tell) -> Explained:
    """Explain the forecast of one SKU at one node."""
    _check(files, plan)
    with engine_at(plan.where) as engine:
        return explain(read(files, plan.horizon, plan.trusted).panel, plan, sku, node, tell, engine)


def _check(files: ForecastFiles, plan: ForecastPlan, *written: Path | None) -> None:
    """What would only fail at the end, or take what cannot be had again, fails now."""
    if not 1 <= plan.horizon <= HORIZON_MAX:
        raise ForecastRefused(f"horizon: {plan.horizon} is no number of periods ahead; name 1 to {HORIZON_MAX}")
    read_from = {path.resolve() for path in (files.demand, files.prices, files.signals, files.nodes, files.new) if path}
    named: set[Path] = set()
    for path in written:
        if path is None:
            continue
        check_place(path)
        if path.resolve() in read_from | named:
            raise ForecastRefused(f"{path}: it is read, or written, already; name another file to write to")
        named.add(path.resolve())


def _write(made: Made, out: Path) -> int:
    """One row a series and step, all steps of a series together."""
    known, horizon = made.known, made.forecasts.mean.shape[1]
    days = np.asarray([known.day(known.periods + step) for step in range(horizon)], dtype="datetime64[D]")
    with PartWriter(out) as writer:
        for part in _parts(known.series):
            count = len(part)
            columns = {
                "sku": np.repeat(np.asarray(known.skus, dtype=object)[part], horizon),
                "node": np.repeat(np.asarray(known.nodes, dtype=object)[part], horizon),
                "date": np.tile(days, count),
                "mean": made.forecasts.mean[part].reshape(-1),
            }
            for level in QUANTILES:
                columns[quantile_name(level)] = made.forecasts.quantiles[level][part].reshape(-1)
            writer.write(columns)
    return writer.rows


def _write_totals(made: Made, out: Path) -> None:
    """Quantiles of sums over the whole horizon and over each week of it; `to` is the last day of a sum."""
    known, horizon = made.known, made.forecasts.mean.shape[1]
    with PartWriter(out) as writer:
        for begin, length in spans_of(known, horizon):
            sums = made.sums(begin, length, TOTALS)
            last = known.day(known.periods + begin + length) - timedelta(days=1)
            columns = {
                "sku": np.asarray(known.skus, dtype=object),
                "node": np.asarray(known.nodes, dtype=object),
                "from": np.full(known.series, known.day(known.periods + begin), dtype="datetime64[D]"),
                "to": np.full(known.series, last, dtype="datetime64[D]"),
            }
            writer.write(columns | {quantile_name(level): each for level, each in zip(TOTALS, sums, strict=True)})


SERIES_AT_ONCE = 5_000


def _parts(series: int) -> Iterator[NDArray[np.intp]]:
    for begin in range(0, series, SERIES_AT_ONCE):
        yield np.arange(begin, min(begin + SERIES_AT_ONCE, series))


def _peak_mb() -> float:
    """The most memory that this process and its children had."""
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return round(sum(used) / KIB, 1)
