"""IMAPA: smoothing at several levels of time, and the mean of what each says.

Petropoulos and Kourentzes (2015), "Forecast combinations for intermittent demand".
"""

from __future__ import annotations

import numpy as np

from stockpool.forecasting.methods.smoothing import smoothed_level
from stockpool.forecasting.panel import Matrix, Panel

LEVELS = (1, 2, 4, 7, 14, 28)
"""Periods that are summed up; those that a history has at least four of."""
FEWEST = 4


class Imapa:
    """The mean of what exponential smoothing says of sums over one, two and more periods."""

    name = "imapa"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        means = [
            np.nan_to_num(smoothed_level(_summed(known.demand, size))) / size
            for size in LEVELS
            if known.periods >= size * FEWEST
        ]
        mean = np.mean(means, axis=0) if means else np.zeros(known.series)
        return np.repeat(mean[:, None], horizon, axis=1).astype(np.float32)


def _summed(demand: Matrix, size: int) -> Matrix:
    """Sums of so many periods, counted from the last; what is not known of one is as the rest of it."""
    count = demand.shape[1] // size
    parts = demand[:, demand.shape[1] - count * size :].reshape(demand.shape[0], count, size)
    seen = (~np.isnan(parts)).sum(axis=2)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(seen > 0, np.nansum(parts, axis=2) * size / seen, np.nan), dtype=np.float32)
