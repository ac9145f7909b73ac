"""The SQL that reads: sources, runs, exceptions, feeds, and what a confidence would hold back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import dict_row

from stockpool.kernel.quantities import to_amount
from stockpool.reconciliation.messages import Run, Source, StockException
from stockpool.reconciliation.model import Accuracy, Key, Lags
from stockpool.runtime.columns import column

SOURCE = """
id, name, nodes, measures, complete, tolerance, lateness_minutes, file, mapping, interval_minutes, last_file,
last_run_at
"""

SOURCES = f"select {SOURCE} from reconciliation_sources order by id"  # noqa: S608 -- constant parts

ONE_SOURCE = f"select {SOURCE} from reconciliation_sources where id = %s"  # noqa: S608 -- constant parts

RUNS = """
select id::text, source, file, actor, began_at, ended_at, as_of, compared, rejected, absent, equal, caught_up,
       differing, opened, still, closed
from reconciliation_runs
where (%(source)s::text is null or source = %(source)s) and (%(before)s::uuid is null or id < %(before)s)
order by id desc limit %(limit)s
"""

EXCEPTION = """
id::text, source, sku, node, status, cause, also, evidence, measures, as_of, outside, pool, pool_now, decimals,
unit_value_minor, currency, found_by::text, seen_by::text, found_at, settled_at, settled_by, note, movement
"""

EXCEPTIONS = f"""
select {EXCEPTION} from reconciliation_exceptions
where (%(after)s::uuid is null or id < %(after)s)
  and (%(sources)s::text[] = '{{}}' or source = any(%(sources)s::text[]))
  and (%(statuses)s::text[] = '{{}}' or status = any(%(statuses)s::text[]))
  and (%(causes)s::text[] = '{{}}' or cause = any(%(causes)s::text[]))
  and (%(skus)s::text[] = '{{}}' or sku = any(%(skus)s::text[]))
  and (%(nodes)s::text[] = '{{}}' or node = any(%(nodes)s::text[]))
order by id desc limit %(limit)s
"""  # noqa: S608 -- constant parts

ONE_EXCEPTION = f"select {EXCEPTION} from reconciliation_exceptions where id = %s"  # noqa: S608 -- constant parts

STANDING = "select sku, node from reconciliation_exceptions where source = %s and status in ('open', 'explained')"

OPEN_BY_SOURCE = """
select s.id, count(e.id) from reconciliation_sources s
left join reconciliation_exceptions e on e.source = s.id and e.status = 'open'
group by s.id
"""

LAGS = """
select l.source, l.node, l.bucket, l.facts, latest.recorded_at
from (select source, node, bucket, sum(facts)::bigint as facts from feed_lags
      where slot > %(since)s and (%(source)s::text is null or source = %(source)s)
      group by source, node, bucket) as l
left join feed_latest latest on latest.source = l.source and latest.node = l.node
order by l.source, l.node
"""

SILENT = """
select source, node, recorded_at from feed_latest
where recorded_at > %(since)s::timestamptz - interval '42 hours' and (%(source)s::text is null or source = %(source)s)
"""
"""Whoever was heard of within two days, also where nothing came lately."""

ACCURACY = """
select node, sum(positions)::bigint, sum(differing)::bigint, sum(units_off)::bigint, sum(over)::bigint,
       sum(units_over)::bigint
from record_accuracy group by node
"""

COUNTED = """
with numbered as (
    select e.sku, e.node, e.movement_id, m.kind,
           sum(e.quantity * ((e.to_account = 'shrinkage')::int - (e.from_account = 'shrinkage')::int)) as over,
           row_number() over (partition by e.sku, e.node order by e.movement_id) as place, e.occurred_at
    from entries e join movements m on m.movement_id = e.movement_id
    group by e.sku, e.node, e.movement_id, m.kind, e.occurred_at
),
wrong as (
    select node, sku, over from numbered
    where kind in ('stock.count', 'stock.counts') and place > 1 and over <> 0 and occurred_at > %(since)s
),
counted as (select node, count(*) as positions from positions where counted_at > %(since)s group by node)
select c.node, greatest(c.positions, count(w.over)), count(w.over), coalesce(sum(abs(w.over)), 0)::bigint,
       count(w.over) filter (where w.over > 0), coalesce(sum(w.over) filter (where w.over > 0), 0)::bigint
from counted c left join wrong w on w.node = c.node
group by c.node, c.positions
"""
"""What counts changed at positions that had been there before: a position's first entries are its opening stock."""

