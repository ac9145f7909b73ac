"""Databases made for one replay, dropped when it is over, and what is read of them that no interface tells."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec
import psycopg
from psycopg import AsyncConnection, errors, sql
from psycopg.conninfo import make_conninfo

from stockpool.inventory.api import PositionKey
from stockpool.kernel.ids import NewId
from stockpool.runtime.columns import column
from stockpool.runtime.database import connection_string, unreachable
from stockpool.runtime.unavailable import DatabaseUnavailable

PREFIX = "stockpool_replay_"

TAKE_TURN = "select pg_advisory_lock(%s)"
GIVE_TURN = "select pg_advisory_unlock(%s)"
TURN = 0x7265706C6179
"""The advisory lock under which replays clear up and create ("replay" in ASCII)."""

LEFTOVERS = """
select datname from pg_database
where starts_with(datname, %s) and not exists (select from pg_stat_activity a where a.datname = pg_database.datname)
"""
"""Databases of replays that were killed: those that nobody is connected to."""

CREATE = sql.SQL("create database {} template template0 encoding 'UTF8' locale 'C'")
DROP = sql.SQL("drop database if exists {} with (force)")


@asynccontextmanager
async def scratch_database(url: str, new_id: NewId) -> AsyncIterator[str]:
    """The URL of a new, empty database on the server; it is gone afterwards, also what killed replays left there."""
    name = PREFIX + new_id().replace("-", "")
    scratch = make_conninfo(url, dbname=name)
    server = await _connected(url)
    try:
        await server.execute(TAKE_TURN, (TURN,))
        await _drop_leftovers(server)
        await _create(server, name)
        holder = await _connected(scratch)  # says to other replays that this database is in use
        await server.execute(GIVE_TURN, (TURN,))
        try:
            yield scratch
        finally:
            await holder.close()
            await server.execute(DROP.format(sql.Identifier(name)))
    finally:
        await server.close()


async def _connected(url: str) -> AsyncConnection:
    try:
        return await AsyncConnection.connect(connection_string(url), autocommit=True)
    except psycopg.OperationalError as error:
        raise unreachable(url, error) from None


async def _drop_leftovers(server: AsyncConnection) -> None:
    found = await (await server.execute(LEFTOVERS, (PREFIX,))).fetchall()
    for (name,) in found:
        await server.execute(DROP.format(sql.Identifier(name)))


async def _create(server: AsyncConnection, name: str) -> None:
    try:
        await server.execute(CREATE.format(sql.Identifier(name)))
    except errors.InsufficientPrivilege:
        raise DatabaseUnavailable(
            "A replay works in a database of its own, and this user may not create one",
            where="database_url",
            mend="grant it CREATEDB, or replay on the embedded server with --data-dir",
        ) from None


ON_SHELVES = """
select p.sku, p.node, s.decimals, p.available + p.held + p.committed
from unnest(%s::text[], %s::text[]) as named (sku, node)
join positions p on p.sku = named.sku and p.node = named.node
join skus s on s.id = p.sku
order by p.sku, p.node
"""
"""What lies where a till could sell it, promised or not."""

WAITING = """
select p.sku, p.decimals, d.method, d.pickup_node, sum(p.waiting)::bigint
from order_parts p
join orders o on o.order_id = p.order_id
cross join lateral (
    select e.line ->> 'delivery' as delivery from json_array_elements(o.lines) as e (line)
    where (e.line ->> 'number')::int = p.line
) as l
cross join lateral (
    select e.delivery ->> 'method' as method, e.delivery ->> 'pickup_node' as pickup_node
    from json_array_elements(o.deliveries) as e (delivery)
    where (e.delivery ->> 'number')::int = coalesce(l.delivery::int, 1)
) as d
where p.waiting > 0
group by p.sku, p.decimals, d.method, d.pickup_node
order by p.sku, d.pickup_node nulls first, d.method
"""
"""What orders wait for, by the store where it must be collected."""

ENDS = """
select case when o.status = 'cancelled' then 'cancelled'
            when p.with_nodes then 'unfinished'
            when p.waits then 'backordered'
            when o.status = 'completed' then 'delivered'
            else 'unfinished' end,
       count(*), o.cancel_reason,
       count(*) filter (where p.waits and exists (
           select from json_array_elements(o.deliveries) as d (delivery) where d.delivery ->> 'promised_until' is null
       ))
from orders o
cross join lateral (
    select bool_or(each.allocated + each.pending > 0) as with_nodes, bool_or(each.waiting > 0) as waits
    from order_parts each where each.order_id = o.order_id
) as p
group by 1, 3
order by 1, 3
"""
"""Where orders stand: one of which something waits and nothing is with a node is backordered, whatever has arrived."""

RETURNS = "select count(*) from returns"

REPAIRS = """
select r.repair ->> 'cause', r.repair ->> 'outcome', count(*),
       count(*) filter (where (r.repair ->> 'promise_moved')::boolean)
from further_events e
cross join lateral json_array_elements(e.data -> 'repairs') as r (repair)
where e.type = 'order.repaired'
group by 1, 2
order by 1, 2
"""
"""What became of units that nodes could not serve, as the events tell it."""


class Shelf(msgspec.Struct, frozen=True):
    """Smallest units of a SKU that lie at a node."""

    sku: str
    node: str
    decimals: int
    units: int


class Waiting(msgspec.Struct, frozen=True):
    """Smallest units of a SKU that orders wait for; where they are collected at a node, at which one."""

    sku: str
    decimals: int
    pickup_node: str | None
    units: int


class OrdersEnded(msgspec.Struct, frozen=True):
    """How many orders stand in one way; the cancelled ones by their cause."""

    end: str
    count: int
    cause: str | None
    undated: int
    """Those that wait for something and have no date."""


class RepairsMade(msgspec.Struct, frozen=True):
    """How many repairs of a kind there were, and how many of them moved a promise."""

    cause: str
    outcome: str
    count: int
    promises_moved: int


async def on_shelves(connection: AsyncConnection, positions: Sequence[PositionKey]) -> list[Shelf]:
    """What lies at these positions."""
    if not positions:
        return []
    skus, nodes = zip(*positions, strict=True)
    cursor = await connection.execute(ON_SHELVES, (column(skus), column(nodes)))
    return [Shelf(*row) for row in await cursor.fetchall()]


async def what_waits(connection: AsyncConnection) -> list[Waiting]:
    """What orders wait for."""
    units: dict[tuple[str, int, str | None], int] = {}
    for sku, decimals, method, pickup_node, count in await (await connection.execute(WAITING)).fetchall():
        key = (sku, decimals, pickup_node if method == "pickup" else None)
        units[key] = units.get(key, 0) + count
    return [Waiting(*key, count) for key, count in units.items()]


async def how_orders_ended(connection: AsyncConnection) -> list[OrdersEnded]:
    """Orders by where they stand."""
    return [OrdersEnded(*row) for row in await (await connection.execute(ENDS)).fetchall()]


async def returns_made(connection: AsyncConnection) -> int:
    """How often goods came back."""
    row = await (await connection.execute(RETURNS)).fetchone()
    assert row is not None
    return int(row[0])


async def repairs_made(connection: AsyncConnection) -> list[RepairsMade]:
    """Repairs by cause and outcome."""
    return [RepairsMade(*row) for row in await (await connection.execute(REPAIRS)).fetchall()]
