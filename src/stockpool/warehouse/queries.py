"""Reading what lies where, what is counted and what came, without locks."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.ids import is_uuid
from stockpool.warehouse.messages import CountReason, CountStatus
from stockpool.warehouse.model import CountLine, PlannedReceipt, PositionKey, Shelved, StoredCount, StoredReceipt

PAGE_OF_SHELVES = """
select node, sku, shelves from shelves
where (%(nodes)s::text[] is null or node = any(%(nodes)s::text[]))
  and (%(skus)s::text[] is null or sku = any(%(skus)s::text[]))
  and (node, sku) > (%(node)s, %(sku)s)
order by node, sku
limit %(limit)s
"""

SHELVES_OF = "select sku, shelves from shelves where node = %s and sku = any(%s::text[])"

LIES_ON = "select sku from shelves where shelves @> array[%s::text] and node = %s order by sku limit %s"
"""What lies on a shelf, by the index of names: few nodes have the same name for one."""

SELECT_COUNTS = """
select
    c.count_id::text, c.node, c.reason::text, c.status::text, c.requested_by, c.requested_at, c.shelf, c.note,
    c.reference, c.closed_at, c.cancel_reason, c.fingerprint::text,
    (select json_agg(l order by l.sku)::text
     from (select sku, decimals, status, set_aside, units, counted_at, expected, disputed, counted_by, recorded_at,
                  coalesce((
                      select json_agg(g order by g.number)
                      from (select number, replace(key::text, '-', '') as key, units, counted_at, expected, verdict
                            from countings where count_id = c.count_id and sku = k.sku) as g
                  ), '[]') as countings
           from count_lines k where k.count_id = c.count_id) as l)
from counts c
"""
"""The columns of lines have the names that the model gives them, so that they are read as they stand."""

BY_ID = " where c.count_id = %s::uuid"

PAGE_OF_COUNTS = """
where c.node = any(%(nodes)s::text[]) and c.status = any(%(statuses)s::count_status[])
  and (c.requested_at, c.count_id) > (%(since)s::timestamptz, %(count_id)s::uuid)
order by c.requested_at, c.count_id
limit %(limit)s
"""

COUNTS_CLOSED = " where c.node = %s and c.closed_at >= %s and c.closed_at < %s order by c.closed_at limit 500"

BEGUN_COUNTS = """
select distinct l.count_id::text from count_lines l
where l.status = 'recording'
  and exists (select from countings g where g.count_id = l.count_id and g.sku = l.sku
              and g.told_at < clock_timestamp() - make_interval(secs => %s))
limit %s
"""
"""Counts of which the ledger was not told for so long: whoever was to do it is gone."""

SELECT_RECEIPT = """
select receipt_id::text, replace(fingerprint::text, '-', ''), node, arrival, status = 'recorded', plan::text, told_by,
       begun_at
from receipts where receipt_id = %s::uuid
"""

BEGUN_RECEIPTS = """
select receipt_id::text from receipts
where status = 'begun' and begun_at < clock_timestamp() - make_interval(secs => %s)
order by begun_at limit %s
"""

_lines = msgspec.json.Decoder(tuple[CountLine, ...]).decode
_plan = msgspec.json.Decoder(PlannedReceipt, float_hook=Decimal).decode


class CountPlace(msgspec.Struct, frozen=True):
    """Behind which count a page begins."""

    requested_at: datetime
    count_id: str


async def list_shelves(
    connection: AsyncConnection, nodes: Sequence[str], skus: Sequence[str], after: PositionKey, limit: int
) -> list[Shelved]:
    """A page of where things lie, in the order of nodes and SKUs."""
    params = {"nodes": list(nodes) or None, "skus": list(skus) or None, "limit": limit}
    cursor = await connection.execute(PAGE_OF_SHELVES, params | {"node": after[0], "sku": after[1]})
    return [Shelved(node, sku, tuple(shelves)) for node, sku, shelves in await cursor.fetchall()]


async def shelves_of(connection: AsyncConnection, node: str, skus: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Where SKUs lie at a node, as far as that is known."""
    cursor = await connection.execute(SHELVES_OF, (node, list(skus)))
    return {sku: tuple(shelves) for sku, shelves in await cursor.fetchall()}


async def lies_on(connection: AsyncConnection, node: str, shelf: str, most: int) -> list[str]:
    """The SKUs that lie on a shelf of a node."""
    return [sku for (sku,) in await (await connection.execute(LIES_ON, (shelf, node, most))).fetchall()]


async def read_count(connection: AsyncConnection, count_id: str) -> StoredCount | None:
    """A count by its id, if there is one."""
    if not is_uuid(count_id):
        return None
    row = await (await connection.execute((SELECT_COUNTS + BY_ID).encode(), (count_id,))).fetchone()
    return _count(row) if row else None


async def list_counts(
    connection: AsyncConnection,
    nodes: Sequence[str],
    statuses: Sequence[CountStatus],
    after: CountPlace | None,
    limit: int,
) -> list[StoredCount]:
    """At most `limit` counts of these nodes, the first asked for first."""
    params = {
        "nodes": list(nodes),
        "statuses": [status.value for status in statuses],
        "since": after.requested_at if after else "-infinity",
        "count_id": after.count_id if after else "00000000-0000-0000-0000-000000000000",
        "limit": limit,
    }
    cursor = await connection.execute((SELECT_COUNTS + PAGE_OF_COUNTS).encode(), params)
    return [_count(row) for row in await cursor.fetchall()]


async def counts_closed(connection: AsyncConnection, node: str, begin: datetime, end: datetime) -> list[StoredCount]:
    """Counts of a node that were closed within a time."""
    cursor = await connection.execute((SELECT_COUNTS + COUNTS_CLOSED).encode(), (node, begin, end))
    return [_count(row) for row in await cursor.fetchall()]


async def begun_counts(connection: AsyncConnection, older_than_s: float, most: int) -> list[str]:
    """Counts that somebody began to record and did not finish."""
    cursor = await connection.execute(BEGUN_COUNTS, (older_than_s, most))
    return [count_id for (count_id,) in await cursor.fetchall()]


async def read_receipt(connection: AsyncConnection, receipt_id: str) -> StoredReceipt | None:
    """A receipt by its id, if there is one."""
    row = await (await connection.execute(SELECT_RECEIPT, (receipt_id,))).fetchone()
    if row is None:
        return None
    found_id, mark, node, arrival, recorded, plan, told_by, begun_at = row
    return StoredReceipt(found_id, mark, node, arrival, recorded, _plan(plan), told_by, begun_at)


async def begun_receipts(connection: AsyncConnection, older_than_s: float, most: int) -> list[str]:
    """Receipts that somebody began and did not finish."""
    cursor = await connection.execute(BEGUN_RECEIPTS, (older_than_s, most))
    return [receipt_id for (receipt_id,) in await cursor.fetchall()]


def _count(row: Sequence[Any]) -> StoredCount:
    count_id, node, reason, status, by, at, shelf, note, reference, closed_at, cancel_reason, print_, lines = row
    return StoredCount(
        count_id=count_id,
        node=node,
        reason=CountReason(reason),
        status=CountStatus(status),
        requested_by=by,
        requested_at=at,
        lines=_lines(lines or "[]"),
        shelf=shelf,
        note=note,
        reference=reference,
        closed_at=closed_at,
        cancel_reason=cancel_reason,
        fingerprint=print_.replace("-", "") if print_ else None,
    )