RISKY = """
select o.node, o.demand_per_day, p.available - p.safety_stock as free
from sku_outlooks o
join unnest(%s::text[], %s::float8[], %s::int[]) as n (node, lag_days, missing) on n.node = o.node
join positions p on p.shard = any(%s::int[]) and p.sku = o.sku and p.node = o.node
where o.demand_per_day > 0 and p.available - p.safety_stock > 0
  and p.available - p.safety_stock
      <= o.demand_per_day * n.lag_days + 6 * sqrt(o.demand_per_day * n.lag_days) + 6 + n.missing
"""
"""Positions that may be at risk; of all others the chance is less than one in a million."""

SPEED = """
select o.node, sum(o.demand_per_day) from sku_outlooks o
join positions p on p.shard = any(%s::int[]) and p.sku = o.sku and p.node = o.node
where o.node = any(%s::text[]) and p.available - p.safety_stock > 0
group by o.node
"""

WANTED = """
from positions p
left join unnest(%(nodes)s::text[], %(lags)s::float8[], %(missing)s::int[]) as n (node, lag_days, missing)
    on n.node = p.node
left join sku_outlooks o on o.sku = p.sku and o.node = p.node
cross join lateral (
    select coalesce(n.missing, 0) + case when coalesce(o.demand_per_day * n.lag_days, 0) <= 0 then 0
        else width_bucket(o.demand_per_day * n.lag_days, %(means)s::float8[]) end as units
) as buffer
"""
"""As many units as there are means that are smaller, and what may be missing at the node.

What sells how fast is read where it lies: there are hundreds of thousands of rows, and the answer is what changed.
"""

CHANGED = f"select p.sku, p.node, buffer.units {WANTED} where buffer.units <> p.confidence_buffer"

HELD_BACK = f"""
select p.node, coalesce(max(n.lag_days), 0) * 86400, coalesce(max(n.missing), 0), count(*),
       count(*) filter (where buffer.units > 0 and p.available > p.safety_stock),
       sum(greatest(p.available - p.safety_stock, 0))::bigint,
       sum(least(buffer.units, greatest(p.available - p.safety_stock, 0)))::bigint
{WANTED}
where %(within)s::text[] is null or p.node = any(%(within)s::text[])
group by p.node order by p.node
"""

STANDING_BUFFERS = "select sku, node from positions where confidence_buffer > 0"

CONFIDENCE = "select node, lag_s, risk from node_confidence"

WORKED_OUT = "select max(worked_out_at), max(confidence) from node_confidence"


class StoredSource(NamedTuple):
    """A source, with what its schedule compared last and when."""

    source: Source
    last_file: str | None
    last_run_at: datetime | None


class StoredException(NamedTuple):
    """An exception with its numbers in smallest units."""

    exception: StockException
    outside: int
    pool: int


async def list_sources(connection: AsyncConnection) -> list[StoredSource]:
    """All of them, by id."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(SOURCES)
        return [_source(row) for row in await cursor.fetchall()]


async def get_source(connection: AsyncConnection, source_id: str) -> StoredSource | None:
    """One of them."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(ONE_SOURCE, (source_id,))
        row = await cursor.fetchone()
    return None if row is None else _source(row)


def _source(row: dict[str, Any]) -> StoredSource:
    last_file, last_run_at = row.pop("last_file"), row.pop("last_run_at")
    return StoredSource(msgspec.convert(row, Source), last_file, last_run_at)


async def list_runs(connection: AsyncConnection, source: str | None, before: str | None, limit: int) -> list[Run]:
    """The newest first."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(RUNS, {"source": source, "before": before, "limit": limit})
        return [Run(**row) for row in await cursor.fetchall()]


class ExceptionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which exceptions; what names nothing means all."""

    sources: Sequence[str] = ()
    statuses: Sequence[str] = ()
    causes: Sequence[str] = ()
    skus: Sequence[str] = ()
    nodes: Sequence[str] = ()


async def list_exceptions(
    connection: AsyncConnection, wanted: ExceptionFilter, after: str | None, limit: int
) -> list[StockException]:
    """The newest first."""
    named = {name: column(getattr(wanted, name)) for name in wanted.__struct_fields__}
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(EXCEPTIONS.encode(), {**named, "after": after, "limit": limit})
        return [_exception(row).exception for row in await cursor.fetchall()]


