"""What a process sees of itself while it works."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator

import pytest

from stockpool.feed import api as feed
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.workflows import watch_health
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.watch_health import BookWatch, watch_feed, watch_loop
from tests.inventory.yard import Yard, furnish


@pytest.fixture
async def yard(database_url: str) -> AsyncIterator[Yard]:
    database = await Database.open(database_url)
    await furnish(database)
    opened = Yard(database)
    await opened.open(lanes=1)
    await opened.receive(tea=10, cup=10)
    yield opened
    await opened.close()
    await database.close()


def value(name: str) -> float:
    return telemetry.REGISTRY.get_sample_value(name) or 0.0


async def test_books_are_compared_round_and_round(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_health, "STRETCH_POSITIONS", 1)
    watch, before = BookWatch(yard.database), value("stockpool_positions_verified_total")
    rounds = [(await watch.compare()).positions for _ in range(6)]
    assert set(rounds) <= {0, 1}
    assert value("stockpool_positions_verified_total") == before + sum(rounds)
    assert sum(rounds) >= 4, "it begins again behind the last"


@pytest.mark.parametrize(("units", "drifts"), [(0, 0), (3, 1)])
async def test_a_position_that_its_entries_do_not_make_is_counted(yard: Yard, units: int, drifts: int) -> None:
    """The first row is the negative control."""
    before = value("stockpool_drift_total")
    async with yard.database.read() as connection:
        await connection.execute("update positions set available = available + %s where sku = 'tea'", (units,))
    found = await BookWatch(yard.database).compare()
    assert (found.drift, value("stockpool_drift_total") - before) == (drifts, drifts)


async def test_the_feed_lags_until_its_events_have_their_places(yard: Yard) -> None:
    async with yard.database.read() as connection:
        await asyncio.sleep(0.1)
        behind = await feed.feed_lag(connection)
        position = await feed.sequence(connection)
        level = await feed.feed_lag(connection)
    assert behind.unplaced >= 2
    assert behind.oldest_s >= 0.1
    assert (level.position, level.unplaced, level.oldest_s) == (position, 0, 0.0)


async def test_how_far_the_feed_is_can_be_scraped(yard: Yard) -> None:
    followed = Feed(yard.database)
    watching = asyncio.create_task(watch_feed(yard.database, followed))
    for _ in range(500):
        await asyncio.sleep(0.01)
        if value("stockpool_feed_unplaced_events") >= 2:
            break
    await end(watching)
    assert value("stockpool_feed_lag_seconds") > 0


async def test_an_outage_does_not_end_the_watch(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_health, "BOOKS_EVERY_S", 0.01)
    watch = BookWatch(yard.database)
    monkeypatch.setattr(watch, "_after", ("no", "such", "place"))
    watching = asyncio.create_task(watch.watch())
    await asyncio.sleep(0.3)
    assert not watching.done()
    await end(watching)


async def test_a_loop_that_is_kept_busy_is_late(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch_health, "LOOP_EVERY_S", 0.02)
    before = value("stockpool_event_loop_lag_seconds_sum")
    watching = asyncio.create_task(watch_loop())
    await asyncio.sleep(0.01)
    time.sleep(0.3)  # noqa: ASYNC251 -- that is what keeps it busy
    await asyncio.sleep(0.05)
    await end(watching)
    assert value("stockpool_event_loop_lag_seconds_sum") > before + 0.2
