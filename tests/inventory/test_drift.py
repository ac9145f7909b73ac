"""The second opinion sees what it is there for: each book falsified by itself is found."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.runtime.database import Database
from tests.inventory.drift import find_drift
from tests.inventory.yard import Yard, furnish


@pytest.fixture
async def own(database: Database) -> AsyncIterator[Yard]:
    """A yard that may end with false books."""
    await furnish(database)
    yard = Yard(database)
    await yard.open()
    await yard.receive(tea=10)
    await yard.hold({("tea", "east"): 4})
    yield yard
    await yard.close()


@pytest.mark.parametrize(
    ("falsify", "found"),
    [
        ("update positions set available = available + 1", {"position"}),
        ("update positions set available = available - 1, held = held + 1", {"position", "promised"}),
        ("update reservations set quantity = 3", {"promised", "reservation"}),
        ("update entries set to_after = to_after + 1 where to_account = 'held'", {"balance"}),
        ("delete from movements where kind = 'stock.receive'", {"orphan"}),
        ("delete from entries where from_account = 'supplier'", {"position", "balance"}),
    ],
)
async def test_a_false_book_is_found(own: Yard, falsify: str, found: set[str]) -> None:
    async with own.database.read() as connection:
        assert await find_drift(connection) == []
        await connection.execute(falsify.encode())
        assert {row[0] for row in await find_drift(connection)} == found
