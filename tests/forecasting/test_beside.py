"""What the other SKUs of a node cost and promote is seen where it is known ahead, and nothing else of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stockpool.forecasting import features
from stockpool.forecasting.beside import groups_of, least_of_others, mean_of_others
from stockpool.forecasting.explaining import effects_of, explain
from stockpool.forecasting.features import OTHERS, PRICE, PROMOTION, features_at
from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.methods.boosted import Boosted
from stockpool.forecasting.panel import TO_NODE, Covariate, Matrix, Panel
from tests.forecasting.history import MONDAY, panel_of
from tests.forecasting.test_future import silent

PERIODS, HORIZON, SERIES = 140, 14, 40
PLAN = ForecastPlan(horizon=HORIZON, methods=("boosted",), rounds=40)


def offers(price: Matrix, deal: Matrix) -> tuple[Covariate, ...]:
    return (
        Covariate("price", price, ahead=True, group=PRICE, sign=-1),
        Covariate(TO_NODE, price / price.mean(axis=0), ahead=True, group=PRICE, sign=-1),
        Covariate("deal", deal, ahead=True, group=PROMOTION, sign=1),
    )


@pytest.fixture(scope="module")
def shop() -> Panel:
    """Ten SKUs at each of four nodes: a deal doubles its own sales, and each of the others' loses by their share."""
    dice = np.random.default_rng(3)
    shape = (SERIES, PERIODS + HORIZON)
    deal = (dice.random(shape) < 0.15).astype(np.float32)
    node = np.arange(SERIES) % 4
    at_node = np.stack([deal[node == each].sum(axis=0) for each in range(4)])[node]
    mean = 40 * np.where(deal > 0, 2.0, 1.0) * np.exp(-0.35 * (at_node - deal))
    price = np.full(shape, 4.0, dtype=np.float32)
    return panel_of(dice.poisson(mean[:, :PERIODS]).astype(np.float32), covariates=offers(price, deal))


def seen(panel: Panel, origin: int = PERIODS, step: int = 0) -> dict[str, Matrix]:
    """The features of others at a step, by name."""
    found = features_at(panel, origin, (step,), calendar=False)
    return {each.name: found.values[:, at] for at, each in enumerate(found.columns) if each.group == OTHERS}


def test_a_mean_of_others_leaves_oneself_out_and_weighs_by_what_they_sell() -> None:
    found = mean_of_others(
        np.asarray([1.0, 0.0, 1.0, np.nan, 1.0]), np.asarray([1.0, 3.0, 1.0, 5.0, 1.0]), np.asarray([0, 0, 0, 0, 1])
    )
    assert found[:4] == pytest.approx([1 / 4, 2 / 2, 1 / 4, 2 / 5])
    assert np.isnan(found[4])  # the only one at its node


def test_the_least_of_others_leaves_oneself_out() -> None:
    found = least_of_others(np.asarray([0.7, 0.9, 0.9, np.nan, 0.5, 0.8]), np.asarray([0, 0, 0, 0, 1, 2]))
    assert found[:4] == pytest.approx([0.9, 0.7, 0.7, 0.7])
    assert np.isnan(found[4:]).all()


def test_ties_and_pairs_have_each_other_as_their_least() -> None:
    assert least_of_others(np.asarray([0.5, 0.5, 0.9]), np.asarray([0, 0, 0])) == pytest.approx([0.5, 0.5, 0.5])
    assert least_of_others(np.asarray([0.5, 0.9]), np.asarray([0, 0])) == pytest.approx([0.9, 0.5])


def test_prices_of_others_are_told_over_their_usual_ones(shop: Panel) -> None:
    price = shop.covariates[0].values.copy()
    cheap = shop.nodes.index("store-1")
    price[cheap, PERIODS] = 2.0
    found = seen(replace(shop, covariates=offers(price, shop.covariates[2].values)))
    beside = [at for at in range(SERIES) if shop.nodes[at] == "store-1" and at != cheap]
    assert found["price_lowest_other_of_node"][beside] == pytest.approx(np.full(9, 0.5))
    assert found["price_lowest_other_of_node"][cheap] == pytest.approx(1)
    assert (found["price_others_of_node"][beside] < 1).all()
    elsewhere = [at for at in range(SERIES) if shop.nodes[at] != "store-1"]
    assert found["price_others_of_node"][elsewhere] == pytest.approx(np.ones(30))


def test_others_are_those_of_the_category_too_where_categories_are_known(shop: Panel) -> None:
    names = dict.fromkeys(shop.skus[:20], "tea") | dict.fromkeys(shop.skus[20:], "coffee")
    deal = np.zeros((SERIES, PERIODS + HORIZON), dtype=np.float32)
    deal[:20] = 1
    told = offers(shop.covariates[0].values, deal)
    found = seen(replace(shop, categories=names, covariates=told))
    assert found["deal_others_of_category"][[0, 39]].tolist() == [1, 0]
    assert 0 < found["deal_others_of_node"][0] < 1
    assert "deal_others_of_category" not in seen(replace(shop, covariates=told))


