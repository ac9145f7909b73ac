"""Keeps the history of demand: makes those days anew of which something was recorded since."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg import AsyncConnection, IsolationLevel

from stockpool.forecasting.history.rules import NUMBERS
from stockpool.forecasting.history.store import changed, days, shelves, wishes

BEGINNING = datetime(1, 1, 3, tzinfo=UTC)
QUARTER = timedelta(days=92)
ZONES = timedelta(days=2)
"""No clock differs from another by more."""


async def refresh_history(connection: AsyncConnection, until: date) -> int:
    """Bring the history up to a day; how many of its rows are others than before.

    One snapshot shows all that it is made of. What becomes visible behind it is recorded behind `recorded_from`, or at
    it, and is the next refresh's.
    """
    async with _alone(connection):
        row = await _one(connection, changed.RECORDED_FROM)
        async with connection.transaction():
            return await _refreshed(connection, until, now=row[0])


@asynccontextmanager
async def _alone(connection: AsyncConnection) -> AsyncIterator[None]:
    """Nobody else makes the history meanwhile, and each transaction sees one moment."""
    await connection.execute(changed.PATIENT)
    await connection.execute(changed.LOCK)
    try:
        await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
        yield
    finally:
        await connection.set_isolation_level(None)
        await connection.execute(changed.UNLOCK)
        await connection.execute(changed.IMPATIENT)


async def _refreshed(connection: AsyncConnection, until: date, now: datetime) -> int:
    params: dict[str, Any] = {**NUMBERS, "until": until, "now": now}
    stands = await (await connection.execute(changed.STANDS)).fetchone()
    if stands is not None:
        params |= {"stood": stands[0], "recorded_from": stands[1], "past_rows_then": stands[2]}
        params["until"] = max(until, stands[0])
    params["past_rows"] = (await _one(connection, changed.PAST_ROWS))[0]
    await connection.execute(changed.MEMORY)
    await connection.execute(changed.CLOCKS)
    if not await _find_changed(connection, params, anew=stands is None):
        await connection.execute(changed.FORGET_ENTRIES)
        await _find_changed(connection, params, anew=True)
    await _note_scope(connection, params)
    await _make(connection, params)
    written = 0
    for statement in (days.INDEX_FRESH, days.FORGET, days.KEEP) if stands else (days.KEEP_ALL,):
        written += max((await connection.execute(statement)).rowcount, 0)
    await connection.execute(changed.NOTE_HISTORY, params)
    return written


async def _find_changed(connection: AsyncConnection, params: dict[str, Any], *, anew: bool) -> bool:
    """Name the SKUs to be looked at, and from when on; False where it turns out that it must be all of them."""
    if anew:
        await connection.execute(changed.ALL_ENTRIES)
    else:
        await connection.execute(changed.NEW_ENTRIES, params)
        stale = [await _one(connection, each, params) for each in (changed.IS_STALE, changed.BEGAN_EARLIER)]
        if any(row[0] for row in stale):
            return False
    await connection.execute(changed.NOTE_NODES)
    await connection.execute(changed.ALL_SKUS if anew else changed.CHANGED_SKUS, params)
    await connection.execute(changed.INDEX_CHANGED)
    await connection.execute(changed.ANALYZE)
    return True


async def _note_scope(connection: AsyncConnection, params: dict[str, Any]) -> None:
    """From when on entries may matter: recorded before, they had happened before."""
    first = (await _one(connection, changed.FIRST_DAY))[0]
    begins = datetime(first.year, first.month, first.day, tzinfo=UTC) if first is not None and first.year > 1 else None
    params["first"] = begins - ZONES if begins else BEGINNING
    params["reaches"] = begins - ZONES - QUARTER if begins else BEGINNING


async def _make(connection: AsyncConnection, params: dict[str, Any]) -> None:
    """All steps from entries, orders and refusals to days."""
    for statement in (
        wishes.WISHES,
        wishes.AT_TILLS,
        wishes.CARRIED,
        wishes.ORDERED,
        wishes.FROM_ORDERS,
        wishes.REFUSED,
        wishes.PAST_SALES,
        wishes.NEAREST,
        wishes.PAST_ORDERS,
        wishes.ANALYZE,
        wishes.SERVERS,
        wishes.GIVE_SERVERS,
        wishes.GIVE_FIRST_NODES,
        shelves.HOURS,
        shelves.CLOSED_DAYS,
        shelves.BALANCES,
        shelves.ANALYZE,
        shelves.SOLD_OUT,
        days.LIMITS,
        days.RETURNED,
        days.FRESH,
    ):
        await connection.execute(statement, params)


async def _one(connection: AsyncConnection, query: str, params: dict[str, Any] | None = None) -> tuple[Any, ...]:
    row = await (await connection.execute(query, params)).fetchone()
    assert row is not None
    return row
