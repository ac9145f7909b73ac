"""Where that stands which is forecast, and what a night is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from stockpool.forecasting.messages import ForecastPlan
from stockpool.forecasting.stored.messages import ChangeLimits

Tell = Callable[[str, int, int], None]
"""Told what is done, and how much of how much of it."""


class ForecastFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Where a retailer's demand, prices and signals stand."""

    demand: Path
    prices: Path | None = None
    signals: Path | None = None
    nodes: Path | None = None
    """The region of each node."""
    new: Path | None = None
    """What will be sold and was not yet."""
    country: str | None = None
    """Whose public holidays are known ahead, by ISO 3166."""


class NightSource(msgspec.Struct, frozen=True, kw_only=True):
    """What a night reads: demand from a file, or else the pool's own history; and what is known beside it."""

    demand: Path | None = None
    prices: Path | None = None
    signals: Path | None = None
    country: str | None = None


class NightAsked(msgspec.Struct, frozen=True, kw_only=True):
    """From what and how a night forecasts."""

    source: NightSource
    plan: ForecastPlan
    limits: ChangeLimits
    asked_by: str


class LevelFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Where forecasts of sums over SKUs, categories, nodes and regions are written, if they are."""

    days: Path | None = None
    totals: Path | None = None


NO_LEVELS = LevelFiles()


class TodayFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Where a forecast stands and what was sold today so far."""

    forecast: Path
    so_far: Path
    hours: Path | None = None
    """Past sales with their moments, from which the share of a day that is sold by an hour is learned."""
