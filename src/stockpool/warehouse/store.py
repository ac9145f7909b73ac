"""The warehouse's SQL that writes; a count's lines and countings are guarded by the lock of its row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column, time_column
from stockpool.warehouse.model import (
    CountLine,
    CountWanted,
    PositionKey,
    Shelved,
    StoredCount,
    StoredReceipt,
)
from stockpool.warehouse.queries import read_count

LOCK_SHELVES = """
select s.node, s.sku, s.shelves from shelves s
join unnest(%s::text[], %s::text[]) as named (node, sku) using (node, sku)
order by s.node, s.sku for update of s
"""
"""In the order of positions, as whoever else edits them."""

PUT_SHELVES = """
insert into shelves (node, sku, shelves)
select r ->> 'node', r ->> 'sku', array(select jsonb_array_elements_text(r -> 'shelves'))
from jsonb_array_elements(%s::jsonb) as r
order by 1, 2
on conflict (node, sku) do update set shelves = excluded.shelves
"""

FORGET_SHELVES = """
delete from shelves s using unnest(%s::text[], %s::text[]) as named (node, sku)
where s.node = named.node and s.sku = named.sku
"""

PUT_COUNT = """
insert into counts (count_id, fingerprint, node, reason, status, shelf, note, requested_by, requested_at)
values (%s, %s, %s, %s, 'open', %s, %s, %s, clock_timestamp())
on conflict (count_id) do nothing
returning count_id
"""
"""Nothing where the request was made before."""

PUT_LINES = """
insert into count_lines (count_id, sku, decimals) select %s, * from unnest(%s::text[], %s::smallint[])
"""

WANT_COUNTS = """
insert into counts (count_id, node, reason, status, reference, requested_by, requested_at)
select c.count_id, c.node, 'short_pick', 'open', c.reference, c.requested_by, %s::timestamptz
from unnest(%s::uuid[], %s::text[], %s::text[], %s::text[]) as c (count_id, node, reference, requested_by)
"""

WANT_LINES = """
insert into count_lines (count_id, sku, decimals, set_aside)
select * from unnest(%s::uuid[], %s::text[], %s::smallint[], %s::bigint[])
"""

LOCK_COUNT = "select from counts where count_id = %s::uuid for update"
"""Two who count the same at once are judged one after the other."""

PUT_COUNTINGS = """
insert into countings (count_id, sku, number, key, units, counted_at, expected, verdict, counted_by, told_at)
select %s::uuid, c.*, %s::text, clock_timestamp()
from unnest(%s::text[], %s::integer[], %s::uuid[], %s::bigint[], %s::timestamptz[], %s::bigint[], %s::text[]) as c
"""

JUDGE_LINES = """
update count_lines l
set status = j.status, units = j.units, counted_at = j.counted_at, expected = j.expected, disputed = j.disputed,
    counted_by = j.counted_by
from unnest(%s::text[], %s::count_line_status[], %s::bigint[], %s::timestamptz[], %s::bigint[], %s::boolean[],
            %s::text[]) as j (sku, status, units, counted_at, expected, disputed, counted_by)
where l.count_id = %s::uuid and l.sku = j.sku
"""

RECORD_LINES = """
update count_lines set status = 'recorded', recorded_at = clock_timestamp()
where count_id = %s::uuid and sku = any(%s::text[]) and status = 'recording'
returning sku
"""
"""Whoever finishes a line second finds nothing."""

CLOSE_COUNTED = """
update counts c set status = 'counted', closed_at = clock_timestamp()
where c.count_id = %s::uuid and c.status = 'open'
  and not exists (select from count_lines l where l.count_id = c.count_id and l.status <> 'recorded')
