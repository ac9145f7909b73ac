"""SQL of the sessions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from stockpool.access.decide.sessions import PIN_FAILURES_MAX
from stockpool.access.people import Session, SessionTerms
from stockpool.access.store.users import COLUMNS, user_of

INSERT_SESSION = """
insert into sessions (id, user_id, secret_sha256, device, address, created_at, seen_at, ends_at)
values (%s, %s, %s, %s, %s, %s, %s, %s)
"""

# With their users as they are now: a changed role and a disabled user take effect with the next reading.
SELECT_SESSIONS = f"""
select s.id, s.secret_sha256, s.device, s.address, s.created_at, s.seen_at, s.ends_at, s.pin_hash, s.pin_failures,
       s.locked_at, {COLUMNS}
from sessions s join users u on u.id = s.user_id
where s.id = any(%s)
"""  # noqa: S608 -- constant parts

# When sessions were used; never backwards, whichever process writes last.
TOUCH = """
update sessions s set seen_at = greatest(s.seen_at, t.seen_at)
from unnest(%s::text[], %s::timestamptz[]) t (id, seen_at)
where s.id = t.id
"""

# A new PIN is no way around the old one: another process may have locked the session a moment ago.
SET_PIN = "update sessions set pin_hash = %s, pin_failures = 0 where id = %s and locked_at is null"

# Locking twice keeps the first time; what has no PIN could not be unlocked.
LOCK = "update sessions set locked_at = coalesce(locked_at, %s) where id = %s and pin_hash is not null"

# A try counts before it is made, for many may be made at once.
COUNT_PIN = """
update sessions set pin_failures = pin_failures + 1 where id = %s and pin_failures < %s
returning pin_hash, pin_failures
"""

UNLOCK = "update sessions set pin_failures = 0, locked_at = null, seen_at = greatest(seen_at, %s) where id = %s"

DELETE = "delete from sessions where id = %s"

DELETE_OF_USER = "delete from sessions where user_id = %s and id <> %s"

DELETE_ENDED = "delete from sessions where ends_at <= %s or seen_at <= %s or pin_failures >= %s"


async def insert(conn: AsyncConnection, session: Session) -> None:
    """Store a new session."""
    values = (
        session.id,
        session.user.id,
        session.secret_sha256,
        session.device,
        session.address,
        session.created_at,
        session.seen_at,
        session.ends_at,
    )
    await conn.execute(INSERT_SESSION, values)


async def select(conn: AsyncConnection, ids: Sequence[str]) -> list[Session]:
    """The sessions of these ids, as far as there are such."""
    cursor = await conn.execute(SELECT_SESSIONS, (list(ids),))
    return [_session_of(row) for row in await cursor.fetchall()]


async def touch(conn: AsyncConnection, seen: Mapping[str, datetime]) -> None:
    """Remember when sessions were used."""
    await conn.execute(TOUCH, (list(seen), list(seen.values())))


async def set_pin(conn: AsyncConnection, session_id: str, pin_hash: str) -> bool:
    """Give a session a PIN; False when it is locked, or over."""
    return (await conn.execute(SET_PIN, (pin_hash, session_id))).rowcount == 1


async def lock(conn: AsyncConnection, session_id: str, now: datetime) -> bool:
    """Lock a session; False when it has no PIN."""
    return (await conn.execute(LOCK, (now, session_id))).rowcount == 1


async def count_pin(conn: AsyncConnection, session_id: str) -> tuple[str | None, int] | None:
    """Count a try at a PIN: its hash and how many there were; None when there may be no more."""
    return await (await conn.execute(COUNT_PIN, (session_id, PIN_FAILURES_MAX))).fetchone()


async def unlock(conn: AsyncConnection, session_id: str, now: datetime) -> None:
    """The PIN was right."""
    await conn.execute(UNLOCK, (now, session_id))


async def delete(conn: AsyncConnection, session_id: str) -> None:
    """End a session."""
    await conn.execute(DELETE, (session_id,))


async def delete_of_user(conn: AsyncConnection, user_id: str, but: str = "") -> None:
    """End all sessions of a user, but for one."""
    await conn.execute(DELETE_OF_USER, (user_id, but))


async def delete_ended(conn: AsyncConnection, now: datetime, terms: SessionTerms) -> int:
    """Forget what has ended; how many there were."""
    return (await conn.execute(DELETE_ENDED, (now, now - terms.idle, PIN_FAILURES_MAX))).rowcount


def _session_of(row: Sequence[Any]) -> Session:
    session_id, secret, device, address, created_at, seen_at, ends_at, pin_hash, failures, locked_at, *user = row
    return Session(
        id=session_id,
        user=user_of(user),
        secret_sha256=secret,
        device=device,
        address=address,
        created_at=created_at,
        seen_at=seen_at,
        ends_at=ends_at,
        pin_hash=pin_hash,
        pin_failures=failures,
        locked_at=locked_at,
    )
