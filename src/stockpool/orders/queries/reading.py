"""Reading orders without locks: each answer is one statement, so it is one moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import is_uuid
from stockpool.kernel.quantities import to_amount
from stockpool.orders.decide.showing import shown_order
from stockpool.orders.decide.transitions import possible_steps
from stockpool.orders.messages import Delivery, FulfillmentStatus, FulfillmentTask, OrderDetails, SkuQuantity
from stockpool.orders.model import ENDED, Counters, Fulfillment, Order, PartKey, fulfillment_order_id
from stockpool.orders.queries.listing import BEFORE_ALL
from stockpool.orders.queries.rows import SELECT_ORDERS, order_from
from stockpool.runtime.columns import column

BY_ID = " where o.order_id = %s::uuid"

BY_REFERENCE = " where o.channel = %s and o.reference = %s"

SELECT_EXPLANATION = """
select o.explanation::text, array(
    select s.explanation::text from order_sourcings s where s.order_id = o.order_id order by s.movement
)
from orders o where o.order_id = %s::uuid
"""

SELECT_CODE = "select code from fulfillment_orders where order_id = %s::uuid and number = %s"

WITH_SOMETHING_TO_DO = (
    FulfillmentStatus.RELEASED,
    FulfillmentStatus.ACCEPTED,
    FulfillmentStatus.PICKING,
    FulfillmentStatus.PICKED,
    FulfillmentStatus.PACKED,
    FulfillmentStatus.READY_FOR_PICKUP,
)
"""Statuses in which a node has something to do."""

SELECT_TASKS = """
select
    f.order_id::text, f.number, f.node, f.status::text, f.since, f.accept_by, f.ready_until, f.carrier, f.tracking,
    f.cause, f.reason,
    o.channel, o.reference, o.priority, o.placed_at, d.delivery,
    (select json_agg(json_build_array(l.sku, l.decimals, l.quantity) order by l.sku)
     from (select sku, decimals, sum(quantity) as quantity from fulfillment_order_lines
           where order_id = f.order_id and number = f.number group by sku, decimals) as l)
from fulfillment_orders f
join orders o on o.order_id = f.order_id
cross join lateral (
    select known.delivery from json_array_elements(o.deliveries) as known (delivery)
    where (known.delivery ->> 'number')::int = f.delivery
) as d
"""
"""Fulfillment orders with what their orders say of them."""

QUEUE = f"""
{SELECT_TASKS}
where (
    f.node = any(%(nodes)s) and f.status = any(%(statuses)s::fulfillment_order_status[])
    and f.status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'shipped', 'ready_for_pickup')
    and (f.sent_to is null or f.status not in ('shipped', 'ready_for_pickup'))
    or f.sent_to = any(%(nodes)s) and f.status = any(%(arriving)s::fulfillment_order_status[])
    and f.status in ('shipped', 'ready_for_pickup')
  )
  and (f.since, f.order_id, f.number) > (%(since)s::timestamptz, %(order_id)s::uuid, %(number)s)
order by f.since, f.order_id, f.number
limit %(limit)s
"""
"""What nodes have to do, first come first; a page begins behind a place. What was sent to a node is its to hand out."""

TASK = f"{SELECT_TASKS} where f.order_id = %s::uuid and f.number = %s"

TASKS = f"""
{SELECT_TASKS}
join unnest(%s::uuid[], %s::integer[]) as named (order_id, number)
  on named.order_id = f.order_id and named.number = f.number
