"""Orders from files: closed ones become history, open ones are placed like any other order."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

import msgspec

from stockpool.connectors import api as connectors
from stockpool.connectors.messages import ImportedOrder, OrderStatus
from stockpool.kernel.idempotency import fingerprint, key_digest
from stockpool.kernel.quantities import to_amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.messages import OrderLine, OrderMethod, PlaceOrder, ShipTo, Shortage
from stockpool.workflows.import_files.surroundings import ACTOR, Advance, ReadTable, Surroundings, Tally

BATCH_ORDERS = 1000

_OF_LINE = re.compile(r"lines\[(?P<place>\d+)\]\.(?P<field>\w+)")

KNOWN_OTHERWISE = "order_id: this order is known with other values"


async def import_orders(table: ReadTable, around: Surroundings, advance: Advance) -> Tally:
    """Store what is closed, place what is open; an order that was placed here before is left as it is."""
    tally, reasons = Tally(), dict[str, str]()
    for batch in _batches(table.checked.orders()):
        changed, refused = await _import_batch(batch, table, around)
        unchanged = [order for order in batch if order.order_id not in changed and order.order_id not in refused]
        tally += Tally(_lines(order for order in batch if order.order_id in changed), _lines(unchanged))
        reasons.update(refused)
        advance(_lines(batch))
    table.checked.reject_all("order_id", reasons)
    return tally


def _batches(found: Iterable[ImportedOrder]) -> Iterator[list[ImportedOrder]]:
    orders_left = iter(found)
    while batch := list(islice(orders_left, BATCH_ORDERS)):
        yield batch


def _lines(batch: Iterable[ImportedOrder]) -> int:
    return sum(len(order.lines) for order in batch)


async def _import_batch(
    batch: Sequence[ImportedOrder], table: ReadTable, around: Surroundings
) -> tuple[set[str], dict[str, str]]:
    """The ids of the orders that are new, and why some were refused."""
    async with around.database.transaction() as connection:
        placed = await orders.find_references(connection, {(order.channel, order.order_id) for order in batch})
        fresh = [order for order in batch if (order.channel, order.order_id) not in placed]
        closed = [order for order in fresh if order.status is OrderStatus.CLOSED]
        added, differing = await connectors.add_past_orders(connection, closed)
    waiting = {order.order_id: order for order in fresh if order.status is OrderStatus.OPEN}
    replies = await _place(list(waiting.values()), table, around)
    refusals = {order_id: reply for order_id, reply in replies.items() if isinstance(reply, Refused)}
    refused = {
        order_id: f"order_id: not placed: {_in_words(waiting[order_id], reply)}"
        for order_id, reply in refusals.items()
        if reply.reason is not Reason.DUPLICATE_REFERENCE  # another import was quicker
    }
    return added | (replies.keys() - refusals.keys()), refused | dict.fromkeys(differing, KNOWN_OTHERWISE)


def _in_words(order: ImportedOrder, refused: Refused) -> str:
    """Why an order was refused, with columns and lines as its file names them."""
    if refused.reason is Reason.INSUFFICIENT_STOCK or not refused.problems:
        return refused.message
    return "; ".join(f"{_column(order, problem.path)}: {problem.message}" for problem in refused.problems)


def _column(order: ImportedOrder, path: str) -> str:
    if found := _OF_LINE.fullmatch(path):
        return f"{found['field']} of line {order.lines[int(found['place'])].line}"
    return path.replace("ship_to.", "ship_")


async def _place(waiting: Sequence[ImportedOrder], table: ReadTable, around: Surroundings) -> dict[str, msgspec.Struct]:
    """Place open orders, all at once, in the order of their times."""
    commands = [
        place_order(order, table.known.skus, order_id=around.new_id(), attempt=around.new_id()) for order in waiting
    ]
    replies = await asyncio.gather(*map(around.submit, commands))
    return {order.order_id: reply for order, reply in zip(waiting, replies, strict=True)}


def place_order(order: ImportedOrder, decimals: Mapping[str, int], *, order_id: str, attempt: str) -> PlaceOrder:
    """The command for an order of a file, which a customer has placed already: what no node has waits for stock.

    The order's number makes it unique; each attempt has a key of its own, so that a refusal does not stand for ever.
    """
    shipped = order.method.value == OrderMethod.SHIP
    to = ShipTo(
        postal_code=order.ship_postal_code,
        country=order.ship_country,
        latitude=order.ship_latitude,
        longitude=order.ship_longitude,
    )
    return PlaceOrder(
        key=key_digest(ACTOR, f"{order.channel}\0{order.order_id}\0{attempt}"),
        fingerprint=fingerprint(order.order_id),
        actor=ACTOR,
        order_id=order_id,
        channel=order.channel,
        method=OrderMethod(order.method.value),
        lines=tuple(OrderLine(line.sku, to_amount(line.quantity, decimals[line.sku])) for line in order.lines),
        ship_to=to if shipped else None,
        pickup_node=order.pickup_node,
        reference=order.order_id,
        ordered_at=order.ordered_at,
        shortage=Shortage.BACKORDER,
    )
