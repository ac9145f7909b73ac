"""Who forecasts a class: the mix of methods that did best at several rolling origins, or one alone that did better.

A mix by one window only learns that window's luck. So each origin is forecast by a mix that was learned at the others,
and only then is it compared with the methods by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.messages import CHAMPION, EVERYTHING, FEWEST_SERIES, ChampionOf
from stockpool.forecasting.panel import Matrix
from stockpool.forecasting.scores import weighted_rmsse

ROUNDS = 400
LEAST_WEIGHT = 0.02

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Origin:
    """What methods said at an origin and what came; how much series varied before, and which periods had promotions."""

    day: str
    means: Mapping[str, Matrix]
    naive: Matrix
    actual: Matrix
    scale: Floats
    volume: Floats
    classes: NDArray[np.str_]
    variation: Floats
    promoted: NDArray[np.bool_]


def choose_champions(origins: Sequence[Origin], classes: Sequence[str]) -> dict[str, ChampionOf]:
    """The champion of each class, and of everything under the empty name."""
    everything = _champion(EVERYTHING, origins, [np.ones(len(each.scale), dtype=bool) for each in origins])
    found = {EVERYTHING: everything}
    for name in classes:
        here = [each.classes == name for each in origins]
        series = min(int(each.sum()) for each in here)
        found[name] = _champion(name, origins, here) if series >= FEWEST_SERIES else _as(everything, name, series)
    return found


def mix(means: Mapping[str, Matrix], champions: Mapping[str, ChampionOf], classes: NDArray[np.str_]) -> Matrix:
    """The forecast of each series by the champion of its class."""
    found = np.zeros_like(next(iter(means.values())))
    for name in np.unique(classes):
        champion = champions.get(str(name), champions[EVERYTHING])
        if not champion.weights.keys() <= means.keys():  # likeness, which is no method of a mix
            champion = champions[EVERYTHING]
        here = classes == name
        for method, weight in champion.weights.items():
            found[here] += np.float32(weight) * means[method][here]
    return found


def _as(everything: ChampionOf, name: str, series: int) -> ChampionOf:
    return ChampionOf(name, series, everything.weights, everything.errors, everything.origins)


def _champion(name: str, origins: Sequence[Origin], here: Sequence[NDArray[np.bool_]]) -> ChampionOf:
    methods = tuple(origins[0].means)
    series = min(int(each.sum()) for each in here)
    sums = [_products(each, rows, methods) for each, rows in zip(origins, here, strict=True)]
    alone = {
        method: _mean([_error(each, rows, each.means[method]) for each, rows in zip(origins, here, strict=True)])
        for method in methods
    }
    mixed = []
    for at, (each, rows) in enumerate(zip(origins, here, strict=True)):
        others = [one for number, one in enumerate(sums) if number != at] or sums
        weights = _weights(others, methods)
        mixed.append(_error(each, rows, _mixed(each.means, weights)))
    errors = {**alone, CHAMPION: _mean(mixed)}
    days = tuple(each.day for each in origins)
    best = min(methods, key=lambda method: (alone[method], method))
    if errors[CHAMPION] <= alone[best]:
        weights = _weights(sums, methods)
    else:
        weights, errors = {best: 1.0}, {**alone, CHAMPION: alone[best]}
    return ChampionOf(name, series, weights, {each: round(error, 4) for each, error in errors.items()}, days)


def _mixed(means: Mapping[str, Matrix], weights: Mapping[str, float]) -> Matrix:
    return np.asarray(np.sum([np.float32(weight) * means[method] for method, weight in weights.items()], axis=0))


def _error(origin: Origin, rows: NDArray[np.bool_], mean: Matrix) -> float:
    found = weighted_rmsse(mean[rows], origin.actual[rows], origin.scale[rows], origin.volume[rows])
    return 0.0 if found is None else found


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values))


def _products(origin: Origin, rows: NDArray[np.bool_], methods: Sequence[str]) -> tuple[Floats, Floats]:
    """What the least squares of a mix need of an origin: products of forecasts with each other and with what came."""
    fine = rows & np.isfinite(origin.scale) & (origin.volume > 0)
    weight = (origin.volume[fine] / np.square(origin.scale[fine]))[:, None]
    actual = origin.actual[fine]
    seen = ~np.isnan(actual)
    columns = [np.where(seen, origin.means[method][fine], 0).astype(np.float64) for method in methods]
    truth = np.where(seen, actual, 0).astype(np.float64)
    gram = np.asarray([[float((weight * one * other).sum()) for other in columns] for one in columns])
    return gram, np.asarray([float((weight * one * truth).sum()) for one in columns])


def _weights(sums: Sequence[tuple[Floats, Floats]], methods: Sequence[str]) -> dict[str, float]:
    """Weights that are not negative and sum to one, by exponentiated gradients (Kivinen and Warmuth 1997)."""
    if len(methods) == 1:
        return {methods[0]: 1.0}
    gram, target = np.sum([each[0] for each in sums], axis=0), np.sum([each[1] for each in sums], axis=0)
    size = max(float(np.trace(gram)) / len(methods), 1e-12)
    gram, target = gram / size, target / size
    weights = np.full(len(methods), 1 / len(methods))
    for _ in range(ROUNDS * 10):
        step = np.exp(-2.0 * (gram @ weights - target) / max(len(methods), 1))
        weights = weights * step
        weights /= weights.sum()
    weights[weights < LEAST_WEIGHT] = 0
    weights /= weights.sum()
    return {method: round(float(weight), 4) for method, weight in zip(methods, weights, strict=True) if weight > 0}
