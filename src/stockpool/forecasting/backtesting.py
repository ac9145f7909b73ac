"""A backtest: forecast what is held out at the end of a panel, and score it."""

from __future__ import annotations

import numpy as np

from stockpool.forecasting.asked import Tell
from stockpool.forecasting.classes import abc_classes
from stockpool.forecasting.engines.local import LOCAL
from stockpool.forecasting.engines.role import Engine
from stockpool.forecasting.messages import ForecastPlan, ForecastRefused, Scores, SumScores
from stockpool.forecasting.panel import Panel
from stockpool.forecasting.running import Made, make_forecast
from stockpool.forecasting.scores import scores

SUMS = (7, 14, 28)
"""Days of the sums that are scored, as far as the horizon has them."""


def backtest(
    panel: Panel, plan: ForecastPlan, tell: Tell, engine: Engine = LOCAL
) -> tuple[Made, Scores, dict[str, Scores], list[SumScores]]:
    """Forecast the last periods from what was known before, and score them: overall, by class, and sums of them."""
    origin = panel.periods - plan.horizon
    if origin < 2:
        raise ForecastRefused(
            f"horizon: {plan.horizon} of {panel.periods} periods cannot be held out; at least two must stay"
        )
    made = make_forecast(panel.until(origin), plan, tell, engine)
    actual = panel.demand[:, origin:]
    overall = scores(made.known, actual, made.forecasts, made.naive)
    shares = abc_classes(made.known)
    by_class = {
        str(name): scores(made.known, actual, made.forecasts, made.naive, made.classes == name)
        for name in np.unique(made.classes)
    } | {
        str(name): scores(made.known, actual, made.forecasts, made.naive, shares == name) for name in np.unique(shares)
    }
    return made, overall, by_class, _sums(panel, made, plan.horizon, origin)


def _sums(panel: Panel, made: Made, horizon: int, origin: int) -> list[SumScores]:
    found = []
    for days in SUMS:
        length = days // panel.step_days
        if not 1 < length <= horizon:
            continue
        within: dict[float, list[bool]] = {0.9: [], 0.95: []}
        for begin in range(0, horizon - length + 1, length):
            actual = panel.demand[:, origin + begin : origin + begin + length].sum(axis=1, dtype=np.float64)
            fine = np.isfinite(actual)
            for level, quantile in zip(within, made.sums(begin, length, tuple(within)), strict=True):
                within[level].extend(actual[fine] <= quantile[fine])
        shares = {level: round(float(np.mean(each)), 4) if each else None for level, each in within.items()}
        found.append(SumScores(length, len(within[0.9]), shares[0.9], shares[0.95]))
    return found
