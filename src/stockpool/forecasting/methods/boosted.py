"""One gradient-boosted model for all series, direct: one for each week of the horizon, so that nothing is fed back.

Ke et al. (2017), "LightGBM: A highly efficient gradient boosting decision tree". It learns demand over the level of the
series, from what was known at many origins of the past; rows are drawn so that memory is bounded whatever the panel.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.classes import volumes
from stockpool.forecasting.engines.role import threads_here
from stockpool.forecasting.features import YEARS_FOR_CALENDAR, Column, features_at, level_of
from stockpool.forecasting.methods.role import Part
from stockpool.forecasting.panel import Matrix, Panel

ROWS_MAX = 900_000
"""Rows that one model learns from."""
ORIGINS_MAX = 60
FEWEST_WEEKS = 8
"""So much history an origin must have."""
RATIO_MAX = 8.0
"""What sold more than so many times its level was no demand to learn from: a bulk order, or a mistake."""
VARIANCE_POWER = 1.4
"""Between Poisson's 1 and gamma's 2."""
WEIGHT_MAX = 20.0
BAGGED = 0.7
"""Of the rows each tree learns from this share."""
PREDICTED_AT_ONCE = 400_000


@dataclass(frozen=True)
class Lesson:
    """What one model learns: rows of features, what came of each, what an error of each counts, and how to fit."""

    parameters: dict[str, Any]
    features: Matrix
    targets: NDArray[np.float32]
    weights: NDArray[np.float32]
    columns: tuple[Column, ...]
    rounds: int


@dataclass(frozen=True)
class Fitted:
    """The models of the weeks of a horizon; explanations read them."""

    models: tuple[Any, ...]
    weeks: tuple[tuple[int, ...], ...]
    calendar: bool


class Boosted:
    """The boosted model. `rounds` are trees; fewer learn less."""

    name = "boosted"

    def __init__(self, seed: int, rounds: int) -> None:
        self._seed, self._rounds = seed, rounds
        self._last: dict[int, Any] = {}

    def forecast(self, known: Panel, horizon: int) -> Matrix:
        """As the role says."""
        return self.predict(known, self.fit(known, horizon), horizon)

    def models(self) -> dict[str, str]:
        """As the role says: the model of each week, by its first step."""
        return {f"{self.name} from {step + 1}": str(each.model_to_string()) for step, each in self._last.items()}

    def parts(self, panel: Panel, horizon: int) -> list[Part]:
        """A part for each model."""
        return [Part(slice(None), slice(steps[0], steps[-1] + 1)) for steps in weeks_of(horizon, panel.week)]

    def forecast_part(self, known: Panel, horizon: int, part: Part) -> Matrix:
        """As the role says."""
        fitted = self._fit(known, (tuple(range(horizon)[part.steps]),))
        self._last |= {steps[0]: each for steps, each in zip(fitted.weeks, fitted.models, strict=True) if each}
        return self.predict(known, fitted, horizon)[part]

    def fit(self, known: Panel, horizon: int) -> Fitted:
        """Learn from origins of the past."""
        return self._fit(known, weeks_of(horizon, known.week))

    def _fit(self, known: Panel, weeks: tuple[tuple[int, ...], ...]) -> Fitted:
        calendar = known.periods >= YEARS_FOR_CALENDAR * known.year
        return Fitted(tuple([self._model(known, steps, calendar=calendar) for steps in weeks]), weeks, calendar)

    def predict(self, known: Panel, fitted: Fitted, horizon: int, chosen: NDArray[np.intp] | None = None) -> Matrix:
        """What the models say at the end of what is known, of all series or of the chosen ones."""
        rows = np.arange(known.series) if chosen is None else chosen
        found = np.zeros((len(rows), horizon), dtype=np.float32)
        at_once = max(PREDICTED_AT_ONCE // known.week, 1)
        for begin in range(0, len(rows), at_once):
            part = rows[begin : begin + at_once]
            for model, steps in zip(fitted.models, fitted.weeks, strict=True):
                if model is None:  # nothing to learn from is not nothing sold: the naive method says it
                    found[begin : begin + len(part), list(steps)] = np.nan
                    continue
                seen = features_at(known, known.periods, steps, part, calendar=fitted.calendar)
                ratios = np.asarray(model.predict(seen.values)).reshape(len(part), len(steps))
                found[begin : begin + len(part), list(steps)] = ratios * np.nan_to_num(seen.level)[:, None]
        return np.maximum(found, 0)

    def _model(self, known: Panel, steps: tuple[int, ...], *, calendar: bool) -> Any:  # noqa: ANN401 -- LightGBM's
        """The model of one week of the horizon; None where there is nothing to learn from."""
        origins = _origins(known, steps)
        if not origins:
            return None
        week = _Week(
            known, steps, _weights(known), calendar, min(1.0, ROWS_MAX / (len(origins) * len(steps) * known.series))
        )
        dice = np.random.default_rng(self._seed)
        parts = [_learned(week, origin, dice) for origin in origins]
        features, targets, weights = (np.concatenate(each) for each in zip(*[part[:3] for part in parts], strict=True))
        if not targets.any():  # LightGBM refuses a Tweedie loss where all is zero, or nothing is there
            return None
        columns = parts[0][3]
        parameters = _parameters(columns, self._seed, len(targets))
        return _train(Lesson(parameters, features, targets, weights, columns, self._rounds))


def weeks_of(horizon: int, week: int) -> tuple[tuple[int, ...], ...]:
    """The steps of each week of a horizon; of weeks, the first two by themselves and the others in pairs."""
    if week > 1:
        return tuple([tuple(range(begin, min(begin + week, horizon))) for begin in range(0, horizon, week)])
    return tuple([tuple(range(begin, min(begin + 2, horizon))) for begin in range(0, horizon, 2)])


def _origins(known: Panel, steps: Sequence[int]) -> list[int]:
    """Origins that see enough before them and all of the week behind them; not all of the same weekday."""
    last = known.periods - steps[0] - 1
    first = min(FEWEST_WEEKS * known.week, max(last - 1, 1))
    stride = 5 if known.week > 1 else 1
    return list(range(last, first - 1, -stride))[:ORIGINS_MAX][::-1] if last >= 1 else []


Learned = tuple[Matrix, NDArray[np.float32], NDArray[np.float32], tuple[Column, ...]]


@dataclass(frozen=True)
class _Week:
    """What is learned: the steps of a week, with the weight of each series, of a share of all rows."""

    known: Panel
    steps: tuple[int, ...]
    weight: NDArray[np.float32]
    calendar: bool
    share: float


def _learned(week: _Week, origin: int, dice: np.random.Generator) -> Learned:
    """Features, targets over their level and weights of some series at an origin."""
    known, weight = week.known, week.weight
    chosen = np.flatnonzero(np.isfinite(level_of(known, origin)) & (weight > 0))
    if week.share < 1:
        size = min(len(chosen), int(week.share * known.series) + 1)
        chosen = np.sort(dice.choice(chosen, size=size, replace=False))
    reached = [step for step in week.steps if origin + step < known.periods]
    seen = features_at(known, origin, reached, chosen, calendar=week.calendar)
    came = known.demand[chosen][:, [origin + step for step in reached]]
    targets = (came / seen.level[:, None]).reshape(-1)
    scaled = np.repeat(weight[chosen] * seen.level, len(reached))
    fine = np.isfinite(targets)
    return (
        seen.values[fine],
        np.minimum(targets[fine], RATIO_MAX).astype(np.float32),
        np.clip(scaled[fine], 0.01, WEIGHT_MAX).astype(np.float32),
        seen.columns,
    )


def _weights(known: Panel) -> NDArray[np.float32]:
    """What an error of one unit counts: by how much the series changes from period to period, and what it sells."""
    steps = np.diff(known.demand, axis=1)
    seen = (~np.isnan(steps)).sum(axis=1)
    change = np.sqrt(np.nansum(steps.astype(np.float64) ** 2, axis=1) / np.maximum(seen, 1))
    volume = volumes(known)
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = np.sqrt(volume / max(volume.mean(), 1e-9)) / change
    return np.where(np.isfinite(weight), weight, 0).astype(np.float32)


def _parameters(columns: Sequence[Column], seed: int, rows: int) -> dict[str, Any]:
    return {
        "objective": "tweedie",  # a log link: prices, promotions and seasons multiply demand
        "tweedie_variance_power": VARIANCE_POWER,
        "learning_rate": 0.06,
        "num_leaves": 63,
        "min_data_in_leaf": max(10, min(100, rows // 2_000)),
        "feature_fraction": 0.6,
        "bagging_fraction": BAGGED,
        "bagging_freq": 1 if rows * BAGGED >= 1 else 0,  # LightGBM refuses a bag of no rows
        "lambda_l2": 5.0,
        "monotone_constraints": [column.sign for column in columns],
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": threads_here(),
        "verbose": -1,
    }


def _train(lesson: Lesson) -> Any:  # noqa: ANN401 -- LightGBM's model
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin beside other work take ten times as long
    import lightgbm

    # without the names of its columns: LightGBM refuses those with a colon or a quote, such as of signals and holidays
    data = lightgbm.Dataset(lesson.features, lesson.targets, weight=lesson.weights)
    return lightgbm.train(lesson.parameters, data, num_boost_round=lesson.rounds)
