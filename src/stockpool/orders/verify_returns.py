"""Proof that returns agree with their orders, with what was decided about their goods, and with the ledger.

Each part of an order says how much of it came back; that is what its return lines received, and with what is still
expected it is no more than had left. Each line's inspected units are those that were disposed of, and the units that
the ledger took from customers under a return are those that it received.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from psycopg import AsyncConnection

from stockpool.kernel.drift import Drift
from stockpool.orders.returning import queries as asked


async def verify_returns(connection: AsyncConnection) -> list[Drift]:
    """Every place where returns drifted; call it in a snapshot to have one moment for all checks."""
    return [
        *[each for row in await _rows(connection, asked.PARTS_AND_LINES_DIFFER) for each in _of_part(*row)],
        *[each for row in await _rows(connection, asked.LINES_AND_DISPOSITIONS_DIFFER) for each in _of_line(*row)],
        *[_of_entries(*row) for row in await _rows(connection, asked.LINES_AND_ENTRIES_DIFFER)],
    ]


async def _rows(connection: AsyncConnection, statement: str) -> list[tuple[Any, ...]]:
    return await (await connection.execute(statement.encode())).fetchall()


def _of_part(  # noqa: PLR0917 -- the columns
    order_id: str, line: int, sku: str, returned: int, received: int, fulfilled: int, expected: int
) -> Iterator[Drift]:
    of_part = f"line {line} of order {order_id}"
    if returned != received:
        words = f"{of_part} says {returned} came back, its returns received {received}"
        yield Drift("returned", words, sku, expected=received, found=returned, reference=order_id)
    if returned + expected > fulfilled:
        words = f"{returned} of {of_part} came back and {expected} are expected, {fulfilled} had left"
        yield Drift("returned", words, sku, expected=fulfilled, found=returned + expected, reference=order_id)


def _of_line(  # noqa: PLR0917 -- the columns
    return_id: str, line: int, sku: str, inspected: int, disposed: int, refunded: int, refund: int
) -> Iterator[Drift]:
    of_line = f"line {line} of return {return_id}"
    if inspected != disposed:
        words = f"{of_line} says {inspected} were inspected, {disposed} were disposed of"
        yield Drift("inspected", words, sku, expected=disposed, found=inspected, reference=return_id)
    if refunded != refund:
        words = f"{of_line} says {refunded} were refunded, {refund} were decided to be"
        yield Drift("refunded", words, sku, expected=refund, found=refunded, reference=return_id)


def _of_entries(return_id: str, sku: str, node: str | None, received: int, entered: int) -> Drift:
    words = f"return {return_id} received {received}, the ledger took {entered} from customers under it"
    return Drift("received", words, sku, node, "quality_control", received, entered, None, return_id)
