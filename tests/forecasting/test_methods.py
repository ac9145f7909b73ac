"""What each method says of demand whose answer is known, and of demand that is broken."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stockpool.forecasting.features import SIGNAL
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.methods.imapa import Imapa
from stockpool.forecasting.methods.intermittent import ALPHA, Croston, TeunterSyntetosBabai
from stockpool.forecasting.methods.known import methods_of
from stockpool.forecasting.methods.moving_average import MovingAverage
from stockpool.forecasting.methods.role import Method
from stockpool.forecasting.methods.seasonal_naive import SeasonalNaive
from stockpool.forecasting.methods.smoothing import Smoothing
from stockpool.forecasting.methods.unaided import Unaided
from stockpool.forecasting.methods.year_profile import YearProfile
from stockpool.forecasting.panel import Covariate
from tests.forecasting.history import noise, panel_of, shop_panel

METHODS: list[Method] = [
    SeasonalNaive(), MovingAverage(), Croston(), TeunterSyntetosBabai(), Imapa(), Smoothing(), YearProfile(),
    Boosted(1, 15),
]  # fmt: skip
BY_NAME = pytest.mark.parametrize("method", METHODS, ids=lambda method: method.name)
NAN = np.nan


def test_seasonal_naive_is_the_week_before_as_often_as_the_horizon_needs() -> None:
    demand = np.arange(1, 15, dtype=np.float32)[None, :]
    assert SeasonalNaive().forecast(panel_of(demand), 9)[0].tolist() == [8, 9, 10, 11, 12, 13, 14, 8, 9]


def test_seasonal_naive_looks_a_week_further_back_where_a_day_is_not_known() -> None:
    demand = np.arange(1, 15, dtype=np.float32)[None, :].copy()
    demand[0, 7] = NAN
    assert SeasonalNaive().forecast(panel_of(demand), 1)[0, 0] == 1


def test_croston_of_a_steady_rhythm_is_size_over_interval_less_the_correction() -> None:
    demand = np.tile(np.asarray([6, 0, 0], dtype=np.float32), 84)[None, :]
    assert Croston().forecast(panel_of(demand), 7).mean() == pytest.approx((1 - ALPHA / 2) * 6 / 3, rel=0.03)


def test_tsb_fades_where_croston_stands_still() -> None:
    demand = np.concatenate([np.tile([6, 0, 0], 40), np.zeros(90)])[None, :]
    panel = panel_of(demand)
    assert Croston().forecast(panel, 1)[0, 0] > 1
    assert TeunterSyntetosBabai().forecast(panel, 1)[0, 0] < 0.1


def test_smoothing_finds_weekdays_and_a_level_that_moved() -> None:
    weekday = np.asarray([1, 1, 1, 1, 2, 3, 1])
    demand = np.concatenate([10 * np.tile(weekday, 15), 20 * np.tile(weekday, 5)])[None, :]
    week = Smoothing().forecast(panel_of(demand), 7)[0]
    assert week.mean() == pytest.approx(20 * weekday.mean(), rel=0.15)
    assert np.argmax(week) == 5


def test_year_profile_grows_the_year_before_as_the_last_weeks_grew_and_is_nothing_without_one() -> None:
    year = 10 + 5 * np.sin(np.arange(52) / 52 * 2 * np.pi)
    weeks = np.concatenate([year, year * 1.5])[None, :]
    assert YearProfile().forecast(panel_of(weeks, step_days=7), 4)[0] == pytest.approx(year[:4] * 1.5 * 1.5, rel=0.01)
    assert np.isnan(YearProfile().forecast(panel_of(weeks[:, :30], step_days=7), 4)).all()


@BY_NAME
def test_broken_series_among_good_ones_break_nothing(method: Method) -> None:
    panel = shop_panel(24, 140)
    demand = panel.demand.copy()
    demand[0] = 0
    demand[1, :] = NAN
    demand[2, :-3] = NAN
    demand[3, 60:] = 0
    demand[4, ::2] = NAN
    demand[5] = 0
    demand[5, 70] = 9
    demand[6, -30:] = NAN
    made = method.forecast(panel_of(demand), 14)
    assert made.shape == (24, 14)
    fine = made[~np.isnan(made)]
    assert (fine >= 0).all()
    assert np.isfinite(fine).all()
    if method.name != "year_profile":
        assert not np.isnan(made).any()
        assert made[0].sum() == 0


@BY_NAME
@pytest.mark.parametrize("step_days", [1, 7])
def test_a_history_of_a_few_periods_is_forecast(method: Method, step_days: int) -> None:
    panel = panel_of(np.full((8, 3), 4, dtype=np.float32), step_days=step_days)
    made = method.forecast(panel, 2)
    assert np.isnan(made).all() or made == pytest.approx(np.full((8, 2), 4), abs=4.01)


@BY_NAME
def test_units_do_not_matter(method: Method) -> None:
    panel = shop_panel(16, 120)
    once = method.forecast(panel, 7)
    assert method.forecast(panel_of(panel.demand * 1000), 7) == pytest.approx(once * 1000, rel=0.2, abs=60, nan_ok=True)


def test_the_boosted_model_learns_what_a_promotion_does_and_the_simple_ones_cannot() -> None:
    from stockpool.forecasting.features import PROMOTION
    from stockpool.forecasting.panel import Covariate

    dice = np.random.default_rng(3)
    promoted = (dice.random((40, 154)) < 0.15).astype(np.float32)
    demand = dice.poisson(np.where(promoted[:, :140] > 0, 60, 20)).astype(np.float32)
    panel = panel_of(demand, covariates=(Covariate("deal", promoted, ahead=True, group=PROMOTION, sign=1),))
    made = Boosted(1, 60).forecast(panel, 14)
    on, off = promoted[:, 140:] > 0, promoted[:, 140:] == 0
    assert made[on].mean() == pytest.approx(60, rel=0.2)
    assert made[off].mean() == pytest.approx(20, rel=0.2)
    simple = MovingAverage().forecast(panel, 14)
    assert simple[on].mean() == pytest.approx(simple[off].mean(), rel=0.1)


def test_the_unaided_model_is_the_boosted_one_of_a_panel_without_signals_and_there_only_beside_them() -> None:
    plan, bare = ForecastPlan(horizon=7, rounds=5), shop_panel(24, 140)
    rain = Covariate("rain", noise((24, 147)), ahead=True, group=SIGNAL)
    aided = replace(bare, covariates=(rain,))
    assert Unaided.name in [each.name for each in methods_of(plan, aided)]
    assert Unaided.name not in [each.name for each in methods_of(plan, bare)]
    said = [each.forecast(panel, 7) for each, panel in ((Unaided(1, 5), aided), (Boosted(1, 5), bare))]
    assert np.array_equal(said[0], said[1])
    assert not np.array_equal(said[1], Boosted(1, 5).forecast(aided, 7))
