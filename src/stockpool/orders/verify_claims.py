"""Proof that what orders claim of supply to come is what they wait for: nothing for what was served or will not be."""

from __future__ import annotations

from collections.abc import AsyncIterator

from psycopg import AsyncConnection

from stockpool.kernel.drift import Drift
from stockpool.orders.messages import OrderStatus
from stockpool.orders.queries import claims as asked

ENDED = (OrderStatus.SHIPPED, OrderStatus.COMPLETED, OrderStatus.CANCELLED)


async def count_claims(connection: AsyncConnection) -> int:
    """How many claims there are."""
    row = await (await connection.execute(asked.COUNT_CLAIMS)).fetchone()
    assert row is not None
    return int(row[0])


async def verify_claims(connection: AsyncConnection) -> AsyncIterator[Drift]:
    """Every part that claims more than it waits for; call it in a snapshot to have one moment for all checks."""
    cursor = await connection.execute(asked.CLAIMED_WITHOUT_WAITING)
    async for order_id, line, sku, status, units, waiting in cursor:
        if status in ENDED:
            words = f"line {line} of order {order_id}, which is {status}, claims {units} that are to come"
            yield Drift("claim_ended", words, sku, expected=waiting, found=units, reference=order_id)
        else:
            words = f"line {line} of order {order_id} claims {units} that are to come and waits for {waiting}"
            yield Drift("claim_waiting", words, sku, expected=waiting, found=units, reference=order_id)
