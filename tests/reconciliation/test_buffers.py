"""Lags, what is held back for them, and what a promise risks, against sums and published tables."""

from __future__ import annotations

import random
from collections import Counter
from math import exp, factorial

import pytest

from stockpool.reconciliation.api import (
    Accuracy,
    LagFigures,
    bucket_of,
    lag_figures,
    lag_reckoned_with,
    promise_risk,
    risk_of_node,
    units_missing,
    units_unseen,
)
from stockpool.reconciliation.decide.buffers import means_covered, poisson_above
from stockpool.reconciliation.decide.lags import AHEAD, BACKFILLED, BOUNDS_S


def above(units: int, mean: float) -> float:
    return 1 - sum(exp(-mean) * mean**k / factorial(k) for k in range(units + 1))


def test_percentiles_are_never_told_too_low_nor_by_more_than_a_quarter_too_high() -> None:
    drawn = random.Random(1)
    lags = sorted(drawn.lognormvariate(3, 1) for _ in range(2_000))
    figures = lag_figures(Counter(map(bucket_of, lags)))
    for told, share in ((figures.p50_s, 0.5), (figures.p90_s, 0.9), (figures.p99_s, 0.99)):
        exact = lags[int(share * len(lags)) - 1]
        assert told is not None
        assert exact <= told <= exact * 1.2501
    assert (figures.p90_low_s or 0) <= (figures.p90_s or 0) <= (figures.p90_high_s or 0)


def test_the_bounds_of_a_percentile_hold_it_95_times_of_100() -> None:
    drawn, exact = random.Random(2), 60 * 2.302585
    held = 0
    for _ in range(300):
        figures = lag_figures(Counter(bucket_of(drawn.expovariate(1 / 60)) for _ in range(200)))
        held += (figures.p90_low_s or 1e9) / 1.25 <= exact <= (figures.p90_high_s or 0)
    assert held >= 0.95 * 300


def test_what_fills_the_past_or_comes_from_the_future_has_no_lag() -> None:
    assert (bucket_of(-5), bucket_of(3 * 86_400), bucket_of(-0.5)) == (AHEAD, BACKFILLED, 0)
    assert lag_figures({AHEAD: 5, BACKFILLED: 7}).facts == 0
    assert bucket_of(2 * 86_400) == len(BOUNDS_S) - 1


def test_a_feed_that_is_silent_for_longer_than_is_its_way_is_reckoned_with_as_late() -> None:
    quick = LagFigures(500, p90_s=2.0, p90_high_s=2.5)
    assert lag_reckoned_with(quick, silence_s=60, usual_gap_s=20) == 2.5
    assert lag_reckoned_with(quick, silence_s=600, usual_gap_s=20) == 600
    assert lag_reckoned_with(LagFigures(19, p90_high_s=9.0), silence_s=600, usual_gap_s=20) == 0


@pytest.mark.parametrize("mean", [0.01, 0.1, 1, 3.7, 20, 75, 240])
def test_so_many_units_are_held_back_as_sales_exceed_with_half_of_the_risk(mean: float) -> None:
    units = units_unseen(mean, 0.95)
    assert poisson_above(units, mean) <= 0.0251
    assert units == 0 or poisson_above(units - 1, mean) > 0.0249


def test_the_means_that_units_cover_are_those_of_the_tables() -> None:
    """Half the chi-square quantiles of 2(k + 1) degrees of freedom (Johnson, Kotz, Kemp, 4.7)."""
    covered = means_covered(0.025)
    for units, mean in {0: 0.0253, 1: 0.2422, 4: 1.6235, 9: 4.7954, 49: 37.1109, 99: 81.3640}.items():
        assert covered[units] == pytest.approx(mean, rel=2e-3)
    assert list(covered) == sorted(covered)


def test_nothing_is_held_back_for_a_quick_feed_and_a_right_record() -> None:
    a_day, second = 40, 1 / 86_400
    assert units_unseen(a_day * second, 0.95) == 0
    assert units_missing(Accuracy(1_000, 10, 20, 5, 12), 0.95) == 0
    assert units_missing(Accuracy(20, 20, 90, 20, 90), 0.95) == 0, "of 20 positions nobody knows enough"


def test_wrong_records_hold_back_by_how_wrong_they_are() -> None:
    wrong = Accuracy(200, 60, 150, 40, 100)  # a fifth says too much, by 2.5 on average
    units = units_missing(wrong, 0.95)
    left, before = (0.2 * (1 - 1 / 2.5) ** k for k in (units, units - 1))
    assert left <= 0.025 < before


def test_the_risk_of_a_promise_is_the_chance_that_not_one_unit_is_there() -> None:
    right = Accuracy()
    assert promise_risk(0.5, right, 1) == pytest.approx(above(0, 0.5))
    assert promise_risk(0.5, right, 3) == pytest.approx(above(2, 0.5))
    wrong = Accuracy(100, 30, 60, 20, 40)
    drawn, broken = random.Random(3), 0
    for _ in range(40_000):
        sold = _poisson(drawn, 0.5)
        extra = _geometric(drawn, 2) if drawn.random() < 0.2 else 0
        broken += sold + extra >= 3
    assert promise_risk(0.5, wrong, 3) == pytest.approx(broken / 40_000, abs=0.006)
    assert risk_of_node([(4, 1), (1, 50)], 8.0, 0.1, right) == pytest.approx(4 * above(0, 0.4) / 8, abs=1e-9)


def _poisson(drawn: random.Random, mean: float) -> int:
    units, left = -1, 0.0
    while left < mean:
        left += drawn.expovariate(1)
        units += 1
    return units


def _geometric(drawn: random.Random, mean: float) -> int:
    units = 1
    while drawn.random() > 1 / mean:
        units += 1
    return units
