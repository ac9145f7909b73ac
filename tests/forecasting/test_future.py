"""Nothing of the future gets into a forecast, but what is known ahead; and what claims to be and is not is found."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stockpool.forecasting.features import PROMOTION, SIGNAL, features_at
from stockpool.forecasting.leaks import leak_of
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.panel import Covariate, Matrix, Panel
from stockpool.forecasting.running import make_forecast
from tests.forecasting.history import noise, shop_panel

PERIODS, HORIZON = 140, 14


def silent(_what: str, _done: int, _of: int) -> None:
    """Nobody listens."""


def after(values: Matrix, *, ahead: bool) -> Covariate:
    return Covariate("weather", values, ahead=ahead, group=SIGNAL)


def shop(covariate: Covariate) -> Panel:
    return shop_panel(24, PERIODS, covariates=(covariate,))


def test_what_happens_after_the_origin_changes_no_forecast() -> None:
    values = noise((24, PERIODS + HORIZON))
    panel = shop(after(values, ahead=False))
    origin = PERIODS - HORIZON
    later = values.copy()
    later[:, origin:] += 100
    demand = panel.demand.copy()
    demand[:, origin:] *= 5
    changed = replace(panel, demand=demand, covariates=(after(later, ahead=False),))
    plan = ForecastPlan(horizon=HORIZON, rounds=20)
    one, other = (make_forecast(each.until(origin), plan, silent) for each in (panel, changed))
    assert np.array_equal(one.forecasts.mean, other.forecasts.mean)
    assert all(
        np.array_equal(one.forecasts.quantiles[q], other.forecasts.quantiles[q]) for q in one.forecasts.quantiles
    )


def test_the_control_a_signal_known_ahead_is_read_at_the_day_that_is_forecast() -> None:
    values = noise((24, PERIODS + HORIZON))
    later = values.copy()
    later[:, PERIODS:] += 100
    one, other = (
        features_at(shop(after(each, ahead=True)), PERIODS, (0, 1), calendar=False).values for each in (values, later)
    )
    assert not np.array_equal(one, other, equal_nan=True)


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_a_signal_that_was_made_of_demand_is_found(ahead: int) -> None:
    panel = shop_panel(24, PERIODS)
    values = np.zeros((24, PERIODS + HORIZON), dtype=np.float32)
    values[:, : PERIODS - ahead] = panel.demand[:, ahead:] * 3 + 7
    told = leak_of(after(values, ahead=True), panel.demand)
    assert told is not None
    assert "--trust-signal weather" in told


@pytest.mark.parametrize("kind", ["noise", "weekday", "promotion"])
def test_the_control_honest_signals_are_not_taken_for_leaks(kind: str) -> None:
    panel = shop_panel(24, PERIODS)
    shape = (24, PERIODS + HORIZON)
    weekday = np.broadcast_to((np.arange(shape[1]) % 7 == 5).astype(np.float32), shape)
    values = {"noise": noise(shape), "weekday": weekday, "promotion": (noise(shape) > 1).astype(np.float32)}[kind]
    assert leak_of(Covariate(kind, values, ahead=True, group=PROMOTION), panel.demand) is None


def test_what_is_known_after_the_fact_cannot_leak() -> None:
    panel = shop_panel(24, PERIODS)
    values = np.pad(panel.demand, ((0, 0), (0, HORIZON)))
    assert leak_of(after(values, ahead=False), panel.demand) is None


def test_a_signal_may_have_any_name() -> None:
    named = replace(after(noise((24, PERIODS + HORIZON)), ahead=True), name='rain: "much", [mm]')
    plan = ForecastPlan(horizon=HORIZON, rounds=2, methods=("boosted",))
    assert np.isfinite(make_forecast(shop(named), plan, silent).forecasts.mean).all()
