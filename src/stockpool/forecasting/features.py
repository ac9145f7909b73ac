"""What the boosted model sees of a series at an origin, for some steps of the horizon.

All that is a quantity is divided by the level of its series, so that one model learns from all of them. Nothing of the
periods behind the origin is read, but for covariates that are known ahead, at the period that is forecast.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.beside import Beside
from stockpool.forecasting.panel import TO_NODE, Covariate, Matrix, Panel, mean_of

LEVEL_WEEKS = {1: 13, 7: 26}
"""The level of a series is its mean of so many weeks, by the days of a period."""
MEANS_WEEKS = (1, 2, 4, 8, 13)
LATELY_WEEKS = (1, 4, 8)
"""Over these weeks before the origin covariates are seen too: a level that promotions made is no level without them."""
LAST = 3
RATIO_LIMITS = (0.3, 3.0)
POOLED_MAX = 10.0
YEARS_FOR_CALENDAR = 2
"""With less history the week of the year says which week it was, not which season."""
SINCE_MAX = 365.0

LEVEL, SEASON, EVENT, PRICE, PROMOTION, SIGNAL = "level", "season", "event", "price", "promotion", "signal"
OTHERS = "other SKUs"
"""Prices and promotions of the other SKUs at the node. Who buys what instead of what nobody knows: it has no sign."""


@dataclass(frozen=True)
class Column:
    """A feature: its name, what it stands for in explanations, and how demand moves with it where that is known."""

    name: str
    group: str
    sign: int = 0


@dataclass(frozen=True)
class Seen:
    """Features of the shape (series x steps, features), all steps of a series together, and the level of each."""

    values: Matrix
    level: NDArray[np.float32]
    columns: tuple[Column, ...]


def level_of(panel: Panel, origin: int) -> NDArray[np.float32]:
    """The level of each series at an origin: NaN where it never sold or sells no more."""
    weeks = LEVEL_WEEKS[panel.step_days] * panel.week
    level = mean_of(panel.demand[:, max(0, origin - weeks) : origin])
    return np.where(level > 0, level, np.nan).astype(np.float32)


def features_at(
    whole: Panel, origin: int, steps: Sequence[int], chosen: NDArray[np.intp] | None = None, *, calendar: bool
) -> Seen:
    """The features at an origin, which is how many periods are known, for steps behind it, the first being 0.

    Of all series or the chosen ones, which are numbered and pooled among all. `calendar` tells whether the model may
    know the week of the year.
    """
    rows = np.arange(whole.series) if chosen is None else chosen
    panel = whole if chosen is None else whole.rows(chosen)
    pool = _Pool(whole, origin, rows)
    level = level_of(panel, origin)
    fixed = _at_origin(panel, pool, level)
    beside = _beside(whole, origin)
    made = [
        _at_step(panel, pool, origin + step, level, calendar=calendar) + _of_others(beside, origin + step, rows)
        for step in steps
    ]
    columns = [column for column, _ in fixed] + [column for column, _ in made[0]]
    count, width = panel.series, len(columns)
    values = np.empty((count, len(steps), width), dtype=np.float32)
    for at, (_, column_values) in enumerate(fixed):
        values[:, :, at] = column_values[:, None] if column_values.shape[0] == count else column_values
    for number, one in enumerate(made):
        for at, (_, column_values) in enumerate(one):
            values[:, number, len(fixed) + at] = column_values
    return Seen(values.reshape(count * len(steps), width), level, tuple(columns))


Made = list[tuple[Column, NDArray[np.float32]]]


class _Pool:
    """What the chosen series of an origin have in common with all others: the numbers of SKUs, nodes and categories."""

    def __init__(self, whole: Panel, origin: int, rows: NDArray[np.intp]) -> None:
        self.origin = origin
        self._rows, self._week, self._year = rows, whole.week, whole.year
        self._known = whole.demand[:, :origin]
        categories = [whole.categories.get(sku, "") for sku in whole.skus] if whole.categories else []
        named = {"sku": whole.skus, "node": whole.nodes, "category": categories}
        self._groups = {
            name: np.unique(np.asarray(each), return_inverse=True)[1] for name, each in named.items() if len(each)
        }

    def codes(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """A number for the SKU, node and category of each series, by its place in the alphabet."""
        for name, group_of in self._groups.items():
            yield name, group_of[self._rows].astype(np.float32)

    def year_before(self, at: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """How a period a year before stood to the weeks before its origin, of all series of a SKU or node together."""
        then, origin, week = at - self._year, self.origin - self._year, self._week
        for name in ("sku", "node"):
            if not (0 <= then < self._known.shape[1] and origin > 0):
                yield name, np.full(len(self._rows), np.nan, dtype=np.float32)
                continue
            wide = week // 2 if week > 1 else 0
            around = np.nan_to_num(_between(self._known, then - wide, then + 1 + wide))
            before = np.nan_to_num(_between(self._known, origin - 8 * week, origin))
            group_of = self._groups[name]
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = np.bincount(group_of, weights=around) / np.bincount(group_of, weights=before)
            ratio = np.clip(np.where(np.isfinite(ratio), ratio, np.nan), 0, POOLED_MAX)
            yield name, ratio[group_of[self._rows]].astype(np.float32)


def _at_origin(panel: Panel, pool: _Pool, level: NDArray[np.float32]) -> Made:
    """What is the same for all steps."""
    origin, week = pool.origin, panel.week
    known = panel.demand[:, :origin]
    made: Made = [(Column(f"mean_{weeks}w", LEVEL), _mean(known, weeks * week) / level) for weeks in MEANS_WEEKS]
    for back in range(1, LAST + 1):
        made.append((Column(f"last_{back}", LEVEL), _column(known, origin - back) / level))
    recent = known[:, -13 * week :]
    spread = np.sqrt(np.maximum(mean_of(recent**2) - mean_of(recent) ** 2, 0))
    made.append((Column("spread", LEVEL), spread / level))
    if panel.step_days == 1:
        made.append(
            (Column("zeros", LEVEL), mean_of(np.where(np.isnan(recent), np.nan, recent == 0).astype(np.float32)))
        )
        made.append((Column("since_sale", LEVEL), _since_sale(known)))
    made.append((Column("size", LEVEL), np.log1p(level)))
    made.append((Column("age", LEVEL), (~np.isnan(known)).sum(axis=1).astype(np.float32)))
    made += [(Column(name, LEVEL), codes) for name, codes in pool.codes()]
    if origin >= panel.year + 8 * week:
        before = _mean(known[:, : origin - panel.year], 8 * week)
        with np.errstate(invalid="ignore", divide="ignore"):
            made.append((Column("year_growth", SEASON), np.clip(_mean(known, 8 * week) / before, *RATIO_LIMITS)))
        made.append((Column("year_before_recent", SEASON), _mean(known[:, : origin - panel.year], 4 * week) / level))
    else:
        nothing = np.full(panel.series, np.nan, dtype=np.float32)
        made += [(Column(name, SEASON), nothing) for name in ("year_growth", "year_before_recent")]
    return made


def _at_step(panel: Panel, pool: _Pool, at: int, level: NDArray[np.float32], *, calendar: bool) -> Made:
    """What is of the period that is forecast."""
    origin, week = pool.origin, panel.week
    known, step, day = panel.demand[:, :origin], at - origin, panel.day(at)
    count = panel.series
    made: Made = [(Column("step", SEASON), np.full(count, step, dtype=np.float32))]
    if week > 1:
        same = [at - week * back for back in range(1, 60) if 0 <= at - week * back < origin]
        for weeks in (4, 8):
            made.append((Column(f"weekday_{weeks}w", SEASON), mean_of(known[:, same[:weeks]]) / level))
        made.append((Column("weekday", SEASON), np.full(count, day.weekday(), dtype=np.float32)))
        made.append((Column("day_of_month", SEASON), np.full(count, day.day, dtype=np.float32)))
    if calendar:
        made.append((Column("week_of_year", SEASON), np.full(count, day.isocalendar().week, dtype=np.float32)))
    year, wide = at - panel.year, week
    exact = _column(known, year) if year < origin else np.full(count, np.nan, dtype=np.float32)
    around = _between(known, year - wide, year + wide + 1)
    with np.errstate(invalid="ignore", divide="ignore"):
        growth = np.clip(
            _mean(known, 8 * week) / _mean(known[:, : max(origin - panel.year, 0)], 8 * week), *RATIO_LIMITS
        )
    made.append((Column("year_before", SEASON), exact / level))
    made.append((Column("year_before_around", SEASON), around / level))
    made.append((Column("year_before_grown", SEASON), (around if week > 1 else exact) * growth / level))
    made.append((Column("two_years_before", SEASON), _column(known, at - 2 * panel.year) / level))
    made += [(Column(f"{name}_year_before", SEASON), ratio) for name, ratio in pool.year_before(at)]
    for covariate in panel.covariates:
        made += _of_covariate(panel, covariate, origin, at)
    return made


def _of_covariate(panel: Panel, covariate: Covariate, origin: int, at: int) -> Made:
    name, group, sign = covariate.name, covariate.group, covariate.sign
    if not covariate.ahead:
        return [(Column(f"{name}_last", group, sign), covariate.at(origin - 1))]
    now = covariate.at(at)
    if group == EVENT:
        return [(Column(name, group, sign), now), (Column(f"{name}_year_before", group), covariate.at(at - panel.year))]
    recent = covariate.mean(origin - LEVEL_WEEKS[7] * panel.week, origin)
    before = covariate.at(at - panel.year)
    if group == SIGNAL:  # few columns: each is a way to learn by heart which week it was
        return [
            (Column(name, group, sign), now),
            (Column(f"{name}_to_recent", group), now - recent),
            (Column(f"{name}_to_year_before", group), now - before),
        ]
    lately = [(weeks, covariate.mean(origin - weeks * panel.week, origin)) for weeks in LATELY_WEEKS]
    if group != PRICE:
        return [
            (Column(name, group, sign), now),
            (Column(f"{name}_recent", group), recent),
            *[(Column(f"{name}_{weeks}w", group), mean) for weeks, mean in lately],
            (Column(f"{name}_year_before", group), before),
        ]
    with np.errstate(invalid="ignore", divide="ignore"):
        return [
            (Column(f"{name}_to_usual", group, sign), now / recent),
            *[(Column(f"{name}_to_{weeks}w", group, sign), now / mean) for weeks, mean in lately],
            (Column(name, group, sign), now),
        ]


def _beside(whole: Panel, origin: int) -> Beside | None:
    """What else nodes offer; None where neither prices nor promotions are known ahead, which costs nothing."""
    offers = [each for each in whole.covariates if each.ahead and each.group in (PRICE, PROMOTION)]
    told = [(each, each.group == PRICE) for each in offers if each.name != TO_NODE]
    return Beside(whole, origin, level_of(whole, origin), told) if told else None


def _of_others(beside: Beside | None, at: int, rows: NDArray[np.intp]) -> Made:
    told = beside.at(at) if beside is not None else ()
    return [(Column(name, OTHERS), values[rows]) for name, values in told]


def _mean(known: Matrix, periods: int) -> NDArray[np.float32]:
    return mean_of(known[:, max(known.shape[1] - periods, 0) :])


def _between(known: Matrix, begin: int, end: int) -> NDArray[np.float32]:
    if end <= 0 or begin >= known.shape[1]:
        return np.full(known.shape[0], np.nan, dtype=np.float32)
    return mean_of(known[:, max(begin, 0) : end])


def _column(values: Matrix, at: int) -> NDArray[np.float32]:
    """A column; NaN where there is none."""
    if 0 <= at < values.shape[1]:
        return values[:, at]
    return np.full(values.shape[0], np.nan, dtype=np.float32)


def _since_sale(known: Matrix) -> NDArray[np.float32]:
    sold = known > 0
    since = np.argmax(sold[:, ::-1], axis=1).astype(np.float32)
    return np.where(sold.any(axis=1), np.minimum(since, SINCE_MAX), SINCE_MAX).astype(np.float32)
