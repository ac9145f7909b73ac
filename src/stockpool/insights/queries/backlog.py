"""What nodes have to do before each fulfillment order, as whoever looks for late ones weighs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

TO_PICK = "('open', 'released', 'accepted', 'picking')"

QUEUED = f"""
select q.*, n.daily_capacity,
       count(*) filter (where q.status in {TO_PICK}) over (
           partition by q.node order by q.priority desc, q.promised_until, q.order_id, q.number
           rows between unbounded preceding and 1 preceding
       ) as before_it
from (
    select f.order_id, f.number, f.node, f.status, o.priority,
           (select (d ->> 'promised_until')::timestamptz from json_array_elements(o.deliveries) as d
            where (d ->> 'number')::int = f.delivery) as promised_until
    from fulfillment_orders f join orders o on o.order_id = f.order_id
    where f.status in {TO_PICK} or f.status in ('picked', 'packed')
) as q join nodes n on n.id = q.node
"""  # noqa: S608 -- constant parts
"""Everything that is at nodes, with how many are picked before it: what is picked keeps nobody waiting."""

STANDING = f"""
select order_id::text, number, node, promised_until, before_it from ({QUEUED}) as f
where status in {TO_PICK} and promised_until > %s and daily_capacity > 0 and before_it >= daily_capacity * %s
order by node, before_it
"""  # noqa: S608 -- constant parts


class Standing(msgspec.Struct, frozen=True):
    """A fulfillment order behind others that its node picks before it."""

    order_id: str
    number: int
    node: str
    promised_until: datetime
    before_it: int


async def standing_behind(connection: AsyncConnection, now: datetime, days_min: float) -> Sequence[Standing]:
    """Those that are still to be picked in time, behind work of so many days or more, at nodes that tell a capacity."""
    async with connection.cursor(row_factory=class_row(Standing)) as cursor:
        await cursor.execute(STANDING.encode(), (now, days_min))
        return await cursor.fetchall()
