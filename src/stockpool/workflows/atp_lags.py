"""How long it takes from a fact's record to the availability that shows it, measured where channels are followed.

Counted in memory and written down every few seconds. What a process had not written when it was killed is lost:
figures, not stock. Where nobody follows a channel there is nothing to measure: who asks is answered from the stock
itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import psycopg
import structlog

from stockpool.insights import api as insights
from stockpool.insights.api import EVERYWHERE, FACTS, Counted
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.runtime.unavailable import DatabaseUnavailable

__all__ = ["FACTS", "AtpLags"]

log = structlog.get_logger(__name__)

EVERY_S = 5.0


class AtpLags:
    """The lags that one process has measured and not written yet."""

    def __init__(self, database: Database) -> None:
        """Write to one database, once started."""
        self._database = database
        self._lags: Counter[insights.CountKey] = Counter()
        self._task: asyncio.Task[None] | None = None

    def note(self, channel: str, recorded: Iterable[datetime], now: datetime) -> None:
        """Facts that were recorded at these moments show in what a channel can promise now."""
        hour = insights.hour_of(now)
        for moment in recorded:
            lag_ms = (now - moment).total_seconds() * 1_000
            self._lags[EVERYWHERE, hour, insights.lag_measure(lag_ms), channel, ""] += 1
            self._lags[EVERYWHERE, hour, insights.LAG_COUNTED, channel, ""] += 1

    def start(self) -> None:
        """Write down what was measured, until closed."""
        self._task = asyncio.create_task(self._write_forever())

    async def close(self) -> None:
        """Write down the rest."""
        if self._task is not None:
            await end(self._task)
            await self._try_to_write()

    async def _write_forever(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            await self._try_to_write()

    async def _try_to_write(self) -> None:
        try:
            await self.write()
        except (psycopg.Error, DatabaseUnavailable) as outage:
            log.debug("lags were not written", problem=str(outage))

    async def write(self) -> None:
        """Write down what was measured since the last time."""
        if not self._lags:
            return
        lags, self._lags = self._lags, Counter()
        async with self._database.transaction() as connection:
            await insights.add_counted(connection, Counted({key: Decimal(facts) for key, facts in lags.items()}))
