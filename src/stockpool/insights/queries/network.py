"""Nodes with what they have to do, what went between them, and the days of a SKU."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from stockpool.kernel.ids import shard_of
from stockpool.runtime.columns import column

NODES = """
select n.id, n.name, n.kind::text as kind, n.latitude, n.longitude, n.active, n.daily_capacity,
       coalesce(w.open_work, 0) as open_work, coalesce(w.to_pick, 0) as to_pick, h.value as on_hand,
       h.taken_at as on_hand_at, coalesce(x.open_exceptions, 0) as open_exceptions
from nodes n
left join (
    select node, count(*) as open_work,
           count(*) filter (where status in ('open', 'released', 'accepted', 'picking')) as to_pick
    from fulfillment_orders
    where status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'ready_for_pickup')
    group by node
) as w on w.node = n.id
left join lateral (
    select value, taken_at from insight_levels l
    where l.node = n.id and l.measure = 'on_hand' order by hour desc limit 1
) as h on true
left join (
    select o.node, count(*) as open_exceptions from open_exceptions o
    left join exception_snoozes z
      on z.id = o.id and z.until > now() and o.severity <= z.severity and o.units <= z.units
    where z.id is null group by o.node
) as x on x.node = n.id
where %(nodes)s::text[] is null or n.id = any(%(nodes)s::text[])
order by n.id
"""

FLOWS = """
select from_node, to_node, region, sum(parcels)::bigint as parcels, sum(units) as units,
       case when sum(placed) > 0 then sum(latitudes) / sum(placed) end as latitude,
       case when sum(placed) > 0 then sum(longitudes) / sum(placed) end as longitude
from insight_flows
where hour >= date_trunc('hour', now(), 'UTC') - interval '23 hours'
  and (%(nodes)s::text[] is null or from_node = any(%(nodes)s::text[]) or to_node = any(%(nodes)s::text[]))
group by from_node, to_node, region order by parcels desc, from_node, to_node, region limit 2000
"""

BACKLOG = """
select status::text, count(*), min(since),
       count(*) filter (where since > now() - interval '1 hour'),
       count(*) filter (where since <= now() - interval '1 hour' and since > now() - interval '4 hours'),
       count(*) filter (where since <= now() - interval '4 hours' and since > now() - interval '24 hours'),
       count(*) filter (where since <= now() - interval '24 hours')
from fulfillment_orders
where node = %s and status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'ready_for_pickup')
group by status order by status
"""

ACCURACY = """
select sum(positions)::bigint, sum(differing)::bigint from record_accuracy where node = %s and found_by = 'counts'
"""

DAYS = """
with days as materialized (
    select day, (day + interval '1 day') as ends from generate_series(%(first)s::timestamptz, %(last)s::timestamptz,
                                                                       interval '1 day') as day
), bound as materialized (
    select coalesce((select m.movement_id from movements m
                     where m.recorded_at < %(first)s::timestamptz - interval '1 minute'
                     order by m.recorded_at desc limit 1), 0) as movement_id
), present as (
    select coalesce(sum(available + held + committed + damaged + quality_control + other), 0) as on_hand,
           coalesce(sum(available), 0) as available
    from positions where shard = %(shard)s and sku = %(sku)s
      and (%(nodes)s::text[] is null or node = any(%(nodes)s::text[]))
), moved as materialized (
    select date_trunc('day', e.occurred_at, 'UTC') as day,
           sum(e.quantity * (case when e.to_account in ('supplier', 'customer', 'shrinkage', 'in_transit') then 0
                                  else 1 end
                             - case when e.from_account in ('supplier', 'customer', 'shrinkage', 'in_transit') then 0
                                    else 1 end)) as on_hand,
           sum(e.quantity * ((e.to_account = 'available')::int - (e.from_account = 'available')::int)) as available,
           sum(e.quantity) filter (where e.to_account = 'customer') as sold,
           sum(e.quantity) filter (where e.from_account = 'customer') as returned,
           sum(e.quantity) filter (where e.from_account = 'supplier') as received
    from entries e
    where e.shard = %(shard)s and e.sku = %(sku)s
      and (%(nodes)s::text[] is null or e.node = any(%(nodes)s::text[]))
      and e.movement_id > (select movement_id from bound) and e.occurred_at >= %(first)s::timestamptz
    group by 1
)
select d.day::date,
       p.on_hand - coalesce((select sum(m.on_hand) from moved m where m.day >= d.ends), 0),
       p.available - coalesce((select sum(m.available) from moved m where m.day >= d.ends), 0),
       coalesce(t.sold, 0), coalesce(t.returned, 0), coalesce(t.received, 0)
from days d cross join present p left join moved t on t.day = d.day
order by d.day
"""
"""Backwards from what stands now, as positions are read as of a moment: only entries since the first day are read."""


class NodeRow(msgspec.Struct, frozen=True):
    """A node with what it has to do."""

    id: str
    name: str
    kind: str
    latitude: float | None
    longitude: float | None
    active: bool
    daily_capacity: int | None
    open_work: int
    to_pick: int
    on_hand: Decimal | None
    on_hand_at: datetime | None
    open_exceptions: int


class FlowRow(msgspec.Struct, frozen=True):
    """What went one way."""

    from_node: str
    to_node: str
    region: str
    parcels: int
    units: Decimal
    latitude: float | None
    longitude: float | None


class BacklogRow(msgspec.Struct, frozen=True):
    """Fulfillment orders in one status, by how long they have been in it."""

    status: str
    count: int
    oldest_since: datetime
    under_1_h: int
    under_4_h: int
    under_24_h: int
    older: int


class DayRow(msgspec.Struct, frozen=True):
    """A day of a SKU, in smallest units."""

    day: date
    on_hand: Decimal
    available: Decimal
    sold: Decimal
    returned: Decimal
    received: Decimal


async def list_nodes(connection: AsyncConnection, nodes: Sequence[str] | None) -> list[NodeRow]:
    """All of them, or those that are named."""
    async with connection.cursor(row_factory=class_row(NodeRow)) as cursor:
        await cursor.execute(NODES, {"nodes": None if nodes is None else column(nodes)})
        return await cursor.fetchall()


async def list_flows(connection: AsyncConnection, nodes: Sequence[str] | None) -> list[FlowRow]:
    """What went from or to these nodes in the last 24 hours, the most first."""
    async with connection.cursor(row_factory=class_row(FlowRow)) as cursor:
        await cursor.execute(FLOWS, {"nodes": None if nodes is None else column(nodes)})
        return await cursor.fetchall()


async def backlog_of(connection: AsyncConnection, node: str) -> list[BacklogRow]:
    """What a node has to do, by status and age."""
    return [BacklogRow(*row) for row in await (await connection.execute(BACKLOG, (node,))).fetchall()]


async def accuracy_of(connection: AsyncConnection, node: str) -> tuple[int, int]:
    """How many positions of a node were counted, and of how many the record was wrong."""
    row = await (await connection.execute(ACCURACY, (node,))).fetchone()
    return (0, 0) if row is None or row[0] is None else (int(row[0]), int(row[1]))


async def days_of_sku(
    connection: AsyncConnection, sku: str, nodes: Sequence[str] | None, first: datetime, last: datetime, shards: int
) -> list[DayRow]:
    """A SKU day by day; both moments begin a day of UTC."""
    given = {
        "sku": sku, "nodes": None if nodes is None else column(nodes), "first": first, "last": last,
        "shard": shard_of(sku, shards),
    }  # fmt: skip
    return [DayRow(*row) for row in await (await connection.execute(DAYS, given)).fetchall()]
