"""How late facts come, counted in memory by whoever records them and written down every second.

A fact costs a few look-ups. What a process had not written yet when it was killed is lost: figures, not stock.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime

import structlog

from stockpool.reconciliation import api as reconciliation
from stockpool.reconciliation.api import UNDATED, bucket_of
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.runtime.unavailable import DatabaseUnavailable

log = structlog.get_logger(__name__)

EVERY_S = 1.0
SOURCES_MAX = 20_000
"""Pairs of source and node that one process counts at a time; a caller who invents sources fills no memory."""

Told = tuple[str, str, datetime | None, int]
"""Source, node, when it happened as far as the source said so, and the movement that recorded it."""


class FeedMeter:
    """Counts the lags of the facts that one process recorded."""

    def __init__(self, database: Database) -> None:
        """Write to one database, once started."""
        self._database = database
        self._lags: dict[tuple[str, str, int], int] = {}
        self._latest: dict[tuple[str, str], datetime] = {}
        self._seen: set[int] = set()
        self._seen_before: set[int] = set()
        self._newest = self._before = self._floor = 0
        self._task: asyncio.Task[None] | None = None

    def note(self, facts: Iterable[Told], now: datetime) -> None:
        """Facts were recorded at this moment; those recorded before, which were only repeated, do not count."""
        lags, floor, newest, seen, before = self._lags, self._floor, self._newest, self._seen, self._seen_before
        for source, node, occurred_at, movement in facts:
            if movement <= floor or movement in seen or movement in before:
                continue
            seen.add(movement)
            newest = max(newest, movement)
            bucket = UNDATED if occurred_at is None else bucket_of((now - occurred_at).total_seconds())
            key = (source, node, bucket)
            lags[key] = lags.get(key, 0) + 1
            if len(self._latest) < SOURCES_MAX or (source, node) in self._latest:
                self._latest[source, node] = now
        self._newest = newest

    def start(self) -> None:
        """Write down what was counted, until closed."""
        self._task = asyncio.create_task(self._write_forever())

    async def close(self) -> None:
        """Write down the rest."""
        if self._task is None:
            return
        await end(self._task)
        await self._try_to_write()

    async def _write_forever(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await self._try_to_write()

    async def _try_to_write(self) -> None:
        try:
            await self.write()
        except DatabaseUnavailable as outage:
            log.debug("lags of feeds were not written", problem=str(outage))

    async def write(self) -> None:
        """Write down what was counted since the last time. Movements of two times ago can only come as repetitions."""
        self._floor, self._before = self._before, self._newest
        self._seen_before, self._seen = self._seen, set()
        if not self._lags:
            return
        lags, latest = self._lags, self._latest
        self._lags, self._latest = {}, {}
        if len(lags) > SOURCES_MAX:
            lags = {key: lags[key] for key in list(lags)[:SOURCES_MAX]}
        now = max(latest.values())
        slot = now.replace(minute=now.minute - now.minute % 10, second=0, microsecond=0)
        async with self._database.transaction() as connection:
            await reconciliation.add_lags(connection, slot, lags, latest)
