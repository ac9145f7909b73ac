"""Rates fitted to past shipments: they grow both ways, find what is there, and tell how far off they are."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.kernel.refusals import Refused
from stockpool.kernel.tariffs import tariff_cost
from stockpool.network.api import FittedRates, Shipment, fit_rates
from stockpool.network.rates.pooling import pooled, pooled_grid

START = datetime(2026, 1, 1, tzinfo=UTC)


def drawn(count: int, noise: float = 0.0, seed: int = 1) -> list[Shipment]:
    """Shipments an hour apart; freight grows evenly with weight and distance, days with the distance."""
    dice = random.Random(seed)
    shipments = []
    for number in range(count):
        km, grams = dice.uniform(0, 2_000), dice.randint(1, 20_000)
        freight = max(0.0, 5 + 0.005 * km + 0.0004 * grams + dice.gauss(0, noise))
        days = 1 + km / 500 + dice.uniform(0, 1)
        shipments.append(Shipment(START + timedelta(hours=number), km, grams, freight, days))
    return shipments


def fitted(shipments: list[Shipment], before: datetime | None = None) -> FittedRates:
    result = fit_rates(shipments, before=before)
    assert isinstance(result, FittedRates), result
    return result


def test_what_is_there_is_found() -> None:
    found = fitted(drawn(8_000, noise=2))
    assert (found.fitted_to, found.error.shipments, found.cells) == (6_400, 1_600, 144)
    assert found.error.mae < 2 * 0.798 + 0.25  # sqrt(2 / pi) of the noise, and what is within a cell
    assert abs(found.error.bias) < 0.2
    assert found.error.days_within is not None
    assert found.error.days_within > 0.8
    for band in found.bands:
        days = found.table.days(found.table.zone(None, None, band.km_upto) or "")  # type: ignore[arg-type]
        assert days is not None
        assert days[0] <= 1 + band.km_over / 500 + 0.5 <= days[1]


def test_the_error_is_of_shipments_that_were_not_fitted_to() -> None:
    """Were later ones fitted to as well, a jump in price would not be seen as a bias."""
    cheap, dear = drawn(1_000), drawn(1_000, seed=2)
    split = START + timedelta(days=100)
    later = [
        Shipment(each.shipped_at + timedelta(days=100), each.km, each.grams, each.freight + 10, each.days)
        for each in dear
    ]
    found = fitted(cheap + later, before=split)
    assert (found.fitted_to, found.error.shipments) == (1_000, 1_000)
    assert found.error.bias == pytest.approx(-10, abs=0.5)
    assert sum(band.error.shipments for band in found.bands) == 1_000
    assert sum(band.error.bias * band.error.shipments for band in found.bands) == pytest.approx(
        found.error.bias * 1_000
    )


def test_a_table_tells_its_error_and_what_was_joined() -> None:
    found = fitted(drawn(400, noise=1))
    note = found.rates.note
    assert note is not None
    assert note.startswith("Fitted to 320 shipments before 2026-01-14; ")
    assert f"{found.thin_cells} of {found.cells} cells had fewer than 30" in note
    assert f"mean absolute error is {found.error.mae:.2f} EUR" in note
    assert f"bias {found.error.bias:+.2f} EUR" in note


def test_a_thin_cell_takes_its_neighbors_along() -> None:
    """Two freights of one weight, many cheap and one absurd: alone in its cell, the absurd one would be believed."""
    many = [Shipment(START + timedelta(hours=number), 100, 500, 5.0) for number in range(2_000)]
    some = [Shipment(each.shipped_at, 100 + number % 900, 500 + number, 5.0) for number, each in enumerate(many)]
    absurd = Shipment(START + timedelta(hours=1), 5_000, 90_000, 9_000.0)
    found = fitted([*many, *some, absurd])
    tariff = found.table.tariff_at(5_000)
    assert tariff is not None
    cost = tariff_cost(tariff, 90_000)
    assert cost is not None
    assert cost < 300 * 1_000_000
    assert found.thin_cells > 0


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(40, 400))
def test_fitted_costs_and_days_grow_with_weight_and_distance(seed: int, count: int) -> None:
    found = fitted(drawn(count, noise=8, seed=seed))
    before = [0] * 12
    days = (0, 0)
    for km in (1, 50, 200, 500, 900, 1_400, 2_500, 39_999, 40_000):
        tariff = found.table.tariff_at(km)
        assert tariff is not None
        costs = [
            tariff_cost(tariff, grams) for grams in (1, 5, 100, 900, 2_000, 4_000, 8_000, 9_999, 20_000, 10**6, 10**9)
        ]
        assert None not in costs
        known = [cost for cost in costs if cost is not None]
        assert known == sorted(known)
        assert all(near <= far for near, far in zip(before, known, strict=False))
        zone = found.table.zone(None, None, km)  # type: ignore[arg-type]
        assert zone is not None
        now = found.table.days(zone) or (0, 0)
        assert days[0] <= now[0] <= now[1]
        assert days[1] <= now[1]
        before, days = known, now


@pytest.mark.parametrize(("count", "before"), [(0, None), (20, None), (100, START), (100, START + timedelta(days=99))])
def test_too_few_shipments_are_refused(count: int, before: datetime | None) -> None:
    refused = fit_rates(drawn(count), before=before)
    assert isinstance(refused, Refused)
    assert "needed are 30 and 1" in refused.message


def test_days_that_are_not_known_are_not_made_up() -> None:
    found = fitted([Shipment(each.shipped_at, each.km, each.grams, each.freight) for each in drawn(500)])
    assert found.error.days_within is None
    assert {row.days_min for row in found.rates.rates} == {None}


def test_adjacent_violators_are_pooled() -> None:
    """By hand: 3 and 1 pool to 2; with the weights 1 and 3 to 1.5."""
    assert pooled([1, 3, 1, 4], [1, 1, 1, 1]) == [1, 2, 2, 4]
    assert pooled([3, 1, 4], [1, 3, 1]) == [1.5, 1.5, 4]
    assert pooled([3, 2, 1], [1, 1, 1]) == [2, 2, 2]


NUMBERS = st.floats(0, 100, allow_nan=False)
GRIDS = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=4)
)


@settings(max_examples=60, deadline=None)
@given(GRIDS, st.randoms(use_true_random=False))
def test_a_grid_is_pooled_to_the_nearest_that_grows_both_ways(grid: list[list[float]], dice: random.Random) -> None:
    weights = [[dice.choice([1.0, 2.0, 5.0]) for _ in row] for row in grid]
    found = pooled_grid(grid, weights)
    assert grows(found)
    best = squares(grid, found, weights)
    for _ in range(30):
        step = dice.choice([1.0, 0.1, 0.01])
        other = raised([[value + dice.uniform(-step, step) for value in row] for row in found])
        assert best <= squares(grid, other, weights) + 1e-3
    assert squares(pooled_grid(found, weights), found, weights) < 1e-9


def grows(grid: list[list[float]]) -> bool:
    columns = [list(column) for column in zip(*grid, strict=True)]
    return all(line == sorted(line) for line in grid + columns)


def raised(grid: list[list[float]]) -> list[list[float]]:
    """A grid that grows both ways, from any."""
    return [
        [max(grid[i][j] for i in range(row + 1) for j in range(column + 1)) for column in range(len(grid[0]))]
        for row in range(len(grid))
    ]


def squares(grid: list[list[float]], other: list[list[float]], weights: list[list[float]]) -> float:
    return sum(
        mass * (a - b) ** 2
        for row, two, masses in zip(grid, other, weights, strict=True)
        for a, b, mass in zip(row, two, masses, strict=True)
    )
