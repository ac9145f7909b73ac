"""What a night computes: what earlier runs said of days that have come, and what comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec
import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.asked import ForecastFiles, Tell
from stockpool.forecasting.classes import abc_classes, demand_classes
from stockpool.forecasting.features import EVENT
from stockpool.forecasting.messages import (
    CHAMPION,
    HORIZON_MAX,
    NAIVE,
    QUANTILES,
    ForecastPlan,
    ForecastRefused,
    ReadReport,
)
from stockpool.forecasting.methods.known import methods_of
from stockpool.forecasting.panel import Matrix
from stockpool.forecasting.reading import Reading, read
from stockpool.forecasting.running import Chosen, Made, Spreads, make_forecast
from stockpool.forecasting.spread import LEAST_MEAN, LEVELS, Errors, Group, Spread, promoted_in, variation_of
from stockpool.forecasting.stored.messages import Choice, Promised
from stockpool.forecasting.stored.model import (
    AccuracySums,
    Champions,
    EarlierRun,
    RunMade,
    SeriesRow,
    Situation,
    StoredGroup,
    StoredSpread,
    ahead_of,
)

StoredSpreads = Mapping[str, Sequence[StoredSpread]]
"""By method: `champion` and `naive`."""

DIGITS = 7


class Night:
    """A night's demand, read once."""

    def __init__(self, files: ForecastFiles, plan: ForecastPlan) -> None:
        """Read it; raises `ForecastRefused`."""
        if not 1 <= plan.horizon <= HORIZON_MAX:
            raise ForecastRefused(f"horizon: {plan.horizon} is no number of periods; name 1 to {HORIZON_MAX:,}")
        self._plan = plan
        self._reading: Reading = read(files, plan.horizon, plan.trusted)
        panel = self._reading.panel
        self._row_of = {key: row for row, key in enumerate(zip(panel.skus, panel.nodes, strict=True))}

    @property
    def known_until(self) -> date:
        """The last day of demand."""
        return self._first_day - timedelta(days=1)

    @property
    def demand_read(self) -> ReadReport:
        """What was read and mended."""
        return self._reading.report

    def situation(self) -> Situation:
        """What decides whether champions are chosen anew."""
        panel = self._reading.panel
        names, counts = np.unique(demand_classes(panel), return_counts=True)
        return Situation(
            known_until=self.known_until,
            step_days=panel.step_days,
            horizon=self._plan.horizon,
            methods=frozenset([method.name for method in methods_of(self._plan, panel)]),
            classes={str(name): int(count) for name, count in zip(names, counts, strict=True)},
            features=self._features(),
        )

    def score(
        self, run: EarlierRun, first: int, series: Sequence[SeriesRow], spreads: StoredSpreads
    ) -> list[AccuracySums]:
        """What a run said of days that have come; `series` hold its periods from number `first` on, those only."""
        rows = [self._row_of.get((each.sku, each.node), -1) for each in series]
        known = [number for number, row in enumerate(rows) if row >= 0]
        panel = self._reading.panel
        away, between = divmod((run.first_day - panel.first).days, panel.step_days)
        begin = away + first
        if not known or run.step_days != panel.step_days or between:
            return []  # of such periods nothing has come
        if begin < 0:  # demand is known from a later day on
            first, begin, series = first - begin, 0, [_later(each, -begin) for each in series]
        chosen = [series[number] for number in known]
        length = len(chosen[0].mean)
        actual = panel.demand[[rows[number] for number in known], begin : begin + length]
        groups = np.asarray([f"{each.demand_class} {each.abc_class}" for each in chosen])
        variation = np.asarray([each.variation for each in chosen])
        found = []
        for method, said in ((CHAMPION, [each.mean for each in chosen]), (NAIVE, [each.naive for each in chosen])):
            mean = np.asarray(said, dtype=np.float32)[:, : actual.shape[1]]
            spread = unpacked(next(each for each in spreads[method] if each.length == 1))
            for step in range(actual.shape[1]):
                day = panel.day(begin + step)
                ahead = ahead_of((day - run.known_until).days + panel.step_days - 1)
                column = mean[:, step].astype(np.float64)
                at = range(first + step, first + step + 1)
                kinds = np.asarray([each.kind(at) for each in chosen])
                quantiles = spread.quantiles(QUANTILES, column, variation, kinds)
                found += _sums((day, ahead, method), actual[:, step], column, quantiles, groups)
        return found

    def forecast(
        self, champions: Champions | None, spreads: StoredSpreads, choice: Choice | None, tell: Tell
    ) -> RunMade:
        """What comes: by champions that are chosen now, or kept where there is no reason to choose."""
        kept = champions if choice is None else None
        chosen = None if kept is None else _kept(kept, spreads)
        made = make_forecast(self._reading.panel, self._plan, tell, chosen=chosen)
        lengths = range(1, self._plan.horizon + 1)
        learned = {
            CHAMPION: [packed(made.spreads.of(length)) for length in lengths],
            NAIVE: [packed(made.naive_spreads.of(1))],
        }
        return RunMade(
            known_until=self.known_until,
            first_day=self._first_day,
            step_days=made.known.step_days,
            horizon=self._plan.horizon,
            champions=tuple(made.champions.values()) if kept is None else kept.champions,
            promised=promised_of(made) if kept is None else kept.promised,
            features=self._features(),
            models=made.models,
            spreads=learned if kept is None else {},
            choice=choice,
            series=_series(made),
        )

    @property
    def _first_day(self) -> date:
        panel = self._reading.panel
        return panel.day(panel.periods)

    def _features(self) -> dict[str, str]:
        """What is known beside demand; holidays as one thing, since each is new when it is first seen."""
        return {
            "holidays" if each.group == EVENT else each.name: "known ahead" if each.ahead else "known after"
            for each in self._reading.panel.covariates
        }


