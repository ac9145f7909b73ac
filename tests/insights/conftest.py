"""A shop whose life is counted."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.runtime.database import Database
from tests.orders.shop import Shop


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    """A small retailer."""
    opened = Shop(database)
    await opened.open()
    yield opened
    await opened.lanes.stop()
