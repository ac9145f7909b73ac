"""What files bring beside master data and stock: which files were seen, the history of demand, suppliers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.errors import UniqueViolation

from stockpool.connectors.messages import ImportedOrder
from stockpool.runtime.columns import column

SEE_FILE = """
insert into imported_files (table_name, fingerprint, first_seen_at)
values (%s, %s, clock_timestamp())
on conflict do nothing
"""

FIRST_SEEN = "select first_seen_at from imported_files where table_name = %s and fingerprint = %s"

FINISH_FILE = """
update imported_files set finished_at = clock_timestamp(), rows_good = %(good)s, rows_rejected = %(rejected)s
where table_name = %(table)s and fingerprint = %(fingerprint)s
  and (finished_at is null or rows_good <> %(good)s or rows_rejected <> %(rejected)s)
"""

LOOK_UP_BY_KEY = "set local enable_seqscan = off"
"""Whatever the statistics say, which the first batches overturn."""

ANY_SALE_BETWEEN = """
select exists (
    select from past_sales
    where (source, source_id) >= (%s::text, %s::text) and (source, source_id) <= (%s::text, %s::text)
)
"""
"""Whether a sorted batch may name sales that are known."""

COPY_NEW_SALES = """
copy past_sales (source, source_id, kind, sku, node, quantity, occurred_at, unit_price_minor, currency) from stdin
"""
"""Straight in where none is known, which saves most of the work; one that is there after all makes it fail."""

STAGE_SALES = """
create temp table if not exists staged_sales (
    source text collate "C", source_id text collate "C", kind past_sale_kind,
    sku text collate "C", node text collate "C", quantity bigint, occurred_at timestamptz, unit_price bigint,
    currency text collate "C"
) on commit delete rows
"""

COPY_SALES = "copy staged_sales from stdin"

ADD_SALES = """
insert into past_sales (source, source_id, kind, sku, node, quantity, occurred_at, unit_price_minor, currency)
select source, source_id, kind, sku, node, quantity, occurred_at, unit_price, currency
from staged_sales order by source, source_id
on conflict do nothing
"""
"""In the order of their keys, so that two imports of the same rows wait for each other instead of deadlocking."""

DIFFERING_SALES = """
select source, source_id from staged_sales staged join past_sales p using (source, source_id)
where (staged.kind, staged.sku, staged.node, staged.quantity, staged.occurred_at, staged.unit_price, staged.currency)
    is distinct from (p.kind, p.sku, p.node, p.quantity, p.occurred_at, p.unit_price_minor, p.currency)
"""
"""Sales that are known with other values."""

ORDER_LINE = """
order_id, line, sku, quantity, channel, method, ordered_at, pickup_node, ship_latitude, ship_longitude,
ship_postal_code, ship_country
"""

STORED_ORDERS = f"""
select {ORDER_LINE} from past_order_lines where order_id = any(%s::text[])
"""  # noqa: S608 -- a constant list of columns

ADD_ORDER_LINES = f"""
insert into past_order_lines ({ORDER_LINE})
select * from unnest(%s::text[], %s::text[], %s::text[], %s::bigint[], %s::text[], %s::past_order_method[],
                     %s::timestamptz[], %s::text[], %s::float8[], %s::float8[], %s::text[], %s::text[])
order by 1, 2
on conflict do nothing
"""  # noqa: S608 -- a constant list of columns

SOLD = """
select sku, node, sum(quantity)::bigint, min(occurred_at) from past_sales
where occurred_at >= %s and occurred_at < %s and kind = 'sale'
group by sku, node
"""

STAGE_SUPPLIERS = """
create temp table if not exists staged_suppliers (
    row_no bigint, id text collate "C", name text, lead_time_days integer, minimum_order bigint, currency text
) on commit delete rows
"""

COPY_SUPPLIERS = "copy staged_suppliers from stdin"

PUT_SUPPLIERS = """
insert into suppliers (id, name, lead_time_days, minimum_order_minor, currency)
select id, name, lead_time_days, minimum_order, currency from staged_suppliers order by id
on conflict (id) do update
set name = excluded.name, lead_time_days = excluded.lead_time_days,
    minimum_order_minor = excluded.minimum_order_minor, currency = excluded.currency
where (suppliers.name, suppliers.lead_time_days, suppliers.minimum_order_minor, suppliers.currency)
    is distinct from (excluded.name, excluded.lead_time_days, excluded.minimum_order_minor, excluded.currency)
