"""The figures of feeds for `/metrics`: every server reads them twice a minute, whoever worked them out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from stockpool.feed import api as feed
from stockpool.reconciliation import api as reconciliation
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.workflows.follow_insights import READER

log = structlog.get_logger(__name__)

EVERY_S = 30.0
WINDOW = timedelta(hours=1)


async def follow_figures(database: Database, clock: Callable[[], datetime]) -> None:
    """Keep the metrics as fresh as half a minute, until cancelled."""
    while True:
        await asyncio.sleep(EVERY_S)
        try:
            await read_figures(database, clock())
        except DatabaseUnavailable as outage:
            log.debug("figures of feeds were not read", problem=str(outage))


async def read_figures(database: Database, now: datetime) -> None:
    """Put what is measured into the metrics."""
    async with database.read() as connection:
        counted = await feed.cursor_of(connection, READER)
        latest = (await feed.ends_of_feed(connection)).latest
        read = await reconciliation.read_lags(connection, now - WINDOW)
        confidence = await reconciliation.read_confidence(connection)
        exceptions = await reconciliation.open_by_source(connection)
    if counted is not None:
        telemetry.reader_lag(READER, latest - counted)
    lags: dict[str, float] = {}
    silences: dict[str, float] = {}
    for each in read:
        p90 = reconciliation.lag_figures(each.buckets).p90_s
        if p90 is not None:
            lags[each.source] = max(lags.get(each.source, 0.0), p90)
        if each.last_recorded_at is not None:
            silence = (now - each.last_recorded_at).total_seconds()
            silences[each.source] = min(silences.get(each.source, silence), silence)
    telemetry.feed_figures(lags, silences)
    telemetry.confidence_figures({node: risk for node, _, risk in confidence}, exceptions)
