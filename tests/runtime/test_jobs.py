from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import AsyncConnectionPool

from stockpool.runtime import jobs as module
from stockpool.runtime.database import connection_string
from stockpool.runtime.jobs import Jobs

EVERY_SECOND = "* * * * * *"


@pytest.fixture
async def jobs(database_url: str) -> AsyncIterator[Jobs]:
    made = Jobs(database_url)
    yield made
    made.stop()


async def eventually(happened: asyncio.Event) -> None:
    await asyncio.wait_for(happened.wait(), 20)


async def defer(jobs: Jobs, name: str, **arguments: object) -> None:
    async with jobs.app.open_async():
        await jobs.defer(name, **arguments)


async def stop(jobs: Jobs, running: asyncio.Task[None]) -> None:
    jobs.stop()
    await asyncio.wait_for(running, 20)


async def test_a_queued_job_runs_with_its_arguments(jobs: Jobs) -> None:
    seen: dict[str, object] = {}
    ran = asyncio.Event()

    async def count(**arguments: object) -> None:
        seen.update(arguments)
        ran.set()

    jobs.queued("count", count)
    await defer(jobs, "count", sku="A", quantity=3)
    running = asyncio.create_task(jobs.run())
    await eventually(ran)
    await stop(jobs, running)
    assert seen == {"sku": "A", "quantity": 3}


async def test_a_job_that_fails_is_tried_again(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RETRY_WAIT_S", 0)
    attempts: list[int] = []
    done = asyncio.Event()

    async def fail_once() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise RuntimeError("not yet")
        done.set()

    jobs.queued("flaky", fail_once)
    await defer(jobs, "flaky")
    running = asyncio.create_task(jobs.run())
    await eventually(done)
    await stop(jobs, running)
    assert len(attempts) == 2


async def test_a_scheduled_job_runs_once_in_the_cluster(database_url: str) -> None:
    ran: list[str] = []
    workers = [Jobs(database_url), Jobs(database_url)]
    for number, worker in enumerate(workers):

        async def tick(number: int = number) -> None:
            ran.append(f"worker {number}")

        worker.scheduled("tick", tick, cron=EVERY_SECOND)
    running = [asyncio.create_task(worker.run()) for worker in workers]
    await asyncio.sleep(3)
    for worker, task in zip(workers, running, strict=True):
        await stop(worker, task)
    with psycopg.connect(database_url) as conn:
        jobs = conn.execute("select count(*) from procrastinate_jobs where task_name = 'tick'").fetchone()
        ticks = conn.execute(
            "select count(*), count(distinct defer_timestamp) from procrastinate_periodic_defers"
            " where task_name = 'tick'"
        ).fetchone()
    assert jobs is not None
    assert 1 <= len(ran) <= jobs[0]
    assert ticks is not None
    assert ticks[0] == ticks[1]


async def test_the_worker_comes_back_after_the_database_ended_its_sessions(jobs: Jobs, database_url: str) -> None:
    ran = asyncio.Event()

    async def notice() -> None:
        ran.set()

    jobs.queued("notice", notice)
    running = asyncio.create_task(jobs.run())
    await asyncio.sleep(0.5)
    with psycopg.connect(database_url, autocommit=True) as conn:
        conn.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    other = Jobs(database_url)
    other.queued("notice", notice)
    await defer(other, "notice")
    await eventually(ran)
    await stop(jobs, running)


async def queue_after_a_restart(database_url: str) -> None:
    """Queue a job when the server has ended all connections that were used."""
    jobs = Jobs(database_url)
    jobs.queued("nothing", asyncio.Event().wait)
    async with jobs.app.open_async():
        connector = jobs.app.connector
        await asyncio.gather(*[connector.execute_query_async("select pg_sleep(0.1)") for _ in range(4)])
        with psycopg.connect(database_url, autocommit=True) as conn:
            conn.execute(
                "select pg_terminate_backend(pid, 1000) from pg_stat_activity"
                " where datname = current_database() and pid <> pg_backend_pid()"
            )
        async with asyncio.timeout(0.9):
            await jobs.defer("nothing")


async def test_after_a_restart_of_the_server_jobs_go_on_at_once(database_url: str) -> None:
    await queue_after_a_restart(database_url)


async def test_with_connections_that_are_kept_they_wait_for_each_that_was_ended(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AsyncNullConnectionPool", AsyncConnectionPool)
    with pytest.raises(TimeoutError):
        await queue_after_a_restart(database_url)


async def begin_after_an_outage(database_url: str, server_url: str) -> None:
    """Begin while nobody may connect, and run a job soon after that is over."""
    ran = asyncio.Event()

    async def notice() -> None:
        ran.set()

    jobs = Jobs(database_url)
    jobs.queued("notice", notice)
    await defer(jobs, "notice")
    with psycopg.connect(server_url, autocommit=True) as conn:
        name = sql.Identifier(str(conninfo_to_dict(connection_string(database_url))["dbname"]))
        conn.execute(sql.SQL("alter database {} allow_connections false").format(name))
        running = asyncio.create_task(jobs.run())
        await asyncio.sleep(1.5)
        conn.execute(sql.SQL("alter database {} allow_connections true").format(name))
    try:
        async with asyncio.timeout(1.0):
            await ran.wait()
    finally:
        await stop(jobs, running)


async def test_after_an_outage_jobs_go_on_at_once(
    database_url: str, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "RESTART_PAUSE_S", 0.1)
    await begin_after_an_outage(database_url, server_url)


async def test_without_looking_first_the_pool_tries_again_at_ever_longer_pauses(
    database_url: str, server_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def trust(_jobs: Jobs) -> None:
        pass

    monkeypatch.setattr(module, "RESTART_PAUSE_S", 0.1)
    monkeypatch.setattr(Jobs, "_look_whether_it_answers", trust)
    with pytest.raises(TimeoutError):
        await begin_after_an_outage(database_url, server_url)


async def test_a_stop_lets_a_job_that_runs_finish(jobs: Jobs) -> None:
    began, finished = asyncio.Event(), asyncio.Event()

    async def work() -> None:
        began.set()
        await asyncio.sleep(0.3)
        finished.set()

    jobs.queued("work", work)
    await defer(jobs, "work")
    running = asyncio.create_task(jobs.run())
    await eventually(began)
    await stop(jobs, running)
    assert finished.is_set()


async def test_jobs_of_a_killed_worker_are_taken_up_again(jobs: Jobs, database_url: str) -> None:
    ran = asyncio.Event()

    async def work() -> None:
        ran.set()

    jobs.queued("work", work)
    await defer(jobs, "work")
    with psycopg.connect(database_url) as conn:
        conn.execute(
            "insert into procrastinate_workers (id, last_heartbeat) overriding system value"
            " values (77, now() - interval '1 hour')"
        )
        conn.execute("update procrastinate_jobs set status = 'doing', worker_id = 77 where task_name = 'work'")
    async with jobs.app.open_async():
        await jobs._retry_stalled()
    running = asyncio.create_task(jobs.run())
    await eventually(ran)
    await stop(jobs, running)
