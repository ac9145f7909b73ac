"""`stockpool reconcile`: a file beside the pool, for people and for scripts."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from stockpool.catalog.api import upsert_skus
from stockpool.catalog.messages import SkuInput
from stockpool.entrypoints.cli.running import run
from stockpool.kernel.ids import new_uuid7
from stockpool.network.api import upsert_nodes
from stockpool.network.messages import NodeInput, NodeKind
from stockpool.reconciliation.messages import Source
from stockpool.runtime.database import Database
from stockpool.workflows.reconciliation_desk import ReconciliationDesk


async def furnish(url: str) -> None:
    database = await Database.open(url)
    async with database.transaction() as connection:
        await upsert_skus(connection, [SkuInput("tea", "Tea"), SkuInput("cup", "Cup")])
        await upsert_nodes(connection, [NodeInput("leeds", "Leeds", NodeKind.STORE)])
        await connection.execute("insert into positions (shard, sku, node, available) values (0, 'tea', 'leeds', 5)")
    await ReconciliationDesk(database, new_uuid7, None).put_sources([Source(id="erp", name="ERP")])
    await database.close()


def compare(file: Path, url: str, *more: str) -> int:
    out = str(file.parent / "rejects")
    return run(["reconcile", str(file), "--source", "erp", "--database-url", url, "--out", out, *more])


def test_a_file_is_compared_and_shown(database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(furnish(database_url))
    file = tmp_path / "Bestand 26.csv"
    file.write_text("sku,node,quantity\ntea,leeds,3\nhat,leeds,1\n")
    assert compare(file, database_url, "--json") == 1
    answered = json.loads(capsys.readouterr().out)
    assert (answered["run"]["compared"], answered["run"]["rejected"], answered["run"]["opened"]) == (1, 1, 1)
    assert answered["exceptions"][0]["difference"] == -2
    assert "hat" in (tmp_path / "rejects" / "stock.rejects.csv").read_text()
    assert compare(file, database_url) == 1
    shown = capsys.readouterr().out
    assert "0 new, 1 known before" in shown
    assert "missing sale" in shown
    file.write_text("sku,node,quantity\ntea,leeds,5\n")
    assert compare(file, database_url, "--as-of", "2026-05-04T07:00:00Z") == 0
    assert "as of 2026-05-04 07:00:00 UTC: 1 equal, 0 differ" in capsys.readouterr().out
    file.write_text("sku,node,number\ntea,leeds,5\n")
    assert compare(file, database_url) == 2
    assert "quantity is missing" in capsys.readouterr().err
