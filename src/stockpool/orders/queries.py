"""Reading orders without locks: each answer is one statement, so it is one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import is_uuid
from stockpool.kernel.quantities import to_amount
from stockpool.orders.messages import (
    FulfillmentOrder,
    FulfillmentStatus,
    OrderDetails,
    PlacedLine,
    SkuQuantity,
)
from stockpool.orders.model import fulfillment_order_id

SELECT_ORDERS = """
    select
        o.order_id::text, o.channel, o.method::text, o.status::text, o.reference, o.hold_id::text, o.pickup_node,
        o.ship_to, o.ordered_at, o.placed_at, o.cancelled_at, o.cancel_reason,
        (select json_agg(json_build_array(l.line, l.sku, l.decimals, l.quantity, l.short) order by l.line)
         from order_lines l where l.order_id = o.order_id),
        (select json_agg(json_build_array(f.number, f.node, f.status, (
             select json_agg(json_build_array(p.sku, p.decimals, p.quantity) order by p.sku)
             from fulfillment_order_lines p where p.order_id = f.order_id and p.number = f.number
         )) order by f.number)
         from fulfillment_orders f where f.order_id = o.order_id)
    from orders o"""

BY_ID = " where o.order_id = %s::uuid"

BY_REFERENCE = " where o.channel = %s and o.reference = %s"

# One page in the order of ids, which is the order of placing; its place is a key, so a page costs the same anywhere.
PAGE = " where o.order_id > %s::uuid order by o.order_id limit %s"

BEFORE_ALL = "00000000-0000-0000-0000-000000000000"

SELECT_EXPLANATION = "select explanation::text from orders where order_id = %s::uuid"


async def get_order(connection: AsyncConnection, order_id: str) -> OrderDetails | None:
    """An order by its id, if there is one."""
    if not is_uuid(order_id):
        return None
    rows = await _orders(connection, BY_ID, order_id)
    return rows[0] if rows else None


async def find_order(connection: AsyncConnection, channel: str, reference: str) -> OrderDetails | None:
    """An order by the number that the retailer gave it, if there is one."""
    rows = await _orders(connection, BY_REFERENCE, channel, reference)
    return rows[0] if rows else None


async def list_orders(connection: AsyncConnection, after: str | None, limit: int) -> list[OrderDetails]:
    """At most `limit` orders in the order in which they were placed, those behind `after`."""
    return await _orders(connection, PAGE, after if after and is_uuid(after) else BEFORE_ALL, limit)


async def get_explanation(connection: AsyncConnection, order_id: str) -> bytes | None:
    """Why an order is served by its nodes, as JSON; None where there is no such order."""
    if not is_uuid(order_id):
        return None
    row = await (await connection.execute(SELECT_EXPLANATION, (order_id,))).fetchone()
    return row[0].encode() if row else None


async def _orders(connection: AsyncConnection, condition: str, *params: object) -> list[OrderDetails]:
    cursor = await connection.execute(SELECT_ORDERS + condition, params)
    return [_order_from(row) for row in await cursor.fetchall()]


NAMES = (
    "order_id",
    "channel",
    "method",
    "status",
    "reference",
    "hold_id",
    "pickup_node",
    "ship_to",
    "ordered_at",
    "placed_at",
    "cancelled_at",
    "cancel_reason",
)
"""The columns of SELECT_ORDERS before the lines."""


def _order_from(row: Sequence[Any]) -> OrderDetails:
    *own, lines, fulfillment = row
    fields: Mapping[str, Any] = dict(zip(NAMES, own, strict=True))
    parts = tuple(_fulfillment_order(fields["order_id"], *each) for each in fulfillment or ())
    return msgspec.convert(
        {**fields, "lines": tuple(_line(*line) for line in lines), "fulfillment_orders": parts}, OrderDetails
    )


def _line(line: int, sku: str, decimals: int, quantity: int, short: int) -> PlacedLine:
    return PlacedLine(line, sku, to_amount(quantity, decimals), to_amount(short, decimals))


def _fulfillment_order(
    order_id: str, number: int, node: str, status: str, parts: Sequence[tuple[str, int, int]]
) -> FulfillmentOrder:
    lines = tuple(SkuQuantity(sku, to_amount(quantity, decimals)) for sku, decimals, quantity in parts)
    return FulfillmentOrder(fulfillment_order_id(order_id, number), node, FulfillmentStatus(status), lines)
