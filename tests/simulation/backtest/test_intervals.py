"""Bootstrap intervals hold the truth as often as they say, where orders of a week share their luck."""

from __future__ import annotations

from datetime import timedelta

import numpy as np

from stockpool.simulation.backtest.intervals import Blocks, blocks_of, estimate
from tests.simulation.backtest.small import BEGIN

WEEKS, ORDERS, TRIALS, DRAWS = 30, 10, 200, 400


def covered(blocks: Blocks) -> float:
    """Share of synthetic records whose interval holds the mean that they were drawn with, 0.3."""
    draw = np.random.default_rng(7)
    known = np.ones(WEEKS * ORDERS, dtype=bool)
    hits = 0
    for trial in range(TRIALS):
        of_weeks = np.repeat(draw.normal(0.3, 1.0, WEEKS), ORDERS)
        found = estimate(of_weeks + draw.normal(0, 1.0, WEEKS * ORDERS), known, blocks, trial, DRAWS)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= 0.3 <= found.high
    return hits / TRIALS


def test_intervals_by_weeks_hold_the_truth_about_as_often_as_they_say() -> None:
    weeks = Blocks(tuple(np.repeat(range(WEEKS), ORDERS).tolist()), WEEKS, "week")
    assert 0.9 <= covered(weeks) <= 0.98


def test_intervals_that_draw_orders_one_by_one_would_be_far_too_narrow() -> None:
    alone = Blocks(tuple(range(WEEKS * ORDERS)), WEEKS * ORDERS, "order")
    assert covered(alone) < 0.6


def test_blocks_are_weeks_or_days_where_there_are_few_weeks() -> None:
    long = blocks_of([BEGIN + timedelta(days=day) for day in range(100)])
    assert (long.kind, long.count) == ("week", 15)
    short = blocks_of([BEGIN + timedelta(hours=hour) for hour in range(72)])
    assert (short.kind, short.count) == ("day", 3)


def test_the_same_seed_gives_the_same_interval_and_what_nobody_knows_has_none() -> None:
    values, known = np.arange(60.0), np.arange(60) % 2 == 0
    blocks = Blocks(tuple([number // 3 for number in range(60)]), 20, "week")
    one, other = (estimate(values, known, blocks, seed=5) for _ in range(2))
    assert one == other
    assert (one.mean, one.orders) == (29.0, 30)
    assert estimate(values, np.zeros(60, dtype=bool), blocks, seed=5).mean is None
