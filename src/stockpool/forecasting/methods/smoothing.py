"""Exponential smoothing of all series at once: the best of a grid of parameters for each, by its one-step errors.

Hyndman, Koehler, Ord and Snyder (2008), "Forecasting with Exponential Smoothing", table 2.2: no trend or a damped one,
and an additive season of a week.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Matrix, Panel

ALPHAS = (0.02, 0.05, 0.1, 0.2, 0.4)
GAMMAS = (0.0, 0.1)
DAMPED = 0.9
TREND = 0.1
"""The trend's share of what the level learns."""

State = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Level, trend and season, the season of the shape (series, periods of a week)."""


class Smoothing:
    """Level, damped trend and weekdays, each as quick as it served the series best."""

    name = "smoothing"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        demand, week = known.demand, known.week
        scale = np.maximum(np.nan_to_num(np.nanmax(np.where(np.isnan(demand), 0, demand), axis=1)), 1e-9)
        best = np.full(known.series, np.inf)
        found = np.zeros((known.series, horizon))
        for alpha in ALPHAS:
            for trend in (0.0, TREND):
                for gamma in GAMMAS if week > 1 else (0.0,):
                    error, made = _run(demand / scale[:, None], week, horizon, alpha, trend, gamma)
                    better = error < best
                    best, found = np.where(better, error, best), np.where(better[:, None], made, found)
        return np.asarray(np.maximum(found * scale[:, None], 0), dtype=np.float32)


def smoothed_level(demand: Matrix) -> NDArray[np.float64]:
    """The level of simple exponential smoothing, with the parameter that served each series best."""
    best = np.full(demand.shape[0], np.inf)
    found = np.zeros(demand.shape[0])
    for alpha in ALPHAS:
        error, made = _run(demand, 1, 1, alpha, 0.0, 0.0)
        better = error < best
        best, found = np.where(better, error, best), np.where(better, made[:, 0], found)
    return found


def _run(
    demand: Matrix, week: int, horizon: int, alpha: float, trend: float, gamma: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The mean squared one-step error over the later half, and what is forecast."""
    level, slope, season = _start(demand, week)
    error, seen = np.zeros(len(level)), np.full(len(level), 1e-9)
    damped = DAMPED if trend else 0.0
    for period in range(demand.shape[1]):
        value, day = demand[:, period], period % week
        expected = level + damped * slope + season[:, day]
        known = ~np.isnan(value)
        miss = np.where(known, value - expected, 0.0)
        if period >= demand.shape[1] // 2:
            error, seen = error + miss**2, seen + known
        level = level + damped * slope + alpha * miss
        slope = damped * slope + alpha * trend * miss
        season[:, day] += gamma * (1 - alpha) * miss
    steps, ahead = [], np.zeros(len(level))
    for step in range(horizon):
        ahead = ahead + (damped ** (step + 1)) * slope
        steps.append(level + ahead + season[:, (demand.shape[1] + step) % week])
    return error / seen, np.stack(steps, axis=1)


def _start(demand: Matrix, week: int) -> State:
    """The mean of the first weeks that are known, no trend, and how the weekdays stood to the mean of all."""
    known = ~np.isnan(demand)
    begun = np.cumsum(known, axis=1)
    early = np.where(known & (begun <= 4 * max(week, 2)), demand, np.nan)
    count = np.maximum((~np.isnan(early)).sum(axis=1), 1)
    level = np.nansum(early, axis=1, dtype=np.float64) / count
    season = np.zeros((demand.shape[0], week))
    if week > 1:
        mean = np.nansum(demand, axis=1, dtype=np.float64) / np.maximum(known.sum(axis=1), 1)
        for day in range(week):
            values = demand[:, day::week]
            seen = (~np.isnan(values)).sum(axis=1)
            season[:, day] = (np.nansum(values, axis=1) - seen * mean) / (seen + 4.0)
    return level, np.zeros(demand.shape[0]), season
