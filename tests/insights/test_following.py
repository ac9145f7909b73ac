"""Whoever counts does all of it, however much there is to count."""

from __future__ import annotations

import asyncio

import pytest

from stockpool.runtime.clock import now_in_utc
from stockpool.runtime.ending import end
from stockpool.workflows import follow_insights
from stockpool.workflows.confidence_desk import ConfidenceDesk
from tests.orders.shop import Shop

REFUSED = "select value from insight_counts where measure = 'promises_refused'"
LOOKED = "select exceptions_at from insight_state where exceptions_at is not null"


async def test_refusals_are_counted_and_exceptions_looked_for_while_events_keep_coming(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def more_each_time(_connection: object, place: int) -> int:
        return place + 1

    monkeypatch.setattr(follow_insights, "count_once", more_each_time)
    monkeypatch.setattr(follow_insights, "PAUSE_S", 0.01)
    await shop.refused({"tea": 1})
    counting = asyncio.create_task(
        follow_insights.follow_insights(shop.database, ConfidenceDesk(shop.database), now_in_utc)
    )
    try:
        async with asyncio.timeout(60):
            while not (await shop.rows(REFUSED) and await shop.rows(LOOKED)):  # noqa: ASYNC110 -- a table tells nobody
                await asyncio.sleep(0.05)
    finally:
        await end(counting)
    assert await shop.rows(REFUSED) == [(1,)]
