"""Rows that were changed behind everybody's back are found."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.kernel.drift import Drift
from stockpool.orders.api import ReturnedLine, verify_returns
from stockpool.orders.messages import OrderLine
from stockpool.runtime.database import Database
from tests.orders.returns.desk import RESTOCK, Desk


@pytest.fixture
async def tampered(database: Database) -> AsyncIterator[Desk]:
    """A desk that took two of three teas back, and expects none; its books will not agree."""
    desk = Desk(database)
    await desk.open()
    await desk.receive({"tea": {"berlin": 3}})
    sold = await desk.sold([OrderLine("tea", 3, unit_price=100)])
    line = ReturnedLine(2, line=1, disposition=RESTOCK)
    await desk.back(line, order_id=sold.order_id, node="berlin", received=True)
    yield desk
    await desk.lanes.stop()


async def found(desk: Desk) -> list[Drift]:
    async with desk.database.read() as connection:
        return await verify_returns(connection)


async def test_where_nothing_was_changed_nothing_is_found(tampered: Desk) -> None:
    assert await found(tampered) == []


@pytest.mark.parametrize(
    ("change", "kind", "expected", "there"),
    [
        ("update order_parts set returned = 1", "returned", 2, 1),
        ("update return_lines set requested = 9, expected = 7", "returned", 3, 9),
        ("update return_lines set inspected = 1, refunded = 1", "inspected", 2, 1),
        ("update return_lines set refunded = 1", "refunded", 2, 1),
        ("delete from entries where from_account = 'customer'", "received", 2, 0),
        ("delete from return_lines", "returned", 0, 2),
    ],
)
async def test_what_was_changed_is_found(tampered: Desk, change: str, kind: str, expected: int, there: int) -> None:
    await tampered.rows_changed(change)
    drifts = {(each.kind, each.expected, each.found) for each in await found(tampered)}
    assert (kind, expected, there) in drifts, drifts
