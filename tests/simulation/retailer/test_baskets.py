"""Live traffic draws from what sold lately."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from stockpool.simulation.retailer import RetailerPlan, generate_retailer
from stockpool.simulation.retailer.baskets import Baskets, load_baskets

PLAN = RetailerPlan(last_day=date(2026, 6, 30), stores=3, centers=1, skus=400, days=60)


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate_retailer(PLAN, tmp_path_factory.mktemp("retailer")).directory


@pytest.fixture(scope="module")
def baskets(directory: Path) -> Baskets:
    return load_baskets(directory)


def test_lines_of_stores_and_of_the_web_are_kept_apart(baskets: Baskets) -> None:
    assert {line.node for line in baskets.store} == {"st-berlin", "st-hamburg", "st-wien"}
    assert {line.node for line in baskets.web} == {"dc-unna"}


def test_quantities_have_decimals_only_where_the_sku_has(baskets: Baskets) -> None:
    cut = {line.sku for line in baskets.store if isinstance(line.quantity, Decimal)}
    whole = {line.sku for line in baskets.store if isinstance(line.quantity, int)}
    assert cut
    assert whole
    assert not cut & whole


def test_kits_hot_skus_and_homes_are_there(baskets: Baskets) -> None:
    assert baskets.kits == ("SET-0001", "SET-0002", "SET-0003", "SET-0004")
    assert len(set(baskets.hottest)) == 8
    assert len(baskets.homes) == 3


def test_the_sample_is_the_same_each_time(directory: Path, baskets: Baskets) -> None:
    assert load_baskets(directory) == baskets
