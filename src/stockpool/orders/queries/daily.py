"""What a node did within a time, from the events of its fulfillment orders and returns."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.quantities import Amount

STEPS = """
select m.kind, m.reply -> 'fulfillment_order' ->> 'id', m.reply -> 'fulfillment_order' ->> 'reason',
       coalesce(m.reply -> 'repairs', '[]')::text
from movements m
left join fulfillment_orders f
    on f.order_id = (m.reply ->> 'order_id')::uuid
   and m.reply -> 'fulfillment_order' ->> 'id' = f.order_id::text || '-' || f.number
where m.recorded_at >= %(begin)s and m.recorded_at < %(end)s
  and m.kind in ('fulfillment.released', 'fulfillment.picked', 'fulfillment.rejected', 'fulfillment.shipped',
                 'fulfillment.ready_for_pickup', 'fulfillment.handed_over')
  and case when m.kind in ('fulfillment.ready_for_pickup', 'fulfillment.handed_over')
           then coalesce(f.sent_to, f.node) else f.node end = %(node)s
order by m.recorded_at, m.movement_id
"""
"""Steps at a node, those at the counter where the goods are collected."""

RETURNS = """
select count(distinct m.reply -> 'details' ->> 'return_id') from movements m
where m.recorded_at >= %(begin)s and m.recorded_at < %(end)s and m.kind = 'return.received'
  and m.reply -> 'details' ->> 'node' = %(node)s
"""


class GivenUp(msgspec.Struct, frozen=True):
    """Units that a node gave up with a step."""

    sku: str
    quantity: Amount
    cause: str


class StepTaken(msgspec.Struct, frozen=True):
    """A step of a fulfillment order."""

    kind: str
    fulfillment_order: str
    reason: str | None
    given_up: tuple[GivenUp, ...]


_given_up = msgspec.json.Decoder(tuple[GivenUp, ...], float_hook=Decimal).decode


async def steps_taken(connection: AsyncConnection, node: str, begin: datetime, end: datetime) -> list[StepTaken]:
    """The steps of fulfillment orders at a node within a time, in their order."""
    cursor = await connection.execute(STEPS, {"node": node, "begin": begin, "end": end})
    return [StepTaken(kind, name, reason, _given_up(given)) for kind, name, reason, given in await cursor.fetchall()]


async def returns_received(connection: AsyncConnection, node: str, begin: datetime, end: datetime) -> int:
    """How many returns came to a node within a time."""
    row = await (await connection.execute(RETURNS, {"node": node, "begin": begin, "end": end})).fetchone()
    return row[0] if row else 0
