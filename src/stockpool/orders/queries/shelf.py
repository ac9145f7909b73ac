"""What waits at a node's counter to be collected."""

from __future__ import annotations

from collections.abc import Collection

from psycopg import AsyncConnection

from stockpool.runtime.columns import column

READY_AT = """
select l.sku, sum(l.quantity)::bigint
from (
    select f.order_id, f.number from fulfillment_orders f
    where f.node = %(node)s and f.sent_to is null and f.status = 'ready_for_pickup'
    union all
    select f.order_id, f.number from fulfillment_orders f
    where f.sent_to = %(node)s and f.status = 'ready_for_pickup'
) as ready
join fulfillment_order_lines l on l.order_id = ready.order_id and l.number = ready.number
where l.sku = any(%(skus)s::text[])
group by l.sku
"""
"""Goods of the node itself and such as were sent there, along the indexes of its work."""


async def ready_for_pickup(connection: AsyncConnection, node: str, skus: Collection[str]) -> dict[str, int]:
    """Smallest units by SKU that customers may come for."""
    cursor = await connection.execute(READY_AT, {"node": node, "skus": column(skus)})
    return dict(await cursor.fetchall())
