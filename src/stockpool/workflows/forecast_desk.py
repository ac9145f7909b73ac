"""What forecasts say, as they are stored: by day, as sums, and what they were worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from psycopg import AsyncConnection

from stockpool.forecasting import api as forecasting
from stockpool.forecasting.api import (
    AccuracyRow,
    ForecastDay,
    SeriesForecast,
    SeriesRow,
    SeriesTotal,
    StoredRun,
    StoredSpread,
)
from stockpool.forecasting.messages import CHAMPION, QUANTILES
from stockpool.runtime.database import Database
from stockpool.workflows.nowcast import look_at_today

DIGITS = 4


class Places(NamedTuple):
    """Which SKUs and nodes, None of all; behind which of them; and how many."""

    skus: Sequence[str] | None
    nodes: Sequence[str] | None
    after: tuple[str, str]
    limit: int


class Days(NamedTuple):
    """From which day to which; None where the run begins or ends."""

    first: date | None
    last: date | None

    def periods_of(self, run: StoredRun) -> range:
        """The periods of a run that begin within these days."""
        first = 0 if self.first is None else -((run.first_day - self.first).days // run.step_days)
        behind = run.horizon if self.last is None else (self.last - run.first_day).days // run.step_days + 1
        return range(max(first, 0), max(min(behind, run.horizon), 0))


class ForecastDesk:
    """Reads what the nights have stored; one run at a time."""

    def __init__(self, database: Database) -> None:
        """Work on one database."""
        self._database = database

    async def run(self, number: int | None) -> StoredRun | None:
        """The newest run, or the one that somebody reads on in; None where there is none any more."""
        async with self._database.read() as connection:
            if number is None:
                return await forecasting.newest_run(connection)
            return await forecasting.run_with_series(connection, number)

    async def days(
        self, run: StoredRun, places: Places, days: Days, levels: Sequence[float], at: datetime | None = None
    ) -> tuple[list[SeriesForecast], bool]:
        """What a run says of each period that begins within these days; and whether today's sales have moved it.

        With a moment it is moved by what these nodes have sold until then; levels are then some of `QUANTILES`.
        """
        periods = days.periods_of(run)
        async with self._database.read() as connection:
            series = await _page(connection, run, places)
            spread = await forecasting.spread_of(connection, run.chosen_by, CHAMPION, 1)
            moving = {} if at is None else await look_at_today(connection, run, places.nodes or (), at)

        def day_of(each: SeriesRow, period: int) -> ForecastDay:
            by_now = moving.get(each.node)
            if by_now is None:
                mean, day = each.mean[period], run.first_day + timedelta(days=run.step_days * period)
                one = range(period, period + 1)
                return ForecastDay(day, round(mean, DIGITS), _quantiles(spread, levels, mean, each, one))
            said = by_now.moved(run, each, period, spread)
            values = dict(zip(QUANTILES, said.quantiles, strict=True))
            return ForecastDay(said.day, round(said.mean, DIGITS), _named(levels, [values[each] for each in levels]))

        found = [
            SeriesForecast(
                sku=each.sku,
                node=each.node,
                demand_class=each.demand_class,
                abc_class=each.abc_class,
                champion=champion_of(run, each.demand_class),
                days=tuple([day_of(each, period) for period in periods]),
            )
            for each in series
        ]
        return found, bool(moving)

    async def totals(
        self, run: StoredRun, places: Places, periods: range, levels: Sequence[float]
    ) -> list[SeriesTotal]:
        """What a run says of the sum of some of its periods, at least one."""
        async with self._database.read() as connection:
            series = await _page(connection, run, places)
            spread = await forecasting.spread_of(connection, run.chosen_by, CHAMPION, len(periods))
        return [_total(spread, levels, periods, each) for each in series]

    async def accuracy(self, by: str, demand_class: str, since: date, until: date) -> list[AccuracyRow]:
        """How right forecasts were, by day or week and by how many days before they were made."""
        async with self._database.read() as connection:
            return await forecasting.accuracy(connection, by, demand_class, since, until)

    async def runs(self, before: int, limit: int) -> list[StoredRun]:
        """Runs, the newest first."""
        async with self._database.read() as connection:
            return await forecasting.list_runs(connection, before, limit)


def champion_of(run: StoredRun, demand_class: str) -> Mapping[str, float]:
    """The share of each method in the forecast of a class; one that has no champion of its own is like all others."""
    by_class = {each.demand_class: each.weights for each in run.champions}
    return by_class.get(demand_class) or by_class.get("", {})


async def _page(connection: AsyncConnection, run: StoredRun, places: Places) -> list[SeriesRow]:
    return await forecasting.page_of_series(connection, run.id, places.skus, places.nodes, places.after, places.limit)


def _total(spread: StoredSpread, levels: Sequence[float], periods: range, series: SeriesRow) -> SeriesTotal:
    mean = sum(series.mean[periods.start : periods.stop])
    return SeriesTotal(
        sku=series.sku,
        node=series.node,
        demand_class=series.demand_class,
        abc_class=series.abc_class,
        mean=round(mean, DIGITS),
        quantiles=_quantiles(spread, levels, mean, series, periods),
    )


def _quantiles(
    spread: StoredSpread, levels: Sequence[float], mean: float, series: SeriesRow, periods: range
) -> dict[str, float]:
    return _named(levels, spread.quantiles(levels, mean, series.variation, series.kind(periods)))


def _named(levels: Sequence[float], values: Sequence[float]) -> dict[str, float]:
    return {f"{level:g}": round(value, DIGITS) for level, value in zip(levels, values, strict=True)}
