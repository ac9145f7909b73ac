"""Sums over SKUs, categories, nodes and regions: means that add up, and quantiles that know what goes together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stockpool.forecasting.asked import ForecastFiles
from stockpool.forecasting.levels import LevelForecasts, level_scores
from stockpool.forecasting.messages import QUANTILES, ForecastPlan, ForecastRefused, LevelScores
from stockpool.forecasting.panel import Matrix, Panel
from stockpool.forecasting.reading import read
from stockpool.forecasting.running import make_forecast
from tests.forecasting.history import days, panel_of, write_rows
from tests.forecasting.test_future import silent

PERIODS, HORIZON, SERIES = 252, 28, 120
PLAN = ForecastPlan(horizon=HORIZON, methods=("moving_average",))

HeldOut = list[tuple[LevelForecasts, Matrix, dict[str, LevelScores]]]


def shocked(seed: int) -> Panel:
    """Series that sell more or less all together: a shock of 20 %, of which half is left a day later."""
    dice = np.random.default_rng(seed)
    shock = np.zeros(PERIODS)
    for day in range(1, PERIODS):
        shock[day] = 0.5 * shock[day - 1] + dice.normal(0, 0.17)
    level = np.exp(dice.normal(1, 1, SERIES))
    panel = panel_of(dice.poisson(level[:, None] * np.exp(shock)[None, :]).astype(np.float32))
    skus = dict.fromkeys(panel.skus)
    return replace(
        panel,
        categories={sku: f"category-{at % 5}" for at, sku in enumerate(skus)},
        regions={f"store-{at}": f"region-{at % 2}" for at in range(4)},
    )


@pytest.fixture(scope="module")
def held_out() -> HeldOut:
    found = []
    for seed in range(5):
        panel = shocked(seed)
        made = LevelForecasts(make_forecast(panel.until(PERIODS - HORIZON), PLAN, silent))
        actual = panel.demand[:, PERIODS - HORIZON :]
        found.append((made, actual, level_scores(made, actual)))
    return found


LEVELS = ("total", "region", "node", "category", "category_node", "sku")


@pytest.mark.parametrize("name", LEVELS)
def test_sums_of_a_level_are_covered_as_often_as_their_quantiles_say(held_out: HeldOut, name: str) -> None:
    own = [scores[name] for _, _, scores in held_out]
    days_90, days_95, weeks = (
        np.mean([getattr(each, score) for each in own]) for score in ("coverage_90", "coverage_95", "weeks_95")
    )
    assert days_90 == pytest.approx(0.9, abs=0.05)
    assert days_95 == pytest.approx(0.95, abs=0.04)
    assert weeks >= 0.88


def test_the_control_series_that_are_taken_for_independent_cover_a_total_far_too_seldom(held_out: HeldOut) -> None:
    shares = []
    for made, actual, _ in held_out:
        forecasts = made.made.forecasts
        spread = (forecasts.quantiles[0.95] - forecasts.mean).astype(np.float64)
        total = forecasts.mean.sum(axis=0) + np.sqrt((spread**2).sum(axis=0))
        shares.append((actual.sum(axis=0) <= total).mean())
    assert np.mean(shares) < 0.8


def test_the_control_summed_quantiles_cover_far_too_much_where_series_are_independent() -> None:
    panel = panel_of(np.random.default_rng(1).poisson(3, (SERIES, PERIODS)).astype(np.float32))
    made = LevelForecasts(make_forecast(panel.until(PERIODS - HORIZON), PLAN, silent))
    actual = panel.demand[:, PERIODS - HORIZON :].sum(axis=0)
    total = made.levels[0]
    own = made.spans(total, 0, 1, (0.95,))[0]
    assert actual.mean() < own[0] < 1.1 * actual.mean()
    assert made.made.forecasts.quantiles[0.95].sum() / HORIZON > 1.5 * actual.mean()


def test_a_mean_is_the_sum_of_its_children_and_no_quantile_is_below_zero_or_out_of_order(held_out: HeldOut) -> None:
    made, _, _ = held_out[0]
    means = {level.name: made.means[level.name].sum(axis=0) for level in made.levels}
    assert set(means) == set(LEVELS)
    for each in means.values():
        assert np.abs(each - means["total"]).max() < 1e-6
    of_node = next(level for level in made.levels if level.name == "node")
    of_both = next(level for level in made.levels if level.name == "category_node")
    for at, node in enumerate(of_node.keys):
        children = [row for row, key in enumerate(of_both.keys) if key.endswith(f" / {node}")]
        assert np.abs(made.means["category_node"][children].sum(axis=0) - made.means["node"][at]).max() < 1e-6
    for level in made.levels:
        quantiles = np.stack(made.spans(level, 3, 1, QUANTILES))
        assert (quantiles >= 0).all()
        assert (np.diff(quantiles, axis=0) >= -1e-6).all()


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Demand of two SKUs at two nodes, one of them without a category, and the regions of the nodes."""
    folder = tmp_path_factory.mktemp("levels")
    days_of = [
        (sku, node, day, quantity, category)
        for sku, category, quantity in (("tea", "drinks", 4.0), ("ham", None, 2.0))
        for node in ("berlin", "paris")
        for day in days(70)
    ]
    demand = write_rows(
        folder / "demand.parquet", "sku text, node text, date date, quantity double, category text", days_of
    )
    return demand, write_rows(
        folder / "nodes.parquet", "node text, region text", [("berlin", "north"), ("paris", None)]
    )


def test_what_has_no_category_or_region_is_summed_up_under_an_empty_name(files: tuple[Path, Path]) -> None:
    panel = read(ForecastFiles(demand=files[0], nodes=files[1]), 7).panel
    keys = {level.name: level.keys for level in LevelForecasts(make_forecast(panel, PLAN, silent)).levels}
    assert keys == {
        "total": ("",),
        "region": ("", "north"),
        "node": ("berlin", "paris"),
        "category": ("", "drinks"),
        "category_node": (" / berlin", " / paris", "drinks / berlin", "drinks / paris"),
        "sku": ("ham", "tea"),
    }


def test_signals_by_region_and_category_join_the_series_that_they_are_of(
    files: tuple[Path, Path], tmp_path: Path
) -> None:
    told = [("north", "drinks", day, float(at % 3)) for at, day in enumerate(days(77))]
    signals = write_rows(tmp_path / "signals.parquet", "region text, category text, date date, heat double", told)
    asked = ForecastFiles(demand=files[0], nodes=files[1], signals=signals)
    panel = read(asked, 7).panel
    (heat,) = panel.covariates
    assert heat.ahead
    seen = dict(zip(zip(panel.skus, panel.nodes, strict=True), heat.at(5), strict=True))
    assert seen["tea", "berlin"] == 2
    assert np.isnan([seen[key] for key in seen if key != ("tea", "berlin")]).all()
    with pytest.raises(ForecastRefused, match="no region is known; add a column region to the demand, or name a file"):
        read(replace_nodes(asked), 7)


def replace_nodes(files: ForecastFiles) -> ForecastFiles:
    return ForecastFiles(demand=files.demand, signals=files.signals)
