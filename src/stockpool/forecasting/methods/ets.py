"""ETS: the exponential smoothing of each series that its information criterion chooses among all kinds of it.

Hyndman and Khandakar (2008), "Automatic time series forecasting: the forecast package for R", by statsforecast.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.methods.role import Part
from stockpool.forecasting.methods.smoothing import Smoothing
from stockpool.forecasting.panel import Matrix, Panel

FEWEST = 8
"""With fewer known periods no kind can be told from another."""
SERIES_AT_ONCE = 500
FEWEST_WEEKS = 3
"""Weekdays are learned from so many weeks and more."""
WILD = 10.0
"""What ends above so many times the largest value followed a trend that nobody believes."""


class Ets:
    """AutoETS of each series by itself; where that cannot be, what smoothing says."""

    name = "ets"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        return np.concatenate([self.forecast_part(known, horizon, part) for part in self.parts(known, horizon)])

    def parts(self, panel: Panel, horizon: int) -> list[Part]:  # noqa: ARG002 -- the role's
        """Some series each."""
        bounds = [*range(0, panel.series, SERIES_AT_ONCE), panel.series]
        return [Part(slice(begin, end), slice(None)) for begin, end in pairwise(bounds)]

    def forecast_part(self, known: Panel, horizon: int, part: Part) -> Matrix:
        """As the role says."""
        some = known.rows(np.arange(known.series)[part.series])
        found = Smoothing().forecast(some, horizon)
        for row, values in enumerate(some.demand):
            made = _of_series(values, known.week, horizon)
            if made is not None:
                found[row] = made
        return found


def _of_series(values: NDArray[np.float32], week: int, horizon: int) -> NDArray[np.float64] | None:
    from statsforecast.models import AutoETS

    seen = np.flatnonzero(~np.isnan(values))
    if len(seen) < FEWEST or not values[seen].any():
        return None
    begun = np.arange(seen[0], len(values))
    filled = np.interp(begun, seen, values[seen]).astype(np.float64)
    season = week if len(filled) >= FEWEST_WEEKS * week else 1
    made: NDArray[np.float64] = np.asarray(AutoETS(season_length=season).forecast(filled, horizon)["mean"])
    if not np.isfinite(made).all() or made.max() > WILD * filled.max():
        return None
    return np.asarray(np.maximum(made, 0))
