"""Watching over a process while it works: how far the feed is behind, whether the books agree, how late the loop is.

What is seen goes to the metrics; nobody decides by it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import perf_counter

import structlog

from stockpool.feed import api as feed
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Verification
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database
from stockpool.workflows.follow_feed import Feed

log = structlog.get_logger(__name__)

FEED_EVERY_S = 5.0
BOOKS_EVERY_S = 10.0
STRETCH_POSITIONS = 16
LEAST_REST = 100
"""Comparing rests a hundred times as long as it took: the entries of a busy position are many."""

LOOP_EVERY_S = 0.25


async def watch_feed(database: Database, followed: Feed) -> None:
    """Say again and again how far the feed is, and how far behind."""
    while True:
        await _try("feed not watched", lambda: _look_at_feed(database, followed))
        await asyncio.sleep(FEED_EVERY_S)


async def _look_at_feed(database: Database, followed: Feed) -> None:
    async with database.read() as connection:
        lag = await feed.feed_lag(connection)
    telemetry.feed_seen(lag.position, lag.unplaced, lag.oldest_s, followed.silent_s)


class BookWatch:
    """Compares positions with their entries, a few at a time, round and round: the ledger's part of `verify`."""

    def __init__(self, database: Database) -> None:
        """Begin with the first position."""
        self._database = database
        self._after = inventory.BEFORE_ALL

    async def watch(self) -> None:
        """Compare until cancelled."""
        took_s = 0.0
        while True:
            await asyncio.sleep(max(BOOKS_EVERY_S, took_s * LEAST_REST))
            began_at = perf_counter()
            await _try("books not compared", self.compare)
            took_s = perf_counter() - began_at

    async def compare(self) -> Verification:
        """The next few positions; drift is an error in the log, with the words that `verify` would find."""
        async with self._database.read() as connection:
            self._after, found = await inventory.verify_stretch(connection, self._after, STRETCH_POSITIONS)
        telemetry.books_compared(found.positions, found.drift)
        for drift in found.drifts:
            log.error("the books disagree", sku=drift.sku, node=drift.node, words=drift.words)
        return found


async def watch_loop() -> None:
    """Say how late the event loop is: whatever keeps it busy keeps every caller waiting."""
    loop = asyncio.get_running_loop()
    while True:
        due_at = loop.time() + LOOP_EVERY_S
        await asyncio.sleep(LOOP_EVERY_S)
        telemetry.loop_was_late(max(0.0, loop.time() - due_at))


async def _try(trouble_words: str, action: Callable[[], Awaitable[object]]) -> None:
    try:
        await action()
    except Exception as trouble:  # noqa: BLE001 -- whatever it was, the next look must come
        log.warning(trouble_words, cause=repr(trouble))
