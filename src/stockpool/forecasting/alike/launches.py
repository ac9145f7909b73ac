"""How SKUs start: what the weeks after a first sale are to the level that comes later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Panel, mean_of

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

WEEKS = 8
"""After so many a start is over."""
LEVEL_WEEKS = 8
"""The level is that of so many weeks behind it, of which at least half must be known."""
UNSEEN_WEEKS = 4
"""A series that is there within so many weeks of the file's begin was there before."""
PRIOR = 10.0
"""A category is like all others as if so many starts of mean size had said so, and all are as if there was no start."""
LEAST, MOST = 0.2, 5.0


@dataclass(frozen=True)
class Launch:
    """By category and week after the first sale, the last category being all together."""

    curve: Floats

    def at(self, category: Codes, weeks: NDArray[np.intp]) -> Floats:
        """Of series of these categories, in weeks of the shape (series, periods); categories below zero are unknown."""
        return np.asarray(self.curve[category[:, None], np.minimum(weeks, WEEKS)])

    def until(self, category: Codes, weeks: NDArray[np.intp]) -> Floats:
        """The mean of the first weeks, of each series one more than these."""
        means = np.cumsum(self.curve, axis=1) / np.arange(1, WEEKS + 2)[None, :]
        return np.asarray(means[category, np.minimum(weeks, WEEKS)])


def launch_of(known: Panel, category: Codes) -> Launch:
    """Learn from series that began within the panel and have gone on; `category` is the number of each series'."""
    week, count = known.week, int(category.max(initial=-1)) + 1
    begun = ~np.isnan(known.demand)
    first = np.where(begun.any(axis=1), begun.argmax(axis=1), known.periods)
    last = known.periods - (WEEKS + LEVEL_WEEKS // 2) * week
    rows = np.flatnonzero((first >= UNSEEN_WEEKS * week) & (first <= last))
    sold, level, owner = [np.zeros((0, WEEKS))], [np.zeros(0)], [np.zeros(0, dtype=np.intp)]
    for begin in np.unique(first[rows]):
        own = rows[first[rows] == begin]
        after = known.demand[own, begin : begin + (WEEKS + LEVEL_WEEKS) * week]
        weeks = [mean_of(after[:, number * week : (number + 1) * week]) for number in range(WEEKS)]
        later = mean_of(after[:, WEEKS * week :])
        fine = np.isfinite(later) & np.isfinite(np.stack(weeks)).all(axis=0)
        sold.append(np.stack(weeks, axis=1)[fine].astype(np.float64))
        level.append(later[fine].astype(np.float64))
        owner.append(category[own][fine])
    return _learned(np.concatenate(sold), np.concatenate(level), np.concatenate(owner), count)


def _learned(sold: Floats, level: Floats, category: Codes, count: int) -> Launch:
    curve = np.ones((count + 1, WEEKS + 1))
    mass = PRIOR * float(level.mean()) if len(level) else 0.0
    if mass <= 0:
        return Launch(curve)
    everything = (sold.sum(axis=0) + mass) / (level.sum() + mass)
    curve[:, :WEEKS] = everything
    for number in np.unique(category[category >= 0]):
        own = category == number
        curve[number, :WEEKS] = (sold[own].sum(axis=0) + mass * everything) / (level[own].sum() + mass)
    return Launch(np.clip(curve, LEAST, MOST))
