"""Proof that all books agree, under live traffic: the ledger, orders, returns and supply, with themselves and another.

Everything is read from one snapshot. What is promised to an order is what its fulfillment orders have, position by
position; commitments that other systems made name no order and are proved by the ledger alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.api import PositionKey
from stockpool.kernel.drift import LISTED, Drift
from stockpool.orders import api as orders
from stockpool.orders.api import Order, Promises, StoredOrder
from stockpool.supply import api as supply


class Verification(inventory.Verification):
    """What was looked at and what was found; `drifts` are the first of them, `drift` counts all."""

    orders: int = 0
    fulfillment_orders: int = 0
    claims: int = 0


async def verify(
    connection: AsyncConnection,
    *,
    listed: int = LISTED,
    progress: inventory.Progress = lambda _what, _done, _of: None,
) -> Verification:
    """Check every book; the connection must be idle, in autocommit mode, and without a statement time-out."""
    async with inventory.one_moment(connection):
        ledger = await inventory.verify_now(connection, listed=listed, progress=progress)
        proof = _Proof(connection, listed, Verification(**msgspec.structs.asdict(ledger)))
        await proof.check_supply()
        await proof.check_orders(progress)
    return proof.result


class _Proof:
    """The checks of orders, and what was found so far."""

    def __init__(self, connection: AsyncConnection, listed: int, result: Verification) -> None:
        self._connection, self._listed, self.result = connection, listed, result
        self._shard_count = 1

    async def check_supply(self) -> None:
        """Each claim on supply to come, beside the order that has it and beside its supply."""
        self.result.claims = await orders.count_claims(self._connection)
        async for drift in orders.verify_claims(self._connection):
            self._note(drift)
        async for drift in supply.verify_supplies(self._connection):
            self._note(drift)

    async def check_orders(self, progress: inventory.Progress) -> None:
        """Batch by batch, each order beside its own rows and beside the ledger."""
        self._shard_count = await inventory.read_shard_count(self._connection)
        total = await orders.count_orders(self._connection)
        for drift in await orders.verify_returns(self._connection):
            self._note(drift)
        async for drift in orders.rows_of_nothing(self._connection):
            self._note(drift)
        async for batch in orders.stored_orders(self._connection):
            await self._check_batch(batch)
            progress("orders", self.result.orders, total)

    async def _check_batch(self, batch: Sequence[StoredOrder]) -> None:
        self.result.orders += len(batch)
        right: list[Order] = []
        for stored in batch:
            found = list(orders.drifts_of(stored))
            for drift in found:
                self._note(drift)
            if stored.order is not None:
                self.result.fulfillment_orders += len(stored.order.fulfillments)
                if not any(drift.kind == "order" for drift in found):
                    right.append(stored.order)
        await self._check_promises(right)

    async def _check_promises(self, batch: Sequence[Order]) -> None:
        promised = [(order, orders.promises_of(order)) for order in batch]
        named = {order.order_id for order in batch} | {order.hold_id for order in batch if order.hold_id is not None}
        there = await inventory.open_promises(self._connection, named, self._shard_count)
        sent = [name for _, promises in promised for name in promises.in_transit]
        in_transit = await inventory.units_in_transit(self._connection, sent) if sent else {}
        for order, promises in promised:
            for drift in _beside_ledger(order, promises, there, in_transit):
                self._note(drift)

    def _note(self, drift: Drift) -> None:
        self.result.drift += 1
        if len(self.result.drifts) < self._listed:
            self.result.drifts.append(drift)


OpenPromises = Mapping[str, Mapping[PositionKey, tuple[str, int]]]


def _beside_ledger(
    order: Order, promises: Promises, there: OpenPromises, in_transit: Mapping[str, Mapping[str, int]]
) -> Iterator[Drift]:
    """Where the ledger says otherwise than an order."""
    committed = {key: units for key, (_, units) in there.get(order.order_id, {}).items()}
    for key in sorted(promises.committed.keys() | committed.keys()):
        expected, found = promises.committed.get(key, 0), committed.get(key, 0)
        if expected != found:
            words = f"{found} are committed to order {order.order_id}, its fulfillment orders have {expected}"
            yield Drift("order_stock", words, *key, "committed", expected, found, reference=order.order_id)
    for name, units in promises.in_transit.items():
        travels = in_transit.get(name, {})
        for sku in sorted(units.keys() | travels.keys()):
            expected, found = units.get(sku, 0), travels.get(sku, 0)
            if expected != found:
                words = f"{found} are in transit under {name}, which has {expected} on its way"
                yield Drift("order_transit", words, sku, None, "in_transit", expected, found, reference=order.order_id)
    yield from _beside_hold(order, promises, there)


def _beside_hold(order: Order, promises: Promises, there: OpenPromises) -> Iterator[Drift]:
    """No more is held for an order than it waits to pay for; afterwards nothing is."""
    held: dict[str, int] = {}
    for (sku, _), (_, units) in there.get(order.hold_id or "", {}).items():
        held[sku] = held.get(sku, 0) + units
    for sku, found in sorted(held.items()):
        most = promises.held_most.get(sku, 0)
        if found > most:
            words = f"{found} are held under {order.hold_id} for order {order.order_id}, which waits to pay for {most}"
            yield Drift("order_hold", words, sku, None, "held", most, found, reference=order.order_id)
