"""How sure a forecast is: quantiles of a day, and of a sum over any days, learned from errors at rolling origins.

The error of a sum is not the sum of its days' errors: weather and promotions last. So errors of sums over several
lengths are learned by themselves. The spread of an error is modeled from the mean, its square and how much the series
varied; errors over their spread have a distribution that is read off, conformally, within a class among series of like
means. What a promotion makes of demand is less sure than how much is sold without: its errors are read by themselves.
What was held out is then covered as often as a quantile says, whatever the distribution, as far as the past is like the
future (Vovk, Gammerman and Shafer 2005, "Algorithmic Learning in a Random World").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.classes import NEW_PERIODS
from stockpool.forecasting.features import PROMOTION
from stockpool.forecasting.messages import DEAD, PROMOTED
from stockpool.forecasting.panel import Matrix, Panel, mean_of

LEVELS = np.concatenate([np.linspace(0.005, 0.995, 199), [0.999]])
"""The quantiles that are kept of errors; others lie between them."""
FEWEST_ERRORS = 400
"""So many errors make a group of their own."""
KNOWN_LEAST = 0.5
"""Where few windows are all known, those count of which so much is."""
FEWEST_BIRTHS = 40
"""So many errors of series that start are more like theirs than those of all others."""
GROUPS_MAX = 8
ROUNDS = 300
LEAST_MEAN = 1e-6

Floats = NDArray[np.float64]

FEW_ERRORS = 20
"""Of fewer errors over their spread quantiles are not read off alone."""
USUAL_ERRORS: Floats = np.asarray([NormalDist().inv_cdf((number + 0.5) / FEW_ERRORS) for number in range(FEW_ERRORS)])
"""How errors over their spread lie as a rule, which stands beside those of a file that has few."""


@dataclass(frozen=True)
class Group:
    """Errors of series of like means: up to which mean, and the quantiles of errors over their spread at `LEVELS`."""

    mean_max: float
    quantiles: Floats


@dataclass(frozen=True)
class Spread:
    """Of sums over so many periods: the shares of mean, squared mean and variation in a spread, and groups by class."""

    length: int
    shares: Floats
    groups: Mapping[str, Sequence[Group]]

    def quantile(self, level: float, mean: Floats, variation: Floats, classes: NDArray[np.str_]) -> Floats:
        """A quantile of each mean, never negative; `variation` and `classes` (see `kinds_of`) are of its series."""
        return self.quantiles((level,), mean, variation, classes)[0]

    def quantiles(
        self, levels: Sequence[float], mean: Floats, variation: Floats, classes: NDArray[np.str_]
    ) -> list[Floats]:
        """Several quantiles of each mean."""
        spread = _spread(self.shares, mean, variation, self.length)
        found = [np.zeros_like(mean) for _ in levels]
        for name in np.unique(classes):
            kind = str(name)
            groups = self.groups.get(kind) or self.groups.get(kind.removesuffix(PROMOTED)) or self.groups[""]
            here = classes == name
            bounds = np.asarray([group.mean_max for group in groups[:-1]])
            which = np.searchsorted(bounds, mean[here])
            table = np.stack([group.quantiles for group in groups])
            for level, result in zip(levels, found, strict=True):
                errors = np.asarray([np.interp(level, LEVELS, row) for row in table])
                result[here] = np.maximum(mean[here] + spread[here] * errors[which], 0)
        return found


@dataclass(frozen=True)
class Errors:
    """What was forecast at an origin, what came and where promotions were, of the shape (series, horizon).

    And how much each series varied before.
    """

    mean: Matrix
    actual: Matrix
    variation: Floats
    classes: NDArray[np.str_]
    promoted: NDArray[np.bool_]


def variation_of(known: Panel) -> Floats:
    """How much each series varied lately: its mean squared distance from the mean of half a year."""
    recent = known.demand[:, -26 * known.week :]
    varied = np.maximum(mean_of(np.square(recent)) - mean_of(recent) ** 2, 0)
    varied[(~np.isnan(recent)).sum(axis=1) < NEW_PERIODS] = 0  # of so few nothing is learned
    return np.asarray(np.nan_to_num(varied), dtype=np.float64)


def promoted_in(panel: Panel, begin: int, horizon: int) -> NDArray[np.bool_]:
    """Which series have a promotion in which of so many periods, of the shape (series, horizon)."""
    found = np.zeros((panel.series, horizon), dtype=bool)
    for each in panel.covariates:
        if each.group == PROMOTION:
            for step in range(horizon):
                found[:, step] |= np.nan_to_num(each.at(begin + step)) != 0
    return found


def kinds_of(classes: NDArray[np.str_], promoted: NDArray[np.bool_]) -> NDArray[np.str_]:
    """The class of each series, marked where any of these periods, of the shape (series, periods), has a promotion."""
    marked = promoted.any(axis=1) & (classes != DEAD)
    return np.where(marked, np.char.add(classes, PROMOTED), classes) if marked.any() else classes


def learn_spread(origins: Sequence[Errors], length: int, births: Sequence[Errors] = ()) -> Spread:
    """The spread of sums over so many periods, from all such windows of the horizons that were seen.

    The errors of `births` make their classes' distributions, and change no other's.
    """
    mean, actual, variation, classes = _windows(origins, length)
    live = classes != DEAD if (classes != DEAD).any() else np.ones(len(classes), dtype=bool)
    shares = _fit_shares(mean[live], actual[live], variation[live], length)
    errors = (actual - mean) / _spread(shares, mean, variation, length)
    groups = {"": _groups(mean[live], errors[live])}
    for name in np.unique(classes):
        here = classes == name
        if here.sum() >= FEWEST_ERRORS:
            groups[str(name)] = _groups(mean[here], errors[here])
    if births:
        mean, actual, variation, classes = _windows(births, length)
        errors = (actual - mean) / _spread(shares, mean, variation, length)
        for name in np.unique(classes):
            here = classes == name
            if here.sum() >= FEWEST_BIRTHS:
                groups[str(name)] = _groups(mean[here], errors[here])
    return Spread(length, shares, groups)


def _windows(origins: Sequence[Errors], length: int) -> tuple[Floats, Floats, Floats, NDArray[np.str_]]:
    """Sums over windows: forecast, true, the series' variation and class.

    Of windows that are all known, where these are enough; else of those also of which most is: where each week has a
    day that nobody knows no other is left.
    """
    mean, actual, variation, classes, known = (
        np.concatenate(each)
        for each in zip(*[part for one in origins for part in windows_of(one, length)], strict=True)
    )
    enough = known >= (1 if (known == 1).sum() >= FEWEST_ERRORS else KNOWN_LEAST)
    return mean[enough], actual[enough], variation[enough], classes[enough]


Window = tuple[Floats, Floats, Floats, NDArray[np.str_], Floats]
"""Of each series the forecast and true sum, its variation, its class, and which share of the window is known."""


def windows_of(each: Errors, length: int) -> Iterator[Window]:
    """Sums over the windows of a horizon one after the other, each as that of its known periods would be for all."""
    for begin in range(0, each.mean.shape[1] - length + 1, length):
        said, came = each.mean[:, begin : begin + length], each.actual[:, begin : begin + length]
        seen = np.isfinite(said) & np.isfinite(came)
        share = seen.sum(axis=1) / length
        mean, actual = (np.where(seen, values, 0).sum(axis=1, dtype=np.float64) for values in (said, came))
        times = 1 / np.where(share > 0, share, np.nan)
        kinds = kinds_of(each.classes, each.promoted[:, begin : begin + length])
        yield mean * times, actual * times, each.variation, kinds, share


def _basis(mean: Floats, variation: Floats, length: int) -> Floats:
    return np.stack([mean + LEAST_MEAN, mean**2, variation * length], axis=-1)


def _spread(shares: Floats, mean: Floats, variation: Floats, length: int) -> Floats:
    """The standard deviation of an error."""
    return np.asarray(np.sqrt(_basis(mean, variation, length) @ shares + LEAST_MEAN**2))


def _fit_shares(mean: Floats, actual: Floats, variation: Floats, length: int) -> Floats:
    """Non-negative shares by relative least squares, by multiplicative updates (Lee and Seung 2001)."""
    basis = _basis(mean, variation, length)
    weight = 1 / (basis.sum(axis=1) + LEAST_MEAN)
    rows, squares = basis * weight[:, None], (actual - mean) ** 2
    gram, target = rows.T @ rows, rows.T @ (squares * weight)
    shares = np.ones(3)
    for _ in range(ROUNDS):
        shares *= (target + 1e-12) / (gram @ shares + 1e-12)
    return np.maximum(shares, 1e-4)


def _groups(mean: Floats, errors: Floats) -> list[Group]:
    """Errors by means: as many groups as have errors enough."""
    if len(mean) == 0:
        return [Group(np.inf, np.asarray([NormalDist().inv_cdf(level) for level in LEVELS]))]  # as unsure as can be
    count = int(np.clip(len(mean) // FEWEST_ERRORS, 1, GROUPS_MAX))
    bounds = np.unique(np.quantile(mean, np.arange(1, count) / count)) if count > 1 else np.empty(0)
    which = np.searchsorted(bounds, mean)
    found = []
    for number, most in enumerate([*bounds, np.inf]):
        own = errors[which == number]
        own = own if len(own) else errors
        if len(own) < FEW_ERRORS:  # two or three errors would make a band as narrow as they are near each other
            own = np.concatenate([own, USUAL_ERRORS])
        found.append(Group(float(most), np.quantile(own, LEVELS, method="higher")))
    return found
