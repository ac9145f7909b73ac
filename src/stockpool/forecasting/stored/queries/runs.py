"""Reads of stored forecasts: for callers, and for the night that comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from stockpool.forecasting.messages import ChampionOf
from stockpool.forecasting.stored.messages import AccuracyRow, Choice, Promised, StoredRun
from stockpool.forecasting.stored.model import (
    AHEAD_WORDS,
    Champions,
    EarlierRun,
    SeriesRow,
    StoredSpread,
    WeekSeen,
    last_day_of,
)

if TYPE_CHECKING:
    from psycopg import AsyncConnection

RUN_COLUMNS = """
id, made_at, known_until, first_day, step_days, horizon, series, fingerprint, versions::text, features::text,
champions::text, promised::text, chosen_by, chosen_because::text, asked_by, seconds
"""

NEWEST_RUN = f"select {RUN_COLUMNS} from forecast_runs order by id desc limit 1"  # noqa: S608 -- constant parts

RUN = f"select {RUN_COLUMNS} from forecast_runs where id = %s"  # noqa: S608 -- constant parts

RUNS = f"select {RUN_COLUMNS} from forecast_runs where id < %s order by id desc limit %s"  # noqa: S608 -- constant parts

PAGE = """
select sku, node, demand_class, abc_class, variation, mean, '{}'::real[], promoted from forecasts f
where run = %(run)s and (sku, node) > (%(sku)s, %(node)s)
  and (%(skus)s::text[] is null or sku = any(%(skus)s::text[]))
  and (%(nodes)s::text[] is null or node = any(%(nodes)s::text[]))
order by sku, node limit %(limit)s
"""

HAS_SERIES = "select exists (select from forecasts where run = %s)"

SPREAD = "select spread::text from forecast_spreads where run = %s and method = %s and length = %s"

SPREADS = "select method, spread::text from forecast_spreads where run = %s and length <= %s"

CHAMPIONS = """
select r.chosen_by, c.known_until, c.step_days, c.horizon, r.champions::text, r.promised::text, c.features::text
from forecast_runs r join forecast_runs c on c.id = r.chosen_by
order by r.id desc limit 1
"""

# Of runs that knew as much only the latest counts.
KEPT_RUNS = """
select distinct on (known_until) id, made_at::date, known_until, first_day, step_days, horizon, chosen_by
from forecast_runs r
where exists (select from forecasts f where f.run = r.id)
order by known_until, id desc
"""

SERIES_OF_RUN = """
select sku, node, demand_class, abc_class, variation, mean[%(first)s + 1:%(until)s],
       naive[%(first)s + 1:%(until)s], promoted
from forecasts where run = %(run)s order by sku, node
"""

MEANS_OF_RUN = "select sku, node, mean from forecasts where run = %s"

WEEKS = """
select (%(until)s::date - day) / 7 as week, demand_class,
       sum(demand) filter (where method = 'champion'), sum(error) filter (where method = 'champion'),
       sum(absolute_error) filter (where method = 'champion'), sum(absolute_error) filter (where method = 'naive')
from forecast_accuracy
where day > %(since)s and day <= %(until)s and ahead <= 7
  and (%(until)s::date - day) / 7 < (%(until)s::date - %(since)s::date) / 7
group by grouping sets ((week, demand_class), (week))
order by week, demand_class
"""

ACCURACY = """
select first_day, last_day, ahead, sum(rows) filter (where method = 'champion'),
       sum(demand) filter (where method = 'champion'),
       sum(absolute_error) filter (where method = 'champion'), sum(absolute_error) filter (where method = 'naive'),
       sum(error) filter (where method = 'champion'), sum(error) filter (where method = 'naive'),
       sum(loss) filter (where method = 'champion'), sum(loss) filter (where method = 'naive'),
       sum(within_90) filter (where method = 'champion'), sum(within_90) filter (where method = 'naive'),
       sum(within_95) filter (where method = 'champion'), sum(within_95) filter (where method = 'naive'),
       sum(rows) filter (where method = 'naive')
