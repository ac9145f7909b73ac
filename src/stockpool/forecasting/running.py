"""A forecast from a panel: rolling origins, champions, spread, and what comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.alike.births import births_at, champions_of_births
from stockpool.forecasting.alike.likeness import Likeness
from stockpool.forecasting.asked import Tell
from stockpool.forecasting.choosing import Origin, choose_champions, mix
from stockpool.forecasting.classes import demand_classes, volumes
from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import Engine
from stockpool.forecasting.messages import DEAD, EVERYTHING, QUANTILES, STARTING, ChampionOf, ForecastPlan
from stockpool.forecasting.methods.known import methods_of
from stockpool.forecasting.methods.role import Method, Modeled
from stockpool.forecasting.methods.seasonal_naive import SeasonalNaive
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.pieces import pieces_of
from stockpool.forecasting.scores import Forecasts, scale_of
from stockpool.forecasting.spread import Errors, Floats, Spread, kinds_of, learn_spread, promoted_in, variation_of

ORIGINS_MAX = 6
ORIGINS_OF_MANY = 2
MANY_VALUES = 4_000_000
"""A panel of more values has fewer origins."""
FEWEST_WEEKS = 4
"""So much history an origin must have."""


@dataclass(frozen=True)
class Made:
    """A forecast with all that explains it."""

    forecasts: Forecasts
    naive: Forecasts
    classes: NDArray[np.str_]
    champions: Mapping[str, ChampionOf]
    known: Panel
    spreads: Spreads
    naive_spreads: Spreads
    models: Mapping[str, str]
    origins: Sequence[tuple[int, Errors]]
    """How many periods were known at each rolling origin, and what was missed there."""
    likeness: Likeness

    def sums(self, begin: int, length: int, levels: Sequence[float]) -> list[Floats]:
        """Quantiles of the sum of so many periods from a step of the horizon on, for each series."""
        mean = self.forecasts.mean[:, begin : begin + length].sum(axis=1, dtype=np.float64)
        promoted = promoted_in(self.known, self.known.periods + begin, length)
        kinds = kinds_of(self.classes, promoted)
        return self.spreads.of(length).quantiles(levels, mean, variation_of(self.known), kinds)


class Spreads:
    """The spreads of sums by their length, each learned when it is first asked for."""

    def __init__(
        self, origins: Sequence[Errors], known: Mapping[int, Spread] = {}, births: Sequence[Errors] = ()
    ) -> None:
        """`known` are spreads that were learned before; `births` the errors of series that start."""
        self.origins, self._births = origins, births
        self._known = dict(known)

    def of(self, length: int) -> Spread:
        """The spread of sums over so many periods."""
        if length not in self._known:
            self._known[length] = learn_spread(self.origins, length, self._births)
        return self._known[length]


@dataclass(frozen=True)
class Chosen:
    """Who forecasts, and how sure that is: learned at rolling origins, and good for some weeks."""

    champions: Mapping[str, ChampionOf]
    spreads: Spreads
    naive_spreads: Spreads


def make_forecast(
    known: Panel, plan: ForecastPlan, tell: Tell, engine: Engine = LOCAL, chosen: Chosen | None = None
) -> Made:
    """Forecast the periods behind a panel, by whom was chosen before or is chosen now."""
    methods, days = methods_of(plan, known), origins_of(known, plan.horizon)
    if chosen is not None:
        used = {name for each in chosen.champions.values() for name in each.weights}
        methods, days = [method for method in methods if method.name in used], []
    said = _said(known, [*days, known.periods], methods, plan.horizon, engine, tell)
    origins = [_origin(known, at, plan.horizon, said[at]) for at in days]
    means, naive = said[known.periods]
    classes = demand_classes(known)
    if chosen is None:
        chosen = _chosen(known, days, origins, classes, plan)
    likeness = Likeness(known, _mixed(means, chosen.champions, classes), classes)
    made = likeness.filled()
    tell("learning how sure they are", 1, 1)
    return Made(
        forecasts=_with_quantiles(made, chosen.spreads, known, classes),
        naive=_with_quantiles(naive, chosen.naive_spreads, known, classes),
        classes=classes,
        champions=chosen.champions,
        known=known,
        spreads=chosen.spreads,
        naive_spreads=chosen.naive_spreads,
        models={name: text for each in methods if isinstance(each, Modeled) for name, text in each.models().items()},
        origins=list(zip(days, chosen.spreads.origins, strict=True)),
        likeness=likeness,
    )


def forecast_mean(known: Panel, plan: ForecastPlan, tell: Tell, engine: Engine = LOCAL) -> Matrix:
    """The mean that `make_forecast` would say; one method alone needs no rolling origins for it."""
    methods = methods_of(plan, known)
    if len(methods) > 1:
        return make_forecast(known, plan, tell, engine).forecasts.mean
    means, _ = _said(known, [known.periods], methods, plan.horizon, engine, tell)[known.periods]
    classes = demand_classes(known)
    alone = {EVERYTHING: ChampionOf(EVERYTHING, known.series, {methods[0].name: 1.0}, {}, ())}
    return Likeness(known, _mixed(means, alone, classes), classes).filled()


def origins_of(known: Panel, horizon: int) -> list[int]:
    """How many periods were known at each rolling origin, the oldest first: each horizon before the next."""
    most = ORIGINS_OF_MANY if known.demand.size > MANY_VALUES else ORIGINS_MAX
    found = [known.periods - horizon * number for number in range(1, most + 1)]
    fine = [at for at in found if at >= max(FEWEST_WEEKS * known.week, 2)]
    return sorted(fine) or [max(known.periods - horizon, known.periods // 2, 1)]


Said = tuple[dict[str, Matrix], Matrix]
"""What each method says at an origin, where it cannot what the naive says; and that."""


def _said(
    known: Panel, origins: Sequence[int], methods: Sequence[Method], horizon: int, engine: Engine, tell: Tell
) -> dict[int, Said]:
    pieces = pieces_of(known, origins, methods, horizon)
    shape = (known.series, horizon)
    means = {at: {method.name: np.zeros(shape, dtype=np.float32) for method in methods} for at in origins}
    for piece, made in zip(pieces, engine.run(known, pieces, tell), strict=True):
        means[piece.at][piece.method][piece.part] = made
    naive = {at: SeasonalNaive().forecast(known.until(at), horizon) for at in origins}
    return {
        at: ({name: np.where(np.isnan(mean), naive[at], mean) for name, mean in each.items()}, naive[at])
        for at, each in means.items()
    }


def _origin(known: Panel, at: int, horizon: int, said: Said) -> Origin:
    before = known.until(at)
    actual = np.full((known.series, horizon), np.nan, dtype=np.float32)
    came = known.demand[:, at : at + horizon]
    actual[:, : came.shape[1]] = came
    means, naive = said
    return Origin(
        day=known.day(at - 1).isoformat(),
        means=means,
        naive=naive,
        actual=actual,
        scale=scale_of(before),
        volume=volumes(before),
        classes=demand_classes(before),
        variation=variation_of(before),
        promoted=promoted_in(before, at, horizon),
    )


def _chosen(
    known: Panel, days: Sequence[int], origins: Sequence[Origin], classes: NDArray[np.str_], plan: ForecastPlan
) -> Chosen:
    """Who forecasts, by the rolling origins, and how wrong that was there."""
    champions = choose_champions(origins, [str(name) for name in np.unique(classes)])
    learned = [_learned(known, at, each, champions, plan.seed) for at, each in zip(days, origins, strict=True)]
    errors, births = [each[0] for each in learned], [each[1] for each in learned]
    starting = {name: int((classes == name).sum()) for name in STARTING if (classes == name).any()}
    return Chosen(
        champions | champions_of_births(births, [each.day for each in origins], starting),
        Spreads(errors, births=births),
        Spreads([_errors(each, each.naive) for each in origins]),
    )


def _learned(
    known: Panel, at: int, origin: Origin, champions: Mapping[str, ChampionOf], seed: int
) -> tuple[Errors, Errors]:
    """What was missed at an origin, and what of births was."""
    before = known.until(at)
    likeness = Likeness(before, _mixed(origin.means, champions, origin.classes), origin.classes)
    mean = likeness.filled()
    return _errors(origin, mean), births_at(origin, likeness, mean, seed)


def _mixed(means: Mapping[str, Matrix], champions: Mapping[str, ChampionOf], classes: NDArray[np.str_]) -> Matrix:
    mean = mix(means, champions, classes)
    mean[classes == DEAD] = 0
    return mean


def _errors(origin: Origin, mean: Matrix) -> Errors:
    return Errors(mean, origin.actual, origin.variation, origin.classes, origin.promoted)


def _with_quantiles(mean: Matrix, spreads: Spreads, known: Panel, classes: NDArray[np.str_]) -> Forecasts:
    spread, variation, promoted = spreads.of(1), variation_of(known), promoted_in(known, known.periods, mean.shape[1])
    found = {level: np.empty_like(mean) for level in QUANTILES}
    for step in range(mean.shape[1]):
        column = mean[:, step].astype(np.float64)
        kinds = kinds_of(classes, promoted[:, step : step + 1])
        for level, values in zip(QUANTILES, spread.quantiles(QUANTILES, column, variation, kinds), strict=True):
            found[level][:, step] = values
    return Forecasts(mean, found)
