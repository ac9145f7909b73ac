"""Reading returns without locks, and the checks that prove them: each answer is one statement, so it is one moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import is_uuid
from stockpool.orders.returning.decide.showing import shown_return
from stockpool.orders.returning.messages import ReturnDetails, ReturnStatus
from stockpool.orders.returning.rows import return_from

SELECT_RETURNS = """
select
    r.return_id::text, r.status::text, r.requested_at, r.order_id::text, r.channel, r.receipt, r.node, r.currency,
    r.refunded_amount, r.exchange, r.expires_at, r.closed_at, r.cancel_reason,
    (select json_agg(json_build_array(l.number, l.sku, l.decimals, l.requested, l.order_line, l.each, l.expected,
                                      l.received, l.inspected, l.refunded, l.reason, l.condition, l.note,
                                      l.unit_price, l.per)
                     order by l.number, l.order_line, l.sku)
     from return_lines l where l.return_id = r.return_id),
    (select json_agg(json_build_array(d.number, d.line, d.sku, d.decimals, d.units, d.disposition, d.at, d.refund,
                                      d.to_node, d.transfer, d.condition, d.note) order by d.number)
     from return_dispositions d where d.return_id = r.return_id)
from returns r
"""

BEFORE_ALL = "00000000-0000-0000-0000-000000000000"

BY_ID = " where r.return_id = %s::uuid"

ASKED = """
where (%(order_id)s::uuid is null or r.order_id = %(order_id)s::uuid)
  and (%(nodes)s::text[] is null or r.node = any(%(nodes)s::text[]))
  and (%(statuses)s::return_status[] is null or r.status = any(%(statuses)s::return_status[]))
"""

PAGE = f"{ASKED} and r.return_id > coalesce(%(after)s::uuid, '{BEFORE_ALL}') order by r.return_id limit %(limit)s"
"""One page in the order of ids, which is the order of asking."""

NEWEST = f"""{ASKED} and (%(after)s::uuid is null or r.return_id < %(after)s::uuid)
order by r.return_id desc limit %(limit)s"""
"""The same, the newest first."""

TO_EXPIRE = """
select return_id::text from returns
where status = 'requested' and expires_at <= clock_timestamp() order by expires_at limit %s
"""

SENT_TO = """
select d.transfer, r.node, d.sku, d.decimals, sum(d.units)::bigint, min(d.at)
from return_dispositions d join returns r using (return_id)
where d.to_node = %s and d.at > clock_timestamp() - make_interval(days => %s)
group by d.transfer, r.node, d.sku, d.decimals
order by min(d.at), d.transfer, d.sku
limit %s
"""

PARTS_AND_LINES_DIFFER = """
select order_id::text, line, sku, coalesce(p.returned, 0), coalesce(l.received, 0), coalesce(p.fulfilled, 0),
       coalesce(l.expected, 0)
from (select order_id, line, sku, returned, fulfilled from order_parts) as p
full join (
    select order_id, order_line as line, sku, sum(received)::bigint as received, sum(expected)::bigint as expected
    from return_lines where order_line is not null group by order_id, order_line, sku
) as l using (order_id, line, sku)
where coalesce(p.returned, 0) <> coalesce(l.received, 0)
   or coalesce(p.returned, 0) + coalesce(l.expected, 0) > coalesce(p.fulfilled, 0)
order by 1, 2, 3
"""
"""Parts of orders whose counter is not what came back, or of which more came or is expected than had left."""

LINES_AND_DISPOSITIONS_DIFFER = """
select return_id::text, line, sku, coalesce(l.inspected, 0), coalesce(d.units, 0), coalesce(l.refunded, 0),
       coalesce(d.refunded, 0)
from (select return_id, number as line, sku, inspected, refunded from return_lines) as l
full join (
    select return_id, line, sku, sum(units)::bigint as units,
           coalesce(sum(units) filter (where refund), 0)::bigint as refunded
    from return_dispositions group by return_id, line, sku
) as d using (return_id, line, sku)
where coalesce(l.inspected, 0) <> coalesce(d.units, 0) or coalesce(l.refunded, 0) <> coalesce(d.refunded, 0)
order by 1, 2, 3
"""
"""Lines whose counters are not what was decided about their units."""

LINES_AND_ENTRIES_DIFFER = """
select return_id::text, sku, coalesce(l.node, e.node), coalesce(l.received, 0), coalesce(e.units, 0)
from (
    select return_id, sku, min(r.node) as node, sum(received)::bigint as received
    from return_lines join returns r using (return_id) group by return_id, sku having sum(received) > 0
) as l
full join (
    select from_reference as return_id, sku, min(node) as node, sum(quantity)::bigint as units
    from entries where from_account = 'customer' and to_account = 'quality_control' and from_reference is not null
    group by from_reference, sku
) as e using (return_id, sku)
where coalesce(l.received, 0) <> coalesce(e.units, 0)
order by 1, 2
"""
"""Returns of which the ledger received other units than their lines say."""


async def get_return(connection: AsyncConnection, return_id: str) -> ReturnDetails | None:
    """A return by its id, if there is one."""
    if not is_uuid(return_id):
        return None
    cursor = await connection.execute((SELECT_RETURNS + BY_ID).encode(), (return_id,))
    row = await cursor.fetchone()
    return shown_return(return_from(row)) if row else None


class SentOn(msgspec.Struct, frozen=True):
    """Returned goods that were sent to another node, in smallest units."""

    transfer: str
    from_node: str
    sku: str
    decimals: int
    units: int
    at: datetime


async def sent_to(connection: AsyncConnection, node: str, days: int, most: int) -> list[SentOn]:
    """Returned goods that were sent to a node within so many days, whether they have arrived or not."""
    return [SentOn(*row) for row in await (await connection.execute(SENT_TO, (node, days, most))).fetchall()]


async def due_returns(connection: AsyncConnection, most: int) -> list[str]:
    """Returns of which nothing came in time, the longest overdue first."""
    cursor = await connection.execute(TO_EXPIRE, (most,))
    return [return_id for (return_id,) in await cursor.fetchall()]


async def list_returns(
    connection: AsyncConnection,
    *,
    order_id: str | None,
    nodes: Sequence[str],
    statuses: Sequence[ReturnStatus],
    after: str | None,
    limit: int,
    newest_first: bool = False,
) -> list[ReturnDetails]:
    """At most `limit` returns of an order, at nodes, in statuses, in the order in which they were asked for."""
    params = {
        "order_id": order_id,
        "nodes": list(nodes) or None,
        "statuses": [status.value for status in statuses] or None,
        "after": after if after and is_uuid(after) else None,
        "limit": limit,
    }
    page = NEWEST if newest_first else PAGE
    cursor = await connection.execute((SELECT_RETURNS + page).encode(), params)
    return [shown_return(return_from(row)) for row in await cursor.fetchall()]
