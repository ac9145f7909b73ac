"""Sales of the past on a real server: each goes in once, straight in where none is known, and none is replaced."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from stockpool.connectors import store
from stockpool.connectors.api import SalesAdded, add_sales, open_tables
from stockpool.runtime.database import Database
from tests.connectors.conftest import KNOWN, NOW, csv_of, rejected_rows

pytestmark = pytest.mark.anyio

WHEN = "2026-05-01 10:00:00+00"
STORED = "select source_id, quantity::int from past_sales order by source, source_id"


def lines_of(**quantities: int) -> bytes:
    """Sales by their ids, as COPY lines in the order of their keys."""
    rows = (f"till\t{number}\tsale\tA\tdc\t{units}\t{WHEN}\t\\N\t\\N\n" for number, units in sorted(quantities.items()))
    return "".join(rows).encode()


async def add(database: Database, lines: bytes) -> SalesAdded:
    """Add them in a transaction of their own."""
    async with database.transaction() as connection:
        return await add_sales(connection, lines)


async def stored(database: Database) -> list[tuple[str, int]]:
    """What is there, by id."""
    async with database.read() as connection:
        return list(await (await connection.execute(STORED)).fetchall())


async def test_sales_that_nobody_knows_go_straight_in(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "STAGE_SALES", "select no way around")
    assert await add(database, lines_of(a1=1, a2=2)) == SalesAdded(2, ())
    assert await add(database, lines_of(b1=3)) == SalesAdded(1, ())
    assert await stored(database) == [("a1", 1), ("a2", 2), ("b1", 3)]


async def test_known_sales_stay_and_those_with_other_values_are_named(database: Database) -> None:
    await add(database, lines_of(a1=1, a2=2))
    assert await add(database, lines_of(a1=1, a2=7, a3=3)) == SalesAdded(1, (("till", "a2"),))
    assert await stored(database) == [("a1", 1), ("a2", 2), ("a3", 3)]


@pytest.mark.parametrize("number", ["back\\\\slash", "zürich"])
async def test_a_known_sale_is_found_whatever_its_id_is_made_of(
    database: Database, monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    await add(database, lines_of(**{number: 1}))
    monkeypatch.setattr(store, "COPY_NEW_SALES", "copy no_such_table from stdin")
    assert await add(database, lines_of(**{number: 1})) == SalesAdded(0, ())


async def test_a_sale_that_another_import_adds_meanwhile_is_known_all_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The look before the copy says that nothing is known, as it would a moment before the other import commits."""
    await add(database, lines_of(a2=2))
    monkeypatch.setattr(store, "ANY_SALE_BETWEEN", "select num_nulls(%s::text, %s::text, %s::text, %s::text) > 0")
    assert await add(database, lines_of(a1=1, a2=7)) == SalesAdded(1, (("till", "a2"),))
    assert await stored(database) == [("a1", 1), ("a2", 2)]


async def test_the_same_sales_at_once_go_in_once(database: Database) -> None:
    lines = lines_of(**{f"a{number:04}": 1 for number in range(2_000)})
    added = await asyncio.gather(*[add(database, lines) for _ in range(4)])
    assert sorted(each.added for each in added) == [0, 0, 0, 2_000]
    assert len(await stored(database)) == 2_000


def test_rows_are_rejected_by_their_key(tmp_path: Path) -> None:
    rows = [{"source": source, "source_id": number} for source in ("till", "web") for number in ("1", "2")]
    (tmp_path / "sales.csv").write_text(csv_of("sales", *rows))
    with open_tables(tmp_path, tmp_path / "out", now=NOW) as reader:
        checked = reader.check("sales", KNOWN)
        checked.reject_keys([("web", "1"), ("till", "2"), ("web", "9")], "known otherwise")
        counts = checked.counts()
        copied = b"".join(batch.lines for batch in checked.copy_batches(10, by_key=True))

    written = rejected_rows(tmp_path / "out" / "sales.rejects.csv")
    assert [(row["source"], row["source_id"], row["reason"]) for row in written] == [
        ("till", "2", "known otherwise"),
        ("web", "1", "known otherwise"),
    ]
    assert (counts.good, counts.rejected) == (2, 2)
    assert [line.split(b"\t")[:3] for line in copied.splitlines()] == [
        [b"till", b"1", b"sale"],
        [b"web", b"2", b"sale"],
    ]
