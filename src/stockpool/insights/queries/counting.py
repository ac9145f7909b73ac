"""What is read to count a page of events: the page, and what must be known beside it."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import TupleRow

from stockpool.insights.model import Happened, Known, KnownOrder, Price, SeenDelivery, Wanted
from stockpool.runtime.columns import column

PAGE = """
select p.position, e.event_id, e.type, e.subject, e.recorded_at,
       case when e.type like any (%s::text[]) then e.data::text::bytea end
from (select position, event_id from feed_positions where position > %s order by position limit %s) p
cross join lateral (select * from events each where each.event_id = p.event_id limit 1) as e
order by p.position
"""
"""The data of what nobody counts, such as holds, does not leave the database."""

LOOKED_INTO = ("stock.%", "order.p%", "order.repaired", "fulfillment.%")

PRICES = """
select id, price_minor, price_currency from skus where id = any(%s::text[]) and price_minor is not null
"""

CURRENCIES = "select order_id::text, currency from orders where order_id = any(%s::uuid[]) and currency is not null"

DELIVERIES = "select order_id::text, deliveries::text from orders where order_id = any(%s::uuid[])"

EARLIER_STEPS = """
select order_id::text, number, substr(type, 13), at from insight_order_events
where order_id = any(%s::uuid[]) and type in ('fulfillment.released', 'fulfillment.accepted', 'fulfillment.picking',
                                              'fulfillment.shipped')
"""

FIRST_PROMISES = """
select e.order_id::text, m.reply ->> 'deliveries' from insight_order_events e
join movements m on m.movement_id = e.event_id
where e.order_id = any(%s::uuid[]) and e.type = 'order.placed'
"""

_deliveries = msgspec.json.Decoder(tuple[SeenDelivery, ...]).decode


async def read_page(connection: AsyncConnection, after: int, limit: int) -> list[Happened]:
    """The events behind a position, with the data of those that are counted."""
    cursor = await connection.execute(PAGE, (list(LOOKED_INTO), after, limit), binary=True)
    return [Happened(*row) for row in await cursor.fetchall()]


async def read_known(connection: AsyncConnection, wanted: Wanted) -> Known:
    """What these events need beside them."""

    async def rows(query: str, named: frozenset[str]) -> list[TupleRow]:
        return await (await connection.execute(query, (column(sorted(named)),))).fetchall() if named else []

    promised = await _first_promises(connection, wanted.leaving) if wanted.leaving else {}
    return Known(
        prices={sku: Price(minor, currency) for sku, minor, currency in await rows(PRICES, wanted.skus)},
        currencies=dict(await rows(CURRENCIES, wanted.sold)),
        orders={
            order_id: KnownOrder(_deliveries(deliveries), promised.get(order_id, {}))
            for order_id, deliveries in await rows(DELIVERIES, wanted.leaving)
        },
        steps={
            (order_id, number, status): at
            for order_id, number, status, at in await rows(EARLIER_STEPS, wanted.worked_on)
        },
    )


async def _first_promises(connection: AsyncConnection, orders: frozenset[str]) -> dict[str, dict[int, datetime]]:
    found: dict[str, dict[int, datetime]] = defaultdict(dict)
    rows = await (await connection.execute(FIRST_PROMISES, (column(sorted(orders)),))).fetchall()
    for order_id, deliveries in rows:
        for each in _deliveries(deliveries or "[]"):
            if each.promised_until is not None:
                found[order_id][each.number] = each.promised_until
    return found
