"""A returns desk with one lane."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.runtime.database import Database
from tests.orders.returns.desk import Desk
from tests.orders.telling import untold


@pytest.fixture
async def desk(database: Database) -> AsyncIterator[Desk]:
    """A desk whose commands are decided in order; what it leaves must be without drift."""
    opened = Desk(database)
    await opened.open()
    yield opened
    await opened.lanes.stop()
    assert await opened.drift() == []
    assert await untold(opened) == []
