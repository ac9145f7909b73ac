"""A stored forecast, moved by what its nodes sold today so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from psycopg import AsyncConnection

from stockpool.forecasting import api as forecasting
from stockpool.forecasting.api import Going, SeriesRow, StoredRun, StoredSpread
from stockpool.forecasting.messages import CHAMPION, QUANTILES, DayForecast, TodaySoFar

ALL = 1_000_000
"""More series than a node has."""

Key = tuple[str, str]


class Moving(NamedTuple):
    """How the day goes at a node, and how each of its series goes."""

    today: TodaySoFar
    going: Mapping[Key, Going]

    def moved(self, run: StoredRun, series: SeriesRow, period: int, spread: StoredSpread) -> DayForecast:
        """What is expected of a day now."""
        said = said_of(run, series, period, spread)
        return forecasting.moved(said, self.today, self.going.get((series.sku, series.node)))


async def look_at_today(
    connection: AsyncConnection, run: StoredRun, nodes: Sequence[str], at: datetime
) -> dict[str, Moving]:
    """How today goes at each of these nodes; those of whose day the run does not tell are left out."""
    if run.step_days != 1:
        return {}
    clocks = await forecasting.local_times(connection, nodes, at)
    told = {node: clock for node, clock in clocks.items() if run.first_day <= clock.date() <= run.last_day}
    if not told:
        return {}
    hours = await forecasting.hours_of(connection, run.id, sorted(told))
    shares = {node: hours[node].share_by(clock) for node, clock in told.items()}
    sold = await forecasting.sold_so_far(connection, sorted(told), at)
    series = await forecasting.page_of_series(connection, run.id, None, sorted(told), ("", ""), ALL)
    spread = await forecasting.spread_of(connection, run.chosen_by, CHAMPION, 1)
    by_day = defaultdict[date, set[str]](set)
    for node, clock in told.items():
        by_day[clock.date()].add(node)
    found: dict[str, Moving] = {}
    for day, here in by_day.items():
        mine = tuple([each for each in sold if each.node in here])
        today = TodaySoFar(day=day, sold=mine, shares={node: shares[node] for node in here})
        period = (day - run.first_day).days
        forecast = [said_of(run, each, period, spread) for each in series if each.node in here]
        moving = Moving(today, forecasting.how_it_goes(today, forecast))
        found |= dict.fromkeys(here, moving)
    return found


def said_of(run: StoredRun, series: SeriesRow, period: int, spread: StoredSpread) -> DayForecast:
    """What the run says of a period."""
    mean, kind = series.mean[period], series.kind(range(period, period + 1))
    quantiles = tuple(spread.quantiles(QUANTILES, mean, series.variation, kind))
    day = run.first_day + timedelta(days=run.step_days * period)
    return DayForecast(series.sku, series.node, day, mean, quantiles)
