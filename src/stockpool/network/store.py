"""The network's tables: saving what a batch changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.network.messages import ChannelUpserted, NodeUpserted, ShippingLane, ShippingLaneKey

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
    insert into channels (id, name, kind, pool, buffer, node_buffers, low_stock)
    select id, name, kind, pool, buffer, node_buffers, low_stock
    from json_to_recordset(%s::json) as changed (
        id text, name text, kind channel_kind, pool jsonb, buffer bigint, node_buffers jsonb,
        low_stock bigint
    )
    on conflict (id) do update set
        name = excluded.name, kind = excluded.kind, pool = excluded.pool, buffer = excluded.buffer,
        node_buffers = excluded.node_buffers, low_stock = excluded.low_stock, revision = channels.revision + 1"""

# As for the network; shipping lanes have a version of their own, for prices change more often than places.
LOCK_SHIPPING_LANES = "select version from versions where topic = 'shipping_lanes' for update"

# Tells every cache that shipping lanes have changed.
BUMP_SHIPPING_LANES = "update versions set version = version + 1 where topic = 'shipping_lanes'"

# Rows come as they are, a batch at a time, before they are compared with what is stored.
STAGE_SHIPPING_LANES = """
    create temp table if not exists staged_shipping_lanes (
        row_no bigint, from_node text, to_node text, to_country text, to_postal_prefix text, carrier text, service text,
        transit_days_min integer, transit_days_max integer, cost_minor bigint, currency text
    ) on commit delete rows"""

# Rows of a file.
COPY_SHIPPING_LANES = "copy staged_shipping_lanes from stdin"

# Rows of a call.
FILL_SHIPPING_LANES = """
    insert into staged_shipping_lanes
    select * from json_populate_recordset(null::staged_shipping_lanes, %s::json)"""

# Rows that are stored with the same values are not written, and not returned.
UPSERT_SHIPPING_LANES = """
    insert into shipping_lanes (
        from_node, to_node, to_country, to_postal_prefix, carrier, service,
        transit_days_min, transit_days_max, cost_minor, currency
    )
    select
        from_node, to_node, to_country, to_postal_prefix, carrier, service,
        transit_days_min, transit_days_max, cost_minor, currency
    from staged_shipping_lanes order by row_no
    on conflict (from_node, to_node, to_country, to_postal_prefix, carrier, service) do update set
        transit_days_min = excluded.transit_days_min, transit_days_max = excluded.transit_days_max,
        cost_minor = excluded.cost_minor, currency = excluded.currency
    where (
        shipping_lanes.transit_days_min, shipping_lanes.transit_days_max,
        shipping_lanes.cost_minor, shipping_lanes.currency
    ) <> (excluded.transit_days_min, excluded.transit_days_max, excluded.cost_minor, excluded.currency)"""

# How many of a batch are new or other than before, by the node where they begin.
COUNT_SHIPPING_LANES = f"""
    with written as ({UPSERT_SHIPPING_LANES} returning from_node)
    select from_node, count(*) from written group by from_node order by from_node"""  # noqa: S608 - joined from constants

# A row that has just been made has no deleting transaction; one that was there bears ours, which locked it.
TELL_WHICH_ARE_NEW = """
    returning from_node, to_node, to_country, to_postal_prefix, carrier, service, xmax = 0"""


async def lock_network(conn: AsyncConnection) -> None:
    """Wait for this transaction's turn to change the network."""
    await conn.execute(LOCK_NETWORK)


async def network_changed(conn: AsyncConnection) -> None:
    """Count the network's version up for what is stored elsewhere and kept together with it."""
    await conn.execute(BUMP_NETWORK)


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


async def put_shipping_lanes(conn: AsyncConnection, lines: bytes) -> dict[str, int]:
    """Store or replace shipping lanes, given as checked COPY lines.

    How many are new or other than before, by the node where they begin.
    """
    await _stage_shipping_lanes(conn)
    async with conn.cursor().copy(COPY_SHIPPING_LANES.encode()) as copy:
        await copy.write(lines)
    rows = await (await conn.execute(COUNT_SHIPPING_LANES)).fetchall()
    changed = {from_node: int(count) for from_node, count in rows}
    if changed:
        await conn.execute(BUMP_SHIPPING_LANES)
    return changed


async def save_shipping_lanes(conn: AsyncConnection, lanes: Sequence[ShippingLane]) -> dict[ShippingLaneKey, bool]:
    """Store or replace shipping lanes; those that are new (True) or other than before (False), by their key."""
    await _stage_shipping_lanes(conn)
    rows = [_shipping_lane_row(number, lane) for number, lane in enumerate(lanes)]
    await conn.execute(FILL_SHIPPING_LANES, [msgspec.json.encode(rows).decode()])
    written = await (await conn.execute(UPSERT_SHIPPING_LANES + TELL_WHICH_ARE_NEW)).fetchall()
    if written:
        await conn.execute(BUMP_SHIPPING_LANES)
    return {ShippingLaneKey(*key): new for *key, new in written}


async def _stage_shipping_lanes(conn: AsyncConnection) -> None:
    """Wait for this transaction's turn, and make the table that is empty again after it."""
    await conn.execute(LOCK_SHIPPING_LANES)
    await conn.execute(STAGE_SHIPPING_LANES)


def _shipping_lane_row(number: int, lane: ShippingLane) -> dict[str, object]:
    columns = {name: getattr(lane, name) for name in lane.__struct_fields__ if name != "cost"}
    return columns | {"row_no": number, "cost_minor": lane.cost.minor, "currency": lane.cost.currency}
