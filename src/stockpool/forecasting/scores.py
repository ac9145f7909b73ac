"""How well forecasts did on what was held out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.classes import volumes
from stockpool.forecasting.messages import QUANTILES, Scores
from stockpool.forecasting.panel import Matrix, Panel

Quantiles = Mapping[float, Matrix]
"""Each quantile, of the shape (series, horizon)."""


@dataclass(frozen=True)
class Forecasts:
    """Means and quantiles, of the shape (series, horizon)."""

    mean: Matrix
    quantiles: Quantiles


def scale_of(known: Panel) -> NDArray[np.float64]:
    """What RMSSE divides by: the root mean squared change from period to period, once a series has begun to sell.

    Makridakis, Spiliotis and Assimakopoulos (2022), "M5 accuracy competition". NaN where nothing changed.
    """
    begun = np.cumsum(np.nan_to_num(known.demand), axis=1)[:, :-1] > 0
    change = np.where(begun, np.diff(known.demand, axis=1), np.nan).astype(np.float64)
    seen = (~np.isnan(change)).sum(axis=1)
    mean = np.nansum(change**2, axis=1) / np.maximum(seen, 1)
    return np.where(mean > 0, np.sqrt(mean), np.nan)


def weighted_rmsse(
    mean: Matrix, actual: Matrix, scale: NDArray[np.float64], volume: NDArray[np.float64]
) -> float | None:
    """The RMSSE of each series, weighted by volume; None where no series can be scored."""
    found = rmsse_of(mean, actual, scale)
    fine = np.isfinite(found) & (volume > 0)
    return float(np.average(found[fine], weights=volume[fine])) if fine.any() else None


def rmsse_of(mean: Matrix, actual: Matrix, scale: NDArray[np.float64]) -> NDArray[np.float64]:
    """The RMSSE of each series; NaN where it cannot be told."""
    error = np.square(actual - mean, dtype=np.float64)
    seen = (~np.isnan(error)).sum(axis=1)
    rmse = np.sqrt(np.nansum(error, axis=1) / np.maximum(seen, 1))
    return np.where(seen > 0, rmse / scale, np.nan)


def scores(
    known: Panel, actual: Matrix, made: Forecasts, naive: Forecasts, chosen: NDArray[np.bool_] | None = None
) -> Scores:
    """Scores of some series, or of all: of a forecast and of the seasonal naive's on the same rows."""
    rows = np.ones(known.series, dtype=bool) if chosen is None else chosen
    part = known.rows(np.flatnonzero(rows))
    truth, scale, volume = actual[rows], scale_of(part), volumes(part)
    values = {}
    for end, each in (("", made), ("_naive", naive)):
        mean = each.mean[rows]
        total = float(np.nansum(truth, dtype=np.float64))
        error = mean - np.where(np.isnan(mean), np.nan, truth)
        values[f"wape{end}"] = _over(np.nansum(np.abs(error), dtype=np.float64), total)
        values[f"bias{end}"] = _over(np.nansum(error, dtype=np.float64), total)
        values[f"rmsse{end}"] = weighted_rmsse(mean, truth, scale, volume)
        values[f"pinball{end}"] = _pinball(truth, {q: found[rows] for q, found in each.quantiles.items()})
        for percent in (90, 95):
            values[f"coverage_{percent}{end}"] = covered(truth, each.quantiles[percent / 100][rows])
    seen = ~np.isnan(truth)
    return Scores(
        rows=int(seen.sum()),
        series=int(seen.any(axis=1).sum()),
        **{name: None if value is None else round(value, 4) for name, value in values.items()},
    )


def covered(truth: Matrix, quantile: Matrix) -> float | None:
    """The share of what happened that is not above a quantile."""
    seen = ~np.isnan(truth)
    return float((truth <= quantile)[seen].mean()) if seen.any() else None


def _pinball(truth: Matrix, quantiles: Quantiles) -> float | None:
    """The mean loss of the quantiles, over mean demand."""
    mean = float(np.nanmean(truth)) if (~np.isnan(truth)).any() else 0.0
    if mean <= 0:
        return None
    losses = [np.nanmean(np.maximum(q * (truth - quantiles[q]), (q - 1) * (truth - quantiles[q]))) for q in QUANTILES]
    return float(np.mean(losses)) / mean


def _over(value: float, total: float) -> float | None:
    return float(value) / total if total > 0 else None
