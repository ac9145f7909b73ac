"""Connections to the database: a pool for requests, dedicated ones for lanes."""

from __future__ import annotations

import asyncio
import re
import select
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from stockpool.runtime.masking import mask_text
from stockpool.runtime.unavailable import DatabaseUnavailable

__all__ = ["Database", "DatabaseUnavailable", "Revive", "connection_string", "describe", "leave_alone", "unreachable"]

APPLICATION_NAME = "stockpool"
PREPARE_THRESHOLD = 2
"""Our statements are few and come again: the third execution is a prepared one."""

LOCK_TIMEOUT_S = 5.0
STATEMENT_TIMEOUT_S = 30.0
WAIT_FOR_CONNECTION_S = 10.0

GIVE_UP_S = 2.0
"""So long whoever is cancelled while it connects sees to it that no session is left behind."""

CONNECTION_DEFAULTS = {
    "application_name": APPLICATION_NAME,
    "connect_timeout": 10,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
"""A network that went away is noticed within half a minute; the URL may say otherwise."""


Revive = Callable[[], Awaitable[None]]
"""Awaited before each connection: the chance to start a server again that died."""


async def leave_alone() -> None:
    """Whoever gave the URL looks after the server."""


class Database:
    """One database: short reads and transactions from a pool, dedicated connections on request."""

    def __init__(
        self, url: str, pool: AsyncConnectionPool[AsyncConnection], lock_timeout_s: float, revive: Revive
    ) -> None:
        self.url = url
        self._pool = pool
        self._lock_timeout_s = lock_timeout_s
        self._revive = revive

    @classmethod
    def prepare(
        cls,
        url: str,
        *,
        max_size: int = 8,
        statement_timeout_s: float = STATEMENT_TIMEOUT_S,
        lock_timeout_s: float = LOCK_TIMEOUT_S,
        revive: Revive = leave_alone,
    ) -> Database:
        """A database that connects when it is started."""
        conninfo = connection_string(url, statement_timeout_s=statement_timeout_s, lock_timeout_s=lock_timeout_s)

        async def revived() -> str:
            await revive()
            return conninfo

        async def check(connection: AsyncConnection) -> None:
            try:
                await _check_open(connection)
            except psycopg.OperationalError:
                await pool.drain()  # what this one was told the others were told too, and each costs a longer pause
                raise

        pool: AsyncConnectionPool[AsyncConnection] = AsyncConnectionPool(
            revived,
            min_size=1,
            max_size=max_size,
            kwargs={"autocommit": True, "prepare_threshold": PREPARE_THRESHOLD},
            check=check,
            timeout=WAIT_FOR_CONNECTION_S,
            open=False,
            name=APPLICATION_NAME,
        )
        return cls(url, pool, lock_timeout_s, revive)

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        max_size: int = 8,
        statement_timeout_s: float = STATEMENT_TIMEOUT_S,
        lock_timeout_s: float = LOCK_TIMEOUT_S,
    ) -> Database:
        """Check that the database answers, then make a pool that connects as it is used."""
        database = cls.prepare(
            url, max_size=max_size, statement_timeout_s=statement_timeout_s, lock_timeout_s=lock_timeout_s
        )
        await database.start()
        return database

    async def start(self) -> None:
        """Check that the database answers, and open the pool."""
        await (await self.connect()).close()
        await self._pool.open()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A pooled connection on which each statement stands alone."""
        try:
            async with self._pool.connection() as conn:
                yield conn
        except PoolTimeout as error:
            raise DatabaseUnavailable(
                f"No database connection became free within {WAIT_FOR_CONNECTION_S:g} s",
                where=describe(self.url),
                mend="check that the server runs; if it does, it has more work than it can do",
            ) from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """A pooled connection in one READ COMMITTED transaction; an exception rolls it back."""
        async with self.read() as conn, conn.transaction():
            yield conn

    async def connect(self, **session: str) -> AsyncConnection:
        """A dedicated connection in autocommit mode with a lock time-out; whoever asks for it closes it.

        `session` are settings of the session by name, such as `jit="off"`.
        """
        await self._revive()
        return await _connect(connection_string(self.url, lock_timeout_s=self._lock_timeout_s, more=session))

    async def limit_lock_waits(self, connection: AsyncConnection, most_s: float) -> None:
        """Let a connection wait no longer than this for a lock, whatever the settings or the URL say."""
        limit = _milliseconds(min(most_s, self._lock_timeout_s))
        await connection.execute(f"set lock_timeout = {limit}".encode())

    async def close(self) -> None:
        """Close the pool's connections."""
        await self._pool.close()


def connection_string(
    url: str,
    *,
    statement_timeout_s: float | None = None,
    lock_timeout_s: float | None = None,
    more: Mapping[str, str] = {},
) -> str:
    """The URL with our defaults and `more` settings of the session; what the URL says itself stays."""
    given = _parse(url)
    session: dict[str, str | None] = {
        "timezone": "UTC",
        "default_transaction_isolation": r"read\ committed",
        "statement_timeout": _milliseconds(statement_timeout_s),
        "lock_timeout": _milliseconds(lock_timeout_s),
        **more,
    }
    ours = " ".join(f"-c {name}={value}" for name, value in session.items() if value is not None)
    options = f"{ours} {given.get('options') or ''}".strip()
    return make_conninfo("", **{**CONNECTION_DEFAULTS, **given, "options": options})


def describe(url: str) -> str:
    """Which database a URL means, for messages: host, port, name and user, never the password."""
    given = _parse(url)
    host = given.get("host") or given.get("hostaddr") or "localhost"
    port = f":{given['port']}" if given.get("port") else ""
    return f"database {given.get('dbname') or ''} at {host}{port} as user {given.get('user') or 'of this process'}"


def unreachable(url: str, error: psycopg.Error) -> DatabaseUnavailable:
    """The exception for a server that does not let us in, with its own words."""
    said = str(error).strip().splitlines() or [type(error).__name__]
    return DatabaseUnavailable(
        f"The database cannot be reached: {mask_text(said[0])}",
        where=describe(url),
        mend="check that the server runs and that database_url names its host, port, user, password and database",
    )


def _parse(url: str) -> dict[str, Any]:
    try:
        return conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        reason = re.sub(r'"[^"]*"', "…", str(error)).strip()
        raise DatabaseUnavailable(
            f"The database URL cannot be understood: {reason}",
            where="database_url",
            mend="write it as postgresql://user:password@host:5432/database",
        ) from None


def _milliseconds(seconds: float | None) -> str | None:
    return None if seconds is None else str(round(seconds * 1000))


async def _connect(conninfo: str) -> AsyncConnection:
    """Connect; who is cancelled meanwhile leaves no session behind, which would stay until it is collected."""
    opening = asyncio.ensure_future(
        AsyncConnection.connect(conninfo, autocommit=True, prepare_threshold=PREPARE_THRESHOLD)
    )
    try:
        return await asyncio.shield(opening)
    except psycopg.OperationalError as error:
        raise unreachable(conninfo, error) from None
    except asyncio.CancelledError:
        with suppress(psycopg.Error, TimeoutError):
            await (await asyncio.wait_for(opening, GIVE_UP_S)).close()
        raise


async def _check_open(conn: AsyncConnection) -> None:
    """Refuse a pooled connection to which the server has spoken unasked: it said good-bye.

    One system call instead of the round trip that a `select 1` would cost each request.
    """
    waiting = select.poll()
    waiting.register(conn.fileno(), select.POLLIN)
    if waiting.poll(0):
        await conn.close()
        raise psycopg.OperationalError("the server closed the connection")
