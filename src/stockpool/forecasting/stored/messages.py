"""What is asked and said of stored forecasts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec

from stockpool.forecasting.messages import ChampionOf


class ChangedTotal(msgspec.Struct, frozen=True):
    """A sum of forecast days, as the run before said it and as it is said now, in the SKU's display unit."""

    from_: date = msgspec.field(name="from")
    to: date
    before: float
    now: float


class ForecastChanged(msgspec.Struct, frozen=True, tag="forecast.changed", tag_field="type"):
    """A forecast says much more or less of the same days than the one before."""

    sku: str
    node: str
    run: int
    totals: tuple[ChangedTotal, ...]


class ForecastMade(msgspec.Struct, frozen=True, tag="forecast.made", tag_field="type"):
    """A run of forecasts is there: of how many series, how many changed much, and of how many that is told.

    `chosen_because`: why champions were chosen anew; null where they were kept.
    """

    run: int
    known_until: date
    first_day: date
    last_day: date
    series: int
    changed: int
    told: int
    chosen_because: str | None


class ChangeLimits(msgspec.Struct, frozen=True):
    """From when on a forecast has changed much: both must be reached; of so many series it is told at most."""

    share: float
    units: float
    events_max: int


class Choice(msgspec.Struct, frozen=True):
    """Why champions are chosen anew: the reason by name, and in words."""

    reason: str
    said: str


class Promised(msgspec.Struct, frozen=True):
    """Errors over demand of a week ahead at rolling origins: the champion's, and the seasonal naive's."""

    wape: float
    wape_naive: float


class StoredRun(msgspec.Struct, frozen=True, kw_only=True):
    """A run of forecasts: what it knew, of which periods it tells, who forecasts and why.

    `horizon` is counted in periods of `step_days`. `promised`: errors at rolling origins, by class. `chosen_by`: the
    run that chose the champions; `chosen_because` is null where they were kept.
    """

    id: int
    made_at: datetime
    known_until: date
    first_day: date
    last_day: date
    step_days: int
    horizon: int
    series: int
    fingerprint: str
    versions: Mapping[str, str]
    features: Mapping[str, str]
    champions: tuple[ChampionOf, ...]
    promised: Mapping[str, Promised]
    chosen_by: int
    chosen_because: Choice | None
    asked_by: str
    seconds: float


class NightDone(msgspec.Struct, frozen=True):
    """What a night did."""

    run: int
    known_until: date
    first_day: date
    last_day: date
    series: int
    days_scored: int
    changed: int
    told: int
    chosen_because: Choice | None
    champions: tuple[ChampionOf, ...]
    seconds: float


class ForecastDay(msgspec.Struct, frozen=True, gc=False):
    """A period's forecast, in the SKU's display unit; `quantiles` by their level."""

    date: date
    mean: float
    quantiles: Mapping[str, float]


class SeriesForecast(msgspec.Struct, frozen=True):
    """What a run says of a SKU at a node; `champion` is the share of each method in it."""

    sku: str
    node: str
    demand_class: str
    abc_class: str
    champion: Mapping[str, float]
    days: tuple[ForecastDay, ...]


class SeriesTotal(msgspec.Struct, frozen=True):
    """What a run says of a sum of days."""

    sku: str
    node: str
    demand_class: str
    abc_class: str
    mean: float
    quantiles: Mapping[str, float]


class AccuracyRow(msgspec.Struct, frozen=True):
    """How right forecasts were that were made so many days before; `_naive` is the seasonal naive's on the same rows.

    `wape`: absolute errors over demand. `bias`: what was forecast too much, over demand. `pinball`: mean quantile loss
    over mean demand. `coverage_90`: share of rows not above the 0.9 quantile. Null where there is nothing to divide by.
    """

    from_: date = msgspec.field(name="from")
    to: date
    demand_class: str
    days_ahead: str
    rows: int
    demand: float
    wape: float | None
    wape_naive: float | None
    bias: float | None
    bias_naive: float | None
    pinball: float | None
    pinball_naive: float | None
    coverage_90: float | None
    coverage_90_naive: float | None
    coverage_95: float | None
    coverage_95_naive: float | None
