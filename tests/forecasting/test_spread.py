"""Quantiles are never negative, never cross, and cover what they say, of days and of sums."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stockpool.forecasting.messages import QUANTILES, ForecastPlan
from stockpool.forecasting.running import Made, make_forecast
from stockpool.forecasting.scores import covered
from stockpool.forecasting.spread import Errors, kinds_of, learn_spread
from tests.forecasting.history import shop_panel
from tests.forecasting.test_future import silent

HORIZON = 28
SERIES = 400
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


def seen(seed: int, *, dead: int = 0, surprise: float = 0) -> Errors:
    """An origin at which promotions made demand three times less sure; dead series sell a surprise."""
    dice = np.random.default_rng(seed)
    promoted = dice.random((SERIES, 8)) < 0.3
    mean = np.full((SERIES, 8), 20, dtype=np.float32)
    actual = (mean + dice.normal(size=mean.shape) * np.where(promoted, 6, 2)).astype(np.float32)
    classes, variation = np.full(SERIES, "smooth", dtype="<U12"), np.full(SERIES, 4.0)
    mean[:dead], actual[:dead], classes[:dead], variation[:dead], promoted[:dead] = 0, 0, "dead", 0, False
    actual[:dead, :4] = surprise
    return Errors(mean, actual, variation, classes, promoted)


def shares(origins: list[Errors], later: Errors) -> tuple[float, float]:
    """How much of what came later is up to its 0.9 quantile: without a promotion, and with one."""
    spread, within = learn_spread(origins, 1), np.zeros((SERIES, 8), dtype=bool)
    for step in range(8):
        kinds = kinds_of(later.classes, later.promoted[:, step : step + 1])
        mean = later.mean[:, step].astype(np.float64)
        within[:, step] = later.actual[:, step] <= spread.quantile(0.9, mean, later.variation, kinds)
    truly = seen(9).promoted
    return float(within[~truly].mean()), float(within[truly].mean())


def test_promotions_are_covered_as_often_as_what_is_sold_without() -> None:
    assert shares([seen(1), seen(2)], seen(9)) == pytest.approx((0.9, 0.9), abs=0.03)


def test_the_control_errors_of_promotions_among_all_others_cover_them_too_seldom() -> None:
    blind = [replace(each, promoted=np.zeros((SERIES, 8), dtype=bool)) for each in (seen(1), seen(2), seen(9))]
    without, promoted = shares(blind[:2], blind[2])
    assert without > 0.93
    assert promoted < 0.8


@pytest.mark.parametrize("name", ["dead", "as if alive"])
def test_only_what_is_known_to_be_dead_makes_others_no_less_sure_when_it_sells(name: str) -> None:
    kinds = np.full(3, "lumpy")  # a class that was never seen: it has the errors of all
    mean, variation = np.asarray([1.0, 20.0, 60.0]), np.full(3, 4.0)
    found = []
    for surprise in (0, 500):
        origin = seen(1, dead=80, surprise=surprise)
        named = replace(origin, classes=np.where(origin.classes == "dead", name, origin.classes))
        found.append(learn_spread([named], 1).quantile(0.95, mean, variation, kinds))
    assert np.allclose(found[0], found[1]) == (name == "dead")


def weeks_with_a_day_that_nobody_knows(*, known: float = 1.0) -> Errors:
    """An origin of two weeks in each of which some days are not known."""
    actual = np.random.default_rng(8).poisson(4.0, (SERIES, 14)).astype(np.float32)
    actual[:, 6 if known == 1 else int(known * 7) :: 7] = np.nan
    if known < 1:
        actual[:, int(known * 7) :] = np.nan
    return Errors(
        np.full((SERIES, 14), 4.0, dtype=np.float32),
        actual,
        np.full(SERIES, 4.0),
        np.full(SERIES, "smooth"),
        np.zeros((SERIES, 14), dtype=bool),
    )


def test_sums_are_not_sure_because_each_week_has_a_day_that_nobody_knows() -> None:
    spread = learn_spread([weeks_with_a_day_that_nobody_knows()], 7)
    found = spread.quantile(0.95, np.asarray([28.0]), np.asarray([4.0]), np.asarray(["smooth"]))
    assert 28 + 1.645 * np.sqrt(28) * 0.9 < found[0] < 28 + 1.645 * np.sqrt(28) * 1.3


def test_where_nothing_was_learned_of_sums_they_are_as_unsure_as_can_be() -> None:
    spread = learn_spread([weeks_with_a_day_that_nobody_knows(known=0.3)], 7)
    low, high = spread.quantiles((0.25, 0.95), np.asarray([28.0]), np.asarray([4.0]), np.asarray(["smooth"]))
    assert low[0] < 28 - np.sqrt(28) < 28 + 2 * np.sqrt(28) < high[0]
