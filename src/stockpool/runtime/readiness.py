"""Whether a process can take work: what must be right for it, and what is wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import msgspec
import psycopg
from psycopg import AsyncConnection

from stockpool.runtime import migrating
from stockpool.runtime.database import connection_string, describe, unreachable
from stockpool.runtime.unavailable import DatabaseUnavailable

LOOK_S_MAX = 3.0
"""A database that takes longer to say so is not ready, whatever it would say."""

READ_ONLY = "show transaction_read_only"
"""On also where it cannot be otherwise: on a standby."""


class Readiness(msgspec.Struct, frozen=True):
    """What is wrong with each thing that must be right; None where nothing is."""

    checks: Mapping[str, str | None]

    @property
    def missing(self) -> list[str]:
        """What keeps the process from taking work, in words."""
        return [trouble for trouble in self.checks.values() if trouble is not None]


async def look_at_database(url: str) -> dict[str, str | None]:
    """Whether the database can be reached and written, and has the schema of this version."""
    try:
        async with asyncio.timeout(LOOK_S_MAX):
            trouble = await _database_trouble(url)
            behind = [] if trouble else await migrating.pending(url)
    except TimeoutError:
        trouble, behind = f"the database does not answer within {LOOK_S_MAX:g} s ({describe(url)})", []
    except DatabaseUnavailable as outage:
        trouble, behind = str(outage), []
    except (psycopg.Error, migrating.SchemaNotCurrent) as error:
        return {"database": None, "schema": str(error).strip()}
    if trouble:
        return {"database": trouble, "schema": "not known without the database"}
    return {"database": None, "schema": f"the schema lacks {', '.join(behind)}" if behind else None}


async def _database_trouble(url: str) -> str | None:
    """A connection of its own: those of the pool may all be at work."""
    try:
        connection = await AsyncConnection.connect(
            connection_string(url, statement_timeout_s=LOOK_S_MAX), autocommit=True
        )
    except psycopg.OperationalError as error:
        raise unreachable(url, error) from None
    async with connection:
        row = await (await connection.execute(READ_ONLY)).fetchone()
    assert row is not None
    return (
        None
        if row[0] == "off"
        else f"the database cannot be written to: it is read-only or a standby ({describe(url)})"
    )
