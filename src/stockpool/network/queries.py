"""Reading the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.network.messages import Channel, Node, StoredChannel, StoredNode
from stockpool.network.model import Network

SELECT_NODES = """
    select
        id, name, kind, latitude, longitude, address, time_zone, daily_capacity, open_hours,
        cutoffs, processing_minutes, holiday_calendar, closed_dates, open_dates,
        can_ship, can_pickup, can_return, active, buffer, revision
    from nodes"""

SELECT_CHANNELS = "select id, name, kind, pool, buffer, node_buffers, revision from channels"

BY_ID = " where id = any(%s::text[])"

# One page in the order of ids; its place is a key, so a page costs the same wherever it lies.
PAGE = " where id > %s order by id limit %s"

SELECT_VERSION = "select version from versions where topic = 'network'"


async def get_nodes(conn: AsyncConnection, ids: Collection[str]) -> dict[str, StoredNode]:
    """The named nodes by id, with their revisions; unknown ones are absent."""
    rows = await (await conn.execute(SELECT_NODES + BY_ID, [_askable(ids)])).fetchall()
    return {row[0]: _stored_node(row) for row in rows}


async def list_nodes(conn: AsyncConnection, after: str | None, limit: int) -> list[StoredNode]:
    """At most `limit` nodes in the order of their ids, those behind `after`."""
    rows = await (await conn.execute(SELECT_NODES + PAGE, [after or "", limit])).fetchall()
    return [_stored_node(row) for row in rows]


async def get_channels(conn: AsyncConnection, ids: Collection[str]) -> dict[str, StoredChannel]:
    """The named channels by id, with their revisions; unknown ones are absent."""
    rows = await (await conn.execute(SELECT_CHANNELS + BY_ID, [_askable(ids)])).fetchall()
    return {row[0]: _stored_channel(row) for row in rows}


async def list_channels(conn: AsyncConnection, after: str | None, limit: int) -> list[StoredChannel]:
    """At most `limit` channels in the order of their ids, those behind `after`."""
    rows = await (await conn.execute(SELECT_CHANNELS + PAGE, [after or "", limit])).fetchall()
    return [_stored_channel(row) for row in rows]


async def load_network(conn: AsyncConnection) -> Network:
    """The whole network; its version is read first, so that a change in between is noticed, not missed."""
    version = await (await conn.execute(SELECT_VERSION)).fetchone()
    nodes = await (await conn.execute(SELECT_NODES)).fetchall()
    channels = await (await conn.execute(SELECT_CHANNELS)).fetchall()
    return Network(
        (_stored_node(row).value for row in nodes),
        (_stored_channel(row).value for row in channels),
        version[0] if version else 0,
    )


def _stored_node(row: Sequence[Any]) -> StoredNode:
    """From columns in the order of the struct's fields, and the revision."""
    node = msgspec.convert(dict(zip(Node.__struct_fields__, row[:-1], strict=True)), Node)
    return StoredNode(node, row[-1])


def _stored_channel(row: Sequence[Any]) -> StoredChannel:
    """From columns in the order of the struct's fields, and the revision."""
    channel = msgspec.convert(dict(zip(Channel.__struct_fields__, row[:-1], strict=True)), Channel)
    return StoredChannel(channel, row[-1])


def _askable(ids: Collection[str]) -> list[str]:
    """Ids that may exist; others could not even travel to the database."""
    return [each for each in ids if id_problem(each) is None]
