from __future__ import annotations

import asyncio

import psycopg
import pytest

from stockpool.runtime.database import Database, DatabaseUnavailable, connection_string, describe


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail_half_way() -> None:
        async with database.transaction() as conn:
            await conn.execute("update versions set version = 7 where topic = 'catalog'")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        await fail_half_way()
    async with database.read() as conn:
        row = await (await conn.execute("select version from versions where topic = 'catalog'")).fetchone()
    assert row == (1,)


async def test_a_transaction_that_ends_well_is_seen_by_others(database: Database) -> None:
    async with database.transaction() as conn:
        await conn.execute("update versions set version = 7 where topic = 'catalog'")
        other = await database.connect()
        before = await (await other.execute("select version from versions where topic = 'catalog'")).fetchone()
    after = await (await other.execute("select version from versions where topic = 'catalog'")).fetchone()
    await other.close()
    assert (before, after) == ((1,), (7,))


async def test_sessions_are_read_committed_in_utc_with_time_outs(database: Database) -> None:
    names = ("transaction_isolation", "timezone", "lock_timeout", "statement_timeout", "application_name", "fsync")
    async with database.transaction() as conn:
        values = [
            (await (await conn.execute("select current_setting(%s)", [name])).fetchone() or ("",))[0] for name in names
        ]
    assert values == ["read committed", "UTC", "5s", "30s", "stockpool", "on"]


async def test_a_dedicated_connection_has_no_statement_time_out(database: Database) -> None:
    conn = await database.connect()
    row = await (
        await conn.execute("select current_setting('statement_timeout'), current_setting('lock_timeout')")
    ).fetchone()
    await conn.close()
    assert row == ("0", "5s")


async def test_waiting_for_a_lock_ends_by_itself(database_url: str) -> None:
    impatient = await Database.open(database_url, lock_timeout_s=0.05)
    async with impatient.transaction() as holder:
        await holder.execute("select from versions where topic = 'catalog' for update")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            async with impatient.transaction() as waiter:
                await waiter.execute("select from versions where topic = 'catalog' for update")
    await impatient.close()


async def end_only_connection(database: Database) -> int:
    async with database.read() as conn:
        ended = conn.info.backend_pid
    other = await database.connect()
    await other.execute("select pg_terminate_backend(%s, 1000)", [ended])
    await other.close()
    return ended


async def test_a_connection_that_the_server_ended_is_replaced_unseen(database_url: str) -> None:
    database = await Database.open(database_url, max_size=1)
    ended = await end_only_connection(database)
    async with database.read() as conn:
        assert conn.info.backend_pid != ended
        assert await (await conn.execute("select 1")).fetchone() == (1,)
    await database.close()


async def test_without_the_check_an_ended_connection_would_be_handed_out(database_url: str) -> None:
    database = await Database.open(database_url, max_size=1)
    database._pool._check = None
    await end_only_connection(database)
    with pytest.raises(psycopg.OperationalError):
        async with database.read() as conn:
            await conn.execute("select 1")
    await database.close()


async def end_many_connections(database: Database) -> None:
    """As a restart of the server does."""

    async def use() -> None:
        async with database.read() as conn:
            await conn.execute("select pg_sleep(0.1)")

    await asyncio.gather(*[use() for _ in range(4)])
    other = await database.connect()
    await other.execute(
        "select pg_terminate_backend(pid, 1000) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()"
    )
    await other.close()


async def read_soon(database: Database) -> None:
    async with asyncio.timeout(0.9), database.read() as conn:
        assert await (await conn.execute("select 1")).fetchone() == (1,)


async def test_after_a_restart_of_the_server_nobody_waits_for_each_of_the_connections_that_it_ended(
    database: Database,
) -> None:
    await end_many_connections(database)
    await read_soon(database)


async def test_without_draining_the_pool_the_first_one_waits_for_seconds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def keep() -> None:
        pass

    await end_many_connections(database)
    monkeypatch.setattr(database._pool, "drain", keep)
    with pytest.raises(TimeoutError):
        await read_soon(database)


async def test_an_unreachable_server_is_named_without_the_password() -> None:
    with pytest.raises(DatabaseUnavailable) as raised:
        await Database.open("postgresql://alice:hunter2@127.0.0.1:1/shop")
    message = str(raised.value)
    assert "127.0.0.1:1" in message
    assert "alice" in message
    assert "hunter2" not in message
    assert raised.value.mend.startswith("check that the server runs")


@pytest.mark.parametrize(
    "url",
    [
        "postgres//alice:hunter2@db/shop",
        "postgresql://alice:hunter2@[db/shop",
        "hunter2",
        "postgresql://a?hunter2=1",
    ],
)
async def test_a_url_that_is_none_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as raised:
        await Database.open(url)
    assert "postgresql://user:password@host:5432/database" in str(raised.value)
    assert "hunter2" not in str(raised.value)


async def test_a_missing_database_is_said_to_be_missing(server_url: str) -> None:
    with pytest.raises(DatabaseUnavailable, match='database "nowhere" does not exist'):
        await Database.open(server_url.replace("@/stockpool?", "@/nowhere?"))


def test_what_the_url_says_itself_is_kept() -> None:
    url = "postgresql://db/shop?application_name=till&options=-c%20lock_timeout%3D9"
    written = connection_string(url, lock_timeout_s=5)
    assert "application_name=till" in written
    assert written.index("lock_timeout=5000") < written.index("lock_timeout=9")


def test_a_description_names_all_but_the_password() -> None:
    assert (
        describe("postgresql://alice:secret@db.example:6432/shop") == "database shop at db.example:6432 as user alice"
    )


async def test_who_is_cancelled_while_it_connects_leaves_no_session_behind(database_url: str) -> None:
    database = Database.prepare(database_url)  # its pool, which would have idle sessions too, is not opened
    cancelled: list[BaseException] = []  # kept with all that they hold, as a stopped application keeps its tasks
    for number in range(40):
        opening = asyncio.create_task(database.connect())
        await asyncio.sleep(0.0005 * (number % 8))
        opening.cancel()
        try:
            await (await opening).close()
        except asyncio.CancelledError as error:
            cancelled.append(error)
    assert cancelled
    counting = await database.connect()
    for _ in range(100):
        found = await counting.execute(UNUSED_SESSIONS)
        if await found.fetchone() == (0,):
            break
        await asyncio.sleep(0.02)
    else:
        pytest.fail("sessions are open that nobody uses")
    await counting.close()


UNUSED_SESSIONS = """
select count(*) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid() and application_name = 'stockpool' and query = ''
"""