"""


class SalesAdded(msgspec.Struct, frozen=True):
    """How many sales were new, and the source and id of those that are known with other values."""

    added: int
    differing: tuple[tuple[str, str], ...]


async def see_file(connection: AsyncConnection, table: str, fingerprint: str) -> datetime:
    """When a file was first imported: now, unless it was before."""
    await connection.execute(SEE_FILE, (table, fingerprint))
    row = await (await connection.execute(FIRST_SEEN, (table, fingerprint))).fetchone()
    assert row is not None, "the row is made above and never deleted"
    return row[0]  # type: ignore[no-any-return]  # the column's type


async def finish_file(connection: AsyncConnection, table: str, fingerprint: str, *, good: int, rejected: int) -> None:
    """Note that everything in a file has gone in."""
    named = {"table": table, "fingerprint": fingerprint, "good": good, "rejected": rejected}
    await connection.execute(FINISH_FILE, named)


async def add_sales(connection: AsyncConnection, lines: bytes) -> SalesAdded:
    """Store sales that are not known yet, given as COPY lines of the table `sales` in the order of their key."""
    await connection.execute(LOOK_UP_BY_KEY)
    found = await (await connection.execute(ANY_SALE_BETWEEN, (*_key_of_first(lines), *_key_of_last(lines)))).fetchone()
    if found == (False,):
        try:
            async with connection.transaction():
                return SalesAdded(await _copied(connection, COPY_NEW_SALES, lines), ())
        except UniqueViolation:
            pass  # another import was quicker
    rows = await _staged(connection, STAGE_SALES, COPY_SALES, lines)
    added = (await connection.execute(ADD_SALES)).rowcount
    if added == rows:
        return SalesAdded(added, ())
    differing = await (await connection.execute(DIFFERING_SALES)).fetchall()
    return SalesAdded(added, tuple((source, source_id) for source, source_id in differing))


def _key_of_first(lines: bytes) -> list[str]:
    return _key_of(lines.split(b"\n", 1)[0])


def _key_of_last(lines: bytes) -> list[str]:
    return _key_of(lines[:-1].rsplit(b"\n", 1)[-1])


def _key_of(line: bytes) -> list[str]:
    """Source and id of a line; ids hold no control characters, so only backslashes are escaped."""
    return [part.replace("\\\\", "\\") for part in line.decode().split("\t", 2)[:2]]


async def past_units_sold(
    connection: AsyncConnection, since: datetime, until: datetime
) -> tuple[dict[tuple[str, str], int], datetime | None]:
    """Units by SKU and node that the history of sales has, and when the first of them was sold."""
    rows = await (await connection.execute(SOLD, (since, until))).fetchall()
    return {(sku, node): units for sku, node, units, _ in rows}, min([first for *_, first in rows], default=None)


async def put_suppliers(connection: AsyncConnection, lines: bytes) -> int:
    """Store or replace suppliers, given as COPY lines of their table; how many are new or other than before."""
    await _staged(connection, STAGE_SUPPLIERS, COPY_SUPPLIERS, lines)
    return (await connection.execute(PUT_SUPPLIERS)).rowcount


async def _staged(connection: AsyncConnection, stage: str, statement: str, lines: bytes) -> int:
    """Bring lines into a table of the session that is empty again after the transaction."""
    await connection.execute(stage.encode())
    return await _copied(connection, statement, lines)


async def _copied(connection: AsyncConnection, statement: str, lines: bytes) -> int:
    """Bring lines into a table; how many there were."""
    cursor = connection.cursor()
    async with cursor.copy(statement.encode()) as copy:
        await copy.write(lines)
    return cursor.rowcount


async def add_past_orders(connection: AsyncConnection, orders: Sequence[ImportedOrder]) -> tuple[set[str], list[str]]:
    """Store orders that are not known yet; the ids of the new ones, and of those known with other values."""
    stored = await _stored_orders(connection, [order.order_id for order in orders])
    fresh = [order for order in orders if order.order_id not in stored]
    if fresh:
        await connection.execute(ADD_ORDER_LINES, _columns([row for order in fresh for row in _rows(order)]))
    known = [order for order in orders if order.order_id in stored]
    differing = [order.order_id for order in known if set(_rows(order)) != stored[order.order_id]]
    return {order.order_id for order in fresh}, differing


async def _stored_orders(connection: AsyncConnection, ids: Collection[str]) -> dict[str, set[tuple[Any, ...]]]:
    cursor = await connection.execute(STORED_ORDERS, (column(ids),))
    stored: dict[str, set[tuple[Any, ...]]] = {}
    for row in await cursor.fetchall():
        stored.setdefault(row[0], set()).add(tuple(row))
    return stored


def _rows(order: ImportedOrder) -> list[tuple[Any, ...]]:
    """An order as the rows of ORDER_LINE."""
    place = (order.pickup_node, order.ship_latitude, order.ship_longitude, order.ship_postal_code, order.ship_country)
    shared = (order.channel, order.method.value, order.ordered_at, *place)
    return [(order.order_id, line.line, line.sku, line.quantity, *shared) for line in order.lines]


def _columns(rows: Sequence[tuple[Any, ...]]) -> tuple[str, ...]:
    order_id, line, sku, quantity, channel, method, ordered_at, *place = zip(*rows, strict=True)
    pickup_node, latitude, longitude, postal_code, country = place
    return (
        *map(column, (order_id, line, sku)),
        column(quantity),
        column(channel),
        column(method),
        column([moment.isoformat() for moment in ordered_at]),
        column(pickup_node),
        column(latitude),
        column(longitude),
        column(postal_code),
        column(country),
    )
