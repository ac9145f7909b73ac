"""Load a page of events, count it, and save what it adds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import structlog
from psycopg import AsyncConnection

from stockpool.insights.decide.counting import count_events, read_bodies, wanted_for
from stockpool.insights.queries.counting import read_known, read_page
from stockpool.insights.store import add_counted

log = structlog.get_logger(__name__)

Advance = Callable[[AsyncConnection, int, int], Awaitable[bool]]
"""Moves the cursor from one position to another; False where it is not at the first any more."""


async def count_page(connection: AsyncConnection, after: int, limit: int, advance: Advance) -> int | None:
    """Count the events behind a position, each once: the cursor moves in the transaction that adds what they count.

    How far that came, which is where it was when nothing happened; None where another has moved the cursor meanwhile.
    """
    events = await read_page(connection, after, limit)
    if not events:
        return after
    for each in read_bodies(events):
        log.warning("an event cannot be counted", event_id=each.event_id, type=each.type)
    place, wanted = events[-1].position, wanted_for(events)
    counted = count_events(events, await read_known(connection, wanted))
    async with connection.transaction():
        if not await advance(connection, after, place):
            return None
        await add_counted(connection, counted)
    return place
