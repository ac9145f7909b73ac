"""What nodes have to do before each fulfillment order, as whoever looks for late ones weighs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

TO_PICK = "('open', 'released', 'accepted', 'picking')"
AT_NODE = "('open', 'released', 'accepted', 'picking', 'picked', 'packed')"

QUEUED = f"""
select f.order_id, f.number, f.node, f.status, f.promised_until, n.daily_capacity,
       count(*) filter (where f.status in {TO_PICK}) over (
           partition by f.node order by f.priority desc, f.promised_until, f.order_id, f.number
           rows between unbounded preceding and 1 preceding
       ) as before_it
from (
    select f.order_id, f.number, f.node, f.status, o.priority,
           (select (d ->> 'promised_until')::timestamptz from json_array_elements(o.deliveries) as d
            where (d ->> 'number')::int = f.delivery) as promised_until
    from fulfillment_orders f join orders o on o.order_id = f.order_id
    where f.status in {AT_NODE}
) as f join nodes n on n.id = f.node
"""  # noqa: S608 -- constant parts
"""Everything that is at nodes, with how many are picked before it: what is picked keeps nobody waiting."""

STANDING = f"""
select order_id::text, number, node, promised_until, before_it, promised_until <= now() as past, daily_capacity
from ({QUEUED}) as f
where promised_until <= now()
   or promised_until > now() and status in {TO_PICK}
      and daily_capacity > 0 and before_it >= daily_capacity * %(days_min)s
order by node, before_it
"""  # noqa: S608 -- constant parts
"""Read once a look: of a hundred thousand open orders it takes longer than all else that is looked for.

What is promised for no day is neither past nor to be done in time.
"""


class Standing(msgspec.Struct, frozen=True):
    """A fulfillment order that is at its node past its promise, or behind others that are picked before it."""

    order_id: str
    number: int
    node: str
    promised_until: datetime
    before_it: int
    past: bool = False
    daily_capacity: int | None = None


async def standing(connection: AsyncConnection, days_min: float) -> Sequence[Standing]:
    """Those past their promise, and those to be picked in time that are behind work of so many days or more.

    The latter only at nodes that tell a capacity.
    """
    async with connection.cursor(row_factory=class_row(Standing)) as cursor:
        await cursor.execute(STANDING.encode(), {"days_min": days_min})
        return await cursor.fetchall()
