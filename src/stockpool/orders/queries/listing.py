"""Orders by what they are, page by page, along the indexes that placing and fulfilling them keep anyway."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import is_uuid, uuid7
from stockpool.orders.decide.showing import shown_order
from stockpool.orders.messages import OrderDetails, OrderStatus
from stockpool.orders.queries.rows import SELECT_ORDERS, order_from

BEFORE_ALL = "00000000-0000-0000-0000-000000000000"
BEHIND_ALL = "ffffffff-ffff-ffff-ffff-ffffffffffff"

CLOCKS_APART = timedelta(days=1)
"""An order's id is made by the clock of a server, its moment of placing by the database's: they differ by less."""

ENDED = frozenset({OrderStatus.COMPLETED, OrderStatus.CANCELLED})

# One page in the order of ids, which is the order of placing: its place is a key, so a page costs the same anywhere.
# The page is picked before anything else of its orders is read.
PAGE = """
where o.order_id in (
    select o.order_id from orders o where o.order_id {beyond} %(after)s::uuid {conditions}
    order by o.order_id {way} limit %(limit)s
)
order by o.order_id {way}
"""

OF_CHANNEL = "o.channel = %(channel)s"

IN_STATUSES = "o.status = any(%(statuses)s::order_status[])"

UNFINISHED = """
o.order_id in (
    select order_id from order_parts where waiting > 0
    union select order_id from orders where payment = 'pending'
    union select order_id from fulfillment_orders
    where status in ('open', 'released', 'accepted', 'picking', 'picked', 'packed', 'shipped', 'ready_for_pickup')
)
"""
"""All that is neither completed nor cancelled, and few others: it need not be looked for in years of what has ended."""

AT_NODES = """
(exists (
    select from fulfillment_orders f
    where f.order_id = o.order_id and f.node = any(%(nodes)s) and f.status not in ('rejected', 'expired', 'cancelled')
 )
 or exists (select from json_array_elements(o.deliveries) as d where d ->> 'pickup_node' = any(%(nodes)s))
 or o.sold_at = any(%(nodes)s))
"""
"""Served by a node, collected there, or sold by its till."""

PLACED_FROM = "o.placed_at >= %(placed_from)s and o.order_id >= %(first_id)s::uuid"

PLACED_UNTIL = "o.placed_at < %(placed_until)s and o.order_id < %(end_id)s::uuid"


class OrderFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which orders: of a channel, in statuses, of nodes, placed from one moment until before another."""

    channel: str | None = None
    statuses: tuple[OrderStatus, ...] = ()
    nodes: tuple[str, ...] = ()
    placed_from: datetime | None = None
    placed_until: datetime | None = None

    def conditions(self) -> Iterator[str]:
        """What is asked, in SQL."""
        if self.channel is not None:
            yield OF_CHANNEL
        if self.statuses:
            yield IN_STATUSES
            if ENDED.isdisjoint(self.statuses):
                yield UNFINISHED
        if self.nodes:
            yield AT_NODES
        if self.placed_from is not None:
            yield PLACED_FROM
        if self.placed_until is not None:
            yield PLACED_UNTIL

    def values(self) -> dict[str, object]:
        """What stands for the names in the conditions."""
        return {
            "channel": self.channel,
            "statuses": [each.value for each in self.statuses],
            "nodes": list(self.nodes),
            "placed_from": self.placed_from,
            "placed_until": self.placed_until,
            "first_id": _id_at(self.placed_from, -CLOCKS_APART),
            "end_id": _id_at(self.placed_until, CLOCKS_APART),
        }


ALL = OrderFilter()


async def list_orders(
    connection: AsyncConnection,
    after: str | None,
    limit: int,
    wanted: OrderFilter = ALL,
    *,
    newest_first: bool = False,
) -> list[OrderDetails]:
    """At most `limit` orders in the order in which they were placed or the other way round, those behind `after`."""
    beyond, way, begin = ("<", "desc", BEHIND_ALL) if newest_first else (">", "", BEFORE_ALL)
    conditions = "".join([f" and {each}" for each in wanted.conditions()])
    page = PAGE.format(conditions=conditions, beyond=beyond, way=way)
    begins = after if after and is_uuid(after) else begin
    cursor = await connection.execute(
        (SELECT_ORDERS + page).encode(), wanted.values() | {"after": begins, "limit": limit}
    )
    return [shown_order(order_from(row)) for row in await cursor.fetchall()]


def _id_at(moment: datetime | None, more: timedelta) -> str:
    """The first id of a moment."""
    milliseconds = 0 if moment is None else int((moment + more).timestamp() * 1000)
    return uuid7(max(milliseconds, 0), bytes(10))
