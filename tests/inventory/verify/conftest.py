"""A yard with a little of everything in its books, for tests that tamper with them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
import pytest

from stockpool.inventory.api import Verification, verify
from stockpool.inventory.messages import FactKind, ReleaseHold
from stockpool.runtime.database import Database
from tests.inventory.asking import asked
from tests.inventory.yard import Yard, furnish


class Books(msgspec.Struct):
    """The yard, and what was promised there."""

    yard: Yard
    hold_id: str
    shipped_id: str
    commitment_id: str

    async def verified(self, listed: int = 100) -> Verification:
        """What verify finds."""
        connection = await self.yard.database.connect()
        async with connection:
            return await verify(connection, listed=listed)

    async def tamper(self, sql: str, *params: object) -> None:
        """Change a book behind the ledger's back; exactly one row, so that no test passes by doing nothing."""
        async with self.yard.database.transaction() as connection:
            cursor = await connection.execute(sql.encode(), params)
            assert cursor.rowcount == 1, sql

    async def movement(self, kind: str, sku: str = "tea", node: str = "east") -> int:
        """The last movement of a kind at a position."""
        rows = await self.yard.rows(
            "select max(movement_id) from entries join movements m using (movement_id)"
            " where m.kind = %s and sku = %s and node = %s",
            kind, sku, node,
        )  # fmt: skip
        assert rows[0][0] is not None
        return int(rows[0][0])


@pytest.fixture
async def books(database: Database) -> AsyncIterator[Books]:
    """Receipts, a sale from a hold, a hold that stands, one given back, a commitment, breakage, a count, a move."""
    await furnish(database)
    yard = Yard(database)
    await yard.open()
    await yard.receive(tea=20, cup=10, cloth=5)
    shipped = (await yard.hold({("tea", "east"): 2})).hold_id
    await yard.fact(FactKind.SELL, "tea", "east", 2, reference=shipped)
    released = (await yard.hold({("tea", "east"): 3})).hold_id
    await yard.say(asked(ReleaseHold, hold_id=released))
    standing = (await yard.hold({("tea", "east"): 4, ("cup", "east"): 1})).hold_id
    commitment = (await yard.commit({("tea", "east"): 5})).commitment_id
    await yard.fact(FactKind.DAMAGE, "cup", "east", 1)
    await yard.fact(FactKind.COUNT, "cup", "east", 8)
    await yard.fact(FactKind.MOVE, "cup", "east", 2, to_node="north")
    yield Books(yard, standing, shipped, commitment)
    await yard.close()