def test_a_node_with_one_sku_has_no_others(shop: Panel) -> None:
    alone = replace(shop, nodes=tuple(f"kiosk-{at}" for at in range(SERIES)))
    assert all(np.isnan(values).all() for values in seen(alone).values())
    made = Boosted(1, 5).forecast(alone, HORIZON)
    assert np.isfinite(made).all()


def test_where_no_prices_are_known_nothing_is_added_and_nothing_is_reckoned(
    shop: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(features, "Beside", None)  # to make one would fail
    assert seen(replace(shop, covariates=())) == {}
    signal = Covariate("rain", shop.covariates[2].values, ahead=True, group="signal")
    assert seen(replace(shop, covariates=(signal,))) == {}


def test_some_series_see_the_same_others_as_all(shop: Panel) -> None:
    chosen = np.asarray([3, 17, 22])
    whole, some = (
        features_at(shop, PERIODS, (0, 5), rows, calendar=False).values.reshape(-1, 2, width)
        for rows, width in ((None, columns_of(shop)), (chosen, columns_of(shop)))
    )
    assert np.array_equal(whole[chosen], some, equal_nan=True)


def columns_of(panel: Panel) -> int:
    return len(features_at(panel, PERIODS, (0,), calendar=False).columns)


def test_of_others_nothing_is_read_behind_the_origin_but_what_is_known_ahead(shop: Panel) -> None:
    origin = PERIODS - HORIZON
    demand = shop.demand.copy()
    demand[:, origin:] *= 7
    after = tuple([replace(each, ahead=False) for each in shop.covariates])
    assert seen(replace(shop, covariates=after).until(origin), origin) == {}
    one, other = (seen(each, origin, 3) for each in (shop, replace(shop, demand=demand)))
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_the_control_a_planned_deal_of_another_is_seen_in_its_period_only(shop: Panel) -> None:
    deal = shop.covariates[2].values.copy()
    deal[:, PERIODS + 3] = 1 - deal[:, PERIODS + 3]
    changed = replace(shop, covariates=offers(shop.covariates[0].values, deal))
    same = [
        np.array_equal(seen(shop, step=step)["deal_others_of_node"], seen(changed, step=step)["deal_others_of_node"])
        for step in (2, 3, 4)
    ]
    assert same == [True, False, True]


def test_what_deals_take_from_others_is_forecast_and_told_by_its_name(
    shop: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    deal = shop.covariates[2].values.copy()
    deal[:, PERIODS:] = 0
    calm = replace(shop, covariates=offers(shop.covariates[0].values, deal))
    deal = deal.copy()
    deal[[at for at in range(1, SERIES) if at % 4 == 0][:4], PERIODS:] = 1  # four others at the node of the first
    busy = replace(shop, covariates=offers(shop.covariates[0].values, deal))
    sums = [float(Boosted(1, 40).forecast(each, HORIZON)[0].sum()) for each in (calm, busy)]
    assert sums[1] < 0.6 * sums[0]
    told = explain(busy, PLAN, shop.skus[0], shop.nodes[0], silent)
    assert sum(each.parts[OTHERS] for each in told.periods) < 0
    assert all(sum(each.parts.values()) == pytest.approx(each.mean, abs=0.01) for each in told.periods)

    monkeypatch.setattr(features, "_beside", lambda _whole, _origin: None)  # the control: without it nothing is seen
    sums = [float(Boosted(1, 40).forecast(each, HORIZON)[0].sum()) for each in (calm, busy)]
    assert sums[1] == pytest.approx(sums[0])


def test_a_deal_of_its_own_is_worth_what_it_sells_while_others_stay(shop: Panel) -> None:
    model = Boosted(1, 40)
    fitted = model.fit(shop, HORIZON)
    none, everywhere = (
        replace(shop, covariates=offers(shop.covariates[0].values, ahead(shop.covariates[2].values, deal)))
        for deal in (0, 1)
    )
    for row in range(0, SERIES, 5):
        own = effects_of(shop, model, fitted, row, HORIZON)["deal all the time"]
        both = [float(model.predict(each, fitted, HORIZON)[row].sum()) for each in (none, everywhere)]
        assert own > 0 > both[1] - both[0]  # the control: where all have one, each sells less


def ahead(values: Matrix, deal: float) -> Matrix:
    """The same deal for all in the periods that are forecast."""
    changed = values.copy()
    changed[:, PERIODS:] = deal
    return changed


def test_skus_of_which_nobody_knows_the_category_are_no_category() -> None:
    skus, nodes = ("tea", "mate", "cup", "pot"), ("east",) * 4
    known = Panel(skus, nodes, MONDAY, 7, np.ones((4, 4), np.float32), categories={"tea": "hot", "mate": "hot"})
    groups = dict(groups_of(known))
    assert groups["category"][0] == groups["category"][1]
    assert len(set(groups["category"].tolist())) == 3
    assert len(set(groups["node"].tolist())) == 1
    assert "category" not in dict(groups_of(replace(known, categories={})))
