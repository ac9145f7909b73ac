"""The network's tables: saving what a batch changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.network.messages import ChannelUpserted, NodeUpserted

# Writers take turns, so that what one has read stays true until it commits; readers do not wait.
LOCK_NETWORK = "select version from versions where topic = 'network' for update"

# Tells every cache that the network has changed.
BUMP_NETWORK = "update versions set version = version + 1 where topic = 'network'"

# Which of these ids are nodes.
SELECT_KNOWN_NODES = "select id from nodes where id = any(%s::text[])"

UPSERT_NODES = """
    insert into nodes (
        id, name, kind, latitude, longitude, address, time_zone, daily_capacity, open_hours,
        cutoffs, processing_minutes, holiday_calendar, closed_dates, open_dates,
        can_ship, can_pickup, can_return, active, buffer
    )
    select
        id, name, kind, latitude, longitude, address, time_zone, daily_capacity, open_hours,
        cutoffs, processing_minutes, holiday_calendar, closed_dates, open_dates,
        can_ship, can_pickup, can_return, active, buffer
    from json_to_recordset(%s::json) as changed (
        id text, name text, kind node_kind, latitude double precision, longitude double precision, address jsonb,
        time_zone text, daily_capacity integer, open_hours jsonb,
        cutoffs jsonb, processing_minutes integer, holiday_calendar text, closed_dates jsonb, open_dates jsonb,
        can_ship boolean, can_pickup boolean, can_return boolean, active boolean, buffer bigint
    )
    on conflict (id) do update set
        name = excluded.name, kind = excluded.kind, latitude = excluded.latitude, longitude = excluded.longitude,
        address = excluded.address, time_zone = excluded.time_zone, daily_capacity = excluded.daily_capacity,
        open_hours = excluded.open_hours, cutoffs = excluded.cutoffs,
        processing_minutes = excluded.processing_minutes, holiday_calendar = excluded.holiday_calendar,
        closed_dates = excluded.closed_dates, open_dates = excluded.open_dates,
        can_ship = excluded.can_ship, can_pickup = excluded.can_pickup, can_return = excluded.can_return,
        active = excluded.active, buffer = excluded.buffer, revision = nodes.revision + 1"""

UPSERT_CHANNELS = """
    insert into channels (id, name, kind, pool, buffer, node_buffers)
    select id, name, kind, pool, buffer, node_buffers
    from json_to_recordset(%s::json) as changed (
        id text, name text, kind channel_kind, pool jsonb, buffer bigint, node_buffers jsonb
    )
    on conflict (id) do update set
        name = excluded.name, kind = excluded.kind, pool = excluded.pool, buffer = excluded.buffer,
        node_buffers = excluded.node_buffers, revision = channels.revision + 1"""


async def lock_network(conn: AsyncConnection) -> None:
    """Wait for this transaction's turn to change the network."""
    await conn.execute(LOCK_NETWORK)


async def known_nodes(conn: AsyncConnection, ids: Collection[str]) -> set[str]:
    """Which of these ids are nodes."""
    askable = [node_id for node_id in ids if id_problem(node_id) is None]
    rows = await (await conn.execute(SELECT_KNOWN_NODES, [askable])).fetchall()
    return {node_id for (node_id,) in rows}


async def save_nodes(conn: AsyncConnection, changes: Sequence[NodeUpserted]) -> None:
    """Write changed nodes, and count the network's version up if there are any."""
    if changes:
        await _save(conn, UPSERT_NODES, [change.value for change in changes])


async def save_channels(conn: AsyncConnection, changes: Sequence[ChannelUpserted]) -> None:
    """Write changed channels, and count the network's version up if there are any."""
    if changes:
        await _save(conn, UPSERT_CHANNELS, [change.value for change in changes])


async def _save(conn: AsyncConnection, statement: str, values: Sequence[object]) -> None:
    await conn.execute(statement, [msgspec.json.encode(values).decode()])
    await conn.execute(BUMP_NETWORK)
