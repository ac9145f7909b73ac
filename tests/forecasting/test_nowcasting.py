"""Today's sales so far move today's and the coming days' forecast, as far as they are not chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.forecasting.hours import day_profile
from stockpool.forecasting.messages import QUANTILES, DayForecast, SoldSoFar, TodaySoFar
from stockpool.forecasting.nowcasting import LASTS, lasting, nowcast
from tests.forecasting.history import MONDAY

SERIES, DAYS = 60, 3
SHARES = (0.25, 0.6)
KEYS = tuple([(f"sku-{at // 6}", f"store-{at % 6}") for at in range(SERIES)])
MEANS = np.where(np.arange(SERIES) % 3 > 0, np.linspace(0.2, 2, SERIES), np.linspace(5, 60, SERIES))

Shock = Callable[[int], float]


@cache
def forecast_of(sku: str, node: str, mean: float, days: int = DAYS) -> tuple[DayForecast, ...]:
    """A forecast that knows how days differ, by 14 %, beyond Poisson's luck."""
    draws = np.random.default_rng(3).poisson(mean * np.random.default_rng(4).gamma(50, 1 / 50, 4_000))
    quantiles = tuple([float(each) for each in np.quantile(draws, QUANTILES)])
    return tuple([DayForecast(sku, node, MONDAY + timedelta(days=day), mean, quantiles) for day in range(days)])


FORECAST = tuple([day for key, mean in zip(KEYS, MEANS, strict=True) for day in forecast_of(*key, float(mean))])


class Shop:
    """Days whose true level is the forecast's times what shocks it; each series has luck of its own every day."""

    def __init__(self, seed: int, shock: Shock) -> None:
        dice = np.random.default_rng(seed)
        level = MEANS * np.asarray([shock(at) for at in range(SERIES)])
        self.truth = dice.poisson(level[:, None] * dice.gamma(50, 1 / 50, (SERIES, DAYS)))
        self.by_now = {share: dice.binomial(self.truth[:, 0], share) for share in SHARES}

    def today(self, share: float) -> TodaySoFar:
        sold = [SoldSoFar(*key, float(units)) for key, units in zip(KEYS, self.by_now[share], strict=True)]
        return TodaySoFar(day=MONDAY, share=share, sold=tuple(sold))

    def errors(self, forecast: Sequence[DayForecast]) -> np.ndarray:
        """Squared errors by day; large series and small ones count alike."""
        means = np.asarray([each.mean for each in forecast]).reshape(SERIES, DAYS)
        return np.asarray(((means - self.truth) ** 2 / MEANS[:, None]).sum(axis=0))


def gain(shock: Shock, share: float, seeds: int) -> np.ndarray:
    """The root mean squared error of each day with today's sales over that without."""
    shops = [Shop(seed, shock) for seed in range(seeds)]
    moved = sum(shop.errors(nowcast(shop.today(share), FORECAST)) for shop in shops)
    return np.sqrt(moved / sum(shop.errors(FORECAST) for shop in shops))


SHOCKS: dict[str, Shock] = {
    "more everywhere": lambda _at: 1.6,
    "less everywhere": lambda _at: 0.5,
    "at one node": lambda at: 2.0 if at % 6 == 0 else 1.0,
    "of one SKU": lambda at: 2.5 if at // 6 == 3 else 1.0,
}


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("shock", SHOCKS)
def test_a_shock_moves_today_and_the_coming_days(shock: str, share: float) -> None:
    assert (gain(SHOCKS[shock], share, seeds=6) < (0.75, 0.9, 0.95)).all()


@pytest.mark.parametrize("share", SHARES)
def test_without_a_shock_today_is_better_known_and_the_coming_days_are_not_worse(share: float) -> None:
    assert (gain(lambda _at: 1.0, share, seeds=50) < (0.93, 1.02, 1.01)).all()


def test_the_control_a_ratio_that_is_not_drawn_to_one_makes_the_coming_days_worse() -> None:
    shop = Shop(1, lambda _at: 1.0)
    ratios = np.repeat(shop.by_now[0.25] / (0.25 * MEANS), DAYS)
    naive = [
        DayForecast(each.sku, each.node, each.day, each.mean * (1 + LASTS * (ratio - 1)), each.quantiles)
        for each, ratio in zip(FORECAST, ratios, strict=True)
    ]
    assert (shop.errors(naive)[1:] > 1.2 * shop.errors(FORECAST)[1:]).all()


