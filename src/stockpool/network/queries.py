"""Reading the network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.kernel.money import Money
from stockpool.network.messages import Channel, Node, ShippingLane, ShippingLaneKey, StoredChannel, StoredNode
from stockpool.network.model import Network
from stockpool.network.transit import ShippingLanes

SELECT_NODES = """
    select
        id, name, kind, latitude, longitude, address, time_zone, daily_capacity, open_hours,
        cutoffs, processing_minutes, holiday_calendar, closed_dates, open_dates,
        can_ship, can_pickup, can_return, active, buffer, revision
    from nodes"""

SELECT_CHANNELS = "select id, name, kind, pool, buffer, node_buffers, low_stock, revision from channels"

BY_ID = " where id = any(%s::text[])"

# One page in the order of ids; its place is a key, so a page costs the same wherever it lies.
PAGE = " where id > %s order by id limit %s"

SELECT_SHIPPING_LANES = """
    select
        from_node, to_node, to_country, to_postal_prefix, carrier, service,
        transit_days_min, transit_days_max, cost_minor, currency
    from shipping_lanes"""

# One page in the order of keys; the bound on the first column finds its place in the index.
SHIPPING_LANES_PAGE = """
    where from_node >= %s and (
        from_node, coalesce(to_node, ''), coalesce(to_country, ''), coalesce(to_postal_prefix, ''), carrier, service
    ) > (%s, %s, %s, %s, %s, %s)
    order by 1, coalesce(to_node, ''), coalesce(to_country, ''), coalesce(to_postal_prefix, ''), 5, 6
    limit %s"""

SELECT_SHIPPING_LANES_VERSION = "select version from versions where topic = 'shipping_lanes'"

# Ids alone, which are few and short.
SELECT_NETWORK_NAMES = "select array(select id from nodes), array(select id from channels)"

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


async def network_version(conn: AsyncConnection) -> int:
    """The version that a snapshot of the network must have to be of this moment."""
    row = await (await conn.execute(SELECT_VERSION)).fetchone()
    return row[0] if row else 0


async def load_network(conn: AsyncConnection) -> Network:
    """The whole network; its version is read first, so that a change in between is noticed, not missed."""
    version = await network_version(conn)
    nodes = await (await conn.execute(SELECT_NODES)).fetchall()
    channels = await (await conn.execute(SELECT_CHANNELS)).fetchall()
    return Network(
        (_stored_node(row).value for row in nodes),
        (_stored_channel(row).value for row in channels),
        version,
    )


async def network_names(conn: AsyncConnection) -> tuple[set[str], set[str]]:
    """The ids of all nodes and of all channels."""
    row = await (await conn.execute(SELECT_NETWORK_NAMES)).fetchone()
    assert row is not None
    return set(row[0]), set(row[1])


async def list_shipping_lanes(conn: AsyncConnection, after: ShippingLaneKey | None, limit: int) -> list[ShippingLane]:
    """At most `limit` shipping lanes in the order of their keys, those behind `after`."""
    place = [part or "" for part in after or [""] * 6]
    cursor = await conn.execute(SELECT_SHIPPING_LANES + SHIPPING_LANES_PAGE, [place[0], *place, limit])
    return [_shipping_lane(row) for row in await cursor.fetchall()]


async def shipping_lanes_version(conn: AsyncConnection) -> int:
    """The version that a snapshot of the shipping lanes must have to be of this moment."""
    row = await (await conn.execute(SELECT_SHIPPING_LANES_VERSION)).fetchone()
    return row[0] if row else 0


async def load_shipping_lanes(conn: AsyncConnection) -> ShippingLanes:
    """All shipping lanes; their version is read first, so that a change in between is noticed, not missed."""
    version = await shipping_lanes_version(conn)
    rows = await (await conn.execute(SELECT_SHIPPING_LANES)).fetchall()
    return ShippingLanes((_shipping_lane(row) for row in rows), version)


def _shipping_lane(row: Sequence[Any]) -> ShippingLane:
    from_node, to_node, to_country, to_postal_prefix, carrier, service, days_min, days_max, minor, currency = row
    return ShippingLane(
        from_node=from_node,
        to_node=to_node,
        to_country=to_country,
        to_postal_prefix=to_postal_prefix,
        carrier=carrier,
        service=service,
        transit_days_min=days_min,
        transit_days_max=days_max,
        cost=Money(minor, currency),
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