"""

CANCEL_COUNT = """
update counts set status = 'cancelled', closed_at = clock_timestamp(), cancel_reason = %s
where count_id = %s::uuid and status = 'open'
"""

BEGIN_RECEIPT = """
insert into receipts (receipt_id, fingerprint, node, arrival, status, plan, told_by, begun_at)
values (%s, %s, %s, %s, 'begun', %s::json, %s, clock_timestamp())
on conflict (receipt_id) do nothing
"""

FINISH_RECEIPT = """
update receipts set status = 'recorded', recorded_at = clock_timestamp()
where receipt_id = %s::uuid and status = 'begun'
returning receipt_id
"""
"""Whoever finishes second finds nothing."""

_encode = msgspec.json.Encoder(decimal_format="number").encode


async def lock_shelves(connection: AsyncConnection, keys: Collection[PositionKey]) -> dict[PositionKey, Shelved]:
    """Lock where these SKUs lie at these nodes, and read it."""
    named = sorted(keys)
    columns = ([node for node, _ in named], [sku for _, sku in named])
    rows = await (await connection.execute(LOCK_SHELVES, columns)).fetchall()
    return {(node, sku): Shelved(node, sku, tuple(shelves)) for node, sku, shelves in rows}


async def save_shelves(connection: AsyncConnection, rows: Sequence[Shelved]) -> None:
    """Write where SKUs lie; nowhere is no row."""
    kept = [each for each in rows if each.shelves]
    gone = [each for each in rows if not each.shelves]
    if kept:
        await connection.execute(PUT_SHELVES, (_encode(kept).decode(),))
    if gone:
        await connection.execute(FORGET_SHELVES, ([each.node for each in gone], [each.sku for each in gone]))


async def save_count(connection: AsyncConnection, count: StoredCount) -> bool:
    """Write a new count; False where the request was made before."""
    columns = (
        count.count_id, count.fingerprint, count.node, count.reason.value, count.shelf, count.note, count.requested_by
    )  # fmt: skip
    if await (await connection.execute(PUT_COUNT, columns)).fetchone() is None:
        return False
    lines = ([line.sku for line in count.lines], [line.decimals for line in count.lines])
    await connection.execute(PUT_LINES, (count.count_id, *lines))
    return True


def write_counts_wanted(records: Iterable[msgspec.Struct], now: datetime) -> Iterator[Statement]:
    """The statements that write the counts that short picks of a group ask for; other records are left to others."""
    wanted = [record for record in records if isinstance(record, CountWanted)]
    if not wanted:
        return
    columns = [column([getattr(each, name) for each in wanted]) for name in ("count_id", "node", "reference")]
    yield Statement(WANT_COUNTS, (now, *columns, column([each.requested_by for each in wanted])))
    lines = [(each.count_id, line) for each in wanted for line in each.lines]
    yield Statement(
        WANT_LINES,
        (
            column([count_id for count_id, _ in lines]),
            column([line.sku for _, line in lines]),
            column([line.decimals for _, line in lines]),
            column([line.set_aside for _, line in lines]),
        ),
    )


async def lock_count(connection: AsyncConnection, count_id: str) -> StoredCount | None:
    """Lock a count and read it behind the lock."""
    await connection.execute(LOCK_COUNT, (count_id,))
    return await read_count(connection, count_id)


async def save_countings(connection: AsyncConnection, count_id: str, lines: Sequence[CountLine], by: str) -> None:
    """Write the latest counting of each of these lines, and what it decided."""
    latest = [line.countings[-1] for line in lines]
    await connection.execute(
        PUT_COUNTINGS,
        (
            count_id,
            by,
            [line.sku for line in lines],
            [len(line.countings) for line in lines],
            [each.key for each in latest],
            [each.units for each in latest],
            time_column([each.counted_at for each in latest]),
            [each.expected for each in latest],
            [each.verdict for each in latest],
        ),
    )
    await connection.execute(
        JUDGE_LINES,
        (
            [line.sku for line in lines],
            [line.status.value for line in lines],
            [line.units for line in lines],
            time_column([line.counted_at for line in lines]),
            [line.expected for line in lines],
            [line.disputed for line in lines],
            [line.counted_by for line in lines],
            count_id,
        ),
    )


async def record_lines(connection: AsyncConnection, count_id: str, skus: Collection[str]) -> set[str]:
    """The ledger knows these lines: those of them that were not recorded before. The last one closes the count."""
    rows = await (await connection.execute(RECORD_LINES, (count_id, list(skus)))).fetchall()
    await connection.execute(CLOSE_COUNTED, (count_id,))
    return {sku for (sku,) in rows}


async def cancel_count(connection: AsyncConnection, count_id: str, reason: str) -> None:
    """Nobody is to count what is left of it."""
    await connection.execute(CANCEL_COUNT, (reason, count_id))


async def begin_receipt(connection: AsyncConnection, receipt: StoredReceipt) -> None:
    """Write a receipt before the ledger is told; one that was begun before stays as it was."""
    await connection.execute(
        BEGIN_RECEIPT,
        (
            receipt.receipt_id,
            receipt.fingerprint,
            receipt.node,
            receipt.arrival,
            _encode(receipt.plan).decode(),
            receipt.told_by,
        ),
    )


async def finish_receipt(connection: AsyncConnection, receipt_id: str) -> bool:
    """The ledger knows all of it; False where it was finished before."""
    return await (await connection.execute(FINISH_RECEIPT, (receipt_id,))).fetchone() is not None