def today(share: float, *sold: SoldSoFar, lasts: float = LASTS) -> TodaySoFar:
    return TodaySoFar(day=MONDAY, share=share, sold=sold, lasts=lasts)


@settings(max_examples=60)
@given(
    mean=st.sampled_from([0.0, 0.3, 4.0, 200.0]),
    sold=st.integers(0, 900),
    share=st.floats(0, 1),
    in_stock=st.booleans(),
)
def test_today_is_never_below_what_was_sold_and_quantiles_stay_in_order(
    mean: float, sold: int, share: float, in_stock: bool
) -> None:
    line = SoldSoFar("tea", "berlin", float(sold), in_stock=in_stock)
    for each in nowcast(today(share, line), forecast_of("tea", "berlin", mean)):
        least = sold if each.day == MONDAY else 0
        assert each.mean >= least
        assert each.quantiles[0] >= least
        assert all(one <= other for one, other in pairwise(each.quantiles))


def test_at_the_end_of_the_day_today_is_what_was_sold() -> None:
    now, *_ = nowcast(today(1.0, SoldSoFar("tea", "berlin", 31)), forecast_of("tea", "berlin", 40.0))
    assert (now.mean, set(now.quantiles)) == (31, {31})


def test_before_anything_can_be_sold_the_forecast_is_as_it_was() -> None:
    forecast = forecast_of("tea", "berlin", 40.0)
    for each, before in zip(nowcast(today(0.0), forecast), forecast, strict=True):
        assert each.mean == pytest.approx(before.mean)
        assert each.quantiles == pytest.approx(before.quantiles)


def test_without_stock_little_that_was_sold_is_not_less_demand() -> None:
    forecast = forecast_of("tea", "berlin", 40.0)
    none_left, *later = nowcast(today(0.9, SoldSoFar("tea", "berlin", 2, in_stock=False)), forecast)
    assert none_left.mean >= 40
    assert [each.mean for each in later] == pytest.approx([40, 40])


def test_the_control_with_stock_it_is_less_demand() -> None:
    now, later, _ = nowcast(today(0.9, SoldSoFar("tea", "berlin", 2)), forecast_of("tea", "berlin", 40.0))
    assert now.mean < 10
    assert later.mean < 36


def test_a_node_of_which_nothing_is_heard_keeps_its_forecast() -> None:
    forecast = forecast_of("tea", "berlin", 40.0)
    assert nowcast(today(0.9), forecast) == forecast
    heard = nowcast(today(0.9, SoldSoFar("ham", "berlin", 1)), [*forecast, *forecast_of("ham", "berlin", 1.0)])
    assert heard[0].mean < 10


def test_what_was_learned_of_how_long_deviations_last_is_used() -> None:
    sold = SoldSoFar("tea", "berlin", 150)
    short, long = (nowcast(today(0.9, sold, lasts=each), forecast_of("tea", "berlin", 40.0)) for each in (0.1, 0.9))
    assert 40 < short[1].mean < 60 < long[1].mean
    dice = np.random.default_rng(2)
    alone = [(10.0, 10.0 + each) for each in dice.normal(size=300)]
    walked = [(10.0, 10.0 + each) for each in np.convolve(dice.normal(size=300), 0.9 ** np.arange(40))[:300]]
    assert lasting([]) == LASTS
    assert lasting(alone) < 0.2
    assert lasting(walked) > 0.75


def test_the_share_of_a_day_is_that_of_past_sales_at_its_weekday() -> None:
    early = [(0, 9, 900.0), (0, 18, 100.0)]
    late = [(5, 9, 1_000.0), (5, 18, 9_000.0)]
    profile = day_profile([*early, *late])
    monday, saturday = datetime(2025, 1, 6, 12), datetime(2025, 1, 11, 12)  # noqa: DTZ001 -- local
    assert profile.share_by(monday) > 0.7
    assert profile.share_by(saturday) < 0.15
    assert profile.share_by(monday.replace(hour=9, minute=30)) == pytest.approx(profile.share_by(monday) / 2, abs=0.02)
    assert day_profile([]).share_by(monday.replace(hour=14)) == pytest.approx(0.5)
    assert all(hours[-1] == pytest.approx(1) for hours in profile.before)
