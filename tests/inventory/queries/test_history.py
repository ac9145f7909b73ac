"""The cost of reading does not grow with history: with tens of thousands of entries behind each position, every read
still goes by index, and touches few rows. How long things take is measured by `benchmarks/history.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg import AsyncConnection

from benchmarks.history import fill
from stockpool.bootstrap import lane_connection
from stockpool.inventory import store
from stockpool.inventory.api import Moment, PositionFilter, list_entries, list_positions, verify
from stockpool.inventory.messages import FactKind
from stockpool.inventory.queries import entries, positions, stock
from stockpool.kernel.ids import new_uuid7
from stockpool.runtime.database import Database
from tests.inventory.yard import NODES, Yard, furnish

ENTRIES = 60_000
RECENT = datetime.now(UTC) - timedelta(minutes=5)
HOLD = new_uuid7()


@pytest.fixture
async def old(database: Database) -> Database:
    """Nine positions with a long past, of which the planner knows."""
    await furnish(database)
    yard = Yard(database)
    await yard.open()
    for sku in ("tea", "cup", "cloth"):
        for node in NODES:
            await yard.fact(FactKind.RECEIVE, sku, node, 5)
    await yard.close()
    connection = await database.connect()
    async with connection:
        await connection.execute("update movements set recorded_at = '2023-12-01'")
        await connection.execute("update entries set recorded_at = '2023-12-01', occurred_at = '2023-12-01'")
        assert await fill(connection, ENTRIES) == pytest.approx(ENTRIES, rel=0.01)
        await connection.execute("vacuum analyze")
    return database


def nodes_of(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every step of a plan."""
    yield plan
    for part in plan.get("Plans", ()):
        yield from nodes_of(part)


Params = Sequence[object] | Mapping[str, object]


async def steps(connection: AsyncConnection, statement: str, params: Params) -> list[dict[str, Any]]:
    """How a statement is carried out, step by step."""
    cursor = await connection.execute(f"explain (analyze, format json) {statement}".encode(), params)
    row = await cursor.fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return list(nodes_of(plan[0]["Plan"]))


def whole_tables(found: list[dict[str, Any]]) -> list[str]:
    """Tables of history that are read from one end to the other."""
    history = {"entries", "movements", "reservations"}
    return [
        step["Relation Name"] for step in found if step["Node Type"] == "Seq Scan" and step["Relation Name"] in history
    ]


def rows_read(found: list[dict[str, Any]], table: str) -> int:
    """How many rows of a table were looked at."""
    looked_at = [
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in found
        if step.get("Relation Name") == table
    ]
    return int(sum(looked_at))


PAGE: dict[str, Any] = {
    "shards": "{0}", "skus": "{tea}", "nodes": "{east,west}", "after_sku": "", "after_node": "", "limit": 100,
    "as_of": None, "known_at": None, "earliest": None,
}  # fmt: skip
THEN = {**PAGE, "as_of": RECENT, "earliest": RECENT}
ENTRY_PAGE = {"shard": 0, "sku": "tea", "node": "east", "limit": 100, "movement_id": 2**62, "line": 0}

READS: dict[str, tuple[str, Params]] = {
    "free stock": (stock.FREE_STOCK, ("{0}", "{tea}")),
    "free stock now": (stock.FREE_STOCK_AT_NODES, ("{0}", "{tea}", "{east,west}")),
    "holds": (stock.OPEN_HOLDS, ("{0}", f"{{{HOLD}}}")),
    "due positions": (stock.DUE_POSITIONS, (100,)),
    "positions of SKUs": (positions.AS_THEY_ARE.format(page=positions.PAGE_OF_SKUS), PAGE),
    "positions of nodes": (positions.AS_THEY_ARE.format(page=positions.PAGE_OF_NODES), PAGE),
    "all positions": (positions.AS_THEY_ARE.format(page=positions.PAGE_OF_ALL), PAGE),
    "positions a while ago": (positions.AS_THEY_WERE.format(page=positions.PAGE_OF_ALL), THEN),
    "newest entries": (entries.NEWEST_FIRST, ENTRY_PAGE),
    "oldest entries": (entries.OLDEST_FIRST, {**ENTRY_PAGE, "movement_id": 0}),
    "goods in transit": (entries.IN_TRANSIT, {"transfers": f"{{{HOLD}}}"}),
    "changes since": (store.SUM_CHANGES_SINCE, (0, "tea", "east", RECENT, RECENT)),
}


@pytest.mark.parametrize("session", ["pooled", "lane"])
async def test_no_read_goes_through_a_table_of_history(old: Database, session: str) -> None:
    connection = await (old.connect() if session == "pooled" else lane_connection(old))
    async with connection:
        found = {name: await steps(connection, *read) for name, read in READS.items()}
    assert {name: whole_tables(plan) for name, plan in found.items()} == {name: [] for name in READS}
    touched = {
        name: sum(rows_read(plan, t) for t in ("entries", "movements", "reservations")) for name, plan in found.items()
    }
    assert {name: rows for name, rows in touched.items() if rows > 210} == {}
    assert touched["newest entries"] >= 100


async def test_a_read_that_does_is_found(old: Database) -> None:
    """The negative control: the same question put so that no index can help."""
    statement, params = READS["changes since"]
    async with old.read() as connection:
        plan = await steps(connection, statement.replace("e.sku = %s", "e.sku || '' = %s"), params)
        slow = await steps(connection, statement.replace("interval '1 minute'", "interval '9 years'"), params)
        silly = await steps(connection, "select count(*) from entries where quantity = 1", ())
    assert whole_tables(silly) == ["entries"]
    assert rows_read(plan, "entries") + rows_read(slow, "entries") > 5_000


async def test_the_long_past_can_be_read_and_is_proved(old: Database) -> None:
    connection = await old.connect()
    async with connection:
        found = await verify(connection)
        assert (found.drift, found.positions) == (0, 9)
        assert found.entries > ENTRIES * 0.99
        page = await list_entries(connection, ("tea", "east"), 1, limit=3)
        assert [row.to_account for row in page] == ["customer", "held", "available"]
        wanted = PositionFilter(("tea",), ("east",))
        for moment in ("2024-01-01", "2024-06-01", "2025-01-01"):
            at = Moment(as_of=datetime.fromisoformat(f"{moment}T00:00:00Z"))
            (row,) = await list_positions(connection, wanted, 1, moment=at)
            assert row.on_hand in {5, 6}
