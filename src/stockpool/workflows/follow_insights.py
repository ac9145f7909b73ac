"""Counting events into the figures that people see: one process of the cluster does it, behind a cursor of its own.

The cursor moves in the transaction that adds what a page counts. Whatever dies, and whoever takes over, each event is
counted once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from time import monotonic

import msgspec
import psycopg
import structlog
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.insights import api as insights
from stockpool.runtime.database import Database
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.workflows.confidence_desk import ConfidenceDesk
from stockpool.workflows.exceptions_desk import look_for_exceptions
from stockpool.workflows.reference import ReferenceData

log = structlog.get_logger(__name__)

READER = "insights"

SESSION = {"enable_seqscan": "off", "enable_hashjoin": "off", "enable_mergejoin": "off", "jit": "off"}
"""Whoever counts only looks rows up by key: where tables grow quickly, statistics say otherwise for a while."""
PAGE = 2_000
STAND_BY_S = 2.0
PAUSE_S = 0.5
"""Events of this time are counted together: people do not see what is quicker, and a page costs the same."""

REFUSALS_S = 2.0
"""Refusals are no events, and looked for so often."""

LEVELS_S = 60.0
"""What is on hand everywhere is added up so often."""

LOOK_S = 1.0
LOOK_SHARE = 30
"""Cases are looked for again after a second, or after so many times what looking took."""

AFTER_OUTAGE_S = 2.0
AFTER_BUG_S = 30.0


async def follow_insights(database: Database, confidence: ConfidenceDesk, clock: Callable[[], datetime]) -> None:
    """Count what is in the feed while no other process does, until cancelled; outages are waited out."""
    reference = ReferenceData(searches=False)
    while True:
        try:
            connection = await database.connect(**SESSION)
            try:
                while not await feed.take_office(connection, READER):  # noqa: ASYNC110 -- the other is a process
                    await asyncio.sleep(STAND_BY_S)
                await _serve(connection, partial(_look, database, confidence, reference, clock))
            finally:
                await connection.close()
        except (psycopg.Error, DatabaseUnavailable) as trouble:
            log.warning("figures wait for the database", cause=str(trouble).strip())
            await asyncio.sleep(AFTER_OUTAGE_S)
        except Exception as trouble:
            log.exception("figures were not counted", cause=repr(trouble))
            await asyncio.sleep(AFTER_BUG_S)


async def _look(
    database: Database,
    confidence: ConfidenceDesk,
    reference: ReferenceData,
    clock: Callable[[], datetime],
    *,
    levels: bool,
) -> None:
    """Look for what needs a person, and for levels; both say how things stand, however often they are said."""
    async with database.transaction() as connection:
        await insights.take_your_time(connection)
        if levels:
            await insights.take_levels(connection)
        await look_for_exceptions(connection, confidence, reference, clock())


async def _serve(connection: AsyncConnection, look: Callable[..., Awaitable[None]]) -> None:
    place, levels_at, look_at, refusals_at = await begin(connection), -LEVELS_S, 0.0, 0.0
    while True:
        counted = await count_once(connection, place)
        if monotonic() >= refusals_at:
            await insights.count_refusals(connection)
            refusals_at = monotonic() + REFUSALS_S
        if monotonic() >= look_at:
            began = monotonic()
            levels = began - levels_at >= LEVELS_S
            await look(levels=levels)
            levels_at = began if levels else levels_at
            look_at = monotonic() + max(LOOK_S, LOOK_SHARE * (monotonic() - began))
        if counted - place < PAGE:
            await asyncio.sleep(PAUSE_S)
        place = counted


async def begin(connection: AsyncConnection) -> int:
    """Where it was; at the oldest event the first time, or where what it has not counted is gone."""
    ends, place = await feed.ends_of_feed(connection), await feed.cursor_of(connection, READER)
    if place is not None and ends.oldest - 1 <= place:
        return place
    if place is not None:
        log.error("events left the feed before they were counted", cursor=place, oldest=ends.oldest)
    await feed.move_cursor(connection, READER, ends.oldest - 1)
    return ends.oldest - 1


async def count_once(connection: AsyncConnection, place: int, page: int = PAGE) -> int:
    """Count a page behind a position; how far that came, which is further back where somebody put the cursor back."""
    counted = await insights.count_page(connection, place, page, _advance)
    return await begin(connection) if counted is None or counted == place else counted


async def _advance(connection: AsyncConnection, before: int, after: int) -> bool:
    return await feed.advance_cursor(connection, READER, before, after)


class Rebuilt(msgspec.Struct, frozen=True):
    """From where to where events were counted, and what is missing before."""

    oldest: int
    latest: int
    compacted: int


async def count_all(connection: AsyncConnection) -> int:
    """Count what is in the feed up to now; how far that is."""
    place = await begin(connection)
    while (counted := await count_once(connection, place)) != place:
        place = counted
    await insights.count_refusals(connection)
    return place


async def rebuild(connection: AsyncConnection) -> Rebuilt:
    """Forget what was counted, and begin anew at the oldest event; whoever counts learns of it, and nobody else need.

    What left the feed before is lost for the figures: ask `missing_from` first.
    """
    ends = await feed.ends_of_feed(connection)
    async with connection.transaction():
        await feed.move_cursor(connection, READER, ends.oldest - 1)
        await insights.forget_counts(connection)
    return await missing_from(connection)


async def missing_from(connection: AsyncConnection) -> Rebuilt:
    """What of the feed there is to count, and what is not."""
    ends = await feed.ends_of_feed(connection)
    return Rebuilt(ends.oldest, ends.latest, ends.compacted)
