"""The year before, moved to today's level."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Matrix, Panel, mean_of

RECENT_WEEKS = 8
RATIO_LIMITS = (0.4, 2.5)


class YearProfile:
    """What the same weeks sold a year before, times how the last weeks stand to those a year before.

    None where there is no such year.
    """

    name = "year_profile"

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        year, recent = known.year, RECENT_WEEKS * known.week
        if known.periods < year + recent:
            return np.full((known.series, horizon), np.nan, dtype=np.float32)
        demand = known.demand
        before = mean_of(demand[:, -year - recent : known.periods - year])
        with np.errstate(invalid="ignore", divide="ignore"):
            ratio = np.clip(mean_of(demand[:, -recent:]) / before, *RATIO_LIMITS)
        steps = [ratio * _around(demand, known.periods - year + step, known.week) for step in range(horizon)]
        return np.stack(steps, axis=1).astype(np.float32)


def _around(demand: Matrix, at: int, week: int) -> NDArray[np.float32]:
    """A period and, of days, the same weekdays of the weeks before and after it."""
    if week == 1:
        return demand[:, at]
    weeks = [each for each in (at - week, at, at + week) if 0 <= each < demand.shape[1]]
    return mean_of(demand[:, weeks])
