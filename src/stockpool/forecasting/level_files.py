"""Writes forecasts of sums: a row a day, and a row for the horizon and each of its weeks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.asked import LevelFiles
from stockpool.forecasting.levels import LevelForecasts
from stockpool.forecasting.messages import QUANTILES, TOTALS, quantile_name
from stockpool.forecasting.panel import Panel
from stockpool.forecasting.writing import PartWriter


def write_levels(forecasts: LevelForecasts, files: LevelFiles) -> None:
    """Write what is asked for; raises `ForecastRefused`."""
    if files.days is not None:
        _write_days(forecasts, files.days)
    if files.totals is not None:
        _write_totals(forecasts, files.totals)


def spans_of(known: Panel, horizon: int) -> list[tuple[int, int]]:
    """The whole horizon and each of its weeks: from which step on, and how many."""
    weeks = [(begin, min(known.week, horizon - begin)) for begin in range(0, horizon, known.week)]
    return [(0, horizon), *(weeks if horizon > known.week else [])]


def _write_days(forecasts: LevelForecasts, out: Path) -> None:
    known = forecasts.made.known
    with PartWriter(out) as writer:
        for level in forecasts.levels:
            means = forecasts.means[level.name]
            for step in range(means.shape[1]):
                quantiles = forecasts.spans(level, step, 1, QUANTILES)
                columns = {
                    "level": _all(level.name, len(level.keys)),
                    "key": np.asarray(level.keys, dtype=object),
                    "date": np.full(len(level.keys), known.day(known.periods + step), dtype="datetime64[D]"),
                    "mean": means[:, step],
                }
                named = zip(QUANTILES, quantiles, strict=True)
                writer.write(columns | {quantile_name(share): each for share, each in named})


def _write_totals(forecasts: LevelForecasts, out: Path) -> None:
    """As totals of series; `to` is the last day of a sum."""
    known, horizon = forecasts.made.known, forecasts.made.forecasts.mean.shape[1]
    with PartWriter(out) as writer:
        for begin, length in spans_of(known, horizon):
            last = known.day(known.periods + begin + length) - timedelta(days=1)
            for level in forecasts.levels:
                count = len(level.keys)
                columns = {
                    "level": _all(level.name, count),
                    "key": np.asarray(level.keys, dtype=object),
                    "from": np.full(count, known.day(known.periods + begin), dtype="datetime64[D]"),
                    "to": np.full(count, last, dtype="datetime64[D]"),
                }
                named = zip(TOTALS, forecasts.spans(level, begin, length, TOTALS), strict=True)
                writer.write(columns | {quantile_name(share): each for share, each in named})


def _all(name: str, count: int) -> NDArray[np.object_]:
    return np.full(count, name, dtype=object)
