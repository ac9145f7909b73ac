"""How late facts are told: classes of lag, percentiles with their certainty, and silence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from datetime import timedelta
from math import floor, log, sqrt

from stockpool.reconciliation.model import LagFigures

FIRST_S = 0.1
RATIO = 1.25
LATEST = timedelta(days=2)
"""What is told later fills the past; nobody waits for it."""

BOUNDS_S = tuple(FIRST_S * RATIO**k for k in range(1 + floor(log(LATEST.total_seconds() / FIRST_S) / log(RATIO)) + 1))
"""Upper bounds of the classes."""

UNDATED, AHEAD, BACKFILLED = -1, -2, -3
"""What has no lag: facts that do not say when, say a time to come, or fill the past."""

AHEAD_S = 1.0
"""Clocks are never quite equal."""

FACTS_MIN = 20
"""Of fewer a percentile says nothing."""

Z = 1.96
"""Of 95 %, both sides."""

SILENCE_CHANCE = 0.001


def bucket_of(lag_s: float) -> int:
    """The class of a lag."""
    if lag_s < -AHEAD_S:
        return AHEAD
    place = bisect_left(BOUNDS_S, lag_s)
    return place if place < len(BOUNDS_S) else BACKFILLED


def lag_figures(buckets: Mapping[int, int]) -> LagFigures:
    """Percentiles by the upper bounds of classes, so that none is told too low, or by more than a quarter too high.

    The bounds of the 90th are those of its rank among so many facts (Conover, Practical Nonparametric Statistics, 3.2).
    """
    counted = sorted((bucket, facts) for bucket, facts in buckets.items() if bucket >= 0)
    facts = sum(each for _, each in counted)
    if facts == 0:
        return LagFigures(0)
    spread = Z * sqrt(facts * 0.9 * 0.1)
    return LagFigures(
        facts,
        p50_s=_at_rank(counted, 0.5 * facts),
        p90_s=_at_rank(counted, 0.9 * facts),
        p99_s=_at_rank(counted, 0.99 * facts),
        p90_low_s=_at_rank(counted, 0.9 * facts - spread),
        p90_high_s=_at_rank(counted, 0.9 * facts + spread),
    )


def _at_rank(counted: list[tuple[int, int]], rank: float) -> float:
    below = 0
    for bucket, facts in counted:
        below += facts
        if below >= rank:
            return BOUNDS_S[bucket]
    return BOUNDS_S[counted[-1][0]]


def lag_reckoned_with(figures: LagFigures, silence_s: float, usual_gap_s: float | None) -> float:
    """How old what is known of a node may be: the 90th percentile at its worst, and an unusual silence.

    With a mean gap g, a feed is silent for longer than t with chance exp(-t / g).
    """
    if figures.facts < FACTS_MIN or figures.p90_high_s is None:
        return 0.0
    unusual = usual_gap_s is not None and silence_s > -log(SILENCE_CHANCE) * usual_gap_s
    return max(figures.p90_high_s, min(silence_s, 86_400.0) if unusual else 0.0)
