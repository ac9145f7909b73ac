"""Returns' SQL for lanes: what a group locks and looks up before it plans, and the rows that it leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.orders.returning.model import Disposed, Return, ReturnLine, ReturnRecord
from stockpool.orders.returning.queries import SELECT_RETURNS
from stockpool.orders.returning.rows import return_from
from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column, time_column, uuid_column

ORDERS_OF_RETURNS = """
select distinct order_id::text from returns where return_id = any(%s::uuid[]) and order_id is not null
"""
"""Which orders' rows guard returns; it never changes."""

SKUS_THAT_COME_BACK = """
select sku from order_parts where order_id = any(%s::uuid[])
union
select sku from return_lines where return_id = any(%s::uuid[])
"""
"""What may become free when returns are restocked."""

LOCK_RETURNS = """
select return_id from returns where return_id = any(%s::uuid[]) order by return_id for update
"""
"""Behind the orders and before positions; a return of no order is guarded by its own row."""

READ_LOCKED = f"""
{SELECT_RETURNS} where r.return_id = any(%s::uuid[])
union all
{SELECT_RETURNS} where r.order_id = any(%s::uuid[]) and not r.return_id = any(%s::uuid[])
"""
"""The named ones, and all others of the locked orders."""

PUT_RETURNS = """
insert into returns (return_id, order_id, channel, receipt, node, status, currency, refunded_amount, exchange,
                     requested_at, expires_at, closed_at, cancel_reason)
select * from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::return_status[], %s::text[],
                     %s::bigint[], %s::json[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[], %s::text[])
on conflict (return_id) do update
set node = excluded.node, status = excluded.status, refunded_amount = excluded.refunded_amount,
    exchange = excluded.exchange, closed_at = excluded.closed_at, cancel_reason = excluded.cancel_reason
"""

PUT_LINES = """
insert into return_lines (return_id, number, sku, decimals, order_id, order_line, each, requested, expected, received,
                          inspected, refunded, reason, condition, note, unit_price, per)
select * from unnest(%s::uuid[], %s::int[], %s::text[], %s::smallint[], %s::uuid[], %s::int[], %s::bigint[],
                     %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::text[],
                     %s::text[], %s::bigint[], %s::bigint[])
on conflict (return_id, number, sku) do update
set expected = excluded.expected, received = excluded.received, inspected = excluded.inspected,
    refunded = excluded.refunded, condition = excluded.condition, note = excluded.note
"""

INSERT_DISPOSITIONS = """
insert into return_dispositions (return_id, number, line, sku, decimals, units, disposition, at, refund, to_node,
                                 transfer, condition, note)
select * from unnest(%s::uuid[], %s::int[], %s::int[], %s::text[], %s::smallint[], %s::bigint[], %s::text[],
                     %s::timestamptz[], %s::boolean[], %s::text[], %s::text[], %s::text[], %s::text[])
on conflict (return_id, number) do nothing
"""
"""What was written before stands: a disposition is never changed."""

_encode = msgspec.json.Encoder().encode


async def orders_of_returns(connection: AsyncConnection, return_ids: Collection[str]) -> set[str]:
    """The orders that these returns are of; not locked."""
    cursor = await connection.execute(ORDERS_OF_RETURNS, (column(sorted(return_ids)),))
    return {order_id for (order_id,) in await cursor.fetchall()}


async def skus_that_come_back(
    connection: AsyncConnection, order_ids: Collection[str], return_ids: Collection[str]
) -> set[str]:
    """The SKUs of these orders and returns; not locked."""
    params = (column(sorted(order_ids)), column(sorted(return_ids)))
    cursor = await connection.execute(SKUS_THAT_COME_BACK, params)
    return {sku for (sku,) in await cursor.fetchall()}


async def lock_returns(
    connection: AsyncConnection, return_ids: Collection[str], order_ids: Collection[str]
) -> dict[str, Return]:
    """Lock the named returns and read them whole, with all others of these orders, which are locked already."""
    ids = column(sorted(return_ids))
    if return_ids:
        await connection.execute(LOCK_RETURNS, (ids,))
    cursor = await connection.execute(READ_LOCKED.encode(), (ids, column(sorted(order_ids)), ids))
    found = [return_from(row) for row in await cursor.fetchall()]
    return {ret.return_id: ret for ret in found}


def write_returns(records: Iterable[msgspec.Struct]) -> Iterator[Statement]:
    """The statements that write a group's returns, each as it stands at the end of the group."""
    returns = {each.after.return_id: each.after for each in records if isinstance(each, ReturnRecord)}
    if not returns:
        return
    rows = list(returns.values())
    yield Statement(PUT_RETURNS, _return_columns(rows))
    yield Statement(PUT_LINES, _line_columns([(ret, line) for ret in rows for line in ret.lines]))
    disposed = [(ret, each) for ret in rows for each in ret.dispositions]
    if disposed:
        yield Statement(INSERT_DISPOSITIONS, _disposed_columns(disposed))


def _return_columns(rows: Sequence[Return]) -> tuple[str | bytes, ...]:
    exchanges = [_encode(each.exchange).decode() if each.exchange is not None else None for each in rows]
    return (
        uuid_column([each.return_id for each in rows]),
        uuid_column([each.order_id for each in rows]),
        column([each.channel for each in rows]),
        column([each.receipt for each in rows]),
        column([each.node for each in rows]),
        column([each.status for each in rows]),
        column([each.currency for each in rows]),
        column([each.refunded_amount for each in rows]),
        column(exchanges),
        time_column([each.requested_at for each in rows]),
        time_column([each.expires_at for each in rows]),
        time_column([each.closed_at for each in rows]),
        column([each.cancel_reason for each in rows]),
    )


def _line_columns(rows: Sequence[tuple[Return, ReturnLine]]) -> tuple[str | bytes, ...]:
    return (
        uuid_column([ret.return_id for ret, _ in rows]),
        column([line.number for _, line in rows]),
        column([line.sku for _, line in rows]),
        column([line.decimals for _, line in rows]),
        uuid_column([ret.order_id if line.order_line is not None else None for ret, line in rows]),
        column([line.order_line for _, line in rows]),
        column([line.each for _, line in rows]),
        column([line.requested for _, line in rows]),
        column([line.expected for _, line in rows]),
        column([line.received for _, line in rows]),
        column([line.inspected for _, line in rows]),
        column([line.refunded for _, line in rows]),
        column([line.reason for _, line in rows]),
        column([line.condition for _, line in rows]),
        column([line.note for _, line in rows]),
        column([line.unit_price for _, line in rows]),
        column([line.per for _, line in rows]),
    )


def _disposed_columns(rows: Sequence[tuple[Return, Disposed]]) -> tuple[str | bytes, ...]:
    return (
        uuid_column([ret.return_id for ret, _ in rows]),
        column([each.number for _, each in rows]),
        column([each.line for _, each in rows]),
        column([each.sku for _, each in rows]),
        column([each.decimals for _, each in rows]),
        column([each.units for _, each in rows]),
        column([each.disposition for _, each in rows]),
        time_column([each.at for _, each in rows]),
        column([each.refund for _, each in rows]),
        column([each.to_node for _, each in rows]),
        column([each.transfer for _, each in rows]),
        column([each.condition for _, each in rows]),
        column([each.note for _, each in rows]),
    )
