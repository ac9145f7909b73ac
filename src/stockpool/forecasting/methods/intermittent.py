"""Methods for demand that comes seldom: Croston's with the Syntetos-Boylan correction, and TSB.

Croston (1972), "Forecasting and stock control for intermittent demands"; Syntetos and Boylan (2005), "The accuracy of
intermittent demand estimates"; Teunter, Syntetos and Babai (2011), "Intermittent demand: linking forecasting to
inventory obsolescence".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.methods.moving_average import WEEKS, weekday_shares
from stockpool.forecasting.panel import Matrix, Panel, mean_of

ALPHA = 0.1
"""How much a sale changes the mean size and the mean interval."""
BETA = 0.05
"""How much a period changes how likely a sale is."""


class Croston:
    """Mean size over mean interval, both smoothed at each sale, less what that overestimates (SBA)."""

    name = "croston"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        size, interval = _first_size(known.demand), _first_interval(known.demand)
        since = np.ones(known.series)
        for period in range(known.periods):
            value = known.demand[:, period]
            sold = value > 0
            size = np.where(sold, size + ALPHA * (value - size), size)
            interval = np.where(sold, interval + ALPHA * (since - interval), interval)
            since = np.where(sold, 1.0, since + ~np.isnan(value))
        mean = (1 - ALPHA / 2) * size / np.maximum(interval, 1.0)
        return _by_weekday(known, mean, horizon)


class TeunterSyntetosBabai:
    """Mean size, smoothed at each sale, times how likely a sale is, smoothed each period: what dies fades."""

    name = "tsb"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        size, likely = _first_size(known.demand), 1 / _first_interval(known.demand)
        for period in range(known.periods):
            value = known.demand[:, period]
            sold, seen = value > 0, ~np.isnan(value)
            size = np.where(sold, size + ALPHA * (value - size), size)
            likely = np.where(seen, likely + BETA * (sold - likely), likely)
        return _by_weekday(known, size * likely, horizon)


def _first_size(demand: Matrix) -> NDArray[np.float64]:
    """The mean of what was sold at once; 0 where nothing was."""
    return np.nan_to_num(mean_of(np.where(demand > 0, demand, np.nan).astype(np.float32))).astype(np.float64)


def _first_interval(demand: Matrix) -> NDArray[np.float64]:
    """Known periods to a sale; at least one."""
    sales = np.maximum((demand > 0).sum(axis=1), 1).astype(np.float64)
    return np.asarray(np.maximum((~np.isnan(demand)).sum(axis=1) / sales, 1))


def _by_weekday(known: Panel, mean: NDArray[np.float64], horizon: int) -> Matrix:
    """The same mean all the time, but for how its weekdays stand to each other."""
    shares = weekday_shares(known.demand[:, -2 * WEEKS * known.week :], known.week)
    return np.stack([mean * shares[:, step % known.week] for step in range(horizon)], axis=1).astype(np.float32)
