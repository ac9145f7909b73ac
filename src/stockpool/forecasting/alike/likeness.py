"""What a SKU sells at a node where it sold nothing much yet: what it sells elsewhere, and what is alike sells.

Demand of established series is taken for a product of a SKU's rate and a node's size. How far likeness is wrong is told
by series that are known: each is forecast as if it were not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.alike.launches import launch_of
from stockpool.forecasting.alike.traits import traits_of
from stockpool.forecasting.classes import NEW, NEW_PERIODS, UNLISTED, UNSOLD
from stockpool.forecasting.messages import DEAD, STARTING
from stockpool.forecasting.panel import Matrix, Panel

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

ALIKE_MAX = 30
SAME_SKU = 2.0
"""A node where the SKU itself is sold counts so many times as all SKUs that are alike."""
AT_NODE = 0.5
"""What an alike SKU sells at the node itself counts so much, the rest what it would by the node's size."""
SHAPE_LEAST, SHAPE_MOST = 0.1, 20.0
LEAST = 1e-9
ROUNDS = 5
PRETENDED_MAX = 1_500
AT_ONCE = 200
TOLD_MAX = 8


@dataclass(frozen=True)
class Starting:
    """Series that start, or are pretended to: rows, classes, and their own sales so far in how many periods.

    Where they are pretended, what is known of the row itself is not looked at, nor of its SKU elsewhere if `unsold`.
    """

    rows: Rows
    classes: NDArray[np.str_]
    sold: Floats
    periods: Rows
    ages: Rows
    """Periods since the first one."""
    pretended: bool

    def part(self, at: slice) -> Starting:
        """Some of them."""
        return Starting(self.rows[at], self.classes[at], self.sold[at], self.periods[at], self.ages[at], self.pretended)


@dataclass(frozen=True)
class _Elsewhere:
    """Of each row what its SKU sells by the sizes of other nodes, and at how many."""

    level: Floats
    nodes: Floats


