"""Orders' SQL for lanes: what a group locks and looks up before it plans, and the rows that it leaves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.orders.model import (
    Claim,
    Counters,
    Fulfillment,
    Order,
    OrderRecord,
    Part,
    PartKey,
    Piece,
    SourcingRecord,
    counters_of,
    is_sent_on,
)
from stockpool.orders.queries.rows import SELECT_ORDERS, order_from
from stockpool.runtime.batch import Param, Row, Statement, run_batch
from stockpool.runtime.columns import (
    column,
    json_column,
    spread_column,
    spread_time_column,
    spread_uuid_column,
    time_column,
    uuid_column,
)
from stockpool.runtime.row_sets import insert_rows, row_params

LOCK_ORDERS = """
select order_id from orders where order_id = any(%s::uuid[]) order by order_id for update
"""
"""Orders are locked before positions, in the order of their ids; another statement reads them behind the locks."""

READ_LOCKED = f"{SELECT_ORDERS} where o.order_id = any(%s::uuid[])"

NOW = "select clock_timestamp()"

FIND_WAITING = """
select w.order_id::text
from unnest(%s::text[]) as named (sku)
cross join lateral (
    select p.order_id, p.priority, p.placed_at from order_parts p
    where p.sku = named.sku and p.waiting > 0
    order by p.priority desc, p.placed_at, p.order_id
    limit %s
) as w
"""
"""The orders that wait for SKUs, so many of the first in line for each."""

FIND_REFERENCES = """
select o.channel, o.reference, o.order_id::text
from unnest(%s::text[], %s::text[]) as named (channel, reference)
join orders o on o.channel = named.channel and o.reference = named.reference
"""
"""Whose these references are; of two writers at once the unique index keeps out the second."""

INSERT_ORDERS = insert_rows(
    "orders",
    {"placed_at": "timestamptz"},
    {"order_id": "uuid", "deliveries": "json", "lines": "json", "explanation": "json"},
    {
        "channel": "text",
        "status": "order_status",
        "payment": "order_payment",
        "payment_due_at": "timestamptz",
        "priority": "smallint",
        "together": "boolean",
        "reference": "text",
        "hold_id": "uuid",
        "sold_at": "text",
        "currency": "text",
        "ordered_at": "timestamptz",
        "cancelled_at": "timestamptz",
        "cancel_reason": "text",
    },
)

INSERT_PARTS = insert_rows(
    "order_parts",
    {},
    {"order_id": "uuid"},
    {
        "line": "int",
        "sku": "text",
        "decimals": "smallint",
        "each": "bigint",
        "quantity": "bigint",
        "pending": "bigint",
        "waiting": "bigint",
        "allocated": "bigint",
        "fulfilled": "bigint",
        "cancelled": "bigint",
        "returned": "bigint",
        "priority": "smallint",
        "placed_at": "timestamptz",
    },
)

INSERT_FULFILLMENTS = insert_rows(
    "fulfillment_orders",
    {},
    {"order_id": "uuid"},
    {
        "number": "int",
        "delivery": "int",
        "node": "text",
        "sent_to": "text",
        "status": "fulfillment_order_status",
        "since": "timestamptz",
        "release_at": "timestamptz",
        "accept_by": "timestamptz",
        "ready_until": "timestamptz",
        "code": "text",
        "carrier": "text",
        "tracking": "text",
        "cause": "text",
        "reason": "text",
    },
)

INSERT_PIECES = insert_rows(
    "fulfillment_order_lines",
    {},
    {"order_id": "uuid"},
    {
        "number": "int",
        "line": "int",
        "sku": "text",
        "decimals": "smallint",
        "asked": "bigint",
        "quantity": "bigint",
        "short": "boolean",
    },
)

PUT_ORDERS = """
update orders o
set status = c.status, payment = c.payment, payment_due_at = c.payment_due_at, priority = c.priority,
    together = c.together, hold_id = c.hold_id, deliveries = c.deliveries, lines = c.lines,
    cancelled_at = c.cancelled_at, cancel_reason = c.cancel_reason
