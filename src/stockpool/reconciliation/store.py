"""The SQL that writes: sources, runs, exceptions, and what is measured of feeds and nodes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from stockpool.reconciliation.messages import ExceptionStatus, Run, Source
from stockpool.reconciliation.model import Accuracy, Found, Key
from stockpool.runtime.columns import column, time_column

PUT_SOURCE = """
insert into reconciliation_sources
    (id, name, nodes, measures, complete, tolerance, lateness_minutes, file, mapping, interval_minutes)
values (%(id)s, %(name)s, %(nodes)s, %(measures)s, %(complete)s, %(tolerance)s, %(lateness_minutes)s, %(file)s,
        %(mapping)s, %(interval_minutes)s)
on conflict (id) do update
set name = excluded.name, nodes = excluded.nodes, measures = excluded.measures, complete = excluded.complete,
    tolerance = excluded.tolerance, lateness_minutes = excluded.lateness_minutes, file = excluded.file,
    mapping = excluded.mapping, interval_minutes = excluded.interval_minutes
"""

LOCK_SOURCE = "select 1 from reconciliation_sources where id = %s for update nowait"
"""One run of a source at a time: the second would tell of every difference again."""

NOTE_SCHEDULE = "update reconciliation_sources set last_run_at = %s, last_file = coalesce(%s, last_file) where id = %s"

BEGIN_RUN = """
insert into reconciliation_runs
    (id, source, file, actor, began_at, ended_at, compared, rejected, absent, equal, caught_up, differing, opened,
     still, closed)
values (%s, %s, %s, %s, %s, %s, 0, 0, 0, 0, 0, 0, 0, 0, 0)
"""

END_RUN = """
update reconciliation_runs
set ended_at = clock_timestamp(), as_of = %(as_of)s, compared = %(compared)s, rejected = %(rejected)s,
    absent = %(absent)s, equal = %(equal)s, caught_up = %(caught_up)s, differing = %(differing)s, opened = %(opened)s,
    still = %(still)s, closed = %(closed)s
where id = %(id)s
returning ended_at
"""

FOUND = """
select f.* from unnest(%(ids)s::uuid[], %(skus)s::text[], %(nodes)s::text[], %(causes)s::text[], %(also)s::json[],
    %(evidence)s::json[], %(as_of)s::timestamptz[], %(outside)s::bigint[], %(pool)s::bigint[], %(now)s::bigint[],
    %(decimals)s::int[], %(values)s::bigint[], %(currencies)s::text[])
    as f (id, sku, node, cause, also, evidence, as_of, outside, pool, pool_now, decimals, unit_value_minor, currency)
"""

LEAVE_OTHERS = f"""
update reconciliation_exceptions e
set status = 'closed', settled_at = %(at)s, note = concat_ws('; ', e.note, 'the difference became another')
from ({FOUND}) as f
where e.source = %(source)s and e.sku = f.sku and e.node = f.node and e.status = 'explained'
  and e.outside - e.pool <> f.outside - f.pool
"""  # noqa: S608 -- constant parts
"""What was explained was this difference and no other."""

SEE_AGAIN = f"""
update reconciliation_exceptions e
set seen_by = %(run)s, as_of = f.as_of, outside = f.outside, pool = f.pool, pool_now = f.pool_now, cause = f.cause,
    also = f.also::jsonb, evidence = f.evidence::jsonb, measures = %(measures)s
from ({FOUND}) as f
where e.source = %(source)s and e.sku = f.sku and e.node = f.node and e.status in ('open', 'explained')
"""  # noqa: S608 -- constant parts

OPEN_NEW = f"""
insert into reconciliation_exceptions
    (id, source, sku, node, status, cause, also, evidence, measures, as_of, outside, pool, pool_now, decimals,
     unit_value_minor, currency, found_by, seen_by, found_at)
select f.id, %(source)s, f.sku, f.node, 'open', f.cause, f.also::jsonb, f.evidence::jsonb, %(measures)s, f.as_of,
       f.outside, f.pool, f.pool_now, f.decimals, f.unit_value_minor, f.currency, %(run)s, %(run)s, %(at)s
