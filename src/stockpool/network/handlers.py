"""Changing the network: lock, load, decide, save."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from psycopg import AsyncConnection

from stockpool.kernel.editing import Outcome, changes_of
from stockpool.kernel.refusals import Refused
from stockpool.network.decide.channels import decide_channels
from stockpool.network.decide.nodes import decide_nodes
from stockpool.network.decide.shipping_lanes import decide_shipping_lanes
from stockpool.network.messages import (
    Channel,
    ChannelResult,
    NodeInput,
    NodeResult,
    ShippingLane,
    ShippingLaneInput,
    ShippingLaneKey,
    ShippingLaneResult,
    ShippingLaneUpserted,
    key_of,
)
from stockpool.network.queries import get_channels, get_nodes
from stockpool.network.store import known_nodes, lock_network, save_channels, save_nodes, save_shipping_lanes


async def upsert_nodes(
    conn: AsyncConnection,
    rows: Sequence[NodeInput],
    *,
    with_promises: Collection[str] = (),
    if_revision: Mapping[str, int] | None = None,
) -> list[NodeResult]:
    """Store each good row inside the caller's transaction; one result a row, in order.

    `with_promises` are the nodes among the rows at which stock is held or committed; `if_revision` names by id the
    revision that the caller edited. Writers take turns on the network's version row.
    """
    await lock_network(conn)
    stored = await get_nodes(conn, [row.id for row in rows])
    results = decide_nodes(rows, stored, with_promises, if_revision)
    await save_nodes(conn, changes_of(results))
    return results


async def upsert_channels(
    conn: AsyncConnection, rows: Sequence[Channel], *, if_revision: Mapping[str, int] | None = None
) -> list[ChannelResult]:
    """Store each good row inside the caller's transaction; one result a row, in order."""
    await lock_network(conn)
    stored = await get_channels(conn, [row.id for row in rows])
    named = {node for row in rows for node in (*row.pool.nodes, *row.node_buffers)}
    results = decide_channels(rows, stored, await known_nodes(conn, named), if_revision)
    await save_channels(conn, changes_of(results))
    return results


async def upsert_shipping_lanes(conn: AsyncConnection, rows: Sequence[ShippingLaneInput]) -> list[ShippingLaneResult]:
    """Store each good row inside the caller's transaction; one result a row, in order."""
    named = {node for row in rows for node in (row.from_node, row.to_node) if node is not None}
    decided = decide_shipping_lanes(rows, await known_nodes(conn, named))
    written = await save_shipping_lanes(conn, [each for each in decided if isinstance(each, ShippingLane)])
    return [each if isinstance(each, Refused) else _shipping_lane_upserted(each, written) for each in decided]


def _shipping_lane_upserted(lane: ShippingLane, written: Mapping[ShippingLaneKey, bool]) -> ShippingLaneUpserted:
    outcomes = {True: Outcome.CREATED, False: Outcome.UPDATED, None: Outcome.UNCHANGED}
    return ShippingLaneUpserted(lane, outcomes[written.get(key_of(lane))])
