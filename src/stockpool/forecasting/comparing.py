"""Whether what is known beside demand is worth it: the same backtest with and without it, series by series."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.classes import volumes
from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import Engine
from stockpool.forecasting.messages import Compared, ForecastPlan, ForecastRefused
from stockpool.forecasting.panel import Panel
from stockpool.forecasting.running import forecast_mean
from stockpool.forecasting.scores import rmsse_of, scale_of

RESAMPLES = 2_000
FEWEST_NODES = 10
"""Of fewer nodes there is nothing to draw: series are drawn instead."""
LEVELS = (0.025, 0.975)

Floats = NDArray[np.float64]


def compare(
    panel: Panel,
    plan: ForecastPlan,
    without: Sequence[str],
    windows: int,
    tell: Tell,
    engine: Engine = LOCAL,
    *,
    alone: bool = False,
) -> Compared:
    """Hold out one window after the other at the end, and forecast each with all covariates and without some.

    `without` are groups, or names of covariates. What is left out `alone` is compared with nothing: all else is left
    out of both. The interval is of the difference of the volume-weighted RMSSE over all windows, by drawing nodes anew,
    since series of one node go together.
    """
    having, lacking = _pair(panel, without, alone=alone)
    errors: list[tuple[Floats, Floats]] = []
    weights: list[Floats] = []
    for number in range(windows, 0, -1):
        origin = panel.periods - plan.horizon * number
        if origin < plan.horizon:
            raise ForecastRefused(f"windows: {windows} of {plan.horizon} periods are more than {panel.periods} allow")
        actual = panel.demand[:, origin : origin + plan.horizon]
        known = panel.until(origin)
        scale = scale_of(known)
        pair = [
            rmsse_of(forecast_mean(each.until(origin), plan, tell, engine), actual, scale) for each in (having, lacking)
        ]
        errors.append((pair[0], pair[1]))
        weights.append(volumes(known))
    return _compared(panel, errors, weights, without, windows)


def _pair(panel: Panel, without: Sequence[str], *, alone: bool) -> tuple[Panel, Panel]:
    """The panel with what is compared, and without it; raises `ForecastRefused` where there is nothing of a name."""
    named = [each for each in panel.covariates if each.group in without or each.name in without]
    missing = [name for name in without if not any(name in (each.group, each.name) for each in named)]
    if missing:
        groups = [each.group for each in panel.covariates]
        there = ", ".join(dict.fromkeys(groups + [each.name for each in panel.covariates]))
        raise ForecastRefused(
            f"without: there is nothing of {', '.join(missing)} to leave out;"
            f" there is {there or 'neither prices nor signals'}"
        )
    others = [each for each in panel.covariates if not any(each is one for one in named)]
    if alone:
        return replace(panel, covariates=tuple(named)), replace(panel, covariates=())
    return panel, replace(panel, covariates=tuple(others))


def _compared(
    panel: Panel,
    errors: Sequence[tuple[Floats, Floats]],
    weights: Sequence[Floats],
    without: Sequence[str],
    windows: int,
) -> Compared:
    _, node_of = np.unique(np.asarray(panel.nodes), return_inverse=True)
    units = node_of if node_of.max() + 1 >= FEWEST_NODES else np.arange(panel.series)
    sums = np.zeros((int(units.max()) + 1, 3))
    for (one, other), weight in zip(errors, weights, strict=True):
        fine = np.isfinite(one) & np.isfinite(other) & (weight > 0)
        for column, values in enumerate((one * weight, other * weight, weight)):
            sums[:, column] += np.bincount(units[fine], weights=values[fine], minlength=len(sums))
    dice = np.random.default_rng(1)
    drawn = np.stack([sums[dice.integers(0, len(sums), len(sums))].sum(axis=0) for _ in range(RESAMPLES)])
    differences = (drawn[:, 0] - drawn[:, 1]) / drawn[:, 2]
    low, high = np.quantile(differences, LEVELS)
    total = sums.sum(axis=0)
    return Compared(
        without=tuple(without),
        windows=windows,
        series=panel.series,
        rmsse_with=round(float(total[0] / total[2]), 4),
        rmsse_without=round(float(total[1] / total[2]), 4),
        difference=round(float((total[0] - total[1]) / total[2]), 4),
        difference_low=round(float(low), 4),
        difference_high=round(float(high), 4),
    )