from (
    select a.*, case when %(by)s = 'day' then day else date_trunc('week', day)::date end as first_day,
           case when %(by)s = 'day' then day else date_trunc('week', day)::date + 6 end as last_day
    from forecast_accuracy a
    where day >= %(from)s and day <= %(to)s and (%(class)s = '' or %(class)s in (demand_class, abc_class))
) as seen
group by first_day, last_day, ahead order by first_day, ahead
"""
"""Sums over classes and days; a week is one of Mondays to Sundays."""


async def newest_run(connection: AsyncConnection) -> StoredRun | None:
    """The run that is read; None before the first."""
    row = await (await connection.execute(NEWEST_RUN)).fetchone()
    return None if row is None else _run(row)


async def run_with_series(connection: AsyncConnection, run: int) -> StoredRun | None:
    """A run whose series are still kept; None where they are not."""
    kept = await (await connection.execute(HAS_SERIES, (run,))).fetchone()
    row = await (await connection.execute(RUN, (run,))).fetchone()
    return _run(row) if row is not None and kept is not None and kept[0] else None


async def list_runs(connection: AsyncConnection, before: int, limit: int) -> list[StoredRun]:
    """Runs, the newest first."""
    return [_run(row) for row in await (await connection.execute(RUNS, (before, limit))).fetchall()]


async def page_of_series(
    connection: AsyncConnection,
    run: int,
    skus: Sequence[str] | None,
    nodes: Sequence[str] | None,
    after: tuple[str, str],
    limit: int,
) -> list[SeriesRow]:
    """Series of a run in the order of SKU and node; of all where none is named."""
    asked = {
        "run": run,
        "skus": None if skus is None else list(skus),
        "nodes": None if nodes is None else list(nodes),
        "sku": after[0],
        "node": after[1],
        "limit": limit,
    }
    return [SeriesRow(*row) for row in await (await connection.execute(PAGE, asked, binary=True)).fetchall()]


async def spread_of(connection: AsyncConnection, run: int, method: str, length: int) -> StoredSpread:
    """How sure sums over so many periods are, as a run learned it that chose champions."""
    row = await (await connection.execute(SPREAD, (run, method, length))).fetchone()
    assert row is not None, "a run that chose champions has spreads of all lengths of its horizon"
    return _spread(row[0])


async def spreads_of(connection: AsyncConnection, run: int, length_max: int) -> dict[str, list[StoredSpread]]:
    """All spreads of a run that chose champions, by method."""
    found: dict[str, list[StoredSpread]] = {}
    for method, text in await (await connection.execute(SPREADS, (run, length_max))).fetchall():
        found.setdefault(method, []).append(_spread(text))
    return found


async def champions_now(connection: AsyncConnection) -> Champions | None:
    """Who forecast the newest run, and since when."""
    row = await (await connection.execute(CHAMPIONS)).fetchone()
    if row is None:
        return None
    chosen_by, known_until, step_days, horizon, champions, promised, features = row
    return Champions(
        chosen_by, known_until, step_days, horizon, _champions(champions), _promised(promised), _words(features)
    )


async def kept_runs(connection: AsyncConnection) -> list[EarlierRun]:
    """The runs whose series are kept, by what they knew."""
    return [EarlierRun(*row) for row in await (await connection.execute(KEPT_RUNS)).fetchall()]


async def series_of_run(connection: AsyncConnection, run: int, first: int, until: int) -> list[SeriesRow]:
    """What a run said of its periods from number `first` to before `until`."""
    cursor = await connection.execute(SERIES_OF_RUN, {"run": run, "first": first, "until": until}, binary=True)
    return [SeriesRow(*row) for row in await cursor.fetchall()]


async def means_of_run(connection: AsyncConnection, run: int) -> dict[tuple[str, str], Sequence[float]]:
    """What a run said, by SKU and node."""
    cursor = await connection.execute(MEANS_OF_RUN, (run,), binary=True)
    return {(sku, node): mean for sku, node, mean in await cursor.fetchall()}


async def weeks_seen(connection: AsyncConnection, since: date, until: date) -> list[WeekSeen]:
    """What was said up to a week ahead in each whole week behind a day, the oldest first."""
    cursor = await connection.execute(WEEKS, {"since": since, "until": until})
    return [
        WeekSeen(-week, demand_class or "", *[float(each or 0) for each in sums])
        for week, demand_class, *sums in reversed(await cursor.fetchall())
    ]


async def accuracy(
    connection: AsyncConnection, by: str, demand_class: str, since: date, until: date
) -> list[AccuracyRow]:
    """How right forecasts were, by day or week and by how many days before they were made."""
    cursor = await connection.execute(ACCURACY, {"by": by, "class": demand_class, "from": since, "to": until})
    return [_accuracy(demand_class, row) for row in await cursor.fetchall()]


def _accuracy(demand_class: str, row: Sequence[Any]) -> AccuracyRow:
    first, last, ahead, rows, demand, *sums, naive_rows = row
    over = [_over(each, demand) for each in sums[:6]]
    within = [_over(each, rows if at % 2 == 0 else naive_rows) for at, each in enumerate(sums[6:])]
    return AccuracyRow(first, last, demand_class, AHEAD_WORDS[ahead], int(rows), round(demand, 4), *over, *within)


def _over(value: Any, total: Any) -> float | None:  # noqa: ANN401 -- numbers as the driver has them
    return None if value is None or not total else round(float(value) / float(total), 4)


def _run(row: Sequence[Any]) -> StoredRun:
    (number, made_at, known_until, first_day, step_days, horizon, series, fingerprint, versions, features, champions,
     promised, chosen_by, because, asked_by, seconds) = row  # fmt: skip
    return StoredRun(
        id=number,
        made_at=made_at,
        known_until=known_until,
        first_day=first_day,
        last_day=last_day_of(first_day, step_days, horizon),
        step_days=step_days,
        horizon=horizon,
        series=series,
        fingerprint=fingerprint,
        versions=_words(versions),
        features=_words(features),
        champions=_champions(champions),
        promised=_promised(promised),
        chosen_by=chosen_by,
        chosen_because=None if because is None else msgspec.json.decode(because, type=Choice),
        asked_by=asked_by,
        seconds=seconds,
    )


_champions = msgspec.json.Decoder(tuple[ChampionOf, ...]).decode
_promised = msgspec.json.Decoder(dict[str, Promised]).decode
_words = msgspec.json.Decoder(dict[str, str]).decode
_spread = msgspec.json.Decoder(StoredSpread).decode
