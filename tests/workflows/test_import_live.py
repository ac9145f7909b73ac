"""Importing counts while customers hold and order: promises go on, and nothing is wrong at the end."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from stockpool.bootstrap import Application
from stockpool.inventory.messages import HoldPlaced, Line, PlaceHold
from stockpool.kernel.idempotency import key_digest
from stockpool.kernel.ids import new_uuid7
from stockpool.kernel.refusals import Reason, Refused
from stockpool.runtime.settings import Settings
from stockpool.workflows.verify import verify
from tests.workflows.import_folder import GOOD, command, import_folder, rows_of, run_process, write_folder

SKUS, NODES, BUYERS = 600, 10, 24

MASTER = {
    "skus": "id,name\n" + "".join(f"S{n:05},SKU {n}\n" for n in range(SKUS)),
    "nodes": "id,name,kind\n" + "".join(f"n{n},Node {n},store\n" for n in range(NODES)),
    "channels": GOOD["channels"],
}


def stock(quantity: int) -> str:
    """A count of every SKU at every node."""
    rows = (f"S{sku:05},n{node},{quantity}\n" for sku in range(SKUS) for node in range(NODES))
    return "sku,node,quantity\n" + "".join(rows)


@pytest.mark.anyio
async def test_holds_go_on_while_stock_is_imported(database_url: str, tmp_path: Path) -> None:
    import_folder(write_folder(tmp_path / "in", {**MASTER, "stock": stock(40)}), database_url, run=run_process)
    later = write_folder(tmp_path / "later", {"stock": stock(30)})
    application = Application(Settings(), database_url)
    await application.start()
    try:
        importing = await asyncio.create_subprocess_exec(
            *command("import", later, "--database-url", database_url), cwd=tmp_path, stderr=asyncio.subprocess.PIPE
        )
        buyers = [asyncio.create_task(buy(application, importing, seed)) for seed in range(BUYERS)]
        _, said = await importing.communicate()
        outcomes = sum([await buyer for buyer in buyers], Counter[str]())
    finally:
        await application.close()

    assert importing.returncode == 0, said.decode()
    assert outcomes["held"] > 200, "holds were to go on meanwhile"
    assert outcomes.keys() <= {"held", Reason.INSUFFICIENT_STOCK.value}
    await check_books(database_url, application)
    held = rows_of(database_url, "select sum(quantity) from reservations where kind = 'hold' and quantity > 0")
    assert held == [(outcomes["held"],)]
    assert rows_of(database_url, "select distinct available + held from positions") == [(30,)], "holds are no sales"


async def buy(application: Application, importing: asyncio.subprocess.Process, seed: int) -> Counter[str]:
    """Hold single units of random SKUs until the import is over."""
    chance, outcomes, number = random.Random(seed), Counter[str](), 0
    while importing.returncode is None:
        number += 1
        key = key_digest("buyer", f"{seed}/{number}")
        line = Line(f"S{chance.randrange(SKUS):05}", 1)
        command_ = PlaceHold(
            key=key, fingerprint=key, actor="buyer", hold_id=new_uuid7(), channel="web", lines=(line,), ttl_seconds=3600
        )
        reply = await application.lanes.submit(command_)
        assert isinstance(reply, HoldPlaced | Refused), reply
        outcomes["held" if isinstance(reply, HoldPlaced) else reply.reason.value] += 1
    return outcomes


async def check_books(url: str, application: Application) -> None:
    """The ledger's own proof."""
    fresh = Application(application.settings, url)
    await fresh.database.start()
    connection = await fresh.database.connect()
    try:
        verified = await verify(connection)
    finally:
        await connection.close()
        await fresh.database.close()
    assert verified.drift == 0, verified.drifts
    assert verified.holds > 200
