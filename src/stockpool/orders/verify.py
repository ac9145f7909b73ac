"""Proof that orders agree with themselves, and what they say of the ledger: read in batches, within one moment.

Every counter is the sum of its fulfillment orders' lines, every quantity the sum of its counters and of what its line
takes, every status follows from the rows. What an order says is promised to it, the caller holds against the ledger.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping

import msgspec
from psycopg import AsyncConnection

from stockpool.kernel.drift import Drift
from stockpool.orders.decide.transitions import status_of
from stockpool.orders.messages import FulfillmentStatus, Payment
from stockpool.orders.model import WITH_NODE, Order, counters_of, fulfillment_order_id, is_sent_on, shelf_of
from stockpool.orders.queries import reading as queries
from stockpool.orders.queries.listing import BEFORE_ALL
from stockpool.orders.queries.reading import StoredOrder

BATCH = 500
"""So many orders are in memory at once."""


class Promises(msgspec.Struct, frozen=True):
    """What must stand in the ledger if an order is right, in smallest units."""

    committed: Mapping[tuple[str, str], int]
    """By SKU and node, under the order's id."""
    in_transit: Mapping[str, Mapping[str, int]]
    """By fulfillment order and SKU; empty for one that travels not now but may."""
    held_most: Mapping[str, int]
    """By SKU, under its hold: a hold may be over before it is swept, and may have been used up at a till."""


async def count_orders(connection: AsyncConnection) -> int:
    """How many orders there are."""
    row = await (await connection.execute(queries.COUNT_ORDERS)).fetchone()
    assert row is not None
    return int(row[0])


async def stored_orders(connection: AsyncConnection) -> AsyncIterator[list[StoredOrder]]:
    """All orders, batch by batch."""
    await connection.execute(queries.BY_KEY)
    after = BEFORE_ALL
    while batch := await queries.read_stored(connection, after, BATCH):
        yield batch
        after = batch[-1].order_id


async def rows_of_nothing(connection: AsyncConnection) -> AsyncIterator[Drift]:
    """Rows whose order, fulfillment order or part is not there."""
    async with connection.cursor(name="orphans") as cursor:
        await cursor.execute(queries.ROWS_OF_NOTHING.encode())
        async for table, order_id, number, sku in cursor:
            yield Drift("order_orphan", f"{table} {number} of order {order_id} belongs to nothing", sku=sku,
                        reference=order_id)  # fmt: skip


def drifts_of(stored: StoredOrder) -> Iterator[Drift]:
    """Where an order disagrees with itself."""
    order = stored.order
    if order is None:
        yield Drift("order", f"order {stored.order_id} has no parts", reference=stored.order_id)
        return
    unknown = {each.delivery for each in order.fulfillments} - {each.number for each in order.deliveries}
    if unknown or {part.line for part in order.parts} != {line.number for line in order.lines}:
        yield Drift("order", f"order {order.order_id} has rows of other lines or deliveries", reference=order.order_id)
        return
    yield from _counters(order, stored)
    yield from _quantities(order, stored)
    if order.status is not status_of(order):
        words = f"order {order.order_id} is {order.status}, its rows make it {status_of(order)}"
        yield Drift("order_status", words, reference=order.order_id)


def _counters(order: Order, stored: StoredOrder) -> Iterator[Drift]:
    for (line, sku), counted in counters_of(order).items():
        written = stored.counters[line, sku]
        for name in counted.__struct_fields__:
            expected, found = getattr(counted, name), getattr(written, name)
            if expected != found:
                words = f"line {line} of order {order.order_id} has {found} {name}, its rows make {expected}"
                yield Drift("order_counter", words, sku, None, name, expected, found, reference=order.order_id)


def _quantities(order: Order, stored: StoredOrder) -> Iterator[Drift]:
    for part in order.parts:
        counted = sum(msgspec.structs.astuple(stored.counters[part.key]))
        asked = order.line(part.line).quantity * part.each
        for expected, what in ((counted, "its counters make"), (asked, "its line takes")):
            if expected != part.quantity:
                words = f"line {part.line} of order {order.order_id} wants {part.quantity}, {what} {expected}"
                yield Drift("order_quantity", words, part.sku, None, None, expected, part.quantity,
                            reference=order.order_id)  # fmt: skip


def promises_of(order: Order) -> Promises:
    """What an order says of the ledger."""
    committed: dict[tuple[str, str], int] = {}
    in_transit: dict[str, dict[str, int]] = {}
    for each in order.fulfillments:
        delivery = order.delivery(each.delivery)
        travels = each.status is FulfillmentStatus.SHIPPED
        sent: dict[str, int] | None = {} if is_sent_on(each, delivery) else None
        for piece in each.pieces:
            if each.status in WITH_NODE and piece.quantity:
                key = (piece.sku, shelf_of(each, delivery))
                committed[key] = committed.get(key, 0) + piece.quantity
            if sent is not None and travels and piece.quantity:
                sent[piece.sku] = sent.get(piece.sku, 0) + piece.quantity
        if sent is not None:
            in_transit[fulfillment_order_id(order.order_id, each.number)] = sent
    held_most: dict[str, int] = {}
    if order.payment is Payment.PENDING:
        for part in order.parts:
            held_most[part.sku] = held_most.get(part.sku, 0) + part.pending
    return Promises(committed, in_transit, held_most)
