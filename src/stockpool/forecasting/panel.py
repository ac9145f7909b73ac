"""Demand as a panel: one row a SKU and node, one column a period; and what is known beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.gaps import Told, read_gaps

Matrix = NDArray[np.float32]
"""Series by periods, or series by steps of the horizon."""

DAYS_OF_WEEK = 7
TO_NODE = "price_to_node"
"""The covariate that tells how a price stands to the others at its node: it is of the others already."""


@dataclass(frozen=True)
class Covariate:
    """Something beside demand that may move it.

    `values` has the shape (rows, periods and horizon), NaN where nothing is known; `row_of` tells the row of each
    series, None where they are the series themselves. What is known `ahead` may be read at the day that is forecast;
    all else only up to the last known day. `sign` is the direction in which demand can only move with it, 0 where
    nobody knows.
    """

    name: str
    values: Matrix
    ahead: bool
    group: str
    sign: int = 0
    row_of: NDArray[np.intp] | None = None

    def at(self, period: int) -> NDArray[np.float32]:
        """The value of each series in a period; NaN where there is none."""
        if 0 <= period < self.values.shape[1]:
            return self._spread(self.values[:, period])
        return self._spread(np.full(self.values.shape[0], np.nan, dtype=np.float32))

    def mean(self, begin: int, end: int) -> NDArray[np.float32]:
        """The mean of each series over periods."""
        return self._spread(mean_of(self.values[:, max(begin, 0) : end]))

    def until(self, periods: int) -> Covariate:
        """What of it was known after so many periods."""
        if self.ahead:
            return self
        values = self.values.copy()
        values[:, periods:] = np.nan
        return replace(self, values=values)

    def rows(self, chosen: NDArray[np.intp]) -> Covariate:
        """Of these series only."""
        if self.row_of is None:
            return replace(self, values=self.values[chosen])
        return replace(self, row_of=self.row_of[chosen])

    def _spread(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        return values if self.row_of is None else values[self.row_of]


@dataclass(frozen=True)
class Panel:
    """Demand of series over equal periods.

    `demand` has the shape (series, periods), in display units, never negative; NaN before a series began, where nobody
    knows (gaps), and where demand could not show (out of stock, closed). `told` is what a file told of each period,
    where there are gaps to read; a panel that is cut reads them anew.
    """

    skus: tuple[str, ...]
    nodes: tuple[str, ...]
    first: date
    step_days: int
    demand: Matrix
    covariates: tuple[Covariate, ...] = ()
    categories: Mapping[str, str] = field(default_factory=dict)
    """The category of each SKU that has one."""
    regions: Mapping[str, str] = field(default_factory=dict)
    """The region of each node that has one."""
    prices: Mapping[str, float] = field(default_factory=dict)
    """What SKUs will cost that were not sold yet."""
    attributes: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    """What is told of SKUs beside that, the same attributes of each."""
    announced: frozenset[tuple[str, str]] = frozenset()
    """SKUs and nodes that will be sold, whether or not they were."""
    told: Told | None = None

    @property
    def series(self) -> int:
        """How many series there are."""
        return int(self.demand.shape[0])

    @property
    def periods(self) -> int:
        """How many periods are known."""
        return int(self.demand.shape[1])

    @property
    def season(self) -> int:
        """Periods of the shortest season: seven days, or the 52 weeks of a year."""
        return DAYS_OF_WEEK if self.step_days == 1 else self.year

    @property
    def year(self) -> int:
        """Periods of 52 weeks, after which the same weekday comes again."""
        return 364 // self.step_days

    @property
    def week(self) -> int:
        """Periods of a week."""
        return DAYS_OF_WEEK // self.step_days

    def day(self, period: int) -> date:
        """The date of a period, which may lie ahead."""
        return self.first + timedelta(days=self.step_days * period)

    def until(self, periods: int) -> Panel:
        """What was known after so many periods: later demand is gone, and so is what is known after the fact only."""
        kept = tuple([each.until(periods) for each in self.covariates])
        demand, told = self.demand[:, :periods], None
        if self.told is not None:
            told = self.told[:, :periods]
            demand = read_gaps(demand, told, self.nodes, self.week)
        return replace(self, demand=demand, covariates=kept, told=told)

    def rows(self, chosen: NDArray[np.intp]) -> Panel:
        """Only these series."""
        return replace(
            self,
            skus=tuple([self.skus[at] for at in chosen]),
            nodes=tuple([self.nodes[at] for at in chosen]),
            demand=self.demand[chosen],
            covariates=tuple([each.rows(chosen) for each in self.covariates]),
            told=None if self.told is None else self.told[chosen],
        )


def mean_of(values: Matrix) -> Matrix:
    """The mean of each row of what is known; NaN where nothing is."""
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    total = np.where(known, values, 0).sum(axis=1, dtype=np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.where(count > 0, total / count, np.nan), dtype=np.float32)
