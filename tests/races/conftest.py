"""Three processes on one furnished database, and a yard to prepare and to look."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from stockpool.runtime.database import Database
from tests.inventory.yard import Yard, furnish
from tests.races.contestants import Contestants, contestants


@pytest.fixture(scope="module")
def racers() -> Iterator[Contestants]:
    """Processes that stand by for all tests of a module."""
    with contestants(3) as standing_by:
        yield standing_by


@pytest.fixture
async def field(database: Database) -> AsyncIterator[Yard]:
    """The field on which they race; what must hold of the books at the end, each test says itself."""
    await furnish(database)
    yard = Yard(database)
    await yard.open()
    yield yard
    await yard.close()