def _later(series: SeriesRow, periods: int) -> SeriesRow:
    """Without so many of the first periods."""
    return msgspec.structs.replace(series, mean=series.mean[periods:], naive=series.naive[periods:])


def promised_of(made: Made) -> dict[str, Promised]:
    """The errors of a week ahead at the rolling origins, by class and of all."""
    champion, naive = made.spreads.origins, made.naive_spreads.origins
    classes = np.unique(np.concatenate([each.classes for each in champion]))
    found = {}
    for name in ["", *map(str, classes)]:
        own, theirs = (_wape(each, name, made.known.week) for each in (champion, naive))
        if own is not None and theirs is not None:
            found[name] = Promised(round(own, 4), round(theirs, 4))
    return found


def _wape(origins: Sequence[Errors], name: str, week: int) -> float | None:
    demand = error = 0.0
    for each in origins:
        here = each.classes == name if name else np.ones(len(each.classes), dtype=bool)
        actual, mean = each.actual[here, :week], each.mean[here, :week]
        demand += float(np.nansum(actual, dtype=np.float64))
        error += float(np.nansum(np.abs(mean - actual), dtype=np.float64))
    return error / demand if demand > 0 else None


def _kept(champions: Champions, spreads: StoredSpreads) -> Chosen:
    own, naive = ({each.length: unpacked(each) for each in spreads[method]} for method in (CHAMPION, NAIVE))
    return Chosen({each.demand_class: each for each in champions.champions}, Spreads([], own), Spreads([], naive))


def _series(made: Made) -> list[SeriesRow]:
    known, variation, shares = made.known, variation_of(made.known), abc_classes(made.known)
    promoted = promoted_in(known, known.periods, made.forecasts.mean.shape[1])
    return [
        SeriesRow(
            sku=sku,
            node=node,
            demand_class=str(made.classes[row]),
            abc_class=str(shares[row]),
            variation=float(variation[row]),
            mean=mean,
            naive=naive,
            promoted=np.flatnonzero(promoted[row]).tolist(),
        )
        for row, (sku, node, mean, naive) in enumerate(
            zip(known.skus, known.nodes, made.forecasts.mean.tolist(), made.naive.mean.tolist(), strict=True)
        )
    ]


def _sums(
    of: tuple[date, int, str],
    actual: Matrix,
    mean: NDArray[np.float64],
    quantiles: Sequence[NDArray[np.float64]],
    groups: NDArray[np.str_],
) -> list[AccuracySums]:
    """What was said of one day, by class."""
    day, ahead, method = of
    found = []
    losses = [
        np.maximum(q * (actual - each), (q - 1) * (actual - each)) for q, each in zip(QUANTILES, quantiles, strict=True)
    ]
    at = dict(zip(QUANTILES, quantiles, strict=True))
    for group in np.unique(groups):
        here = (groups == group) & ~np.isnan(actual)
        if not here.any():
            continue
        demand_class, _, abc_class = str(group).partition(" ")
        error = mean[here] - actual[here]
        found.append(
            AccuracySums(
                day=day,
                demand_class=demand_class,
                abc_class=abc_class,
                ahead=ahead,
                method=method,
                rows=int(here.sum()),
                demand=float(actual[here].sum(dtype=np.float64)),
                error=float(error.sum()),
                absolute_error=float(np.abs(error).sum()),
                loss=float(np.mean([each[here].sum() for each in losses])),
                within_90=int((actual[here] <= at[0.9][here]).sum()),
                within_95=int((actual[here] <= at[0.95][here]).sum()),
            )
        )
    return found


def packed(spread: Spread) -> StoredSpread:
    """A spread as it is stored."""
    groups = {
        name: tuple(
            [
                StoredGroup(each.mean_max if np.isfinite(each.mean_max) else None, _numbers(each.quantiles))
                for each in groups
            ]
        )
        for name, groups in spread.groups.items()
    }
    shares = _numbers(spread.shares)
    return StoredSpread(spread.length, LEAST_MEAN, _numbers(LEVELS), (shares[0], shares[1], shares[2]), groups)


def unpacked(stored: StoredSpread) -> Spread:
    """A stored spread as it was learned."""
    groups = {
        name: [Group(np.inf if each.mean_max is None else each.mean_max, np.asarray(each.quantiles)) for each in groups]
        for name, groups in stored.groups.items()
    }
    return Spread(stored.length, np.asarray(stored.shares), groups)


def _numbers(values: NDArray[np.float64]) -> tuple[float, ...]:
    return tuple([float(f"{each:.{DIGITS}g}") for each in values])
