"""Reading supply without locks."""

from __future__ import annotations

from collections.abc import Collection

from psycopg import AsyncConnection

from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column
from stockpool.supply.model import Place, StoredSupply
from stockpool.supply.store import COLUMNS, supply_from

PAGE = f"""
select {COLUMNS} from supplies s
where (%(skus)s::text[] = '{{}}' or s.sku = any(%(skus)s::text[]))
  and (%(nodes)s::text[] = '{{}}' or s.node = any(%(nodes)s::text[]))
  and (s.expected_at, s.supply_id) > (%(moment)s::timestamptz, %(supply_id)s)
order by s.expected_at, s.supply_id
limit %(limit)s
"""  # noqa: S608 -- constant parts

OPEN_OF = f"""
select {COLUMNS} from supplies s
where s.sku = any(%s::text[]) and s.status = 'open' and s.quantity > s.received
order by s.expected_at, s.supply_id
"""  # noqa: S608 -- constant parts

OPEN_AT = f"""
select {COLUMNS} from supplies s
where s.node = %s and s.status = 'open' and s.quantity > s.received
order by s.expected_at, s.supply_id
limit %s
"""  # noqa: S608 -- constant parts

WITH_FREE = """
select distinct s.sku from supplies s
where s.sku = any(%s::text[]) and s.status = 'open' and s.expected_at >= clock_timestamp()
  and s.quantity - s.received > coalesce((select sum(c.units) from supply_claims c where c.supply_id = s.supply_id), 0)
"""
"""SKUs of which there is more to come than was promised; what is overdue is promised to nobody."""

NEXT_DELIVERIES = """
select sku, node, (extract(epoch from min(expected_at) - clock_timestamp()) / 86400)::float8 from supplies
where sku = any(%s::text[]) and status = 'open' and quantity > received and expected_at >= clock_timestamp()
group by sku, node
"""
"""In how many days some of a SKU comes to a node; nobody knows when what is overdue does."""

UNSETTLED = f"select {COLUMNS}, s.revision from supplies s where s.unsettled order by s.supply_id limit %s"  # noqa: S608
"""Supplies that changed since somebody looked whose promises that breaks."""

SETTLED = """
with seen as (
    select s.supply_id from supplies s
    join unnest(%s::text[], %s::bigint[]) as seen (supply_id, revision) using (supply_id)
    where s.revision = seen.revision
    order by s.supply_id for update of s
)
update supplies s set unsettled = false from seen where s.supply_id = seen.supply_id
"""
"""One that has changed again meanwhile is to be looked at again. Locked in the order in which lanes lock."""

CLAIMED_BEYOND = """
select s.supply_id, s.sku, s.node, greatest(s.quantity - s.received, 0), sum(c.units)::bigint
from supplies s join supply_claims c using (supply_id)
where s.status = 'open' and not s.unsettled
group by s.supply_id
having sum(c.units) > greatest(s.quantity - s.received, 0)
order by s.supply_id
"""
"""Supplies of which more is promised than is to come, though somebody has looked since they changed."""

CLAIMS_BESIDE_SUPPLIES = """
select c.order_id::text, c.line, supply_id, c.sku, c.node, c.units, c.expected_at, s.sku, s.node, s.expected_at,
       s.status::text, s.unsettled
from supply_claims c left join supplies s using (supply_id)
where s.sku is null or (c.sku, c.node) <> (s.sku, s.node)
   or not s.unsettled and (s.status <> 'open' or c.expected_at <> s.expected_at)
order by c.order_id, c.line, c.sku, supply_id
"""
"""Claims on what is not there, is closed, is something else, or comes at another time than was promised."""


async def list_supplies(
    connection: AsyncConnection, skus: Collection[str], nodes: Collection[str], after: Place | None, limit: int
) -> list[StoredSupply]:
    """At most `limit` supplies of these SKUs to these nodes (any where none is named), the first expected first."""
    params = {
        "skus": column(skus),
        "nodes": column(nodes),
        "moment": after.expected_at if after else "-infinity",
        "supply_id": after.supply_id if after else "",
        "limit": limit,
    }
    return [supply_from(row) for row in await (await connection.execute(PAGE.encode(), params)).fetchall()]


async def open_supplies(connection: AsyncConnection, skus: Collection[str]) -> list[StoredSupply]:
    """What is still to come of these SKUs, the first expected first."""
    cursor = await connection.execute(OPEN_OF.encode(), (column(skus),))
    return [supply_from(row) for row in await cursor.fetchall()]


async def open_supplies_at(connection: AsyncConnection, node: str, most: int) -> list[StoredSupply]:
    """What is still to come to a node, the first expected first."""
    return [supply_from(row) for row in await (await connection.execute(OPEN_AT.encode(), (node, most))).fetchall()]


def ask_next_deliveries(skus: Collection[str]) -> Statement:
    """The days until the next delivery of SKUs: (SKU, node, days)."""
    return Statement(NEXT_DELIVERIES, (column(sorted(skus)),))


async def skus_with_free_supply(connection: AsyncConnection, skus: Collection[str]) -> set[str]:
    """Those of the SKUs of which more is to come than was promised."""
    cursor = await connection.execute(WITH_FREE, (column(skus),))
    return {sku for (sku,) in await cursor.fetchall()}


async def unsettled_supplies(connection: AsyncConnection, most: int) -> list[tuple[StoredSupply, int]]:
    """Supplies that changed since somebody looked whose promises that breaks, with their revisions."""
    cursor = await connection.execute(UNSETTLED.encode(), (most,))
    return [(supply_from(row[:-1]), row[-1]) for row in await cursor.fetchall()]


async def supplies_settled(connection: AsyncConnection, seen: Collection[tuple[str, int]]) -> None:
    """What these revisions broke was mended."""
    if seen:
        params = (column([supply_id for supply_id, _ in seen]), column([revision for _, revision in seen]))
        await connection.execute(SETTLED, params)
