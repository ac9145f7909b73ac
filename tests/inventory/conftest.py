"""A yard with one lane, so that commands are decided in their order."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from stockpool.runtime.database import Database
from tests.inventory.yard import Yard, furnish


@pytest.fixture
async def yard(database: Database) -> AsyncIterator[Yard]:
    """An empty yard; whatever the test did, its books must agree."""
    await furnish(database)
    opened = Yard(database)
    await opened.open()
    yield opened
    await opened.close()
    assert await opened.drift() == []
