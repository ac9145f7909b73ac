"""SQL of failed attempts to sign in."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from stockpool.access.decide.attempts import WINDOW, Failures

# One transaction a name at a time decides on an attempt, in whatever process: the key is locked before it is read.
LOCK_SUBJECT = "select pg_advisory_xact_lock(hashtextextended(encode(%s, 'hex'), 0))"

SELECT_FAILURES = "select failures, last_at from sign_in_failures where subject = %s"

SAVE_FAILURES = """
insert into sign_in_failures (subject, failures, last_at) values (%s, %s, %s)
on conflict (subject) do update set failures = excluded.failures, last_at = excluded.last_at
"""

FORGET = "delete from sign_in_failures where subject = %s"

DELETE_OLD_FAILURES = "delete from sign_in_failures where last_at < %s"


async def lock(conn: AsyncConnection, subject: bytes) -> None:
    """Let nobody else decide on attempts of the subject until the transaction ends."""
    await conn.execute(LOCK_SUBJECT, (subject,))


async def failures(conn: AsyncConnection, subject: bytes) -> Failures | None:
    """How often it failed."""
    row = await (await conn.execute(SELECT_FAILURES, (subject,))).fetchone()
    return None if row is None else Failures(*row)


async def save(conn: AsyncConnection, subject: bytes, counted: Failures) -> None:
    """Remember how often it failed."""
    await conn.execute(SAVE_FAILURES, (subject, counted.count, counted.last_at))


async def forget(conn: AsyncConnection, subject: bytes) -> None:
    """It succeeded."""
    await conn.execute(FORGET, (subject,))


async def delete_old(conn: AsyncConnection, now: datetime) -> None:
    """Forget what counts no more."""
    await conn.execute(DELETE_OLD_FAILURES, (now - WINDOW,))
