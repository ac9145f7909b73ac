"""What the boosted model sees of a series at an origin, for some steps of the horizon.

All that is a quantity is divided by the level of its series, so that one model learns from all of them. Nothing of the
periods behind the origin is read, but for covariates that are known ahead, at the period that is forecast.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Covariate, Matrix, Panel, mean_of

LEVEL_WEEKS = {1: 13, 7: 26}
"""The level of a series is its mean of so many weeks, by the days of a period."""
MEANS_WEEKS = (1, 2, 4, 8, 13)
LATELY_WEEKS = (1, 4, 8)
"""Over these weeks before the origin covariates are seen too: a level that promotions made is no level without them."""
LAST = 3
RATIO_LIMITS = (0.3, 3.0)
YEARS_FOR_CALENDAR = 2
"""With less history the week of the year says which week it was, not which season."""
SINCE_MAX = 365.0

LEVEL, SEASON, EVENT, PRICE, PROMOTION, SIGNAL = "level", "season", "event", "price", "promotion", "signal"


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


def features_at(panel: Panel, origin: int, steps: Sequence[int], *, calendar: bool) -> Seen:
    """The features at an origin, which is how many periods are known, for steps behind it, the first being 0.

    `calendar` tells whether the model may know the week of the year.
    """
    level = level_of(panel, origin)
    fixed = _at_origin(panel, origin, level)
    made = [_at_step(panel, origin, step, level, calendar=calendar) for step in steps]
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


def _at_origin(panel: Panel, origin: int, level: NDArray[np.float32]) -> Made:
    """What is the same for all steps."""
    known, week = panel.demand[:, :origin], panel.week
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
    for name, codes in (("sku", panel.skus), ("node", panel.nodes)):
        made.append((Column(name, LEVEL), _codes(codes)))
    if panel.categories:
        made.append((Column("category", LEVEL), _codes([panel.categories.get(sku, "") for sku in panel.skus])))
    if origin >= panel.year + 8 * week:
        before = _mean(known[:, : origin - panel.year], 8 * week)
        with np.errstate(invalid="ignore", divide="ignore"):
            made.append((Column("year_growth", SEASON), np.clip(_mean(known, 8 * week) / before, *RATIO_LIMITS)))
        made.append((Column("year_before_recent", SEASON), _mean(known[:, : origin - panel.year], 4 * week) / level))
    else:
        nothing = np.full(panel.series, np.nan, dtype=np.float32)
        made += [(Column(name, SEASON), nothing) for name in ("year_growth", "year_before_recent")]
    return made


def _at_step(panel: Panel, origin: int, step: int, level: NDArray[np.float32], *, calendar: bool) -> Made:
    """What is of the period that is forecast."""
    known, week, at = panel.demand[:, :origin], panel.week, origin + step
    day = panel.day(at)
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
    for name, groups in (("sku", panel.skus), ("node", panel.nodes)):
        made.append(
            (Column(f"{name}_year_before", SEASON), _pooled(known, at - panel.year, origin - panel.year, week, groups))
        )
    for covariate in panel.covariates:
        made += _of_covariate(panel, covariate, origin, at)
    return made


def _of_covariate(panel: Panel, covariate: Covariate, origin: int, at: int) -> Made:
    name, group, sign = covariate.name, covariate.group, covariate.sign
    if not covariate.ahead:
        return [(Column(f"{name}_last", group, sign), covariate.at(origin - 1))]
    now = covariate.at(at)
    recent = covariate.mean(origin - LEVEL_WEEKS[7] * panel.week, origin)
    lately = [(weeks, covariate.mean(origin - weeks * panel.week, origin)) for weeks in LATELY_WEEKS]
    if group != PRICE:
        return [
            (Column(name, group, sign), now),
            (Column(f"{name}_recent", group), recent),
            *[(Column(f"{name}_{weeks}w", group), mean) for weeks, mean in lately],
            (Column(f"{name}_year_before", group), covariate.at(at - panel.year)),
        ]
    with np.errstate(invalid="ignore", divide="ignore"):
        return [
            (Column(f"{name}_to_usual", group, sign), now / recent),
            *[(Column(f"{name}_to_{weeks}w", group, sign), now / mean) for weeks, mean in lately],
            (Column(name, group, sign), now),
        ]


def _pooled(known: Matrix, at: int, origin: int, week: int, groups: Sequence[str]) -> NDArray[np.float32]:
    """How a period stood to the eight weeks before an origin, of all series of a SKU or node together."""
    if not (0 <= at < known.shape[1] and origin > 0):
        return np.full(known.shape[0], np.nan, dtype=np.float32)
    _, group_of = np.unique(np.asarray(groups), return_inverse=True)
    then = np.nan_to_num(_between(known, at - (week > 1) * week // 2, at + 1 + (week > 1) * week // 2))
    before = np.nan_to_num(_between(known, origin - 8 * week, origin))
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.bincount(group_of, weights=then) / np.bincount(group_of, weights=before)
    return np.clip(np.where(np.isfinite(ratio), ratio, np.nan), 0, 10)[group_of].astype(np.float32)


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


def _codes(names: Sequence[str]) -> NDArray[np.float32]:
    """A number for each name, by its place in the alphabet."""
    return np.unique(np.asarray(names), return_inverse=True)[1].astype(np.float32)