async def get_exception(connection: AsyncConnection, exception_id: str) -> StoredException | None:
    """One of them."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(ONE_EXCEPTION, (exception_id,))
        row = await cursor.fetchone()
    return None if row is None else _exception(row)


def _exception(row: dict[str, Any]) -> StoredException:
    decimals, outside, pool, now = row.pop("decimals"), row["outside"], row["pool"], row["pool_now"]
    shown = {
        "outside": to_amount(outside, decimals),
        "pool": to_amount(pool, decimals),
        "pool_now": to_amount(now, decimals),
        "difference": to_amount(outside - pool, decimals),
    }
    return StoredException(msgspec.convert(row | shown, StockException), outside, pool)


async def standing(connection: AsyncConnection, source: str) -> set[Key]:
    """Positions with an exception of the source that is not gone."""
    return {(sku, node) for sku, node in await (await connection.execute(STANDING, (source,))).fetchall()}


async def open_by_source(connection: AsyncConnection) -> dict[str, int]:
    """How many exceptions of each source wait for somebody."""
    return dict(await (await connection.execute(OPEN_BY_SOURCE)).fetchall())


async def read_lags(connection: AsyncConnection, since: datetime, source: str | None = None) -> list[Lags]:
    """What was counted since then, by source and node."""
    params = {"since": since, "source": source}
    found: dict[tuple[str, str], Lags] = {}
    for name, node, recorded_at in await (await connection.execute(SILENT, params)).fetchall():
        found[name, node] = Lags(name, node, {}, recorded_at)
    for name, node, bucket, facts, recorded_at in await (await connection.execute(LAGS, params)).fetchall():
        lags = found.setdefault((name, node), Lags(name, node, {}, recorded_at))
        lags.buckets[bucket] = facts
    return [found[key] for key in sorted(found)]


async def read_accuracy(connection: AsyncConnection) -> dict[str, Accuracy]:
    """By node, of all that checked it."""
    return {row[0]: Accuracy(*row[1:]) for row in await (await connection.execute(ACCURACY)).fetchall()}


async def accuracy_of_counts(connection: AsyncConnection, since: datetime) -> dict[str, Accuracy]:
    """How right counts found the records of nodes. Reads all entries."""
    return {
        row[0]: Accuracy(*row[1:]) for row in await (await connection.execute(COUNTED, {"since": since})).fetchall()
    }


async def risky_positions(
    connection: AsyncConnection, nodes: Mapping[str, tuple[float, int]], shard_count: int
) -> dict[str, list[tuple[float, int]]]:
    """By node, (speed a day, free units) of positions whose last units may be gone; nodes as (lag in days, missing)."""
    names = list(nodes)
    params = (column(names), column([nodes[n][0] for n in names]), column([nodes[n][1] for n in names]))
    found: dict[str, list[tuple[float, int]]] = {}
    for node, speed, free in await (await connection.execute(RISKY, (*params, column(range(shard_count))))).fetchall():
        found.setdefault(node, []).append((speed, free))
    return found


async def speed_by_node(connection: AsyncConnection, nodes: Sequence[str], shard_count: int) -> dict[str, float]:
    """Units a day that nodes sell of what they have."""
    rows = await (await connection.execute(SPEED, (column(range(shard_count)), column(nodes)))).fetchall()
    return dict(rows)


async def changed_buffers(
    connection: AsyncConnection, nodes: Mapping[str, tuple[float, int]], means: Sequence[float]
) -> dict[Key, int]:
    """Positions whose buffer is to become another."""
    rows = await (await connection.execute(CHANGED.encode(), _wanted(nodes, means))).fetchall()
    return {(sku, node): units for sku, node, units in rows}


async def standing_buffers(connection: AsyncConnection) -> list[Key]:
    """Positions that hold something back."""
    return [(sku, node) for sku, node in await (await connection.execute(STANDING_BUFFERS)).fetchall()]


async def held_back(
    connection: AsyncConnection,
    nodes: Mapping[str, tuple[float, int]],
    means: Sequence[float],
    within: Sequence[str] | None = None,
) -> list[tuple[Any, ...]]:
    """By node: lag in seconds, units missing, positions, those that hold back, units free, units held back."""
    params = _wanted(nodes, means) | {"within": None if within is None else column(within)}
    return await (await connection.execute(HELD_BACK.encode(), params)).fetchall()


def _wanted(nodes: Mapping[str, tuple[float, int]], means: Sequence[float]) -> dict[str, object]:
    names = list(nodes)
    return {
        "nodes": column(names),
        "lags": column([nodes[name][0] for name in names]),
        "missing": column([nodes[name][1] for name in names]),
        "means": column(means),
    }


async def read_confidence(connection: AsyncConnection) -> list[tuple[str, float, float]]:
    """What nodes were reckoned with last: (node, lag in seconds, risk)."""
    return [(*row,) for row in await (await connection.execute(CONFIDENCE)).fetchall()]


async def worked_out(connection: AsyncConnection) -> tuple[datetime | None, float | None]:
    """When nodes were reckoned with last, and with which confidence; None for never."""
    row = await (await connection.execute(WORKED_OUT)).fetchone()
    assert row is not None
    return row[0], row[1]
