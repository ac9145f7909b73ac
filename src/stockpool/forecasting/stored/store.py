"""Writes runs of forecasts and what they were worth. One night writes at a time; a run is there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from stockpool.forecasting.stored.model import AccuracySums, RunFacts, RunMade, SeriesRow

if TYPE_CHECKING:
    from psycopg import AsyncConnection

TRY_NIGHT = "select pg_try_advisory_lock(7310868542)"
"""One night at a time; whoever loses the connection has lost the turn. Nobody else knows the number."""

END_NIGHT = "select pg_advisory_unlock(7310868542)"

ADD_RUN = """
with number as (select nextval(pg_get_serial_sequence('forecast_runs', 'id')) as id)
insert into forecast_runs
    (id, made_at, known_until, first_day, step_days, horizon, series, fingerprint, versions, features, demand_read,
     champions, promised, chosen_by, chosen_because, hours, asked_by, seconds)
overriding system value
select id, %(made_at)s, %(known_until)s, %(first_day)s, %(step_days)s, %(horizon)s, %(series)s, %(fingerprint)s,
       %(versions)s::jsonb, %(features)s::jsonb, %(demand_read)s::jsonb, %(champions)s::jsonb, %(promised)s::jsonb,
       coalesce(%(chosen_by)s, id), %(chosen_because)s::jsonb, %(hours)s::jsonb, %(asked_by)s, %(seconds)s
from number
returning id
"""

COPY_SERIES = """
copy forecasts (run, sku, node, demand_class, abc_class, variation, mean, naive, promoted) from stdin (format binary)
"""
SERIES_TYPES = ["int8", "text", "text", "text", "text", "float8", "float4[]", "float4[]", "int2[]"]

COPY_SPREADS = "copy forecast_spreads (run, method, length, spread) from stdin"

COPY_MODELS = "copy forecast_models (run, name, model) from stdin"

FORGET_ACCURACY = "delete from forecast_accuracy where day > %s"

COPY_ACCURACY = """
copy forecast_accuracy (day, demand_class, abc_class, ahead, method, rows, demand, error, absolute_error, loss,
                        within_90, within_95) from stdin
"""

# A run is needed until all that it tells of has come, unless a later one knew as much; readers may still turn pages.
PRUNE_FORECASTS = """
with newest as (select id, known_until from forecast_runs order by id desc limit 1),
done as (
    select r.id from forecast_runs r, newest n
    where r.id < n.id and r.made_at < %(read_until)s
      and (r.first_day + r.step_days * r.horizon - 1 <= n.known_until
           or exists (select from forecast_runs other where other.id > r.id and other.known_until = r.known_until))
)
delete from forecasts f using done d where f.run = d.id
"""

PRUNE_SPREADS = """
delete from forecast_spreads s
where not exists (
    select from forecast_runs r
    where r.chosen_by = s.run and exists (select from forecasts f where f.run = r.id)
)
"""

PRUNE_MODELS = """
delete from forecast_models
where run < (select min(id) from (select id from forecast_runs order by id desc limit %s) as newest)
"""

MODELS_KEPT = 7
READ_FOR = timedelta(days=2)
"""So long a run that is not the newest any more can still be read on."""

_json = msgspec.json.Encoder()


async def begin_night(connection: AsyncConnection) -> bool:
    """Take the turn; False where another night is under way."""
    row = await (await connection.execute(TRY_NIGHT)).fetchone()
    return row is not None and bool(row[0])


async def end_night(connection: AsyncConnection) -> None:
    """Give the turn back."""
    await connection.execute(END_NIGHT)


async def add_run(
    connection: AsyncConnection, made: RunMade, facts: RunFacts, chosen_by: int | None, now: datetime
) -> int:
    """Write a run into the caller's transaction; its number."""
    row = await (
        await connection.execute(
            ADD_RUN,
            {
                "made_at": now,
                "known_until": made.known_until,
                "first_day": made.first_day,
                "step_days": made.step_days,
                "horizon": made.horizon,
                "series": len(made.series),
                "fingerprint": facts.fingerprint,
                "versions": _text(facts.versions),
                "features": _text(made.features),
                "demand_read": _text(facts.demand_read),
                "champions": _text(made.champions),
                "promised": _text(made.promised),
                "chosen_by": chosen_by,
                "chosen_because": None if made.choice is None else _text(made.choice),
                "hours": _text(facts.hours),
                "asked_by": facts.asked_by,
                "seconds": facts.seconds,
            },
        )
    ).fetchone()
    assert row is not None, "an insert returns its row"
    run = int(row[0])
    await _copy_series(connection, run, made.series)
    spreads = [(run, method, each.length, _text(each)) for method, all_of in made.spreads.items() for each in all_of]
    await _copy(connection, COPY_SPREADS, spreads)
    await _copy(connection, COPY_MODELS, [(run, name, model) for name, model in made.models.items()])
    return run


async def replace_accuracy(connection: AsyncConnection, after: date, sums: Iterable[AccuracySums]) -> None:
    """Write what forecasts were worth on all days behind one."""
    async with connection.transaction():
        await connection.execute(FORGET_ACCURACY, (after,))
        await _copy(connection, COPY_ACCURACY, [msgspec.structs.astuple(each) for each in sums])


async def prune(connection: AsyncConnection, now: datetime) -> None:
    """Forget what nobody reads or compares any more."""
    await connection.execute(PRUNE_FORECASTS, {"read_until": now - READ_FOR})
    await connection.execute(PRUNE_SPREADS)
    await connection.execute(PRUNE_MODELS, (MODELS_KEPT,))


async def _copy_series(connection: AsyncConnection, run: int, series: Sequence[SeriesRow]) -> None:
    async with connection.cursor().copy(COPY_SERIES.encode()) as copy:
        copy.set_types(SERIES_TYPES)
        for each in series:
            await copy.write_row((run, *msgspec.structs.astuple(each)))


async def _copy(connection: AsyncConnection, statement: str, rows: Iterable[Sequence[object]]) -> None:
    async with connection.cursor().copy(statement.encode()) as copy:
        for row in rows:
            await copy.write_row(row)


def _text(value: object) -> str:
    return _json.encode(value).decode()
