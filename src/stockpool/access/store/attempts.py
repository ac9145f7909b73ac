"""SQL of failed attempts to sign in, and of browsers that are away at the OIDC provider."""

from __future__ import annotations

from datetime import datetime

import msgspec
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

INSERT_DEPARTURE = """
insert into oidc_departures (state_sha256, nonce, verifier, return_to, left_at) values (%s, %s, %s, %s, %s)
"""

# Taken once: who comes back a second time with the same state is refused.
TAKE_DEPARTURE = """
delete from oidc_departures where state_sha256 = %s returning nonce, verifier, return_to, left_at
"""

DELETE_OLD_DEPARTURES = "delete from oidc_departures where left_at < %s"


class Departure(msgspec.Struct, frozen=True):
    """What was kept when a browser was sent to the OIDC provider."""

    nonce: str
    verifier: str
    return_to: str
    left_at: datetime


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


async def depart(conn: AsyncConnection, state_sha256: bytes, departure: Departure) -> None:
    """Keep what is needed when the browser comes back."""
    values = (state_sha256, departure.nonce, departure.verifier, departure.return_to, departure.left_at)
    await conn.execute(INSERT_DEPARTURE, values)


async def come_back(conn: AsyncConnection, state_sha256: bytes) -> Departure | None:
    """What was kept, this once."""
    row = await (await conn.execute(TAKE_DEPARTURE, (state_sha256,))).fetchone()
    return None if row is None else Departure(*row)


async def delete_old(conn: AsyncConnection, now: datetime) -> None:
    """Forget what counts no more."""
    await conn.execute(DELETE_OLD_FAILURES, (now - WINDOW,))
    await conn.execute(DELETE_OLD_DEPARTURES, (now - WINDOW,))
