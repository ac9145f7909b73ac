"""Orders' SQL for lanes: what a group locks and looks up before it plans, and the rows that it leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.orders.messages import OrderStatus
from stockpool.orders.model import CancelledRecord, FulfillmentRow, LineRow, Order, Part, PlacedRecord
from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column, json_column

LOCK_ORDERS = """
select o.order_id::text, o.status::text, exists (select from fulfillment_orders f where f.order_id = o.order_id)
from orders o
where o.order_id = any(%s::uuid[])
order by o.order_id
for update of o
"""
"""Orders are locked before positions, in the order of their ids."""

FIND_REFERENCES = """
select o.channel, o.reference, o.order_id::text
from unnest(%s::text[], %s::text[]) as named (channel, reference)
join orders o on o.channel = named.channel and o.reference = named.reference
"""
"""Whose these references are; of two writers at once the unique index keeps out the second."""

INSERT_ORDERS = """
insert into orders (order_id, channel, method, status, reference, hold_id, pickup_node, ship_to, ordered_at, placed_at,
                    explanation)
select o.order_id, o.channel, o.method, o.status, o.reference, o.hold_id, o.pickup_node, o.ship_to,
       least(coalesce(o.ordered_at, n.now), n.now), n.now, o.explanation
from (select %s::timestamptz as now) as n,
     unnest(%s::uuid[], %s::text[], %s::order_method[], %s::order_status[], %s::text[], %s::uuid[], %s::text[],
            %s::jsonb[], %s::timestamptz[], %s::json[])
     as o (order_id, channel, method, status, reference, hold_id, pickup_node, ship_to, ordered_at, explanation)
"""
"""No order comes from the future: a clock that is ahead counts as now."""

INSERT_LINES = """
insert into order_lines (order_id, line, sku, decimals, quantity, short)
select * from unnest(%s::uuid[], %s::int[], %s::text[], %s::smallint[], %s::bigint[], %s::bigint[])
"""

INSERT_FULFILLMENT_ORDERS = """
insert into fulfillment_orders (order_id, number, node, status)
select f.order_id, f.number, f.node, 'open' from unnest(%s::uuid[], %s::int[], %s::text[]) as f (order_id, number, node)
"""

INSERT_FULFILLMENT_ORDER_LINES = """
insert into fulfillment_order_lines (order_id, number, sku, decimals, quantity)
select * from unnest(%s::uuid[], %s::int[], %s::text[], %s::smallint[], %s::bigint[])
"""

CANCEL_ORDERS = """
update orders o
set status = c.status, cancelled_at = %s, cancel_reason = c.reason
from unnest(%s::uuid[], %s::order_status[], %s::text[]) as c (order_id, status, reason)
where o.order_id = c.order_id
"""

CANCEL_FULFILLMENT_ORDERS = """
update fulfillment_orders f
set status = 'cancelled'
from unnest(%s::uuid[], %s::text[]) as c (order_id, node)
where f.order_id = c.order_id and f.node = c.node
"""

_encode = msgspec.json.Encoder().encode


async def lock_orders(connection: AsyncConnection, order_ids: Collection[str]) -> dict[str, Order]:
    """Lock these orders until the transaction ends; unknown ones are absent."""
    cursor = await connection.execute(LOCK_ORDERS, (column(order_ids),))
    rows = await cursor.fetchall()
    return {order_id: Order(order_id, OrderStatus(status), allocated) for order_id, status, allocated in rows}


async def find_references(
    connection: AsyncConnection, references: Collection[tuple[str, str]]
) -> dict[tuple[str, str], str]:
    """The order that has each of these (channel, reference); unused ones are absent."""
    channels, names = zip(*references, strict=True)
    params = (column(channels), column(names))
    cursor = await connection.execute(FIND_REFERENCES, params)
    return {(channel, reference): order_id for channel, reference, order_id in await cursor.fetchall()}


def write_orders(records: Sequence[msgspec.Struct], now: datetime) -> Iterator[Statement]:
    """The statements that write a group's orders; what is no order's record is left to others."""
    placed = [record for record in records if isinstance(record, PlacedRecord)]
    cancelled = [record for record in records if isinstance(record, CancelledRecord)]
    if placed:
        yield from _write_placed(placed, now)
    if cancelled:
        yield from _write_cancelled(cancelled, now)


def _write_placed(placed: Sequence[PlacedRecord], now: datetime) -> Iterator[Statement]:
    yield Statement(INSERT_ORDERS, (now, *_order_columns(placed)))
    lines = [(record.order_id, line) for record in placed for line in record.lines]
    yield Statement(INSERT_LINES, _line_columns(lines))
    fulfillment = [(record.order_id, row) for record in placed for row in record.fulfillment_orders]
    if fulfillment:
        yield Statement(INSERT_FULFILLMENT_ORDERS, _fulfillment_columns(fulfillment))
        yield Statement(INSERT_FULFILLMENT_ORDER_LINES, _part_columns(list(_parts(fulfillment))))


def _order_columns(placed: Sequence[PlacedRecord]) -> tuple[str | bytes, ...]:
    return (
        column(record.order_id for record in placed),
        column([record.channel for record in placed]),
        column(record.method for record in placed),
        column(record.status for record in placed),
        column(record.reference for record in placed),
        column(record.hold_id for record in placed),
        column(record.pickup_node for record in placed),
        column(_encode(record.ship_to).decode() if record.ship_to else None for record in placed),
        column(record.ordered_at.isoformat() if record.ordered_at else None for record in placed),
        json_column([record.explanation for record in placed]),
    )


def _line_columns(lines: Sequence[tuple[str, LineRow]]) -> tuple[str, ...]:
    return (
        column(order_id for order_id, _ in lines),
        column(row.line for _, row in lines),
        column([row.sku for _, row in lines]),
        column(row.decimals for _, row in lines),
        column(row.units for _, row in lines),
        column(row.short for _, row in lines),
    )


def _fulfillment_columns(rows: Sequence[tuple[str, FulfillmentRow]]) -> tuple[str, ...]:
    return (
        column(order_id for order_id, _ in rows),
        column(row.number for _, row in rows),
        column([row.node for _, row in rows]),
    )


def _parts(rows: Iterable[tuple[str, FulfillmentRow]]) -> Iterator[tuple[str, int, Part]]:
    for order_id, row in rows:
        for part in row.parts:
            yield order_id, row.number, part


def _part_columns(rows: Sequence[tuple[str, int, Part]]) -> tuple[str, ...]:
    return (
        column(order_id for order_id, _, _ in rows),
        column(number for _, number, _ in rows),
        column([part.sku for _, _, part in rows]),
        column(part.decimals for _, _, part in rows),
        column(part.units for _, _, part in rows),
    )


def _write_cancelled(cancelled: Sequence[CancelledRecord], now: datetime) -> Iterator[Statement]:
    ids = column(record.order_id for record in cancelled)
    statuses = column(record.status for record in cancelled)
    yield Statement(CANCEL_ORDERS, (now, ids, statuses, column([record.reason for record in cancelled])))
    nodes = [(record.order_id, node) for record in cancelled for node in record.nodes]
    if nodes:
        params = (column(order_id for order_id, _ in nodes), column([node for _, node in nodes]))
        yield Statement(CANCEL_FULFILLMENT_ORDERS, params)
