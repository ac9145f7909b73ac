"""Databases made for one replay: created beside the others of a server, dropped when it is over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg
from psycopg import AsyncConnection, errors, sql
from psycopg.conninfo import make_conninfo

from stockpool.kernel.ids import NewId
from stockpool.runtime.database import connection_string, unreachable
from stockpool.runtime.unavailable import DatabaseUnavailable

PREFIX = "stockpool_replay_"

TAKE_TURN = "select pg_advisory_lock(%s)"
GIVE_TURN = "select pg_advisory_unlock(%s)"
TURN = 0x7265706C6179
"""The advisory lock under which replays clear up and create ("replay" in ASCII)."""

LEFTOVERS = """
select datname from pg_database
where starts_with(datname, %s) and not exists (select from pg_stat_activity a where a.datname = pg_database.datname)
"""
"""Databases of replays that were killed: those that nobody is connected to."""

CREATE = sql.SQL("create database {} template template0 encoding 'UTF8' locale 'C'")
DROP = sql.SQL("drop database if exists {} with (force)")


@asynccontextmanager
async def scratch_database(url: str, new_id: NewId) -> AsyncIterator[str]:
    """The URL of a new, empty database on the server; it is gone afterwards, also what killed replays left there."""
    name = PREFIX + new_id().replace("-", "")
    scratch = make_conninfo(url, dbname=name)
    server = await _connected(url)
    try:
        await server.execute(TAKE_TURN, (TURN,))
        await _drop_leftovers(server)
        await _create(server, name)
        holder = await _connected(scratch)  # says to other replays that this database is in use
        await server.execute(GIVE_TURN, (TURN,))
        try:
            yield scratch
        finally:
            await holder.close()
            await server.execute(DROP.format(sql.Identifier(name)))
    finally:
        await server.close()


async def _connected(url: str) -> AsyncConnection:
    try:
        return await AsyncConnection.connect(connection_string(url), autocommit=True)
    except psycopg.OperationalError as error:
        raise unreachable(url, error) from None


async def _drop_leftovers(server: AsyncConnection) -> None:
    found = await (await server.execute(LEFTOVERS, (PREFIX,))).fetchall()
    for (name,) in found:
        await server.execute(DROP.format(sql.Identifier(name)))


async def _create(server: AsyncConnection, name: str) -> None:
    try:
        await server.execute(CREATE.format(sql.Identifier(name)))
    except errors.InsufficientPrivilege:
        raise DatabaseUnavailable(
            "A replay works in a database of its own, and this user may not create one",
            where="database_url",
            mend="grant it CREATEDB, or replay on the embedded server with --data-dir",
        ) from None
