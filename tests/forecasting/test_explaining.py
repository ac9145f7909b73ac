"""Why a forecast says what it says, and what prices, promotions and signals are worth."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from stockpool.forecasting import running
from stockpool.forecasting.comparing import compare
from stockpool.forecasting.explaining import effects_of, explain
from stockpool.forecasting.features import PRICE, PROMOTION
from stockpool.forecasting.messages import ForecastPlan, ForecastRefused
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.panel import Covariate, Panel
from stockpool.forecasting.running import forecast_mean, make_forecast
from tests.forecasting.history import noise, panel_of
from tests.forecasting.test_future import silent

PERIODS, HORIZON = 140, 14
PLAN = ForecastPlan(horizon=HORIZON, methods=("seasonal_naive", "boosted"), rounds=50)


@pytest.fixture(scope="module")
def shop() -> Panel:
    """Forty series that sell more when they are cheap and when they are on display."""
    dice = np.random.default_rng(11)
    shape = (40, PERIODS + HORIZON)
    price = np.where(dice.random(shape) < 0.2, 3.0, 4.0).astype(np.float32)
    shown = (dice.random(shape) < 0.2).astype(np.float32)
    mean = 20 * np.where(price < 4, 2.0, 1.0) * np.where(shown > 0, 1.5, 1.0)
    return panel_of(
        dice.poisson(mean[:, :PERIODS]).astype(np.float32),
        covariates=(
            Covariate("price", price, ahead=True, group=PRICE, sign=-1),
            Covariate("display", shown, ahead=True, group=PROMOTION, sign=1),
        ),
    )


def test_parts_sum_to_the_forecast_and_effects_have_the_right_sign(shop: Panel) -> None:
    told = explain(shop, PLAN, "sku-003", "store-1", silent)
    for period in told.periods:
        assert sum(period.parts.values()) == pytest.approx(period.mean, abs=0.01)
        assert period.q05 <= period.mean <= period.q95
    assert told.effects["price 10% higher"] < 0
    assert told.effects["display all the time"] > 20
    assert told.champion.errors["boosted"] < told.champion.errors["seasonal_naive"]
    price, shown = shop.covariates
    row = next(at for at in range(40) if (shop.skus[at], shop.nodes[at]) == ("sku-003", "store-1"))
    cheap = [step for step in range(HORIZON) if price.values[row, PERIODS + step] < 4]
    dear = [step for step in range(HORIZON) if price.values[row, PERIODS + step] >= 4]
    part = [each.parts.get("price", 0.0) for each in told.periods]
    assert min(part[step] for step in cheap) > max(part[step] for step in dear)
    assert len(shown.values) == 40


def test_effects_have_the_right_sign_for_every_series(shop: Panel) -> None:
    model = Boosted(1, 30)
    fitted = model.fit(shop, HORIZON)
    for row in range(shop.series):
        found = effects_of(shop, model, fitted, row, HORIZON)
        assert found["price 10% higher"] < 0 < found["display all the time"]


def test_what_both_boosted_models_say_is_explained(shop: Panel) -> None:
    rain = Covariate("rain", noise((40, PERIODS + HORIZON)), ahead=True, group="signal")
    panel = replace(shop, covariates=(*shop.covariates, rain))
    plan = ForecastPlan(horizon=HORIZON, methods=("boosted", "boosted_unaided"), rounds=30)
    told = explain(panel, plan, "sku-003", "store-1", silent)
    assert told.champion.weights["boosted_unaided"] > 0.2
    assert max(abs(each.parts.get("other methods", 0.0)) for each in told.periods) < 0.1
    assert told.effects["price 10% higher"] < 0


def test_who_is_not_there_is_named_with_those_that_are(shop: Panel) -> None:
    with pytest.raises(ForecastRefused, match="there is no 'milk'"):
        explain(shop, PLAN, "milk", "store-1", silent)
    with pytest.raises(ForecastRefused, match="it is at store-0, store-1"):
        explain(shop, PLAN, "sku-003", "moon", silent)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> ForecastPlan:
    """Few origins and trees, which are enough for so clear a case."""
    monkeypatch.setattr(running, "ORIGINS_MAX", 2)
    return msgspec.structs.replace(PLAN, rounds=20)


def test_prices_that_move_demand_are_worth_it_and_the_interval_says_so(shop: Panel, quick: ForecastPlan) -> None:
    told = compare(shop, quick, [PRICE], 1, silent)
    assert told.rmsse_with < told.rmsse_without
    assert told.difference_low <= told.difference <= told.difference_high < 0


def test_the_control_of_noise_the_interval_does_not_say_that_it_helps(shop: Panel, quick: ForecastPlan) -> None:
    noise = np.random.default_rng(2).normal(size=(40, PERIODS + HORIZON)).astype(np.float32)
    panel = panel_of(shop.demand, covariates=(*shop.covariates, Covariate("noise", noise, ahead=True, group="signal")))
    assert compare(panel, quick, ["signal"], 1, silent).difference_high > 0


def test_one_of_a_group_is_left_out_by_its_name_and_the_other_stays(shop: Panel, quick: ForecastPlan) -> None:
    noise = np.random.default_rng(2).normal(size=(40, PERIODS + HORIZON)).astype(np.float32)
    more = Covariate("noise", noise, ahead=True, group=PRICE)
    panel = replace(shop, covariates=(*shop.covariates, more))
    without_noise, without_both = (compare(panel, quick, [name], 1, silent) for name in ("noise", PRICE))
    assert without_noise.rmsse_without == pytest.approx(compare(shop, quick, [PRICE], 1, silent).rmsse_with)
    assert without_noise.rmsse_without < without_both.rmsse_without


def test_what_is_compared_alone_has_nothing_beside_it(shop: Panel, quick: ForecastPlan) -> None:
    alone = compare(shop, quick, [PRICE], 1, silent, alone=True)
    only_price = replace(shop, covariates=shop.covariates[:1])
    told = compare(only_price, quick, [PRICE], 1, silent)
    assert (alone.rmsse_with, alone.rmsse_without) == (told.rmsse_with, told.rmsse_without)
    assert alone.rmsse_without != compare(shop, quick, [PRICE], 1, silent).rmsse_without


def test_a_mean_of_one_method_needs_no_origins_and_of_several_has_them(shop: Panel, quick: ForecastPlan) -> None:
    for methods in (("boosted",), ("boosted", "smoothing")):
        plan = msgspec.structs.replace(quick, methods=methods)
        told: list[str] = []

        def tell(what: str, _done: int, _of: int, told: list[str] = told) -> None:
            told.append(what)

        mean = forecast_mean(shop, plan, tell)
        assert np.array_equal(mean, make_forecast(shop, plan, silent).forecasts.mean)
        assert (len(set(told)) == 1) == (len(methods) == 1)


def test_what_is_not_there_cannot_be_left_out(shop: Panel) -> None:
    with pytest.raises(ForecastRefused, match="nothing of signal"):
        compare(shop, PLAN, ["signal"], 1, silent)
