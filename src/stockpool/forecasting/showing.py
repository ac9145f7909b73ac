"""What a picture shows of a series: its history, its forecast, and in a backtest what came."""

from __future__ import annotations

import numpy as np

from stockpool.forecasting.classes import volumes
from stockpool.forecasting.messages import ExplainedPeriod, KnownPeriod, ShownSeries
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.running import Made
from stockpool.forecasting.scores import rmsse_of, scale_of

HISTORY_WEEKS = 26


def history_of(panel: Panel, row: int) -> tuple[KnownPeriod, ...]:
    """The last half year of a series."""
    begin = max(panel.periods - HISTORY_WEEKS * panel.week, 0)
    return known_of(panel, begin, panel.demand[row, begin:])


def known_of(panel: Panel, begin: int, values: Matrix) -> tuple[KnownPeriod, ...]:
    """Values of a series from a period on."""
    return tuple(
        [
            KnownPeriod(panel.day(begin + at).isoformat(), None if np.isnan(value) else round(float(value), 4))
            for at, value in enumerate(values)
        ]
    )


def worst_and_largest(made: Made, actual: Matrix, count: int) -> tuple[ShownSeries, ...]:
    """So many series that sold most in the year before, and as many of the larger half that were forecast worst."""
    volume = volumes(made.known)
    error = rmsse_of(made.forecasts.mean, actual, scale_of(made.known))
    most = [int(row) for row in np.argsort(-volume, kind="stable")[:count]]
    fine = np.isfinite(error) & (volume >= np.median(volume))
    order = np.argsort(-np.where(fine, error, -1), kind="stable")
    worst = [int(row) for row in order if fine[row] and int(row) not in most][:count]
    return tuple(
        [_shown(made, row, actual[row], "among those that sold most") for row in most]
        + [_shown(made, row, actual[row], f"among the worst: RMSSE {error[row]:.2f}") for row in worst]
    )


def _shown(made: Made, row: int, came: Matrix, why: str) -> ShownSeries:
    known = made.known
    return ShownSeries(
        sku=known.skus[row],
        node=known.nodes[row],
        demand_class=str(made.classes[row]),
        why=why,
        history=history_of(known, row),
        periods=periods_of(made, row),
        came=known_of(known, known.periods, came),
        step_days=known.step_days,
    )


def periods_of(made: Made, row: int) -> tuple[ExplainedPeriod, ...]:
    """The forecast of a series, without parts."""
    known, forecasts = made.known, made.forecasts
    return tuple(
        [
            ExplainedPeriod(
                date=known.day(known.periods + step).isoformat(),
                mean=round(float(forecasts.mean[row, step]), 4),
                q05=round(float(forecasts.quantiles[0.05][row, step]), 4),
                q95=round(float(forecasts.quantiles[0.95][row, step]), 4),
                parts={},
            )
            for step in range(forecasts.mean.shape[1])
        ]
    )
