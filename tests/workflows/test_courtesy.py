"""Bulk work makes room while lanes are at work, and only then; nothing of it is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from psycopg import AsyncConnection

from stockpool.bootstrap import Application
from stockpool.connectors.files.engine import THREADS_MAX, open_engine, use_threads
from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import lanes_at_work
from stockpool.inventory.messages import FactKind, RecordFact
from stockpool.kernel.idempotency import key_digest
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.workflows.import_files import courtesy
from stockpool.workflows.import_files.courtesy import PART_ROWS, Courtesy
from stockpool.workflows.import_files.side_by_side import WRITES_BACK, put_side_by_side
from stockpool.workflows.import_files.surroundings import Tally

pytestmark = pytest.mark.anyio

ROWS = PART_ROWS * 2 + 1
BATCH = CopyBatch(ROWS, b"".join(b"0\tS%d\tN\t1\t\\N\n" % row for row in range(ROWS)))


@pytest.mark.parametrize(("busy", "sizes"), [(False, [ROWS]), (True, [PART_ROWS, PART_ROWS, 1])])
async def test_a_batch_is_put_whole_or_in_small_parts(
    database: Database, monkeypatch: pytest.MonkeyPatch, busy: bool, sizes: list[int]
) -> None:
    got: list[CopyBatch] = []

    async def at_work(_connection: AsyncConnection) -> bool:
        return busy

    async def put(_connection: AsyncConnection, batch: CopyBatch) -> Tally:
        got.append(batch)
        return Tally(batch.rows, 0)

    monkeypatch.setattr(courtesy, "lanes_at_work", at_work)
    async with database.read() as connection:
        assert await Courtesy(put).put(connection, BATCH) == Tally(ROWS, 0)
    assert [batch.rows for batch in got] == sizes
    assert b"".join(batch.lines for batch in got) == BATCH.lines


async def test_what_batches_write_is_on_its_way_to_the_disk_at_once(database: Database) -> None:
    async def setting(connection: AsyncConnection) -> str:
        row = await (await connection.execute("show backend_flush_after")).fetchone()
        assert row is not None
        return str(row[0])

    async def put(connection: AsyncConnection, _batch: CopyBatch) -> Tally:
        assert await setting(connection) == WRITES_BACK
        return Tally(1, 0)

    assert await put_side_by_side(database, iter([BATCH]), put, lambda _: None) == Tally(1, 0)
    async with database.read() as connection:
        assert await setting(connection) != WRITES_BACK, "requests do not wait for the disk"


@pytest.mark.parametrize(("busy", "threads"), [(True, 1), (False, min(os.cpu_count() or 1, THREADS_MAX))])
def test_files_are_read_with_one_thread_while_others_work(tmp_path: Path, *, busy: bool, threads: int) -> None:
    engine = open_engine(tmp_path)
    use_threads(engine, sparing=not busy)
    use_threads(engine, sparing=busy)
    assert engine.execute("select current_setting('threads')").fetchone() == (threads,)


async def test_lanes_are_seen_at_work_when_they_have_just_answered(database: Database, database_url: str) -> None:
    application = Application(Settings(pool_size=2, sweep_interval_s=60, repair_interval_s=60), database_url)
    await application.start()
    try:
        async with database.read() as connection:
            assert not await lanes_at_work(connection), "they have only come"
        key = key_digest("till", "1")
        fact = RecordFact(key=key, fingerprint=key, actor="till", kind=FactKind.RECEIVE, sku="A", node="N", quantity=1)
        await application.ledger.submit(fact)
        async with database.read() as connection:
            assert await lanes_at_work(connection)
            await connection.execute("select pg_sleep(0.7)")
            assert not await lanes_at_work(connection)
    finally:
        await application.close()
