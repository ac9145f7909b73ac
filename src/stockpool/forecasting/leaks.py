"""Signals that know too much: one that moves with demand as demand itself does was made of it, and knows the future."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Covariate, Matrix

Floats = NDArray[np.float64]

SUSPECT = 0.9
"""No weather, price or promotion explains so much of how a series varies."""
AHEAD_MAX = 4
SERIES_MAX = 400
FEWEST_VALUES = 200


def leak_of(signal: Covariate, demand: Matrix) -> str | None:
    """Why a signal that is said to be known ahead is not used; None where nothing speaks against it."""
    if not signal.ahead:
        return None
    for ahead in range(AHEAD_MAX + 1):
        found = _correlation(signal, demand, ahead)
        if found is not None and abs(found) > SUSPECT:
            when = "of the same period" if ahead == 0 else f"{ahead} periods later"
            return (
                f"not used: it moves with the demand {when} (correlation {found:.2f}) as only a copy of it does;"
                f" if it is known ahead all the same, name it with --trust-signal {signal.name}"
            )
    return None


def _correlation(signal: Covariate, demand: Matrix, ahead: int) -> float | None:
    """The correlation of a signal with demand so many periods later, each about the mean of its series."""
    chosen = np.linspace(0, len(demand) - 1, min(len(demand), SERIES_MAX)).astype(np.intp)
    periods = demand.shape[1] - ahead
    values = np.stack([signal.at(period)[chosen] for period in range(periods)], axis=1).astype(np.float64)
    later = demand[chosen, ahead:].astype(np.float64)
    both = ~np.isnan(values) & ~np.isnan(later)
    if both.sum() < FEWEST_VALUES:
        return None
    one, other = _about_mean(values, both), _about_mean(later, both)
    size = float(np.sqrt((one**2).sum() * (other**2).sum()))
    return float((one * other).sum()) / size if size > 0 else None


def _about_mean(values: Floats, seen: NDArray[np.bool_]) -> Floats:
    """Values about the mean of their row, over its spread; 0 where they are not seen."""
    count = np.maximum(seen.sum(axis=1), 1)[:, None]
    shown = np.where(seen, values, 0)
    about = np.where(seen, values - shown.sum(axis=1)[:, None] / count, 0)
    spread = np.sqrt((about**2).sum(axis=1)[:, None] / count)
    return np.asarray(np.divide(about, spread, out=np.zeros_like(about), where=spread > 0))
