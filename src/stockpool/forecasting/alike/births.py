"""What is learned of births at the rolling origins: how far likeness was wrong, and who forecasts what starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from stockpool.forecasting.alike.likeness import Likeness
from stockpool.forecasting.choosing import Origin
from stockpool.forecasting.messages import LIKENESS, NOTHING, STARTING, ChampionOf
from stockpool.forecasting.panel import Matrix
from stockpool.forecasting.spread import Errors


def births_at(origin: Origin, likeness: Likeness, filled: Matrix, seed: int) -> Errors:
    """The errors of births: those that were, and series that are known and pretended to be born."""
    pretended = likeness.pretended(seed)
    real = np.flatnonzero(np.isin(origin.classes, STARTING))
    rows = np.concatenate([pretended.rows, real])
    return Errors(
        np.concatenate([likeness.forecast(pretended), filled[real]]),
        origin.actual[rows],
        np.zeros(len(rows)),
        np.concatenate([pretended.classes, origin.classes[real]]),
        np.zeros((len(rows), filled.shape[1]), dtype=bool),
    )


def champions_of_births(
    births: Sequence[Errors], days: Sequence[str], series: Mapping[str, int]
) -> dict[str, ChampionOf]:
    """Likeness forecasts what starts; its RMSSE stands beside that of forecasting nothing."""
    found = {}
    for name, count in series.items():
        errors = {LIKENESS: _error(births, name), NOTHING: _error(births, name, 0)}
        found[name] = ChampionOf(name, count, {LIKENESS: 1.0}, errors, tuple(days))
    return found


def _error(births: Sequence[Errors], name: str, times: int = 1) -> float:
    """The mean over origins of root mean squared errors over root mean squared demand."""
    found = []
    for each in births:
        own = each.classes == name
        truth = each.actual[own].astype(np.float64)
        square = np.nansum((truth - times * each.mean[own]) ** 2), np.nansum(truth**2)
        if square[1] > 0:
            found.append(float(np.sqrt(square[0] / square[1])))
    return round(float(np.mean(found)), 4) if found else 0.0