from unnest(%s::uuid[], %s::order_status[], %s::order_payment[], %s::timestamptz[], %s::smallint[], %s::boolean[],
            %s::uuid[], %s::json[], %s::json[], %s::timestamptz[], %s::text[])
     as c (order_id, status, payment, payment_due_at, priority, together, hold_id, deliveries, lines, cancelled_at,
           cancel_reason)
where o.order_id = c.order_id
"""

PUT_PARTS = (
    INSERT_PARTS
    + """
on conflict (order_id, line, sku) do update
set quantity = excluded.quantity, pending = excluded.pending, waiting = excluded.waiting,
    allocated = excluded.allocated,
    fulfilled = excluded.fulfilled, cancelled = excluded.cancelled,
    returned = excluded.returned,
    priority = excluded.priority
"""
)

PUT_FULFILLMENTS = (
    INSERT_FULFILLMENTS
    + """
on conflict (order_id, number) do update
set sent_to = excluded.sent_to, status = excluded.status, since = excluded.since, release_at = excluded.release_at,
    accept_by = excluded.accept_by, ready_until = excluded.ready_until, code = excluded.code,
    carrier = excluded.carrier, tracking = excluded.tracking, cause = excluded.cause, reason = excluded.reason
"""
)

PUT_PIECES = (
    INSERT_PIECES
    + """
