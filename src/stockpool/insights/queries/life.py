"""The life line of an order: what was counted of it, and what has come since."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.insights.model import Happened

LIFE = """
select 0, e.event_id, e.type, e.subject, e.recorded_at, e.data::text::bytea
from (
    select event_id from insight_order_events where order_id = %(order)s::uuid
    union
    select event_id from (
        select p.event_id from feed_positions p
        where p.position > coalesce((select position from feed_cursors where reader = 'insights'), 0)
        order by p.position limit %(look)s
    ) as p
) as known
join events e on e.event_id = known.event_id
where e.subject = %(order)s::uuid::text
order by e.event_id limit %(limit)s
"""
"""What is not counted yet is looked through, so that what somebody has just done is there."""

LOOK = 2_000


async def events_of_order(connection: AsyncConnection, order_id: str, limit: int) -> list[Happened]:
    """Its events in their order."""
    given = {"order": order_id, "look": LOOK, "limit": limit}
    return [Happened(*row) for row in await (await connection.execute(LIFE, given, binary=True)).fetchall()]
