"""A lane's plans are made once, mostly on a database that is still empty: they must be look-ups by key even so."""

from __future__ import annotations

import re

import pytest

from stockpool.bootstrap import lane_connection
from stockpool.inventory import store
from tests.inventory.yard import Yard

KEYS = {
    "LOCK_POSITIONS": "sku",
    "UPDATE_POSITIONS": "sku",
    "UPDATE_RESERVATIONS": "reservation_id",
    "READ_RESERVATIONS": "reservation_id",
    "FIND_REPLIES": "key",
    "FIRST_COUNTS_BEHIND": "(node = late.node) AND (counted_at > late.moment)",
    "READ_DUE_HOLDS": "expires_at <=",  # the primary key would find by SKU and node too: by reading all of itself
}


async def index_conditions(yard: Yard, statement: str) -> str:
    """What the lane's kept plan of a statement asks its indexes."""
    arguments = statement.count("%s")
    for number in range(1, arguments + 1):
        statement = statement.replace("%s", f"${number}", 1)
    connection = await lane_connection(yard.database)
    async with connection:
        await connection.execute(f"prepare planned as {statement}".encode())
        explain = f"explain execute planned ({', '.join(['null'] * arguments)})"
        rows = await (await connection.execute(explain.encode())).fetchall()
    return "\n".join(line for (line,) in rows if re.search("Index Cond", line))


@pytest.mark.parametrize("name", KEYS)
async def test_on_an_empty_database_rows_are_looked_up_by_their_key(yard: Yard, name: str) -> None:
    """Case 18: a shard alone is no key; whoever asks an index for it reads every row there is."""
    assert KEYS[name] in await index_conditions(yard, getattr(store, name))


@pytest.mark.parametrize("name", KEYS)
async def test_on_tables_known_to_be_empty_too(yard: Yard, name: str) -> None:
    """A vacuum tells that a table is empty: all ways cost the same then, and the planner chooses by a hair."""
    connection = await yard.database.connect()
    async with connection:
        await connection.set_autocommit(True)
        await connection.execute("vacuum (analyze) positions, reservations, movements, entries")
    assert KEYS[name] in await index_conditions(yard, getattr(store, name))