from ({FOUND}) as f
on conflict (source, sku, node) where status in ('open', 'explained') do nothing
returning id::text
"""  # noqa: S608 -- constant parts

CLOSE = """
update reconciliation_exceptions e
set status = 'closed', settled_at = %s, seen_by = %s
from unnest(%s::text[], %s::text[]) as gone (sku, node)
where e.source = %s and e.sku = gone.sku and e.node = gone.node and e.status in ('open', 'explained')
"""

SETTLE = """
update reconciliation_exceptions
set status = %s, settled_at = clock_timestamp(), settled_by = %s, note = coalesce(%s, note), movement = %s
where id = %s and status in ('open', 'explained')
returning id
"""

NEXT_EVENT = "select nextval('ledger_sequence'), statement_timestamp()"

ADD_EVENTS = """
insert into further_events (event_id, type, subject, recorded_at, data)
select e.event_id, e.type, e.subject, %s, e.data
from unnest(%s::bigint[], %s::text[], %s::text[], %s::json[]) as e (event_id, type, subject, data)
"""
"""The feed gives them their place, as it does those of movements."""

PUT_ACCURACY = """
insert into record_accuracy (node, found_by, measured_at, positions, differing, units_off, over, units_over)
select a.node, %s, %s, a.positions, a.differing, a.units_off, a.over, a.units_over
from unnest(%s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[])
    as a (node, positions, differing, units_off, over, units_over)
order by a.node
on conflict (node, found_by) do update
set measured_at = excluded.measured_at, positions = excluded.positions, differing = excluded.differing,
    units_off = excluded.units_off, over = excluded.over, units_over = excluded.units_over
"""

ADD_LAGS = """
insert into feed_lags (source, node, slot, bucket, facts)
select l.source, l.node, %s, l.bucket, l.facts
from unnest(%s::text[], %s::text[], %s::smallint[], %s::bigint[]) as l (source, node, bucket, facts)
order by l.source, l.node, l.bucket
on conflict (source, node, slot, bucket) do update set facts = feed_lags.facts + excluded.facts
"""

PUT_LATEST = """
insert into feed_latest (source, node, recorded_at)
select l.source, l.node, l.recorded_at
from unnest(%s::text[], %s::text[], %s::timestamptz[]) as l (source, node, recorded_at)
order by l.source, l.node
on conflict (source, node) do update set recorded_at = greatest(feed_latest.recorded_at, excluded.recorded_at)
"""

FORGET_LAGS = "delete from feed_lags where slot < %s"

REPLACE_CONFIDENCE = """
with gone as (delete from node_confidence where node <> all(%(nodes)s::text[]))
insert into node_confidence (node, worked_out_at, confidence, lag_s, risk, units_held_back)
select c.node, %(at)s, %(confidence)s, c.lag_s, c.risk, c.units
from unnest(%(nodes)s::text[], %(lags)s::float8[], %(risks)s::float8[], %(units)s::bigint[])
    as c (node, lag_s, risk, units)
on conflict (node) do update
set worked_out_at = excluded.worked_out_at, confidence = excluded.confidence, lag_s = excluded.lag_s,
    risk = excluded.risk, units_held_back = excluded.units_held_back
