"""Bring the database's schema to this version's: Alembic revisions, then the job system's own schema.

Reading the state needs no Alembic, so that a start on a current database stays quick.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import psycopg

from stockpool.runtime import jobs_schema
from stockpool.runtime.database import connection_string, describe, unreachable
from stockpool.runtime.migrations import FOLDER, known_revisions

if TYPE_CHECKING:
    from sqlalchemy import Connection

LOCK = "select pg_advisory_lock(%s)"
UPGRADE_LOCK = 0x73746F636B
"""The advisory lock that one upgrade at a time holds ("stock" in ASCII)."""


class SchemaNotCurrent(Exception):
    """The database's schema is older or newer than this version of stockpool."""


async def upgrade(url: str) -> list[str]:
    """Apply what is pending, all in one transaction; answers what was applied. Concurrent calls wait in line."""
    return await asyncio.to_thread(_upgrade, url)


async def pending(url: str) -> list[str]:
    """What an upgrade would apply."""
    return await asyncio.to_thread(_pending_at, url)


async def check_current(url: str) -> None:
    """Raise SchemaNotCurrent, with what to do, unless the schema is this version's."""
    await asyncio.to_thread(_check_current, url)


def current_revision(conn: psycopg.Connection) -> str | None:
    """The revision that the database is at; None before the first."""
    if conn.execute("select to_regclass('alembic_version')").fetchone() == (None,):
        return None
    row = conn.execute("select version_num from alembic_version").fetchone()
    return row[0] if row else None


def _upgrade(url: str) -> list[str]:
    with _connected(url) as conn:
        if not _pending(conn, url):
            return []
        conn.execute(LOCK, [UPGRADE_LOCK])
        applied = _pending(conn, url)
        if applied:
            _apply(url)
        return applied


def _pending_at(url: str) -> list[str]:
    with _connected(url) as conn:
        return _pending(conn, url)


def _pending(conn: psycopg.Connection, url: str) -> list[str]:
    current, known = current_revision(conn), known_revisions()
    if current is not None and current not in known:
        raise SchemaNotCurrent(
            f"{describe(url)} is at revision {current}, which this version does not know (it knows {known[-1]}): "
            "update stockpool"
        )
    revisions = known[known.index(current) + 1 :] if current else known
    return revisions + jobs_schema.pending(conn)


def _check_current(url: str) -> None:
    with _connected(url) as conn:
        if missing := _pending(conn, url):
            at = current_revision(conn) or "no revision"
            raise SchemaNotCurrent(f"{describe(url)} is at {at}, needs {missing[-1]}: run `stockpool db upgrade`")


@contextmanager
def _connected(url: str) -> Iterator[psycopg.Connection]:
    try:
        conn = psycopg.connect(connection_string(url), autocommit=True)
    except psycopg.OperationalError as error:
        raise unreachable(url, error) from None
    with conn:
        yield conn


def _apply(url: str) -> None:
    """Run the missing revisions and the job system's steps in one transaction of Alembic's connection."""
    import sqlalchemy

    engine = sqlalchemy.create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(connection_string(url)), poolclass=sqlalchemy.NullPool
    )
    with engine.begin() as connection:
        _run_revisions(connection)
        driver = connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        jobs_schema.apply(driver)


def _run_revisions(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(FOLDER))

    def to_head(revision: Any, _context: Any) -> Any:  # noqa: ANN401 - Alembic names no public types for its steps
        return script._upgrade_revs("head", revision)  # noqa: SLF001 - as Alembic's own `upgrade` command does

    with EnvironmentContext(Config(), script, fn=to_head) as environment:
        environment.configure(connection=connection)
        environment.run_migrations()
