"""Seasonal naive: the value of the same period one season before; the last value where there was none."""

from __future__ import annotations

import numpy as np

from stockpool.forecasting.panel import Matrix, Panel


class SeasonalNaive:
    """The same weekday a week before, or the same week a year before."""

    name = "seasonal_naive"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        demand, season = known.demand, known.season
        found = np.full((known.series, horizon), np.nan, dtype=np.float32)
        for step in range(horizon):
            for back in range(1, 4):  # past what is not known, as a day out of stock
                at = known.periods + step - back * season - (step // season) * season
                if at >= 0:
                    found[:, step] = np.where(np.isnan(found[:, step]), demand[:, at], found[:, step])
        return np.where(np.isnan(found), last_known(demand)[:, None], found)


def last_known(demand: Matrix) -> Matrix:
    """The last value of each row that is known; 0 where none is."""
    known = ~np.isnan(demand)
    last = demand.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    found = np.take_along_axis(demand, last[:, None], axis=1)[:, 0]
    return np.asarray(np.nan_to_num(found), dtype=np.float32)
