from __future__ import annotations

import asyncio
import time

import psycopg
import pytest

from stockpool.runtime import jobs_schema, migrating
from stockpool.runtime.database import DatabaseUnavailable


def tables(url: str) -> set[str]:
    with psycopg.connect(url) as conn:
        rows = conn.execute("select table_name from information_schema.tables where table_schema = 'public'")
        return {row[0] for row in rows}


async def test_an_empty_database_gets_every_table_once(empty_database_url: str) -> None:
    assert await migrating.pending(empty_database_url)
    first = await migrating.upgrade(empty_database_url)
    second = await migrating.upgrade(empty_database_url)
    assert first[0] == "0001"
    assert first[-1].startswith("jobs:")
    assert second == []
    assert {"versions", "ledger_settings", "positions", "procrastinate_jobs"} <= tables(empty_database_url)
    assert await migrating.pending(empty_database_url) == []


async def test_two_upgrades_at_once_apply_each_step_once(empty_database_url: str) -> None:
    answers = await asyncio.gather(*(migrating.upgrade(empty_database_url) for _ in range(4)))
    assert sorted(len(answer) for answer in answers) == [0, 0, 0, 2]


async def most_upgrades_inside_at_once(url: str, monkeypatch: pytest.MonkeyPatch) -> int:
    inside: list[int] = []
    most = 0

    def apply_slowly(_url: str) -> None:
        nonlocal most
        inside.append(1)
        most = max(most, len(inside))
        time.sleep(0.1)
        inside.pop()

    monkeypatch.setattr(migrating, "_apply", apply_slowly)
    await asyncio.gather(*(migrating.upgrade(url) for _ in range(3)))
    return most


async def test_upgrades_take_turns(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await most_upgrades_inside_at_once(empty_database_url, monkeypatch) == 1


async def test_without_the_lock_upgrades_would_overlap(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrating, "LOCK", "select %s")
    assert await most_upgrades_inside_at_once(empty_database_url, monkeypatch) > 1


async def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_conn: psycopg.Connection) -> None:
        raise RuntimeError("half way")

    with monkeypatch.context() as broken:
        broken.setattr(jobs_schema, "apply", fail)
        with pytest.raises(RuntimeError, match="half way"):
            await migrating.upgrade(empty_database_url)
    assert tables(empty_database_url) == set()
    assert await migrating.upgrade(empty_database_url)


async def test_an_old_schema_is_refused_with_the_command_that_mends_it(empty_database_url: str) -> None:
    with pytest.raises(migrating.SchemaNotCurrent, match=r"needs .*run `stockpool db upgrade`"):
        await migrating.check_current(empty_database_url)
    await migrating.upgrade(empty_database_url)
    await migrating.check_current(empty_database_url)


async def test_a_schema_from_the_future_is_refused(database_url: str) -> None:
    with psycopg.connect(database_url) as conn:
        conn.execute("update alembic_version set version_num = '9999'")
    with pytest.raises(migrating.SchemaNotCurrent, match=r"revision 9999.*update stockpool"):
        await migrating.upgrade(database_url)


async def test_an_unreachable_database_is_told_apart_from_an_old_one() -> None:
    with pytest.raises(DatabaseUnavailable):
        await migrating.pending("postgresql://127.0.0.1:1/shop")


def test_the_job_systems_newer_steps_are_pending_until_applied(database_url: str) -> None:
    with psycopg.connect(database_url) as conn:
        assert jobs_schema.pending(conn) == []
        conn.execute("update jobs_schema set step = '03.04.00_01'")
        assert jobs_schema.pending(conn)
        conn.rollback()


def test_caches_start_from_version_one_and_the_ledger_from_one_shard(database_url: str) -> None:
    with psycopg.connect(database_url) as conn:
        topics = conn.execute("select topic, version from versions order by topic").fetchall()
        shards = conn.execute("select shard_count from ledger_settings").fetchall()
        with pytest.raises(psycopg.errors.UniqueViolation):
            conn.execute("insert into ledger_settings default values")
    assert topics == [("catalog", 1), ("network", 1), ("rates", 1), ("shipping_lanes", 1)]
    assert shards == [(1,)]