class Likeness:
    """What established series say of others at an origin."""

    def __init__(self, known: Panel, mean: Matrix, classes: NDArray[np.str_]) -> None:
        """`mean` is the forecast of the established ones, of the shape (series, horizon)."""
        self._known, self._mean, self._classes = known, mean, classes
        skus, self._sku_of = np.unique(np.asarray(known.skus, dtype=object), return_inverse=True)
        nodes, self._node_of = np.unique(np.asarray(known.nodes, dtype=object), return_inverse=True)
        self._skus = tuple([str(sku) for sku in skus])
        level = mean.mean(axis=1, dtype=np.float64)
        self._donors = np.flatnonzero(~np.isin(classes, (*STARTING, DEAD)) & (level > LEAST))
        self._level = np.zeros((len(skus), len(nodes)))
        self._level[self._sku_of[self._donors], self._node_of[self._donors]] = level[self._donors]
        self._rate, self._size = _factors(self._level)
        self._traits = traits_of(known, self._skus, self._sku_of)
        self._category = self._traits.category[self._sku_of]
        self._launch = launch_of(known, self._category)
        self._season = self._seasons(level)
        self._shapes: tuple[float, float] | None = None

    def filled(self) -> Matrix:
        """The forecast, with that of series that start."""
        rows = np.flatnonzero(np.isin(self._classes, STARTING))
        if not len(rows) or not len(self._donors):
            return self._mean
        own = self._known.demand[rows]
        sold = np.asarray(np.nansum(own, axis=1), dtype=np.float64)
        seen = ~np.isnan(own)
        ages = np.where(seen.any(axis=1), own.shape[1] - seen.argmax(axis=1), 0)
        found = self._mean.copy()
        found[rows] = self.forecast(Starting(rows, self._classes[rows], sold, seen.sum(axis=1), ages, pretended=False))
        return found

    def pretended(self, seed: int) -> Starting:
        """Established series as if they had just been born: half unsold, a quarter unlisted, a quarter new."""
        dice = np.random.default_rng(seed)
        rows = np.sort(dice.permutation(self._donors)[:PRETENDED_MAX])
        drawn = dice.random(len(rows))
        classes = np.where(drawn < 0.5, UNSOLD, np.where(drawn < 0.75, UNLISTED, NEW))
        alone = (self._level > 0).sum(axis=1)[self._sku_of[rows]] < 2
        classes = np.where((classes == UNLISTED) & alone, UNSOLD, classes)
        ages = np.where(classes == NEW, dice.integers(1, NEW_PERIODS, len(rows)), 0)
        recent = self._known.demand[rows, -(NEW_PERIODS - 1) :][:, ::-1]
        seen = (np.arange(recent.shape[1])[None, :] < ages[:, None]) & ~np.isnan(recent)
        sold = np.where(seen, recent, 0).sum(axis=1, dtype=np.float64)
        return Starting(rows, classes, sold, seen.sum(axis=1), ages, pretended=True)

    def forecast(self, starting: Starting) -> Matrix:
        """The mean demand of series that start, of the shape (rows, horizon)."""
        level, nodes = self._levels(starting)
        horizon, week = self._mean.shape[1], self._known.week
        category = self._category[starting.rows]
        weeks = (starting.ages[:, None] + np.arange(horizon)[None, :]) // week
        if starting.pretended:  # they started long ago
            launch, before = np.ones(weeks.shape), np.ones(len(level))
        else:
            launch, before = self._launch.at(category, weeks), self._launch.until(category, starting.ages // week)
        unsold, unlisted = self._known_by()
        shape = np.where(nodes > 0, unlisted, unsold)
        ratio = (shape + starting.sold) / (shape + level * before * starting.periods)
        return np.asarray((level * ratio)[:, None] * launch * self._season[category], dtype=np.float32)

    def told(self, row: int) -> dict[str, float]:
        """From which SKUs a series takes its forecast, with their weights, the greatest first."""
        if self._classes[row] not in STARTING or not len(self._donors):
            return {}
        none = np.zeros(1, dtype=np.intp)
        only = Starting(np.asarray([row]), self._classes[[row]], np.zeros(1), none, none, pretended=False)
        donors, weights = self._alike(only)
        mass = SAME_SKU * float(self._elsewhere(only).nodes[0])
        found = dict.fromkeys([self._skus[self._sku_of[row]]], mass / (1 + mass)) if mass > 0 else {}
        for sku, weight in zip(donors[0], weights[0], strict=True):
            found[self._skus[sku]] = float(weight) / (1 + mass)
        best = sorted(found.items(), key=lambda each: (-each[1], each[0]))
        return {sku: round(weight, 4) for sku, weight in best[:TOLD_MAX] if weight > 0}

    def _levels(self, starting: Starting) -> tuple[Floats, Floats]:
        """The level of each row, and at how many nodes its SKU is sold elsewhere."""
        levels, nodes = np.zeros(len(starting.rows)), np.zeros(len(starting.rows))
        for begin in range(0, len(starting.rows), AT_ONCE):
            at = slice(begin, begin + AT_ONCE)
            part = starting.part(at)
            donors, weights = self._alike(part)
            size = self._size[self._node_of[part.rows]][:, None]
            here = self._level[donors, self._node_of[part.rows][:, None]]
            usual = self._rate[donors] * size
            alike = (weights * np.where(here > 0, AT_NODE * here + (1 - AT_NODE) * usual, usual)).sum(axis=1)
            own = self._elsewhere(part)
            mass = SAME_SKU * own.nodes
            levels[at], nodes[at] = (alike + mass * own.level) / (1 + mass), own.nodes
        return levels, nodes

    def _alike(self, starting: Starting) -> tuple[Rows, Floats]:
        """The SKUs that are most alike to that of each row, and their weights, which sum to 1."""
        found = self._traits.likeness(self._sku_of[starting.rows]) * (self._rate > 0)[None, :]
        best = np.argsort(-found, axis=1, kind="stable")[:, :ALIKE_MAX]
        weights = np.take_along_axis(found, best, axis=1)
        total = weights.sum(axis=1, keepdims=True)
        return best, np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)

    def _elsewhere(self, starting: Starting) -> _Elsewhere:
        sku, node = self._sku_of[starting.rows], self._node_of[starting.rows]
        sold = self._level[sku].copy()
        if starting.pretended:
            sold[np.arange(len(sku)), node] = 0
            sold[starting.classes == UNSOLD] = 0
        sizes = ((sold > 0) * self._size[None, :]).sum(axis=1)
        rate = np.divide(sold.sum(axis=1), sizes, out=np.zeros(len(sku)), where=sizes > 0)
        return _Elsewhere(rate * self._size[node], (sold > 0).sum(axis=1).astype(np.float64))

    def _seasons(self, level: Floats) -> Floats:
        """How each step of the horizon stands to its mean, by category; the last row is of all together."""
        count = int(self._category.max(initial=-1)) + 1
        found = np.ones((count + 1, self._mean.shape[1]))
        for number in range(-1, count):
            own = self._donors if number < 0 else self._donors[self._category[self._donors] == number]
            if len(own):
                found[number] = self._mean[own].sum(axis=0, dtype=np.float64) / level[own].sum()
            elif number >= 0:
                found[number] = found[-1]
        return found

    def _known_by(self) -> tuple[float, float]:
        """How well likeness tells a level that is known: gamma shapes of unsold SKUs and of those sold elsewhere."""
        if self._shapes is None:
            rows = self.pretended(0).rows
            shapes = []
            for name in (UNSOLD, UNLISTED):
                none = np.zeros(len(rows), dtype=np.intp)
                asked = Starting(rows, np.full(len(rows), name), none.astype(np.float64), none, none, pretended=True)
                level, nodes = self._levels(asked)
                fine = (nodes > 0) if name == UNLISTED else np.ones(len(rows), dtype=bool)
                true = self._level[self._sku_of[rows], self._node_of[rows]]
                off, size = ((true - level)[fine] ** 2).sum(), (level[fine] ** 2).sum()
                shapes.append(float(np.clip(size / max(off, LEAST), SHAPE_LEAST, SHAPE_MOST)))
            self._shapes = shapes[0], shapes[1]
        return self._shapes


def _factors(level: Floats) -> tuple[Floats, Floats]:
    """The rate of each SKU and the size of each node (1 in the mean) whose product is nearest to what is sold."""
    sold = level > 0
    size = np.ones(level.shape[1])
    rate = np.zeros(level.shape[0])
    for _ in range(ROUNDS):
        rate = _over(level.sum(axis=1), (sold * size[None, :]).sum(axis=1), 0.0)
        size = _over(level.sum(axis=0), (sold * rate[:, None]).sum(axis=0), 0.0)
        known = size > 0
        size = np.where(known, size / max(float(size.sum()) / max(int(known.sum()), 1), LEAST), 1.0)
    rate = _over(level.sum(axis=1), (sold * size[None, :]).sum(axis=1), 0.0)
    return rate, size


def _over(total: Floats, by: Floats, otherwise: float) -> Floats:
    return np.asarray(np.divide(total, by, out=np.full(len(total), otherwise), where=by > LEAST), dtype=np.float64)
