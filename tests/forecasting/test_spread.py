"""Quantiles are never negative, never cross, and cover what they say, of days and of sums."""

from __future__ import annotations

import numpy as np
import pytest

from stockpool.forecasting.messages import QUANTILES, ForecastPlan
from stockpool.forecasting.running import Made, make_forecast
from stockpool.forecasting.scores import covered
from tests.forecasting.history import shop_panel
from tests.forecasting.test_future import silent

HORIZON = 28
SIMPLE = ("seasonal_naive", "moving_average", "smoothing", "croston")


@pytest.fixture(scope="module")
def held_out() -> tuple[Made, np.ndarray]:
    panel = shop_panel(600, 280, seed=7)
    origin = panel.periods - HORIZON
    return make_forecast(panel.until(origin), ForecastPlan(horizon=HORIZON, methods=SIMPLE), silent), panel.demand[
        :, origin:
    ]


def test_quantiles_are_not_negative_and_in_order(held_out: tuple[Made, np.ndarray]) -> None:
    quantiles = np.stack([held_out[0].forecasts.quantiles[level] for level in QUANTILES])
    assert (quantiles >= 0).all()
    assert (np.diff(quantiles, axis=0) >= -1e-5).all()


@pytest.mark.parametrize("level", [0.9, 0.95])  # half of the series sell nothing on most days
def test_days_are_covered_as_often_as_a_quantile_says(held_out: tuple[Made, np.ndarray], level: float) -> None:
    made, actual = held_out
    share = covered(actual, made.forecasts.quantiles[level])
    assert share is not None
    assert share == pytest.approx(level, abs=0.02)


@pytest.mark.parametrize("length", [7, 14])
def test_sums_are_covered_as_often_as_a_quantile_says(held_out: tuple[Made, np.ndarray], length: int) -> None:
    made, actual = held_out
    shares = [
        (actual[:, begin : begin + length].sum(axis=1) <= made.sums(begin, length, (0.95,))[0]).mean()
        for begin in range(0, HORIZON, length)
    ]
    assert 0.93 <= float(np.mean(shares)) <= 0.97


def test_the_control_the_sum_of_daily_quantiles_is_no_quantile_of_the_sum(held_out: tuple[Made, np.ndarray]) -> None:
    made, actual = held_out
    summed = made.forecasts.quantiles[0.95][:, :14].sum(axis=1)
    assert (actual[:, :14].sum(axis=1) <= summed).mean() > 0.985