on conflict (order_id, number, line, sku) do update
set asked = excluded.asked, quantity = excluded.quantity, short = excluded.short
"""
)

PUT_CLAIMS = """
insert into supply_claims (order_id, line, sku, supply_id, node, units, expected_at)
select * from unnest(%s::uuid[], %s::int[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[])
on conflict (order_id, line, sku, supply_id) do update
set units = excluded.units, expected_at = excluded.expected_at
"""

DROP_CLAIMS = """
delete from supply_claims c
using unnest(%s::uuid[], %s::int[], %s::text[], %s::text[]) as d (order_id, line, sku, supply_id)
where c.order_id = d.order_id and c.line = d.line and c.sku = d.sku and c.supply_id = d.supply_id
"""

INSERT_SOURCINGS = """
insert into order_sourcings (order_id, movement, explanation) select * from unnest(%s::uuid[], %s::bigint[], %s::json[])
"""

OWN_CHANGING = (
    "status",
    "payment",
    "payment_due_at",
    "priority",
    "together",
    "hold_id",
    "deliveries",
    "lines",
    "cancelled_at",
    "cancel_reason",
)
"""What PUT_ORDERS writes."""

Reference = tuple[str, str]
"""A channel, and its own name for an order."""

_encode = msgspec.json.Encoder().encode


async def lock_orders(connection: AsyncConnection, order_ids: Collection[str]) -> tuple[dict[str, Order], datetime]:
    """Lock these orders until the transaction ends and read them whole; unknown ones are absent. With the time then."""
    ids = (column(sorted(order_ids)),)
    asked = [Statement(LOCK_ORDERS, ids), Statement(READ_LOCKED, ids), Statement(NOW)]
    _, rows, [(moment,)] = await run_batch(connection, asked)
    orders = [order_from(row) for row in rows]
    return {order.order_id: order for order in orders}, moment


async def time_of(connection: AsyncConnection) -> datetime:
    """The database's clock, behind the locks that were taken before."""
    return read_time_and_references(await run_batch(connection, ask_time_and_references(())))[0]


def ask_time_and_references(references: Collection[Reference]) -> list[Statement]:
    """As `time_of` and `find_references`, as statements that share a round trip with others."""
    return [Statement(NOW), *([_find(references)] if references else ())]


def read_time_and_references(rows: Sequence[Sequence[Row]]) -> tuple[datetime, dict[Reference, str]]:
    """What the statements of `ask_time_and_references` were answered."""
    [[(moment,)], *found] = rows
    assert isinstance(moment, datetime)
    return moment, _by_reference(found[0] if found else ())


async def find_waiting(connection: AsyncConnection, skus: Collection[str], most: int) -> set[str]:
    """The orders that are the first to wait for each of these SKUs; not locked."""
    cursor = await connection.execute(FIND_WAITING, (column(skus), most))
    return {order_id for (order_id,) in await cursor.fetchall()}


async def find_references(connection: AsyncConnection, references: Collection[Reference]) -> dict[Reference, str]:
    """The order that has each of these references; unused ones are absent."""
    [found] = await run_batch(connection, [_find(references)])
    return _by_reference(found)


def _find(references: Collection[Reference]) -> Statement:
    channels, names = zip(*references, strict=True)
    return Statement(FIND_REFERENCES, (column(channels), column(names)))


def _by_reference(rows: Iterable[Row]) -> dict[Reference, str]:
    return {(channel, reference): order_id for channel, reference, order_id in rows}


def write_orders(records: Sequence[msgspec.Struct], now: datetime) -> Iterator[Statement]:
    """The statements that write a group's orders; what is no order's record is left to others.

    An order that was changed several times in the group is written once, as it stands at the end.
    """
    new: dict[str, OrderRecord] = {}
    changed: dict[str, OrderRecord] = {}
    sourcings: list[SourcingRecord] = []
    for record in records:
        if not isinstance(record, OrderRecord):
            if isinstance(record, SourcingRecord):
                sourcings.append(record)
            continue
        order_id = record.order.order_id
        if record.before is None:
            new[order_id] = record
        elif order_id in new:
            new[order_id] = msgspec.structs.replace(new[order_id], order=record.order)
        else:
            first = changed.get(order_id, record)
            changed[order_id] = msgspec.structs.replace(first, order=record.order)
    if new:
        yield from _write_new(list(new.values()), now)
    if changed:
        yield from _write_changed(list(changed.values()))
    if sourcings:
        yield Statement(INSERT_SOURCINGS, _sourcing_columns(sourcings))


def _sourcing_columns(records: Sequence[SourcingRecord]) -> tuple[str | bytes, ...]:
    return (
        uuid_column([record.order_id for record in records]),
        column([record.movement_id for record in records]),
        json_column([record.explanation for record in records]),
    )


def _write_new(records: Sequence[OrderRecord], now: datetime) -> Iterator[Statement]:
    orders = [record.order for record in records]
    yield Statement(INSERT_ORDERS, _order_params(records, now))
    yield Statement(INSERT_PARTS, _part_params([(order, part) for order in orders for part in order.parts], now))
    fulfillments = [(order, each) for order in orders for each in order.fulfillments]
    if fulfillments:
        yield Statement(INSERT_FULFILLMENTS, _fulfillment_params(fulfillments, now))
        yield Statement(INSERT_PIECES, _piece_params(list(_pieces(fulfillments))))
    yield from _write_claims(records)


def _write_changed(records: Sequence[OrderRecord]) -> Iterator[Statement]:
    """Only rows that are others than before."""
    orders = [record.order for record in records if _has_other_row(record)]
    if orders:
        yield Statement(PUT_ORDERS, _changed_columns(orders))
    parts = [each for record in records for each in _changed_parts(record)]
    if parts:
        yield Statement(PUT_PARTS, _part_params(parts, None))
    fulfillments = list(_changed_fulfillments(records))
    if fulfillments:
        yield Statement(PUT_FULFILLMENTS, _fulfillment_params([(order, each) for order, each, _ in fulfillments], None))
    pieces = [row for order, each, before in fulfillments for row in _changed_pieces(order, each, before)]
    if pieces:
        yield Statement(PUT_PIECES, _piece_params(pieces))
    yield from _write_claims(records)


ClaimName = tuple[str, int, str, str]
"""(order, line, SKU, supply)."""


def _write_claims(records: Iterable[OrderRecord]) -> Iterator[Statement]:
    """What orders claim of supply now and did not before, and what they claim no more."""
    before: dict[ClaimName, Claim] = {}
    after: dict[ClaimName, Claim] = {}
    for record in records:
        order = record.order
        after |= {(order.order_id, each.line, each.sku, each.supply_id): each for each in order.claims}
        if record.before is not None:
            before |= {(order.order_id, each.line, each.sku, each.supply_id): each for each in record.before.claims}
    changed = [(name, claim) for name, claim in after.items() if before.get(name) != claim]
    if changed:
        yield Statement(PUT_CLAIMS, _claim_columns(changed))
    gone = [name for name in before if name not in after]
    if gone:
        yield Statement(DROP_CLAIMS, _name_columns(gone))


def _claim_columns(claims: Sequence[tuple[ClaimName, Claim]]) -> tuple[str | bytes, ...]:
    return (
        *_name_columns([name for name, _ in claims]),
        column([claim.node for _, claim in claims]),
        column([claim.units for _, claim in claims]),
        time_column([claim.expected_at for _, claim in claims]),
    )


def _name_columns(names: Sequence[ClaimName]) -> tuple[str | bytes, ...]:
    return (
        uuid_column([order_id for order_id, _, _, _ in names]),
        column([line for _, line, _, _ in names]),
        column([sku for _, _, sku, _ in names]),
        column([supply_id for _, _, _, supply_id in names]),
    )


def _has_other_row(record: OrderRecord) -> bool:
    """Whether the order's own row changes."""
    assert record.before is not None
    return any(getattr(record.order, name) != getattr(record.before, name) for name in OWN_CHANGING)


def _changed_parts(record: OrderRecord) -> Iterator[tuple[Order, Part]]:
    order, earlier = record.order, record.before
    assert earlier is not None
    known = {part.key: part for part in earlier.parts}
    counters, were = counters_of(order), counters_of(earlier)
    for part in order.parts:
        same = part == known.get(part.key) and counters[part.key] == were[part.key]
        if not same or order.priority != earlier.priority:
            yield order, part


def _changed_fulfillments(records: Iterable[OrderRecord]) -> Iterator[tuple[Order, Fulfillment, Fulfillment | None]]:
    """With what each was before."""
    for record in records:
        assert record.before is not None
        before = {each.number: each for each in record.before.fulfillments}
        for each in record.order.fulfillments:
            if each != before.get(each.number):
                yield record.order, each, before.get(each.number)


def _changed_pieces(order: Order, fulfillment: Fulfillment, before: Fulfillment | None) -> Iterator[PieceRow]:
    known = frozenset(before.pieces) if before is not None else frozenset()
    for piece in fulfillment.pieces:
        if piece not in known:
            yield order.order_id, fulfillment.number, piece


def _order_params(records: Sequence[OrderRecord], now: datetime) -> list[Param]:
    """No order comes from the future: a clock that is ahead counts as now."""
    orders = [record.order for record in records]
    each = (
        uuid_column([order.order_id for order in orders]),
        json_column([_encode(order.deliveries) for order in orders]),
        json_column([_encode(order.lines) for order in orders]),
        json_column([record.explanation for record in records]),
    )
    spread = (
        spread_column([order.channel for order in orders]),
        spread_column([order.status for order in orders]),
        spread_column([order.payment for order in orders]),
        spread_time_column([order.payment_due_at for order in orders]),
        spread_column([order.priority for order in orders]),
        spread_column([order.together for order in orders]),
        spread_column([order.reference for order in orders]),
        spread_uuid_column([order.hold_id for order in orders]),
        spread_column([order.sold_at for order in orders]),
        spread_column([order.currency for order in orders]),
        spread_time_column([min(order.ordered_at or now, now) for order in orders]),
        spread_time_column([order.cancelled_at for order in orders]),
        spread_column([order.cancel_reason for order in orders]),
    )
    return row_params((now,), each, spread)


def _changed_columns(orders: Sequence[Order]) -> tuple[str | bytes, ...]:
    return (
        uuid_column([order.order_id for order in orders]),
        column([order.status for order in orders]),
        column([order.payment for order in orders]),
        time_column([order.payment_due_at for order in orders]),
        column([order.priority for order in orders]),
        column([order.together for order in orders]),
        uuid_column([order.hold_id for order in orders]),
        json_column([_encode(order.deliveries) for order in orders]),
        json_column([_encode(order.lines) for order in orders]),
        time_column([order.cancelled_at for order in orders]),
        column([order.cancel_reason for order in orders]),
    )


def _part_params(parts: Sequence[tuple[Order, Part]], now: datetime | None) -> list[Param]:
    """`now` is when they are placed; None where they say so themselves."""
    counters: dict[str, Mapping[PartKey, Counters]] = {}
    counted: list[Counters] = []
    for order, part in parts:
        known = counters.get(order.order_id)
        if known is None:
            known = counters[order.order_id] = counters_of(order)
        counted.append(known[part.line, part.sku])
    spread = (
        spread_column([part.line for _, part in parts]),
        spread_column([part.sku for _, part in parts]),
        spread_column([part.decimals for _, part in parts]),
        spread_column([part.each for _, part in parts]),
        spread_column([part.quantity for _, part in parts]),
        spread_column([each.pending for each in counted]),
        spread_column([each.waiting for each in counted]),
        spread_column([each.allocated for each in counted]),
        spread_column([each.fulfilled for each in counted]),
        spread_column([each.cancelled for each in counted]),
        spread_column([part.returned for _, part in parts]),
        spread_column([order.priority for order, _ in parts]),
        spread_time_column([now or order.placed_at for order, _ in parts]),
    )
    return row_params((), (uuid_column([order.order_id for order, _ in parts]),), spread)


def _fulfillment_params(rows: Sequence[tuple[Order, Fulfillment]], now: datetime | None) -> list[Param]:
    spread = (
        spread_column([each.number for _, each in rows]),
        spread_column([each.delivery for _, each in rows]),
        spread_column([each.node for _, each in rows]),
        spread_column([_sent_to(order, each) for order, each in rows]),
        spread_column([each.status for _, each in rows]),
        spread_time_column([now or each.since for _, each in rows]),
        spread_time_column([each.release_at for _, each in rows]),
        spread_time_column([each.accept_by for _, each in rows]),
        spread_time_column([each.ready_until for _, each in rows]),
        spread_column([each.code for _, each in rows]),
        spread_column([each.carrier for _, each in rows]),
        spread_column([each.tracking for _, each in rows]),
        spread_column([each.cause for _, each in rows]),
        spread_column([each.reason for _, each in rows]),
    )
    return row_params((), (uuid_column([order.order_id for order, _ in rows]),), spread)


def _sent_to(order: Order, fulfillment: Fulfillment) -> str | None:
    delivery = order.delivery(fulfillment.delivery)
    return delivery.pickup_node if is_sent_on(fulfillment, delivery) else None


PieceRow = tuple[str, int, Piece]


def _pieces(rows: Iterable[tuple[Order, Fulfillment]]) -> Iterator[PieceRow]:
    for order, each in rows:
        for piece in each.pieces:
            yield order.order_id, each.number, piece


def _piece_params(rows: Sequence[PieceRow]) -> list[Param]:
    spread = (
        spread_column([number for _, number, _ in rows]),
        spread_column([piece.line for _, _, piece in rows]),
        spread_column([piece.sku for _, _, piece in rows]),
        spread_column([piece.decimals for _, _, piece in rows]),
        spread_column([piece.asked for _, _, piece in rows]),
        spread_column([piece.quantity for _, _, piece in rows]),
        spread_column([piece.short for _, _, piece in rows]),
    )
    return row_params((), (uuid_column([order_id for order_id, _, _ in rows]),), spread)
