"""A server that died comes back by itself under a process that uses it; one that was stopped stays stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from stockpool.runtime.database import Database, DatabaseUnavailable, leave_alone
from stockpool.runtime.embedded import Revival, is_running, postmaster, revival, start_embedded, stop_embedded
from tests.conftest import new_test_folder, remove_test_folder


@pytest.fixture(scope="module")
def data_dir() -> Iterator[Path]:
    made = new_test_folder()
    yield made / "data"
    remove_test_folder(made)


@pytest.fixture(autouse=True)
def _without_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revival, "PAUSE_S", 0.0)


def kill_server(data_dir: Path) -> None:
    process = postmaster.find_postmaster(data_dir / "postgres")
    assert process is not None
    process.kill()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)


async def answer(database: Database) -> object:
    async with database.read() as connection:
        return await (await connection.execute("select 1")).fetchone()


async def test_the_pool_and_a_dedicated_connection_find_a_killed_server_alive_again(data_dir: Path) -> None:
    database = Database.prepare(start_embedded(data_dir), revive=Revival(data_dir))
    await database.start()
    kill_server(data_dir)
    assert await answer(database) == (1,)
    kill_server(data_dir)
    connection = await database.connect()
    assert await (await connection.execute("select 1")).fetchone() == (1,)
    await connection.close()
    await database.close()


async def test_a_server_that_gave_up_and_took_its_pid_file_with_it_comes_back(data_dir: Path) -> None:
    """As it does where the disk is full: nobody has stopped it."""
    database = Database.prepare(start_embedded(data_dir), revive=Revival(data_dir))
    await database.start()
    kill_server(data_dir)
    (data_dir / "postgres" / "postmaster.pid").unlink()
    assert await answer(database) == (1,)
    await database.close()


async def test_without_it_a_killed_server_stays_dead(data_dir: Path) -> None:
    database = Database.prepare(start_embedded(data_dir), revive=leave_alone)
    await database.start()
    kill_server(data_dir)
    with pytest.raises(DatabaseUnavailable):
        await database.connect()
    await database.close()
    assert not is_running(data_dir)


async def test_many_who_find_it_dead_start_it_once(data_dir: Path) -> None:
    url = start_embedded(data_dir)
    kill_server(data_dir)
    revivals = [Revival(data_dir) for _ in range(3)]
    databases = [Database.prepare(url, revive=each) for each in revivals for _ in range(3)]
    connections = await asyncio.gather(*(database.connect() for database in databases))
    started = {await (await c.execute("select pg_postmaster_start_time()")).fetchone() for c in connections}
    for connection in connections:
        await connection.close()
    assert len(started) == 1


async def test_a_server_that_was_stopped_on_purpose_is_left_alone(data_dir: Path) -> None:
    start_embedded(data_dir)
    stop_embedded(data_dir)
    await Revival(data_dir)()
    assert not is_running(data_dir)


async def test_a_start_that_failed_is_tried_again_although_its_pid_file_is_gone(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_embedded(data_dir)
    kill_server(data_dir)
    revive = Revival(data_dir)
    with monkeypatch.context() as full:
        full.setattr(revival, "start_embedded", fail_to_start)
        with pytest.raises(DatabaseUnavailable):
            await revive()
    assert not is_running(data_dir)
    await revive()
    assert is_running(data_dir)


def fail_to_start(data_dir: Path) -> str:
    """As PostgreSQL on a full disk: it ends, and takes its pid file with it."""
    (data_dir / "postgres" / "postmaster.pid").unlink()
    raise DatabaseUnavailable("no space left", where=str(data_dir), mend="make room")


async def test_it_does_not_start_a_dying_server_again_and_again(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(revival, "PAUSE_S", 60.0)
    start_embedded(data_dir)
    revive = Revival(data_dir)
    kill_server(data_dir)
    await revive()
    assert is_running(data_dir)
    kill_server(data_dir)
    await revive()
    assert not is_running(data_dir)


async def test_a_server_that_hangs_but_lives_is_not_started_twice(data_dir: Path) -> None:
    start_embedded(data_dir)
    process = postmaster.find_postmaster(data_dir / "postgres")
    assert process is not None
    os.kill(process.pid, signal.SIGSTOP)
    try:
        await Revival(data_dir)()
        assert postmaster.find_postmaster(data_dir / "postgres") == process
    finally:
        os.kill(process.pid, signal.SIGCONT)
