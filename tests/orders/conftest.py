"""A shop with one lane, and one with two."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.runtime.database import Database
from tests.orders.shop import Shop
from tests.orders.telling import untold


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    """A shop whose commands are decided in order; whatever the test did, its books must agree."""
    opened = Shop(database)
    await opened.open()
    yield opened
    await opened.lanes.stop()
    assert await opened.drift() == []
    assert await untold(opened) == []


@pytest.fixture
async def busy_shop(database: Database) -> AsyncIterator[Shop]:
    """A shop with two lanes, each with its own connection."""
    opened = Shop(database)
    await opened.open(lanes=2)
    yield opened
    await opened.lanes.stop()
    assert await opened.drift() == []
    assert await untold(opened) == []
