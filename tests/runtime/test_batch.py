"""Several statements in one round trip: results in order, errors as the driver's, a connection fit for the next."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import AsyncConnection

from stockpool.runtime.batch import COMMIT, Statement, in_one, roll_back, run_batch
from stockpool.runtime.database import Database

ONE = Statement("select 1")
BROKEN = Statement("select 1 / %s::int", (0,))
STORE = Statement("insert into kept select * from unnest(%s::int[], %s::text[])", ("{1,2}", '{"a","b"}'))


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[AsyncConnection]:
    connection = await database.connect()
    await connection.execute("create table kept (number integer, word text)")
    await connection.set_autocommit(False)
    yield connection
    await connection.close()


async def kept(database: Database) -> int:
    async with database.read() as reader:
        (count,) = await (await reader.execute("select count(*) from kept")).fetchone() or (0,)
    return int(count)


async def test_each_statement_gets_its_rows_in_order(connection: AsyncConnection) -> None:
    moment = datetime(2026, 3, 1, 12, tzinfo=UTC)
    asked = [
        Statement("select %s::int, %s::text, %s::timestamptz", (7, "Grüße", moment)),
        STORE,
        Statement("select number, word from kept order by number"),
        Statement("select %s::text", (None,)),
        ONE,
    ]
    assert await run_batch(connection, asked) == [[(7, "Grüße", moment)], [], [(1, "a"), (2, "b")], [(None,)], [(1,)]]


async def test_more_than_a_socket_takes_at_once_goes_through(connection: AsyncConnection) -> None:
    long = "x" * 3_000_000
    assert await run_batch(connection, [Statement("select %s::text", (long,))] * 3) == [[(long,)]] * 3


async def test_a_batch_begins_a_transaction_and_ends_it_only_when_told(
    connection: AsyncConnection, database: Database
) -> None:
    await run_batch(connection, [STORE])
    assert await kept(database) == 0
    await run_batch(connection, [ONE, COMMIT])
    assert await kept(database) == 2


async def test_an_error_undoes_all_and_the_next_batch_works(connection: AsyncConnection, database: Database) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        await run_batch(connection, [STORE, BROKEN, ONE, COMMIT])
    await roll_back(connection)
    assert await kept(database) == 0
    await run_batch(connection, [STORE, ONE, COMMIT])
    assert await kept(database) == 2


async def test_without_the_rollback_nothing_more_would_be_done(connection: AsyncConnection) -> None:
    with pytest.raises(psycopg.errors.DivisionByZero):
        await run_batch(connection, [BROKEN])
    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        await run_batch(connection, [ONE])


async def test_statements_that_cannot_be_made_leave_the_connection_fit(connection: AsyncConnection) -> None:
    def made() -> Iterator[Statement]:
        yield STORE
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await run_batch(connection, made())
    await roll_back(connection)
    assert await run_batch(connection, [Statement("select count(*) from kept")]) == [[(0,)]]


async def test_a_text_that_would_be_cut_short_is_not_sent(connection: AsyncConnection) -> None:
    with pytest.raises(ValueError, match="null character"):
        await run_batch(connection, [Statement("select %s::text", ("be\0fore",))])


async def test_a_statement_is_prepared_once(connection: AsyncConnection) -> None:
    count = Statement("select count(*) from pg_prepared_statements where statement like %s", ("select 1%",))
    for _ in range(3):
        await run_batch(connection, [ONE, ONE])
    assert await run_batch(connection, [count]) == [[(1,)]]


async def test_a_server_that_forgot_its_statements_is_told_them_again(connection: AsyncConnection) -> None:
    await run_batch(connection, [ONE, COMMIT])
    await connection.rollback()
    await connection.execute("deallocate all")
    with pytest.raises(psycopg.errors.InvalidSqlStatementName):
        await run_batch(connection, [ONE])
    await roll_back(connection)
    assert await run_batch(connection, [ONE]) == [[(1,)]]


async def test_a_rollback_keeps_what_the_driver_and_batches_prepared(connection: AsyncConnection) -> None:
    connection.prepare_threshold = 0
    await connection.execute("select 2")
    await run_batch(connection, [ONE])
    await roll_back(connection)
    assert await run_batch(connection, [ONE]) == [[(1,)]]


async def test_a_lost_connection_is_an_operational_error(connection: AsyncConnection, database: Database) -> None:
    end = Statement("select pg_terminate_backend(%s::int)", (connection.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        await run_batch(connection, [ONE, end, Statement("select pg_sleep(5)")])
    assert connection.closed
    assert await kept(database) == 0


async def test_a_batch_that_is_given_up_closes_its_connection(connection: AsyncConnection) -> None:
    under_way = asyncio.create_task(run_batch(connection, [Statement("select pg_sleep(30)")]))
    await asyncio.sleep(0.05)
    under_way.cancel()
    with pytest.raises(asyncio.CancelledError):
        await under_way
    assert connection.closed


async def test_several_writes_go_in_by_one_statement(connection: AsyncConnection, database: Database) -> None:
    more = Statement("update kept set word = %s where number = %s", ("no row yet", 1))
    single = in_one([STORE, more, STORE])
    assert await run_batch(connection, [single, COMMIT]) == [[], []]
    assert await kept(database) == 4
    assert await run_batch(connection, [Statement("select distinct word from kept order by 1")]) == [[("a",), ("b",)]]


async def test_of_several_writes_in_one_none_is_left_when_one_fails(
    connection: AsyncConnection, database: Database
) -> None:
    broken = Statement("insert into kept select 1 / %s::int, 'x'", (0,))
    with pytest.raises(psycopg.errors.DivisionByZero):
        await run_batch(connection, [in_one([STORE, broken]), COMMIT])
    await roll_back(connection)
    assert await kept(database) == 0
