"""What is held back because it may be sold or missing already, and the risk of a promise without that.

What is free is really free - X - E: X is what was sold and not told yet, a Poisson number with mean speed x lag; E by
how much the record says too much, 0 with probability 1 - w and else geometric with mean m.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import ceil, exp, log, sqrt

from stockpool.reconciliation.model import Accuracy

UNITS_MAX = 500
CHECKED_MIN = 30
"""Of fewer positions nobody knows how right the others are."""

EXACT_MAX = 60
"""Up to here the sum is worked out; behind it Wilson and Hilferty's cube root is right to a thousandth."""


def poisson_above(units: int, mean: float) -> float:
    """P(X > units)."""
    if mean <= 0:
        return 0.0
    term = total = exp(-mean)
    for k in range(1, units + 1):
        term *= mean / k
        total += term
    return max(1.0 - total, 0.0) if units >= 0 else 1.0


@cache
def means_covered(risk: float) -> tuple[float, ...]:
    """The largest means that 0, 1, 2 … units cover: with a mean m, as many are held back as there are smaller ones."""
    return tuple([_mean_covered(units, risk) for units in range(UNITS_MAX)])


def _mean_covered(units: int, risk: float) -> float:
    if units > EXACT_MAX:
        n = units + 1
        return n * (1 - 1 / (9 * n) - _normal_quantile(1 - risk) / (3 * sqrt(n))) ** 3
    low, high = 0.0, float(units + 1)
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if poisson_above(units, middle) <= risk else (low, middle)
    return low


def _normal_quantile(share: float) -> float:
    from statistics import NormalDist

    return NormalDist().inv_cdf(share)


def units_unseen(mean: float, confidence: float) -> int:
    """The least number that X exceeds with half of the risk at most."""
    return sum(each < mean for each in means_covered(_half_risk(confidence)))


def units_missing(accuracy: Accuracy, confidence: float) -> int:
    """The least number that E exceeds with half of the risk at most; 0 where too little was checked."""
    if accuracy.positions < CHECKED_MIN or accuracy.over == 0:
        return 0
    share, mean, risk = accuracy.over / accuracy.positions, accuracy.units_over / accuracy.over, _half_risk(confidence)
    if share <= risk:
        return 0
    return 1 if mean <= 1 else min(max(ceil(log(risk / share) / log(1 - 1 / mean)), 1), UNITS_MAX)


def half_risk_means(confidence: float) -> tuple[float, ...]:
    """The thresholds of means for one confidence, as `width_bucket` takes them."""
    return means_covered(_half_risk(confidence))


def _half_risk(confidence: float) -> float:
    return round((1 - confidence) / 2, 9)


def promise_risk(mean: float, accuracy: Accuracy, free: int) -> float:
    """P(X + E >= free): that not one of so many free units is there."""
    share = accuracy.over / accuracy.positions if accuracy.positions >= CHECKED_MIN else 0.0
    risk = (1 - share) * poisson_above(free - 1, mean)
    if share == 0.0:
        return risk
    stays = 1 - 1 / max(accuracy.units_over / accuracy.over, 1.0)
    for extra in range(1, free):
        risk += share * stays ** (extra - 1) * (1 - stays) * poisson_above(free - extra - 1, mean)
    return min(risk + share * stays ** (free - 1), 1.0)


def risk_of_node(
    positions: Iterable[tuple[float, int]], speed_of_all: float, lag_days: float, accuracy: Accuracy
) -> float:
    """The chance that a unit promised now is not there, by how fast positions sell.

    `positions` are those at risk as (speed a day, free units); all together sell `speed_of_all` a day.
    """
    total = sum(speed * promise_risk(speed * lag_days, accuracy, free) for speed, free in positions)
    return min(total / speed_of_all, 1.0) if speed_of_all > 0 else 0.0