"""

LAGS_KEPT = timedelta(days=2)


async def put_source(connection: AsyncConnection, source: Source) -> None:
    """Store or replace a source."""
    await connection.execute(PUT_SOURCE, msgspec.to_builtins(source) | {"nodes": Jsonb(list(source.nodes))})


async def lock_source(connection: AsyncConnection, source_id: str) -> None:
    """Keep other runs of the source away; raises `LockNotAvailable` where one runs."""
    await connection.execute(LOCK_SOURCE, (source_id,))


async def note_schedule(connection: AsyncConnection, source_id: str, file: str | None, now: datetime) -> None:
    """Remember when a schedule had its turn, and what it compared."""
    await connection.execute(NOTE_SCHEDULE, (now, file, source_id))


async def begin_run(connection: AsyncConnection, run: Run) -> None:
    """A row that exceptions may name; it is seen when all of it is done."""
    await connection.execute(BEGIN_RUN, (run.id, run.source, run.file, run.actor, run.began_at, run.began_at))


async def end_run(connection: AsyncConnection, run: Run) -> Run:
    """Store what a run came to."""
    row = await (await connection.execute(END_RUN, msgspec.structs.asdict(run))).fetchone()
    assert row is not None
    return msgspec.structs.replace(run, ended_at=row[0])


async def save_found(
    connection: AsyncConnection, run: Run, measures: str, found: Sequence[Found], ids: Sequence[str]
) -> set[str]:
    """Open what is new, and renew what stands; the ids of the new ones."""
    params = {"run": run.id, "source": run.source, "at": run.began_at, "measures": measures, **_columns(found, ids)}
    await connection.execute(LEAVE_OTHERS.encode(), params)
    await connection.execute(SEE_AGAIN.encode(), params)
    return {row[0] for row in await (await connection.execute(OPEN_NEW.encode(), params)).fetchall()}


def _columns(found: Sequence[Found], ids: Sequence[str]) -> dict[str, object]:
    differences = [each.difference for each in found]
    return {
        "ids": column(ids),
        "skus": column([each.sku for each in differences]),
        "nodes": column([each.node for each in differences]),
        "causes": column([each.reading.cause.value for each in found]),
        "also": _documents([each.reading.also for each in found]),
        "evidence": _documents([each.reading.evidence for each in found]),
        "as_of": time_column([each.as_of for each in differences]),
        "outside": column([each.outside for each in differences]),
        "pool": column([each.pool for each in differences]),
        "now": column([each.now for each in differences]),
        "decimals": column([each.decimals for each in found]),
        "values": column([each.unit_value_minor for each in found]),
        "currencies": column([each.currency for each in found]),
    }


def _documents(values: Iterable[object]) -> str:
    return column([msgspec.json.encode(each).decode() for each in values])


async def close_exceptions(connection: AsyncConnection, run: Run, keys: Collection[Key]) -> int:
    """A later run found these equal; how many that closed."""
    named = sorted(keys)
    params = (run.began_at, run.id, column([sku for sku, _ in named]), column([node for _, node in named]), run.source)
    return (await connection.execute(CLOSE, params)).rowcount


async def settle_exception(
    connection: AsyncConnection,
    exception_id: str,
    status: ExceptionStatus,
    actor: str,
    *,
    note: str | None = None,
    movement: int | None = None,
) -> bool:
    """A person's decision; False where there was nothing to decide any more."""
    row = await connection.execute(SETTLE, (status.value, actor, note, movement, exception_id))
    return await row.fetchone() is not None


async def tell(connection: AsyncConnection, events: Sequence[tuple[str, str, msgspec.Struct]]) -> None:
    """Events as (type, subject, data), told with the caller's transaction; fewer than a million at once."""
    row = await (await connection.execute(NEXT_EVENT)).fetchone()
    assert row is not None
    first, now = row
    numbers = range(first, first + len(events))
    data = _documents([each for *_, each in events])
    types, subjects = [name for name, *_ in events], [subject for _, subject, _ in events]
    await connection.execute(ADD_EVENTS, (now, column(numbers), column(types), column(subjects), data))


async def put_accuracy(connection: AsyncConnection, found_by: str, at: datetime, nodes: Mapping[str, Accuracy]) -> None:
    """How right the records of nodes were found to be."""
    each = [nodes[node] for node in nodes]
    params = (
        column(list(nodes)),
        column([one.positions for one in each]),
        column([one.differing for one in each]),
        column([one.units_off for one in each]),
        column([one.over for one in each]),
        column([one.units_over for one in each]),
    )
    await connection.execute(PUT_ACCURACY, (found_by, at, *params))


async def add_lags(
    connection: AsyncConnection,
    slot: datetime,
    lags: Mapping[tuple[str, str, int], int],
    latest: Mapping[tuple[str, str], datetime],
) -> None:
    """Facts by source, node and class of lag, and when each source was heard of at each node."""
    keys = list(lags)
    columns = [column([key[place] for key in keys]) for place in range(3)]
    await connection.execute(ADD_LAGS, (slot, *columns, column([lags[key] for key in keys])))
    heard = list(latest)
    sources, nodes = column([source for source, _ in heard]), column([node for _, node in heard])
    await connection.execute(PUT_LATEST, (sources, nodes, time_column([latest[key] for key in heard])))


async def forget_lags(connection: AsyncConnection, now: datetime) -> None:
    """What is older than anybody asks for."""
    await connection.execute(FORGET_LAGS, (now - LAGS_KEPT,))


async def replace_confidence(
    connection: AsyncConnection, at: datetime, confidence: float, rows: Iterable[tuple[str, float, float, int]]
) -> None:
    """What nodes were reckoned with: (node, lag in seconds, risk, units held back)."""
    each = sorted(rows)
    params = {
        "at": at,
        "confidence": confidence,
        "nodes": column([row[0] for row in each]),
        "lags": column([row[1] for row in each]),
        "risks": column([row[2] for row in each]),
        "units": column([row[3] for row in each]),
    }
    await connection.execute(REPLACE_CONFIDENCE, params)
