"""A ledger, orders, refusals and imports as rows: made up for a test, and written as a retailer's past."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec
from psycopg import AsyncConnection

INSERT_ENTRY = """
with p as (
    insert into positions (shard, sku, node, available) values (0, %(sku)s, %(node)s, %(change)s)
    on conflict (shard, sku, node) do update set available = positions.available + excluded.available
)
insert into entries (shard, sku, node, movement_id, line, from_account, to_account, quantity, from_reference,
                     occurred_at, recorded_at)
values (0, %(sku)s, %(node)s, nextval('ledger_sequence'), 0, %(source)s, %(target)s, %(units)s, %(reference)s, %(at)s,
        coalesce(%(recorded_at)s, clock_timestamp()))
"""
INSERT_MOVEMENT = """
insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
values (nextval('ledger_sequence'), gen_random_uuid(), gen_random_uuid(), %(kind)s, %(subject)s, 'test',
        coalesce(%(recorded_at)s, clock_timestamp()), %(reply)s)
"""
INSERT_ORDER = """
insert into orders (order_id, channel, status, payment, priority, together, currency, deliveries, lines, ordered_at,
                    placed_at, explanation)
values (%(id)s, 'web', 'allocated', 'captured', 0, false, %(currency)s, %(deliveries)s, %(lines)s, %(at)s,
        coalesce(%(recorded_at)s, clock_timestamp()), '{}')
"""
INSERT_PART = """
insert into order_parts (order_id, line, sku, decimals, each, quantity, pending, waiting, allocated, fulfilled,
                         cancelled, returned, priority, placed_at)
values (%(id)s, 1, %(sku)s, 0, 1, %(quantity)s, 0, %(waiting)s, %(allocated)s, 0, %(cancelled)s, 0, 0, now())
"""
INSERT_FULFILLMENT = """
with f as (
    insert into fulfillment_orders (order_id, number, delivery, node, status, since)
    values (%(id)s, %(number)s, 1, %(node)s, %(status)s, now())
)
insert into fulfillment_order_lines (order_id, number, line, sku, decimals, asked, quantity, short)
values (%(id)s, %(number)s, 1, %(sku)s, 0, %(asked)s, %(quantity)s, false)
"""
INSERT_SALE = """
insert into past_sales (source, source_id, kind, sku, node, quantity, occurred_at, unit_price_minor, currency)
values ('till', gen_random_uuid()::text, %(kind)s, %(sku)s, %(node)s, %(units)s, %(at)s, %(price)s, 'EUR')
"""


class EntryRow(msgspec.Struct, frozen=True):
    """Units that changed their account."""

    sku: str
    node: str
    source: str
    target: str
    units: int
    at: datetime

    @property
    def change(self) -> int:
        """By how much the available stock is another."""
        return self.units * ((self.target == "available") - (self.source == "available"))


class AskedRow(msgspec.Struct, frozen=True):
    """What a node was asked for, in their order; it gave up what it rejected."""

    node: str
    asked: int
    status: str


class OrderRow(msgspec.Struct, frozen=True):
    """An order of one line: what waits, what stands, what was cancelled."""

    sku: str
    at: datetime
    waiting: int
    cancelled: int
    asked: tuple[AskedRow, ...]
    price: int | None

    @property
    def stands(self) -> int:
        """What nodes have."""
        return sum(each.asked for each in self.asked if each.status == "open")


class RefusedRow(msgspec.Struct, frozen=True):
    """What was asked for and was not there."""

    sku: str
    node: str | None
    requested: int
    available: int
    reference: str | None
    at: datetime


class SaleRow(msgspec.Struct, frozen=True):
    """A sale or return before the ledger."""

    kind: str
    sku: str
    node: str
    units: int
    at: datetime
    price: int | None


Row = EntryRow | OrderRow | RefusedRow | SaleRow


async def write_rows(connection: AsyncConnection, rows: Iterable[Row], *, late: bool) -> None:
    """Write rows: recorded when they happened, or only now."""
    for row in rows:
        plain: dict[str, Any] = {**msgspec.structs.asdict(row), "recorded_at": None if late else row.at}
        if isinstance(row, EntryRow):
            await connection.execute(INSERT_ENTRY, plain | {"change": row.change, "reference": None})
        elif isinstance(row, SaleRow):
            await connection.execute(INSERT_SALE, plain)
        elif isinstance(row, RefusedRow):
            await connection.execute(
                INSERT_MOVEMENT, plain | {"kind": "refused", "subject": None, "reply": _refusal(row)}
            )
        else:
            await _write_order(connection, row, plain)


def _refusal(row: RefusedRow) -> str:
    lacking = {"sku": row.sku, "requested": row.requested, "available": row.available}
    at_node = {"node": row.node} if row.node else {}
    asked = {"channel": "web"} | ({"reference": row.reference} if row.reference else {})
    return json.dumps({"details": {"available": [lacking | at_node], "asked": asked}})


async def _write_order(connection: AsyncConnection, row: OrderRow, plain: dict[str, Any]) -> None:
    order_id = str(uuid4())
    quantity = row.waiting + row.cancelled + row.stands
    line = {"number": 1, "sku": row.sku, "quantity": quantity, "delivery": 1, "unit_price": row.price}
    told = {"deliveries": '[{"number": 1, "method": "ship"}]', "lines": json.dumps([line])}
    await connection.execute(INSERT_ORDER, plain | told | {"id": order_id, "currency": "EUR" if row.price else None})
    counts = {"id": order_id, "quantity": quantity, "allocated": row.stands}
    await connection.execute(INSERT_PART, plain | counts)
    for number, each in enumerate(row.asked, start=1):
        kept = each.asked if each.status == "open" else 0
        piece = msgspec.structs.asdict(each) | {"id": order_id, "number": number, "sku": row.sku, "quantity": kept}
        await connection.execute(INSERT_FULFILLMENT, piece)