"""

ARRIVING = f"""
{SELECT_TASKS} where f.sent_to = %s and f.status = 'shipped' order by f.since, f.order_id, f.number limit %s
"""
"""What other nodes have sent to one, to be collected there."""


async def get_order(connection: AsyncConnection, order_id: str) -> OrderDetails | None:
    """An order by its id, if there is one."""
    if not is_uuid(order_id):
        return None
    rows = await _orders(connection, BY_ID, order_id)
    return shown_order(rows[0]) if rows else None


async def find_order(connection: AsyncConnection, channel: str, reference: str) -> OrderDetails | None:
    """An order by the number that the retailer gave it, if there is one."""
    rows = await _orders(connection, BY_REFERENCE, channel, reference)
    return shown_order(rows[0]) if rows else None


class StoredExplanation(msgspec.Struct, frozen=True):
    """What was kept of why nodes serve an order, as JSON: when it was placed, and each time after that."""

    placed: bytes
    later: tuple[bytes, ...]


async def get_explanation(connection: AsyncConnection, order_id: str) -> StoredExplanation | None:
    """Why an order is served by its nodes; None where there is no such order."""
    if not is_uuid(order_id):
        return None
    row = await (await connection.execute(SELECT_EXPLANATION, (order_id,))).fetchone()
    return StoredExplanation(row[0].encode(), tuple([each.encode() for each in row[1]])) if row else None


async def _orders(connection: AsyncConnection, condition: str, *params: object) -> list[Order]:
    cursor = await connection.execute((SELECT_ORDERS + condition).encode(), params)
    return [order_from(row) for row in await cursor.fetchall()]


async def get_code(connection: AsyncConnection, order_id: str, number: int) -> str | None:
    """The pickup code of a fulfillment order, if it has one."""
    row = await (await connection.execute(SELECT_CODE, (order_id, number))).fetchone()
    return row[0] if row else None


class QueuePlace(msgspec.Struct, frozen=True):
    """Behind which fulfillment order a page begins."""

    since: datetime
    order_id: str
    number: int


async def list_tasks(
    connection: AsyncConnection,
    nodes: list[str],
    statuses: Collection[FulfillmentStatus],
    after: QueuePlace | None,
    limit: int,
) -> list[FulfillmentTask]:
    """What these nodes have to do in these statuses, first come first.

    Where no statuses are named, those with something to do; of what another node sends to one of them to be collected
    that is also what is on its way.
    """
    arriving = statuses or (*WITH_SOMETHING_TO_DO, FulfillmentStatus.SHIPPED)
    params = {
        "nodes": nodes,
        "statuses": [status.value for status in statuses or WITH_SOMETHING_TO_DO],
        "arriving": [status.value for status in arriving],
        "since": after.since if after else "-infinity",
        "order_id": after.order_id if after else BEFORE_ALL,
        "number": after.number if after else 0,
        "limit": limit,
    }
    cursor = await connection.execute(QUEUE.encode(), params)
    return [_task(row) for row in await cursor.fetchall()]


async def get_task(connection: AsyncConnection, order_id: str, number: int) -> FulfillmentTask | None:
    """A fulfillment order as its node sees it, if there is one."""
    row = await (await connection.execute(TASK.encode(), (order_id, number))).fetchone()
    return _task(row) if row else None


async def get_tasks(connection: AsyncConnection, named: Collection[tuple[str, int]]) -> list[FulfillmentTask]:
    """Fulfillment orders, by order and number, as their nodes see them, in no order; none for those that are not."""
    columns = ([order_id for order_id, _ in named], [number for _, number in named])
    return [_task(row) for row in await (await connection.execute(TASKS.encode(), columns)).fetchall()]


async def arriving_tasks(connection: AsyncConnection, node: str, most: int) -> list[FulfillmentTask]:
    """What is on its way to a node to be collected there, the first sent first."""
    return [_task(row) for row in await (await connection.execute(ARRIVING.encode(), (node, most))).fetchall()]


def _task(row: tuple[Any, ...]) -> FulfillmentTask:
    order_id, number, node, status, since, accept_by, ready_until, carrier, tracking, cause, reason, *of_order = row
    channel, reference, priority, placed_at, known, lines = of_order
    delivery = msgspec.convert(known, Delivery)
    fulfillment = Fulfillment(number, delivery.number, node, FulfillmentStatus(status), ())
    return msgspec.convert(
        {
            "id": fulfillment_order_id(order_id, number),
            "order_id": order_id,
            "number": number,
            "node": node,
            "status": status,
            "since": since,
            "accept_by": accept_by,
            "ready_until": ready_until,
            "carrier": carrier,
            "tracking": tracking,
            "channel": channel,
            "reference": reference,
            "priority": priority,
            "method": delivery.method,
            "pickup_node": delivery.pickup_node,
            "delivery": delivery.number,
            "ship_to": None if fulfillment.status in ENDED else delivery.ship_to,
            "promised_from": delivery.promised_from,
            "promised_until": delivery.promised_until,
            "cause": cause,
            "reason": reason,
            "placed_at": placed_at,
            "lines": [SkuQuantity(sku, to_amount(int(units), decimals)) for sku, decimals, units in lines or ()],
            "possible": possible_steps(fulfillment, delivery),
        },
        FulfillmentTask,
    )


# What `verify` asks, within its one moment and in the order of ids.

BATCH = " where o.order_id > %s::uuid order by o.order_id limit %s"

BY_KEY = """
set local enable_seqscan = off;
set local enable_nestloop = on;
set local enable_hashjoin = on
"""
"""A batch of orders is read along its index whatever the statistics say."""

COUNT_ORDERS = "select count(*) from orders"

COUNTERS = """
select p.order_id::text, p.line, p.sku, p.pending, p.waiting, p.allocated, p.fulfilled, p.cancelled
from order_parts p where p.order_id = any(%s::uuid[])
"""
"""How rows say that the parts of orders are made up."""

ROWS_OF_NOTHING = """
select 'order_parts', p.order_id::text, p.line, p.sku from order_parts p
where not exists (select from orders o where o.order_id = p.order_id)
union all
select 'fulfillment_orders', f.order_id::text, f.number, null from fulfillment_orders f
where not exists (select from orders o where o.order_id = f.order_id)
union all
select 'fulfillment_order_lines', l.order_id::text, l.number, l.sku from fulfillment_order_lines l
where not exists (select from fulfillment_orders f where f.order_id = l.order_id and f.number = l.number)
   or not exists (
       select from order_parts p where p.order_id = l.order_id and p.line = l.line and p.sku = l.sku
   )
union all
select 'supply_claims', c.order_id::text, c.line, c.sku from supply_claims c
where not exists (
    select from order_parts p where p.order_id = c.order_id and p.line = c.line and p.sku = c.sku
)
"""
"""Rows whose order, fulfillment order or part is not there."""


class StoredOrder(msgspec.Struct, frozen=True):
    """An order as its rows make it, None where too many are missing, and its parts' counters as they are written."""

    order_id: str
    order: Order | None
    counters: dict[PartKey, Counters]


async def read_stored(connection: AsyncConnection, after: str, limit: int) -> list[StoredOrder]:
    """The first of all orders behind an id, so that a batch begins where the last one ended."""
    cursor = await connection.execute((SELECT_ORDERS + BATCH).encode(), (after, limit))
    rows = await cursor.fetchall()
    counters: dict[str, dict[PartKey, Counters]] = {row[0]: {} for row in rows}
    cursor = await connection.execute(COUNTERS.encode(), (column(counters),))
    for order_id, line, sku, *counted in await cursor.fetchall():
        counters[order_id][line, sku] = Counters(*counted)
    whole = {row[0]: order_from(row) for row in rows if counters[row[0]]}
    return [StoredOrder(order_id, whole.get(order_id), known) for order_id, known in counters.items()]
