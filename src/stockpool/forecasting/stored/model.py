"""What is stored of a run beside what is asked of it, and how sure a stored forecast is."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import msgspec

from stockpool.forecasting.hours import DayProfile
from stockpool.forecasting.messages import DEAD, PROMOTED, ChampionOf, ReadReport
from stockpool.forecasting.stored.messages import Choice, Promised

AHEAD = (1, 2, 8, 15, 29)
"""Ranges of days ahead by their first: tomorrow, the rest of a week, the next, the two behind it, and all later."""
AHEAD_WORDS = {1: "1", 2: "2-7", 8: "8-14", 15: "15-28", 29: "29+"}


def ahead_of(days: int) -> int:
    """The range that so many days ahead are in."""
    return max(each for each in AHEAD if each <= max(days, 1))


def last_day_of(first_day: date, step_days: int, periods: int) -> date:
    """The last day of so many periods."""
    return first_day + timedelta(days=step_days * periods - 1)


class StoredGroup(msgspec.Struct, frozen=True):
    """Errors of series of like means: up to which mean (null: any), and quantiles of errors over their spread."""

    mean_max: float | None
    quantiles: tuple[float, ...]


class StoredSpread(msgspec.Struct, frozen=True):
    """How sure sums over so many periods are, as `forecasting.spread` learned it; `levels` are those of quantiles."""

    length: int
    least_mean: float
    levels: tuple[float, ...]
    shares: tuple[float, float, float]
    groups: Mapping[str, tuple[StoredGroup, ...]]

    def quantiles(self, levels: Sequence[float], mean: float, variation: float, kind: str) -> list[float]:
        """Quantiles of a sum with such a mean; the same as the learned spread says, never negative."""
        groups = self.groups.get(kind) or self.groups.get(kind.removesuffix(PROMOTED)) or self.groups[""]
        group = groups[bisect_left([each.mean_max for each in groups[:-1] if each.mean_max is not None], mean)]
        of_mean, of_square, of_variation = self.shares
        variance = (mean + self.least_mean) * of_mean + mean**2 * of_square + variation * self.length * of_variation
        spread = math.sqrt(variance + self.least_mean**2)
        return [max(mean + spread * self._between(group.quantiles, level), 0.0) for level in levels]

    def _between(self, values: Sequence[float], level: float) -> float:
        """The error at a level, between its neighbors; the outermost beyond them."""
        levels = self.levels
        above = bisect_left(levels, level)
        if above == 0:
            return values[0]
        if above == len(levels):
            return values[-1]
        share = (level - levels[above - 1]) / (levels[above] - levels[above - 1])
        return values[above - 1] + share * (values[above] - values[above - 1])


class Champions(msgspec.Struct, frozen=True):
    """Who forecasts and since when, with what was promised of them and what they knew."""

    chosen_by: int
    known_until: date
    step_days: int
    horizon: int
    champions: tuple[ChampionOf, ...]
    promised: Mapping[str, Promised]
    features: Mapping[str, str]


class EarlierRun(msgspec.Struct, frozen=True):
    """A run whose forecasts are still kept."""

    id: int
    made_on: date
    known_until: date
    first_day: date
    step_days: int
    horizon: int
    chosen_by: int

    @property
    def last_day(self) -> date:
        """Of what it tells."""
        return last_day_of(self.first_day, self.step_days, self.horizon)

    def periods_between(self, after: date, until: date) -> range:
        """Those that begin behind one day and end at another at the latest."""
        first = -((self.first_day - after - timedelta(days=1)).days // self.step_days)
        behind = ((until - self.first_day).days + 1) // self.step_days
        return range(max(first, 0), min(behind, self.horizon))


class SeriesRow(msgspec.Struct, frozen=True, gc=False):
    """A series of a run as it is stored."""

    sku: str
    node: str
    demand_class: str
    abc_class: str
    variation: float
    mean: Sequence[float]
    naive: Sequence[float]
    promoted: Sequence[int]
    """Which periods of the run have a promotion."""

    def kind(self, periods: range) -> str:
        """The class, marked where any of these periods has a promotion; `forecasting.spread` learns both apart."""
        if self.demand_class == DEAD or not any(each in periods for each in self.promoted):
            return self.demand_class
        return self.demand_class + PROMOTED


class AccuracySums(msgspec.Struct, frozen=True, gc=False):
    """What runs said of a day, beside what came."""

    day: date
    demand_class: str
    abc_class: str
    ahead: int
    method: str
    rows: int
    demand: float
    error: float
    absolute_error: float
    loss: float
    within_90: int
    within_95: int


class WeekSeen(msgspec.Struct, frozen=True):
    """A week of a class ('' of all): what came, and what was said of it up to a week before."""

    number: int
    demand_class: str
    demand: float
    error: float
    absolute_error: float
    absolute_error_naive: float


class Situation(msgspec.Struct, frozen=True):
    """How a night finds things: what is known, of which series, and by which methods it could be forecast."""

    known_until: date
    step_days: int
    horizon: int
    methods: frozenset[str]
    classes: Mapping[str, int]
    """Series of each class."""
    features: Mapping[str, str]


class RunMade(msgspec.Struct, frozen=True, kw_only=True):
    """A run that is to be stored, beside its series."""

    known_until: date
    first_day: date
    step_days: int
    horizon: int
    champions: tuple[ChampionOf, ...]
    promised: Mapping[str, Promised]
    features: Mapping[str, str]
    models: Mapping[str, str]
    spreads: Mapping[str, Sequence[StoredSpread]]
    """Those of the champions and of the naive method; empty where champions were kept."""
    choice: Choice | None
    series: Sequence[SeriesRow]

    @property
    def last_day(self) -> date:
        """Of what it tells."""
        return last_day_of(self.first_day, self.step_days, self.horizon)


class RunFacts(msgspec.Struct, frozen=True):
    """What is known of a run beside what it forecasts."""

    fingerprint: str
    versions: Mapping[str, str]
    demand_read: ReadReport
    hours: Mapping[str, DayProfile]
    """Which share of a day is sold by an hour, by node; under the empty name everywhere."""
    asked_by: str
    seconds: float


def together(one: AccuracySums, other: AccuracySums) -> AccuracySums:
    """What two runs said of the same day."""
    sums = ("rows", "demand", "error", "absolute_error", "loss", "within_90", "within_95")
    return msgspec.structs.replace(one, **{name: getattr(one, name) + getattr(other, name) for name in sums})
