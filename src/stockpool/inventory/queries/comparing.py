"""What another system says is in stock, beside the pool as of the same moment: one COPY, one join."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import LiteralString, NamedTuple

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.model import INSIDE, PositionKey
from stockpool.runtime.columns import column, time_column

BATCH = 2_000
FACTS_MAX = 200
"""Facts around the moment that are looked at for one position."""


class Measured(StrEnum):
    """Which of a position's numbers another system tells."""

    ON_HAND = "on_hand"
    AVAILABLE = "available"


class StockDifference(msgspec.Struct, frozen=True, gc=False):
    """A position of which another system says something else, in smallest units.

    `pool` is what stood there at the moment by what is known now, the accounts behind it too.
    """

    sku: str
    node: str
    as_of: datetime
    outside: int
    pool: int
    now: int
    held: int = 0
    committed: int = 0
    unavailable: int = 0


class FactNear(NamedTuple):
    """One movement's entry at a position around a moment; `change` is what it did to the number that is compared."""

    sku: str
    node: str
    movement: int
    kind: str
    quantity: int
    change: int
    occurred_at: datetime
    recorded_at: datetime


class ComparedNode(NamedTuple):
    """How right the pool was at one node; `over` are positions of which it said too much."""

    node: str
    positions: int
    caught_up: int
    differing: int
    units_off: int
    over: int
    units_over: int


STAGE = """
create temp table outside_stock (
    shard integer, sku text collate "C", node text collate "C", quantity bigint, as_of timestamptz
) on commit drop
"""

COPY = "copy outside_stock (shard, sku, node, quantity, as_of) from stdin"

ADD_ABSENT = """
insert into outside_stock
select p.shard, p.sku, p.node, 0, %(as_of)s::timestamptz from positions p
where p.node = any(%(nodes)s::text[])
  and not exists (select from outside_stock o where (o.shard, o.sku, o.node) = (p.shard, p.sku, p.node))
"""
"""What a complete list leaves out is not there."""

OLDEST = "select min(coalesce(as_of, %(as_of)s::timestamptz)), count(*) from outside_stock"

MOVEMENT_BEFORE = """
coalesce((select m.movement_id from movements m
          where m.recorded_at < {moment} - interval '1 minute' order by m.movement_id desc limit 1), 0)
"""
"""Movements up to this one were recorded before; the minute is for lanes that number out of turn.

From the newest back, which is quick for moments that are not long ago.
"""


def _changed(measured: Measured) -> LiteralString:
    if measured is Measured.AVAILABLE:
        return "e.quantity * ((e.to_account = 'available')::int - (e.from_account = 'available')::int)"
    inside: LiteralString = ", ".join([f"'{account}'" for account in INSIDE])
    return f"e.quantity * ((e.to_account in ({inside}))::int - (e.from_account in ({inside}))::int)"


def _stands(measured: Measured) -> LiteralString:
    if measured is Measured.AVAILABLE:
        return "p.available"
    return " + ".join([f"p.{account}" for account in INSIDE])


COMPARE = """
create temp table compared on commit drop as
with bound as materialized (select {bound} as movement_id)
select o.shard, o.sku, o.node, o.quantity as outside, coalesce(o.as_of, %(as_of)s::timestamptz) as as_of,
       coalesce({stands}, 0) as now,
       coalesce({stands}, 0) - coalesce(since.happened, 0) as pool,
       coalesce({stands}, 0) - coalesce(since.told, 0) as known
from outside_stock o
left join positions p on p.shard = o.shard and p.sku = o.sku and p.node = o.node
left join lateral (
    select sum({changed}) filter (where e.occurred_at > coalesce(o.as_of, %(as_of)s::timestamptz))::bigint as happened,
           sum({changed})::bigint as told
    from entries e
    where e.shard = o.shard and e.sku = o.sku and e.node = o.node and e.movement_id > (select movement_id from bound)
      and e.recorded_at > coalesce(o.as_of, %(as_of)s::timestamptz)
) as since on true
"""
"""Each row beside its position: now, at its moment by what is known now, and by what was known then.

What happened behind a moment was recorded behind it too, so that one look at the entries since tells both.
"""

BY_NODE = """
select node, count(*), count(*) filter (where outside = pool and pool <> known),
       count(*) filter (where abs(outside - pool) > %(tolerance)s),
       coalesce(sum(abs(outside - pool)), 0)::bigint, count(*) filter (where pool > outside),
       coalesce(sum(pool - outside) filter (where pool > outside), 0)::bigint
from compared group by node order by node
"""

DIFFERING = """
select c.sku, c.node, c.as_of, c.outside, c.pool, c.now,
       coalesce(p.held, 0) - behind.held as held, coalesce(p.committed, 0) - behind.committed as committed,
       coalesce(p.damaged + p.quality_control + p.other, 0) - behind.unavailable as unavailable
from compared c
left join positions p on p.shard = c.shard and p.sku = c.sku and p.node = c.node
cross join lateral (
    select coalesce(sum(e.quantity * ((e.to_account = 'held')::int - (e.from_account = 'held')::int)), 0)::bigint
               as held,
           coalesce(sum(e.quantity * ((e.to_account = 'committed')::int
                                      - (e.from_account = 'committed')::int)), 0)::bigint as committed,
           coalesce(sum(e.quantity * ((e.to_account in ('damaged', 'quality_control', 'other'))::int
                                      - (e.from_account in ('damaged', 'quality_control', 'other'))::int)), 0)::bigint
               as unavailable
    from entries e
    where e.shard = c.shard and e.sku = c.sku and e.node = c.node and e.movement_id > %(bound)s
      and e.occurred_at > c.as_of
) as behind
where abs(c.outside - c.pool) > %(tolerance)s and (c.sku, c.node) > (%(sku)s, %(node)s)
order by c.sku, c.node
limit %(limit)s
"""

