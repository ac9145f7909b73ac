"""What was never sold, or for some days only, is forecast by what is like it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from stockpool.forecasting.classes import demand_classes
from stockpool.forecasting.explaining import explain
from stockpool.forecasting.messages import STARTING, ForecastPlan
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.running import Made, make_forecast
from tests.forecasting.history import MONDAY
from tests.forecasting.test_future import silent

PERIODS, HORIZON, NODES = 196, 28, 8
PLAN = ForecastPlan(horizon=HORIZON, methods=("moving_average", "seasonal_naive"))
LAUNCH = np.asarray([2.0, 1.6, 1.3, 1.1])


def shop(seed: int, skus: int = 120) -> Panel:
    """SKUs that sell by category, price and brand at nodes of several sizes, each at two nodes of three.

    Some begin late, with more in their first weeks.
    """
    dice = np.random.default_rng(seed)
    category, price = dice.integers(0, 6, skus), np.exp(dice.normal(1.5, 0.5, skus))
    brand = dice.integers(0, 2, skus)
    rate = np.exp(
        np.linspace(-1, 2, 6)[category] - 0.8 * np.log(price / 4.5) + 0.7 * brand + dice.normal(0, 0.35, skus)
    )
    size = np.linspace(0.4, 2, NODES)
    weekday = np.asarray([0.8, 0.8, 0.9, 1.0, 1.2, 1.6, 0.7])[np.arange(PERIODS) % 7]
    rows, names = [], []
    for sku in range(skus):
        begin = int(dice.choice([0, 40, 80, PERIODS - HORIZON - 6, PERIODS - HORIZON], p=[0.6, 0.1, 0.1, 0.1, 0.1]))
        for node in range(NODES):
            if dice.random() < 0.34:
                continue
            own = begin if dice.random() < 0.95 else PERIODS - HORIZON
            mean = rate[sku] * size[node] * np.exp(dice.normal(0, 0.2)) * weekday
            if own:
                weeks = np.minimum(np.arange(PERIODS - own) // 7, 4)
                mean[own:] *= np.append(LAUNCH, 1.0)[weeks]
            demand = dice.poisson(mean).astype(np.float32)
            demand[:own] = np.nan
            rows.append(demand)
            names.append((f"sku-{sku:03d}", f"store-{node}"))
    return Panel(
        tuple([each[0] for each in names]),
        tuple([each[1] for each in names]),
        MONDAY,
        1,
        np.stack(rows),
        categories={f"sku-{sku:03d}": f"category-{category[sku]}" for sku in range(skus)},
        prices={f"sku-{sku:03d}": float(price[sku]) for sku in range(skus)},
        attributes={f"sku-{sku:03d}": (f"brand-{brand[sku]}",) for sku in range(skus)},
        announced=frozenset(names),
    )


HeldOut = list[tuple[Made, Matrix]]


@pytest.fixture(scope="module")
def held_out() -> HeldOut:
    origin = PERIODS - HORIZON
    return [
        (make_forecast(panel.until(origin), PLAN, silent), panel.demand[:, origin:])
        for panel in [shop(seed) for seed in range(3)]
    ]


def error(held_out: HeldOut, name: str, mean_of: Callable[[Made], Matrix]) -> float:
    """How far sums over the horizon are off, over what was sold."""
    pairs = [(mean_of(made)[made.classes == name], actual[made.classes == name]) for made, actual in held_out]
    off = [np.abs(mean.sum(axis=1) - actual.sum(axis=1)).sum() for mean, actual in pairs]
    return float(sum(off) / sum(actual.sum() for _, actual in pairs))


def forecast(made: Made) -> Matrix:
    return made.forecasts.mean


def naive(made: Made) -> Matrix:
    return made.naive.mean


@pytest.mark.parametrize(("name", "most"), [("unsold", 0.55), ("unlisted", 0.3), ("new", 0.15)])
def test_what_starts_is_forecast_far_better_than_by_nothing_or_by_its_own_few_days(
    held_out: HeldOut, name: str, most: float
) -> None:
    assert error(held_out, name, forecast) < most
    assert error(held_out, name, naive) > (0.5 if name == "new" else 0.99)


def test_the_control_the_mean_of_all_series_forecasts_births_worse(held_out: HeldOut) -> None:
    def flat(made: Made) -> Matrix:
        known = ~np.isin(made.classes, STARTING)
        return np.broadcast_to(made.forecasts.mean[known].mean(axis=0), made.forecasts.mean.shape)

    for name in ("unsold", "unlisted"):
        assert error(held_out, name, forecast) < 0.75 * error(held_out, name, flat)


@pytest.mark.parametrize("name", ["unsold", "unlisted", "new"])
def test_births_are_covered_as_often_as_quantiles_say_of_days_and_of_sums(held_out: HeldOut, name: str) -> None:
    for level, width in ((0.9, 0.05), (0.95, 0.03)):
        days = [
            (actual <= made.forecasts.quantiles[level])[made.classes == name].reshape(-1) for made, actual in held_out
        ]
        assert np.concatenate(days).mean() == pytest.approx(level, abs=width)
    sums = [
        (actual.sum(axis=1) <= made.sums(0, HORIZON, (0.95,))[0])[made.classes == name] for made, actual in held_out
    ]
    assert 0.88 <= np.concatenate(sums).mean() <= 0.99


def test_the_control_with_the_spread_of_what_is_known_births_are_covered_far_too_seldom(held_out: HeldOut) -> None:
    shares = []
    for made, actual in held_out:
        born = made.classes == "unsold"
        mean = made.forecasts.mean[born].sum(axis=1, dtype=np.float64)
        quantile = made.spreads.of(HORIZON).quantile(0.95, mean, np.zeros(len(mean)), np.full(len(mean), "smooth"))
        shares.append(actual[born].sum(axis=1) <= quantile)
    assert np.concatenate(shares).mean() < 0.85


def test_a_sku_starts_as_those_of_its_category_did(held_out: HeldOut) -> None:
    born = [made.forecasts.mean[made.classes == "unsold"].sum(axis=0) for made, _ in held_out]
    weeks = np.sum(born, axis=0).reshape(4, 7).sum(axis=1)
    assert 1.5 < weeks[0] / weeks[3] < 2.1
    assert (np.diff(weeks) < 0).all()


def test_it_is_told_from_whom_a_forecast_is_taken(held_out: HeldOut) -> None:
    made, _ = held_out[0]
    (elsewhere, nowhere, known) = (
        int(np.flatnonzero(made.classes == name)[0]) for name in ("unlisted", "unsold", "smooth")
    )
    panel = made.known
    assert next(iter(made.likeness.told(elsewhere))) == panel.skus[elsewhere]
    told = made.likeness.told(nowhere)
    assert panel.skus[nowhere] not in told
    assert panel.categories[next(iter(told))] == panel.categories[panel.skus[nowhere]]
    assert 0 < sum(told.values()) <= 1.001
    assert made.likeness.told(known) == {}
    assert made.champions["unsold"].weights == {"likeness": 1.0}
    assert made.champions["unsold"].errors["likeness"] < made.champions["unsold"].errors["nothing"]


def test_explain_names_the_skus_that_are_alike() -> None:
    panel = shop(1, skus=40).until(PERIODS - HORIZON)
    row = int(np.flatnonzero(demand_classes(panel) == "unsold")[0])
    told = explain(
        panel, ForecastPlan(horizon=7, methods=("moving_average",)), panel.skus[row], panel.nodes[row], silent
    )
    assert told.demand_class == "unsold"
    assert panel.categories[next(iter(told.alike))] == panel.categories[panel.skus[row]]
    assert all(each.parts.keys() == {"likeness"} for each in told.periods)


def test_the_control_what_nobody_announced_is_not_forecast_before_it_is_sold() -> None:
    panel = replace(shop(1, skus=40), announced=frozenset()).until(PERIODS - HORIZON)
    made = make_forecast(panel, PLAN, silent)
    unknown = np.isnan(panel.demand).all(axis=1)
    assert unknown.any()
    assert not made.forecasts.mean[unknown].any()


def test_where_nothing_is_known_nothing_is_forecast_and_nothing_breaks() -> None:
    panel = shop(1, skus=3)
    empty = replace(panel, demand=np.full_like(panel.demand, np.nan), categories={}, prices={}, attributes={})
    made = make_forecast(empty, PLAN, silent)
    assert set(made.classes) == {"unsold"}
    assert not made.forecasts.mean.any()
