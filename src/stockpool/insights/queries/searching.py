"""Finding orders, SKUs, nodes, returns and holds by the beginning of what is typed, along plain indexes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row

from stockpool.insights.decide.meaning import meant_by
from stockpool.insights.messages import FoundHold, FoundNode, FoundOrder, FoundReturn, FoundSku
from stockpool.runtime.columns import column

OF_NODES = """
(%(nodes)s::text[] is null or o.sold_at = any(%(nodes)s::text[])
 or exists (select from fulfillment_orders f where f.order_id = o.order_id and f.node = any(%(nodes)s::text[]))
 or exists (select from json_array_elements(o.deliveries) as d where d ->> 'pickup_node' = any(%(nodes)s::text[])))
"""

ORDERS = f"""
select o.order_id::text as id, o.channel, o.reference, o.status::text as status, o.placed_at
from (
    (select order_id from orders
     where reference >= %(text)s and reference < %(end)s and reference is not null
     order by reference limit %(look)s)
    union
    (select order_id from orders
     where %(first_id)s::uuid is not null and order_id between %(first_id)s::uuid and %(last_id)s::uuid
     order by order_id desc limit %(look)s)
) as found join orders o on o.order_id = found.order_id
where {OF_NODES}
order by (o.reference = %(text)s) desc nulls last, o.placed_at desc limit %(limit)s
"""  # noqa: S608 -- constant parts

SKUS = """
select s.id, s.name, s.category, s.active
from (
    (select id from skus where lower(id) >= %(lower)s and lower(id) < %(lower_end)s
     order by lower(id) collate "C" limit %(look)s)
    union
    (select g.sku from unnest(%(gtins)s::text[]) as t (begins)
     cross join lateral (
         select sku from gtins where gtin >= t.begins and gtin < t.begins || ':' order by gtin limit %(look)s
     ) as g)
    union
    (select id from skus where %(words)s::text is not null
       and to_tsvector('simple', name) @@ to_tsquery('simple', %(words)s) limit %(look)s)
) as found join skus s on s.id = found.id
order by (lower(s.id) = %(lower)s) desc, s.active desc, s.name, s.id limit %(limit)s
"""

NODES = """
select id, name, kind::text as kind, active from nodes
where (starts_with(lower(id), %(lower)s) or lower(name) like %(like)s or lower(name) like %(later)s)
  and (%(nodes)s::text[] is null or id = any(%(nodes)s::text[]))
order by (lower(id) = %(lower)s) desc, name, id limit %(limit)s
"""

RETURNS = """
select r.return_id::text as id, r.status::text as status, r.receipt, r.node, r.requested_at
from (
    (select return_id from returns
     where receipt >= %(text)s and receipt < %(end)s and receipt is not null order by receipt limit %(look)s)
    union
    (select return_id from returns
     where %(first_id)s::uuid is not null and return_id between %(first_id)s::uuid and %(last_id)s::uuid
     order by return_id desc limit %(look)s)
) as found join returns r using (return_id)
where %(nodes)s::text[] is null or r.node = any(%(nodes)s::text[])
order by (r.receipt = %(text)s) desc nulls last, r.requested_at desc limit %(limit)s
"""

HOLDS = """
select reservation_id::text as id, min(channel) as channel, min(reference) as reference, min(placed_at) as placed_at
from unnest(%(shards)s::int[]) as s (shard)
cross join lateral (
    select * from reservations r
    where r.shard = s.shard and r.reservation_id between %(first_id)s::uuid and %(last_id)s::uuid
      and r.kind = 'hold' and not r.of_order
    order by r.reservation_id desc limit %(look)s
) as found
group by reservation_id
having %(nodes)s::text[] is null or bool_and(node = any(%(nodes)s::text[]))
order by reservation_id desc limit %(limit)s
"""

LOOK = 50
"""So many are looked at of each kind before the best are taken."""

LAST = chr(0x10FFFF)
"""Behind every text that begins alike."""


class Typed(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody typed who sees these nodes, or all."""

    text: str
    nodes: tuple[str, ...] | None = None
    shards: int = 1

    def params(self, limit: int) -> dict[str, object]:
        """What stands for the names in the statements."""
        lower, meant = self.text.lower(), meant_by(self.text)
        like = lower.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return {
            "text": self.text, "end": self.text + LAST, "lower": lower, "lower_end": lower + LAST,
            "like": f"{like}%", "later": f"% {like}%", "words": meant.words, "gtins": column(meant.gtins),
            "first_id": meant.first_id, "last_id": meant.last_id,
            "nodes": None if self.nodes is None else column(self.nodes), "look": LOOK, "limit": limit,
            "shards": column(range(self.shards)),
        }  # fmt: skip


async def search_orders(connection: AsyncConnection, typed: Typed, limit: int) -> Sequence[FoundOrder]:
    """The newest first, behind the one that is named exactly."""
    async with connection.cursor(row_factory=class_row(FoundOrder)) as cursor:
        await cursor.execute(ORDERS.encode(), typed.params(limit))
        return await cursor.fetchall()


async def search_skus(connection: AsyncConnection, typed: Typed, limit: int) -> Sequence[FoundSku]:
    """By name, behind the one that is named exactly."""
    async with connection.cursor(row_factory=class_row(FoundSku)) as cursor:
        await cursor.execute(SKUS, typed.params(limit))
        return await cursor.fetchall()


async def search_nodes(connection: AsyncConnection, typed: Typed, limit: int) -> Sequence[FoundNode]:
    """By name, behind the one that is named exactly."""
    async with connection.cursor(row_factory=class_row(FoundNode)) as cursor:
        await cursor.execute(NODES, typed.params(limit))
        return await cursor.fetchall()


async def search_returns(connection: AsyncConnection, typed: Typed, limit: int) -> Sequence[FoundReturn]:
    """The newest first, behind those of the receipt that is named exactly."""
    async with connection.cursor(row_factory=class_row(FoundReturn)) as cursor:
        await cursor.execute(RETURNS, typed.params(limit))
        return await cursor.fetchall()


async def search_holds(connection: AsyncConnection, typed: Typed, limit: int) -> Sequence[FoundHold]:
    """The newest first, of those that are at seen nodes alone; those with which orders wait are found by the order.

    A short beginning is that of all that was held for hours, commitments among it: it is not looked through.
    """
    if not meant_by(typed.text).tells_moment:
        return []
    async with connection.cursor(row_factory=class_row(FoundHold)) as cursor:
        await cursor.execute(HOLDS, typed.params(limit))
        return await cursor.fetchall()