FACTS_NEAR = """
select e.sku, e.node, e.movement_id, e.kind, e.quantity, e.change, e.occurred_at, e.recorded_at
from unnest(%(shards)s::int[], %(skus)s::text[], %(nodes)s::text[], %(moments)s::timestamptz[])
    as named (shard, sku, node, moment)
cross join lateral (
    select e.sku, e.node, e.movement_id, m.kind, e.quantity, {changed} as change, e.occurred_at, e.recorded_at
    from entries e join movements m on m.movement_id = e.movement_id
    where e.shard = named.shard and e.sku = named.sku and e.node = named.node and e.movement_id > %(bound)s
      and (e.occurred_at > named.moment - %(within)s::interval and e.occurred_at <= named.moment + %(within)s::interval
           or e.occurred_at <= named.moment and e.recorded_at > named.moment)
    order by abs(extract(epoch from e.occurred_at - named.moment))
    limit %(limit)s
) as e
order by e.sku, e.node, e.occurred_at, e.movement_id
"""
"""What happened around the moments of some positions, and what of the time before was told behind them."""

AMONG = """
select c.sku, c.node from compared c
join unnest(%s::text[], %s::text[]) as named (sku, node) on named.sku = c.sku and named.node = c.node
where abs(c.outside - c.pool) <= %s
"""

BOUND = f"select {MOVEMENT_BEFORE.format(moment='%s::timestamptz')}"

TAKE_YOUR_TIME = "set local statement_timeout = 0"
"""A million rows are no read that somebody waits for."""


class Comparison:
    """One comparison inside the caller's transaction: `stage` rows, `compare`, then read what it found."""

    def __init__(self, connection: AsyncConnection, measured: Measured, as_of: datetime) -> None:
        """Rows that do not say when they were taken were so at `as_of`."""
        self._connection, self._measured, self._as_of = connection, measured, as_of
        self.rows = 0
        self.oldest: datetime | None = None

    async def begin(self) -> None:
        """Make room for the rows."""
        await self._connection.execute(TAKE_YOUR_TIME)
        await self._connection.execute(STAGE)

    async def stage(self, lines: Iterable[bytes]) -> None:
        """Rows as COPY lines in any portions: shard, SKU, node, smallest units, moment or null."""
        async with self._connection.cursor().copy(COPY) as copy:
            for portion in lines:
                await copy.write(portion)

    async def add_absent(self, nodes: Collection[str]) -> int:
        """Positions of these nodes that were left out are said to be empty; how many."""
        await self._connection.execute("analyze outside_stock")
        params = {"as_of": self._as_of, "nodes": column(nodes)}
        return (await self._connection.execute(ADD_ABSENT, params)).rowcount

    async def compare(self) -> None:
        """Put each row beside its position."""
        await self._connection.execute("analyze outside_stock")
        row = await (await self._connection.execute(OLDEST, {"as_of": self._as_of})).fetchone()
        assert row is not None
        self.oldest, self.rows = row
        changed = _changed(self._measured)
        sql = COMPARE.format(
            bound=MOVEMENT_BEFORE.format(moment="%(oldest)s::timestamptz"),
            stands=_stands(self._measured),
            changed=changed,
        )
        await self._connection.execute(sql.encode(), {"as_of": self._as_of, "oldest": self.oldest})
        await self._connection.execute("analyze compared")

    async def by_node(self, tolerance: int) -> list[ComparedNode]:
        """How right each node was."""
        cursor = await self._connection.execute(BY_NODE, {"tolerance": tolerance})
        return [ComparedNode(*row) for row in await cursor.fetchall()]

    async def differences(self, tolerance: int) -> AsyncIterator[Sequence[StockDifference]]:
        """What differs by more, in the order of SKU and node, so many at a time."""
        sku, node, bound = "", "", await self._bound(timedelta())
        while True:
            params = {"tolerance": tolerance, "sku": sku, "node": node, "limit": BATCH, "bound": bound}
            rows = await (await self._connection.execute(DIFFERING, params)).fetchall()
            if rows:
                yield [StockDifference(*row) for row in rows]
            if len(rows) < BATCH:
                return
            sku, node = rows[-1][:2]

    async def facts_near(
        self, found: Sequence[StockDifference], within: timedelta, shards: Mapping[str, int]
    ) -> dict[PositionKey, list[FactNear]]:
        """What happened at these positions around their moments, the first first."""
        sql = FACTS_NEAR.format(changed=_changed(self._measured))
        params = {
            "shards": column([shards[each.sku] for each in found]),
            "skus": column([each.sku for each in found]),
            "nodes": column([each.node for each in found]),
            "moments": time_column([each.as_of for each in found]),
            "within": within,
            "bound": await self._bound(within),
            "limit": FACTS_MAX,
        }
        near: dict[PositionKey, list[FactNear]] = {}
        for row in await (await self._connection.execute(sql.encode(), params)).fetchall():
            fact = FactNear(*row)
            near.setdefault((fact.sku, fact.node), []).append(fact)
        return near

    async def equal_among(self, keys: Collection[PositionKey], tolerance: int) -> set[PositionKey]:
        """Those of these positions that were compared and differ by no more."""
        named = sorted(keys)
        params = (column([sku for sku, _ in named]), column([node for _, node in named]), tolerance)
        return {(sku, node) for sku, node in await (await self._connection.execute(AMONG, params)).fetchall()}

    async def _bound(self, within: timedelta) -> int:
        moment = (self.oldest or self._as_of) - within
        row = await (await self._connection.execute(BOUND.encode(), (moment,))).fetchone()
        assert row is not None
        return int(row[0])
