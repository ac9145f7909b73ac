"""Where promises are broken is noted until it is mended, whatever happens at once."""

from __future__ import annotations

import pytest
from psycopg import AsyncConnection

from stockpool.inventory.api import short_positions
from stockpool.inventory.queries import stock
from stockpool.runtime.database import Database

pytestmark = pytest.mark.anyio

POSITION = "insert into positions (shard, sku, node, available, committed) values (0, 'A', 'N', 0, 2)"
NOTE = "insert into short_positions (shard, sku, node) values (0, 'A', 'N') on conflict do nothing"
SELL = "update positions set available = available - 2 where sku = 'A'"


async def noted_after_a_sale_during_the_look(database: Database) -> list[tuple[tuple[str, str], int]]:
    """A note of yesterday stands, all is mended; a sale breaks promises anew while somebody looks what is mended."""
    till: AsyncConnection = await database.connect()
    async with till, database.read() as repairer:
        await till.execute(POSITION)
        await till.execute(NOTE)
        async with till.transaction():
            await till.execute(SELL)
            await till.execute(NOTE)
            assert await short_positions(repairer, 10) == []
        return await short_positions(repairer, 10)


async def test_a_sale_while_notes_are_cleared_is_not_forgotten(database: Database) -> None:
    assert await noted_after_a_sale_during_the_look(database) == [(("A", "N"), 2)]


async def test_without_the_lock_the_same_sale_is_forgotten_for_good(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = stock.FORGET_SHORT_POSITIONS.replace("for update of p skip locked", "")
    monkeypatch.setattr(stock, "FORGET_SHORT_POSITIONS", unlocked)
    assert await noted_after_a_sale_during_the_look(database) == []


async def test_what_is_mended_is_forgotten(database: Database) -> None:
    async with database.read() as connection:
        await connection.execute(POSITION)
        await connection.execute(NOTE)
        assert await short_positions(connection, 10) == []
        assert await (await connection.execute("select from short_positions")).fetchall() == []
