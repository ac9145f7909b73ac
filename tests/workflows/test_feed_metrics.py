"""What every server tells of the feed's readers, whichever process reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockpool.feed import api as feed
from stockpool.runtime.database import Database
from stockpool.runtime.telemetry import REGISTRY
from stockpool.workflows.feed_metrics import read_figures
from stockpool.workflows.follow_insights import READER


def lag() -> float | None:
    return REGISTRY.get_sample_value("stockpool_feed_reader_lag", {"reader": READER})


@pytest.mark.parametrize(("counted", "behind"), [(3, 4), (7, 0)])
async def test_it_tells_by_how_many_events_the_figures_are_behind(
    database: Database, counted: int, behind: int
) -> None:
    async with database.transaction() as connection:
        await connection.execute("update feed_state set position = 7")
        await feed.move_cursor(connection, READER, counted)
    await read_figures(database, datetime.now(UTC))
    assert lag() == behind


async def test_where_nobody_ever_counted_nothing_new_is_told(database: Database) -> None:
    before = lag()
    await read_figures(database, datetime.now(UTC))
    assert lag() == before
