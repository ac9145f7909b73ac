"""Which share of a day's sales is made by an hour. Pure: no arrays, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import accumulate

import msgspec

HOURS_OF_DAY, DAYS_OF_WEEK = 24, 7
OPENS, CLOSES = 8, 20
"""Where nothing is known the day is sold evenly between these hours."""
PRIOR_UNITS = 200.0
"""A weekday is like the others until it has sold more than this."""


class DayProfile(msgspec.Struct, frozen=True):
    """By weekday from Monday on, the share that is sold before each full hour: 25 numbers from 0 to 1."""

    before: tuple[tuple[float, ...], ...]

    def share_by(self, at: datetime) -> float:
        """The share of the day that is usually sold by a moment, evenly within the hour."""
        hours = self.before[at.weekday()]
        passed = at.minute / 60 + at.second / 3600
        return hours[at.hour] + passed * (hours[at.hour + 1] - hours[at.hour])


def day_profile(sales: Iterable[tuple[int, int, float]]) -> DayProfile:
    """Learn the profile from past sales: weekday (Monday is 0), hour and quantity of each; below zero is zero."""
    sold = [[0.0] * HOURS_OF_DAY for _ in range(DAYS_OF_WEEK)]
    for weekday, hour, quantity in sales:
        sold[weekday][hour] += max(quantity, 0.0)
    everything = [sum(day[hour] for day in sold) for hour in range(HOURS_OF_DAY)]
    evenly = [1.0 / (CLOSES - OPENS) if OPENS <= hour < CLOSES else 0.0 for hour in range(HOURS_OF_DAY)]
    usual = _shares(everything, evenly) if sum(everything) > 0 else evenly
    return DayProfile(tuple([_before(_shares(day, usual)) for day in sold]))


def _shares(sold: list[float], usual: list[float]) -> list[float]:
    """The share of each hour, drawn to the usual one."""
    total = sum(sold) + PRIOR_UNITS
    return [(quantity + PRIOR_UNITS * share) / total for quantity, share in zip(sold, usual, strict=True)]


def _before(shares: list[float]) -> tuple[float, ...]:
    return tuple([min(each, 1.0) for each in accumulate(shares, initial=0.0)])
