"""The bytes for PostgreSQL's COPY: what a real server reads from them is what the file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from stockpool.connectors.api import open_tables
from stockpool.connectors.messages import Known
from stockpool.kernel.ids import shard_of
from stockpool.runtime.database import Database
from tests.connectors.conftest import KNOWN, NOW, Read, csv_of


def test_backslashes_are_escaped_and_nothing_is_a_null(read: Read) -> None:
    outcome = read("stock", csv_of("stock", {"sku": "back\\slash"}))

    assert outcome.copied == b"2\t0\tback\\\\slash\tdc\t5\t\\N\n"


@pytest.mark.parametrize("shard_count", [1, 4])
def test_the_shard_of_each_sku_is_the_one_the_ledger_uses(tmp_path: Path, shard_count: int) -> None:
    skus = [f"S{n}" for n in range(20)]
    (tmp_path / "stock.csv").write_text(csv_of("stock", *({"sku": sku} for sku in skus)))
    with open_tables(tmp_path, tmp_path, now=NOW, shard_count=shard_count) as reader:
        checked = reader.check("stock", Known(dict.fromkeys(skus, 0), KNOWN.nodes))
        copied = b"".join(batch.lines for batch in checked.copy_batches(1000))

    shards = [int(line.split(b"\t")[1]) for line in copied.splitlines()]
    assert shards == [shard_of(sku, shard_count) for sku in skus]
    assert len(set(shards)) == shard_count


def test_batches_are_cut_between_rows_and_sorted_by_shard_and_key_if_asked(tmp_path: Path) -> None:
    rows = [{"sku": sku, "node": node} for sku in ("C", "A", "B") for node in ("shop", "dc")]
    (tmp_path / "stock.csv").write_text(csv_of("stock", *rows))
    known = Known(dict.fromkeys("ABC", 0), KNOWN.nodes)
    with open_tables(tmp_path, tmp_path, now=NOW, shard_count=2) as reader:
        checked = reader.check("stock", known)
        as_they_came, by_key = list(checked.copy_batches(4)), list(checked.copy_batches(4, by_key=True))

    assert [batch.rows for batch in by_key] == [4, 2]
    assert [batch.lines.count(b"\n") for batch in by_key] == [4, 2]
    names = [tuple(line.split(b"\t")[:3]) for batch in by_key for line in batch.lines.splitlines()]
    assert names == sorted(names)
    assert len(set(names)) == len(rows)
    assert [line.split(b"\t")[0] for line in as_they_came[0].lines.splitlines()] == [b"2", b"3", b"4", b"5"]


@pytest.mark.anyio
async def test_postgresql_reads_back_what_the_file_says(read: Read, database: Database) -> None:
    names = ["back\\slash", "back\\N", "emoji 🧵", 'quote"', "comma, semicolon;"]
    known = Known(dict.fromkeys(names, 0), KNOWN.nodes)
    rows = [{"source_id": f"{n}", "sku": name} for n, name in enumerate(names)]
    price = {"unit_price": "1.20", "currency": "EUR", "source": "till", "kind": "return"}
    outcome = read("sales", csv_of("sales", *(row | price for row in rows)), known=known)

    async with database.transaction() as connection:
        await connection.execute(
            "create temp table t (row_no bigint, shard int, source text, source_id text, kind text, sku text,"
            " node text, quantity bigint, occurred_at timestamptz, unit_price bigint, currency text)"
        )
        async with connection.cursor().copy("copy t from stdin") as copy:
            await copy.write(outcome.copied)
        found = await (
            await connection.execute(
                "select sku, quantity, unit_price, currency, source, kind, occurred_at = '2026-05-01 10:00+00' from t"
            )
        ).fetchall()

    assert found == [(name, 1, 120, "EUR", "till", "return", True) for name in names]


@pytest.mark.anyio
async def test_without_the_escape_postgresql_would_read_something_else(read: Read, database: Database) -> None:
    outcome = read("stock", csv_of("stock", {"sku": "back\\slash"}))
    unescaped = outcome.copied.replace(b"\\\\", b"\\")

    async with database.transaction() as connection:
        await connection.execute("create temp table t (a text, b text, sku text, c text, d text, e text)")
        async with connection.cursor().copy("copy t from stdin") as copy:
            await copy.write(unescaped)
        found = await (await connection.execute("select sku from t")).fetchall()

    assert found == [("backslash",)]
