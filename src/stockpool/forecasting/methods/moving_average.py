"""Moving average: the mean of the last weeks, by weekday where the periods are days."""

from __future__ import annotations

import numpy as np

from stockpool.forecasting.panel import Matrix, Panel, mean_of

WEEKS = 8


class MovingAverage:
    """The mean of eight weeks, times how the weekday stood to them."""

    name = "moving_average"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        recent = known.demand[:, -WEEKS * known.week :]
        level = mean_of(recent)
        level = np.where(np.isnan(level), mean_of(known.demand), level)
        shares = weekday_shares(recent, known.week)
        steps = [shares[:, step % known.week] * level for step in range(horizon)]
        return np.nan_to_num(np.stack(steps, axis=1)).astype(np.float32)


PRIOR = 4.0
"""A weekday's share is drawn to 1 as if so many mean days had been seen."""


def weekday_shares(recent: Matrix, week: int) -> Matrix:
    """How each period of the week stands to the mean, of the shape (series, periods of a week), the next one first."""
    level = mean_of(recent)
    shares = []
    for day in range(week):
        values = recent[:, _first(recent.shape[1], week, day) :: week]
        count = (~np.isnan(values)).sum(axis=1)
        total = np.nansum(values, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = (total + PRIOR * level) / ((count + PRIOR) * level)
        shares.append(np.where(np.isfinite(share), share, 1.0))
    return np.stack(shares, axis=1).astype(np.float32)


def _first(width: int, week: int, day: int) -> int:
    """The first column of the weekday that the next period but `day` has."""
    return (width + day) % week
