"""Forecasts of sums over SKUs, categories, nodes and regions: means add up, quantiles know what goes together.

The quantiles of a sum are learned from errors of such sums at the rolling origins. Series are not independent: a hot
day moves them all, so a total is far less sure than the luck of each series by itself would have it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.messages import LevelScores
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.running import Made
from stockpool.forecasting.spread import (
    FEWEST_ERRORS,
    KNOWN_LEAST,
    Errors,
    Floats,
    Spread,
    learn_spread,
    variation_of,
    windows_of,
)
from stockpool.forecasting.writing import DIGITS

SIGMA = (0.159, 0.841)
"""Between these quantiles lie two standard deviations of a normal distribution."""
PRIOR_WINDOWS = 2.0
"""A level of few sums is taken to be like all others as if so many windows had said so."""


@dataclass(frozen=True)
class Level:
    """A way to sum series up: the keys, and which of them each series is summed into."""

    name: str
    keys: tuple[str, ...]
    group_of: NDArray[np.intp]

    def sums(self, values: Matrix | Floats) -> Floats:
        """Sums of the shape (keys, columns) of what is known; NaN where nothing is."""
        order = np.argsort(self.group_of, kind="stable")
        begins = np.flatnonzero(np.diff(self.group_of[order], prepend=-1))
        known = ~np.isnan(values)
        total = np.add.reduceat(np.where(known, values, 0).astype(np.float64)[order], begins, axis=0)
        return np.where(np.logical_or.reduceat(known[order], begins, axis=0), total, np.nan)


def levels_of(panel: Panel) -> list[Level]:
    """The levels of a panel: those of regions and categories only where it knows any."""
    none = [""] * panel.series
    categories = [panel.categories.get(sku, "") for sku in panel.skus]
    by_name: dict[str, Sequence[str]] = {"total": none}
    if panel.regions:
        by_name["region"] = [panel.regions.get(node, "") for node in panel.nodes]
    by_name["node"] = panel.nodes
    if panel.categories:
        by_name["category"] = categories
        by_name["category_node"] = [f"{one} / {node}" for one, node in zip(categories, panel.nodes, strict=True)]
    by_name["sku"] = panel.skus
    found = []
    for name, keys in by_name.items():
        names, group_of = np.unique(np.asarray(keys, dtype=object), return_inverse=True)
        found.append(Level(name, tuple([str(each) for each in names]), group_of.astype(np.intp)))
    return found


class LevelForecasts:
    """A forecast summed up to levels. What sums over so many periods miss is learned when it is first asked for."""

    def __init__(self, made: Made) -> None:
        self.made = made
        self.levels = levels_of(made.known)
        self.means = {level.name: _rounded(level.sums(_rounded(made.forecasts.mean))) for level in self.levels}
        self._variations = {level.name: _variation(level, made.known) for level in self.levels}
        self._errors = [_errors(self.levels, made.known, at, origin) for at, origin in made.origins]
        self._spreads: dict[int, tuple[Spread, Mapping[str, float]]] = {}

    def quantiles(self, level: Level, mean: Floats, length: int, shares: Sequence[float]) -> list[Floats]:
        """Quantiles of sums over so many periods with these means, one a key."""
        if length not in self._spreads:
            spread = learn_spread(self._errors, length)
            self._spreads[length] = spread, _widths(spread, self._errors, length)
        spread, widths = self._spreads[length]
        width = widths[level.name]
        found = spread.quantiles(shares, mean, self._variations[level.name], np.full(len(mean), level.name))
        return [np.maximum(mean + (each - mean) * width, 0) for each in found]

    def spans(self, level: Level, begin: int, length: int, shares: Sequence[float]) -> list[Floats]:
        """Quantiles of the sum over periods from a step of the horizon on."""
        return self.quantiles(level, self.means[level.name][:, begin : begin + length].sum(axis=1), length, shares)


def _errors(levels: Sequence[Level], known: Panel, at: int, origin: Errors) -> Errors:
    """The errors of an origin summed up, of all levels one below the other; each has its level for its class.

    What of a sum is not known is not in what was forecast of it.
    """
    mean = np.where(np.isnan(origin.actual), np.nan, origin.mean)
    before = known.until(at)
    summed = np.concatenate([level.sums(mean) for level in levels]).astype(np.float32)
    return Errors(
        mean=summed,
        actual=np.concatenate([level.sums(origin.actual) for level in levels]).astype(np.float32),
        variation=np.concatenate([_variation(level, before) for level in levels]),
        classes=np.concatenate([np.full(len(level.keys), level.name) for level in levels]),
        promoted=np.zeros(summed.shape, dtype=bool),
    )


def _rounded(values: Matrix | Floats) -> Floats:
    """As it is written: a sum of written numbers is the written sum."""
    return np.asarray(np.round(values.astype(np.float64), DIGITS), dtype=np.float64)


def _variation(level: Level, known: Panel) -> Floats:
    """How much the sums varied lately."""
    return variation_of(replace(known, demand=level.sums(known.demand).astype(np.float32), covariates=()))


def _widths(spread: Spread, errors: Sequence[Errors], length: int) -> dict[str, float]:
    """By how much a level with few errors is wider than all together, and than they look that were seen so seldom.

    Of few windows the squares are drawn to those of all levels; what is unsure of them makes a normal distribution one
    of Student's, whose variance is greater by `(windows + 4) / (windows + 2)`.
    """
    scaled: dict[str, list[Floats]] = {}
    windows = 0
    for mean, actual, variation, classes, known in [each for one in errors for each in windows_of(one, length)]:
        low, high = spread.quantiles(SIGMA, np.nan_to_num(mean), variation, classes)
        off = (actual - mean) / np.maximum((high - low) / 2, 1e-9)
        windows += 1
        for name in np.unique(classes):
            scaled.setdefault(str(name), []).append(off[(classes == name) & (known >= KNOWN_LEAST)])
    squares = {name: np.concatenate(each) ** 2 for name, each in scaled.items()}
    usual = max(float(np.median([each.mean() for each in squares.values() if len(each)] or [1.0])), 1e-9)
    widths = {}
    for name, each in squares.items():
        own = float(each.mean()) / usual if len(each) else 1.0
        drawn = (windows * own + PRIOR_WINDOWS) / (windows + PRIOR_WINDOWS)
        unsure = (windows + 2 * PRIOR_WINDOWS) / (windows + PRIOR_WINDOWS)
        widths[name] = 1.0 if len(each) >= FEWEST_ERRORS else float(np.sqrt(drawn * unsure))
    return widths


def level_scores(forecasts: LevelForecasts, actual: Matrix) -> dict[str, LevelScores]:
    """How well each level was forecast, by what is known of what came."""
    shown = np.where(np.isnan(actual), np.nan, forecasts.made.forecasts.mean)
    return {level.name: _scores(forecasts, level, level.sums(shown), level.sums(actual)) for level in forecasts.levels}


def _scores(forecasts: LevelForecasts, level: Level, mean: Floats, truth: Floats) -> LevelScores:
    seen = np.isfinite(truth)
    total = float(np.nansum(truth))
    days = _within(forecasts, level, mean, truth, 1)
    weeks = _within(forecasts, level, mean, truth, forecasts.made.known.week)
    return LevelScores(
        keys=len(level.keys),
        rows=int(seen.sum()),
        wape=round(float(np.nansum(np.abs(truth - mean))) / total, 4) if total > 0 else None,
        coverage_90=days[0],
        coverage_95=days[1],
        weeks_95=weeks[1],
    )


def _within(
    forecasts: LevelForecasts, level: Level, mean: Floats, truth: Floats, length: int
) -> tuple[float | None, float | None]:
    """How often sums over so many periods are not above their 0.9 and 0.95 quantiles."""
    within: list[list[NDArray[np.bool_]]] = [[], []]
    for begin in range(0, mean.shape[1] - length + 1, length):
        said, came = (each[:, begin : begin + length].sum(axis=1) for each in (mean, truth))
        fine = np.isfinite(came)
        for found, quantile in zip(
            within, forecasts.quantiles(level, np.nan_to_num(said), length, (0.9, 0.95)), strict=True
        ):
            found.append(came[fine] <= quantile[fine])
    shares = [float(np.concatenate(each).mean()) if each and sum(map(len, each)) else None for each in within]
    low, high = (round(each, 4) if each is not None else None for each in shares)
    return low, high
