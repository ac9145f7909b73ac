"""What a retailer's database remembers of its orders and of its stock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

BEGUN = "select min(occurred_at) from entries"

OPENING = """
select e.sku, e.node,
       sum(case when e.to_account = 'available' then e.quantity else -e.quantity end)::bigint
from entries e
where e.occurred_at < %s and (e.to_account = 'available' or e.from_account = 'available')
group by e.sku, e.node
order by e.sku, e.node
"""
"""What was free at a moment: what was promised by then left the free stock already."""

CHANGES = """
select e.occurred_at, e.sku, e.node,
       case when e.to_account = 'available' then e.quantity else -e.quantity end,
       e.to_account = 'customer'
from entries e
where e.occurred_at >= %s
  and ((e.to_account = 'available' and e.from_account not in ('held', 'committed'))
    or (e.from_account = 'available' and e.to_account not in ('held', 'committed')))
order by e.occurred_at, e.movement_id, e.line, e.sku, e.node
"""
"""What came and went without an order: receipts, returns, counts, breakage, transfers, and what tills sold."""

PAST_SALES = """
select occurred_at, sku, node, case when kind = 'sale' then -quantity else quantity end, kind = 'sale'
from past_sales
where occurred_at >= %s
order by occurred_at, source, source_id
"""

ORDERS = """
select o.order_id::text || '/' || (d.delivery ->> 'number'), o.ordered_at, o.channel,
       d.delivery ->> 'method', d.delivery ->> 'pickup_node',
       d.delivery -> 'ship_to' ->> 'country', d.delivery -> 'ship_to' ->> 'postal_code',
       (d.delivery -> 'ship_to' ->> 'latitude')::double precision,
       (d.delivery -> 'ship_to' ->> 'longitude')::double precision,
       p.sku, sum(p.quantity)::bigint
from orders o
cross join lateral json_array_elements(o.deliveries) as d (delivery)
cross join lateral json_array_elements(o.lines) as l (line)
join order_parts p on p.order_id = o.order_id and p.line = (l.line ->> 'number')::int
where o.ordered_at >= %s
  and coalesce((l.line ->> 'delivery')::int, 1) = (d.delivery ->> 'number')::int
  and d.delivery ->> 'method' <> 'carry_out'
  and p.quantity > 0
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
order by 2, 1, 10
"""
"""One row for each delivery and SKU. What a till handed over was not routed: it is among what tills sold."""

PAST_ORDERS = """
select order_id, ordered_at, channel, method::text, pickup_node, ship_country, ship_postal_code,
       ship_latitude, ship_longitude, sku, sum(quantity)::bigint
from past_order_lines
where ordered_at >= %s
group by order_id, ordered_at, channel, method, pickup_node, ship_country, ship_postal_code,
         ship_latitude, ship_longitude, sku
order by ordered_at, order_id, sku
"""

SAFETY = "select sku, node, safety_stock from positions where safety_stock > 0 order by sku, node"


class OrderRow(msgspec.Struct, frozen=True):
    """One SKU of a delivery."""

    order_id: str
    at: datetime
    channel: str
    method: str
    pickup_node: str | None
    country: str | None
    postal_code: str | None
    latitude: float | None
    longitude: float | None
    sku: str
    units: int


class ChangeRow(msgspec.Struct, frozen=True):
    """Units that came, or went if below zero, and whether they were sold to the node's own customers."""

    at: datetime
    sku: str
    node: str
    units: int
    sold: bool


async def ledger_begun(conn: AsyncConnection) -> datetime | None:
    """When the first units came."""
    row = await (await conn.execute(BEGUN)).fetchone()
    return row[0] if row is not None else None


async def opening_stock(conn: AsyncConnection, since: datetime) -> list[ChangeRow]:
    """What was free before a moment, as if it came at it."""
    rows = await (await conn.execute(OPENING, (since,))).fetchall()
    return [ChangeRow(since, sku, node, units, sold=False) for sku, node, units in rows if units > 0]


async def stock_changes(conn: AsyncConnection, since: datetime) -> list[ChangeRow]:
    """What came and went from a moment on but for orders, by time."""
    changes = [
        ChangeRow(*row)
        for query in (CHANGES, PAST_SALES)
        for row in await (await conn.execute(query, (since,))).fetchall()
    ]
    return sorted(changes, key=lambda each: each.at)


async def recorded_orders(conn: AsyncConnection, since: datetime) -> list[Sequence[OrderRow]]:
    """The deliveries of orders from a moment on, those before stockpool too, by time; each with its SKUs."""
    rows = [
        OrderRow(*row)
        for query in (PAST_ORDERS, ORDERS)
        for row in await (await conn.execute(query, (since,))).fetchall()
    ]
    orders: dict[str, list[OrderRow]] = {}
    for row in sorted(rows, key=lambda each: (each.at, each.order_id)):
        orders.setdefault(row.order_id, []).append(row)
    return list(orders.values())


async def safety_stocks(conn: AsyncConnection) -> dict[str, dict[str, int]]:
    """What every channel leaves at a node, by SKU and node, as it is now."""
    found: dict[str, dict[str, int]] = {}
    for sku, node, units in await (await conn.execute(SAFETY)).fetchall():
        found.setdefault(sku, {})[node] = units
    return found
