"""`stockpool forecast history`: out of the pool, and out of a retailer's own file."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import duckdb
import psycopg
import pytest

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.entrypoints.cli.running import run
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.runtime.database import Database

Captured = pytest.CaptureFixture[str]


async def furnish(url: str) -> None:
    """Sales that were imported."""
    database = await Database.open(url)
    async with database.transaction() as connection:
        await upsert_skus(connection, [SkuInput("cloth", "Cloth", decimals=1, category="fabric")])
        await upsert_nodes(connection, [NodeInput("leeds", "Leeds", NodeKind.STORE)])
        await connection.execute(
            """
            insert into past_sales values
            ('till', '1', 'sale', 'cloth', 'leeds', 25, '2026-03-01 10:00', 900, 'EUR'),
            ('till', '2', 'sale', 'cloth', 'leeds', 5, '2026-03-01 11:00', 600, 'EUR'),
            ('till', '3', 'return', 'cloth', 'leeds', 10, '2026-03-02', null, null)
            """
        )
    await database.close()


def test_the_pool_writes_what_was_imported(database_url: str, tmp_path: Path, capsys: Captured) -> None:
    asyncio.run(furnish(database_url))
    demand, prices = tmp_path / "demand.parquet", tmp_path / "prices.csv"
    asked = ["forecast", "history", "--out", str(demand), "--prices", str(prices), "--database-url", database_url]
    assert run([*asked, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert {**told, "fingerprint": len(told["fingerprint"])} == {
        "rows": 1, "series": 1, "first": "2026-03-01", "last": "2026-03-01", "fingerprint": 64,
    }  # fmt: skip
    rows = duckdb.read_parquet(str(demand)).project("date::text, quantity, in_stock, category").fetchall()
    assert rows == [("2026-03-01", 3.0, True, "fabric")]
    assert prices.read_text() == "sku,node,date,price\ncloth,leeds,2026-03-01,8.5\n"
    assert run([*asked, "--since", "2026-03-02"]) == 0
    assert "no demand in the pool" in capsys.readouterr().out
    with psycopg.connect(database_url) as connection:
        assert connection.execute("select sum(returned), count(*) from demand_days").fetchone() == (10, 2)


def test_a_file_of_another_shape_is_mapped(tmp_path: Path, capsys: Captured) -> None:
    (tmp_path / "sales.csv").write_text("article;branch;day;pieces\n7;3;2026-03-02;4\n7;3;2026-03-01;2\n")
    mapping = tmp_path / "demand.sql"
    mapping.write_text(
        "select 'A' || article as sku, branch::text as node, day as date, pieces as quantity\n"
        "from read_csv(getvariable('from'))"
    )
    out = tmp_path / "demand.csv"
    asked = ["forecast", "history", "--out", str(out), "--from-file", str(tmp_path / "sales.csv")]
    assert run([*asked, "--map", str(mapping)]) == 0
    assert capsys.readouterr().out == f"2 rows in {out}\n"
    assert out.read_text() == "sku,node,date,quantity\nA7,3,2026-03-01,2\nA7,3,2026-03-02,4\n"
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for query, said in (
        ("select 1 as sku", "gives no column node, date, quantity"),
        (f"select * from read_csv('{tmp_path / 'secret.csv'}')", "Permission"),  # noqa: S608 -- own path
        ("create table x as select 1", "is not one SELECT"),
    ):
        mapping.write_text(query)
        assert run([*asked, "--map", str(mapping)]) == 2
        assert said in capsys.readouterr().err
    assert run(asked) == 2
    assert "--from-file and --map go together" in capsys.readouterr().err
