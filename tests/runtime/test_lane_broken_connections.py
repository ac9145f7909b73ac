"""A lane whose connection is neither closed nor usable takes another one; later callers notice nothing of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress

import psycopg
import pytest
from psycopg import AsyncConnection

from stockpool.runtime import lane_worker
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import LaneWorker, Patience

OF_THE_DRIVER = psycopg.OperationalError("cannot exit pipeline mode while busy")
"""What the driver says when the server was killed while a pipeline was open: nothing of it is the server's."""


class Echo:
    """Answers with what it was given; the first time it leaves its connection in a pipeline and fails."""

    def __init__(self, failure: Exception) -> None:
        self._failure = failure
        self.backends: list[int] = []

    async def process(self, connection: AsyncConnection, commands: Sequence[str], _patience: Patience) -> Sequence[str]:
        self.backends.append(connection.info.backend_pid)
        await connection.execute("select 1")
        if len(self.backends) == 1:
            connection.pgconn.enter_pipeline_mode()
            raise self._failure
        await connection.commit()
        return list(commands)


OpenLane = Callable[[Echo], "Lanes[str, str]"]


@pytest.fixture
async def open_lane(database: Database) -> AsyncIterator[OpenLane]:
    opened: list[Lanes[str, str]] = []

    async def connect(_patience: Patience) -> AsyncConnection:
        connection = await database.connect()
        await connection.set_autocommit(False)
        return connection

    def make(echo: Echo) -> Lanes[str, str]:
        opened.append(Lanes(connect, echo, lanes=1))
        return opened[-1]

    yield make
    for lanes in opened:
        await lanes.stop()


async def test_an_error_of_the_driver_itself_costs_the_connection_and_not_the_command(open_lane: OpenLane) -> None:
    echo = Echo(OF_THE_DRIVER)
    lanes = open_lane(echo)
    await lanes.start()
    assert await lanes.submit("one") == "one"
    assert len(set(echo.backends)) == 2


async def test_a_connection_that_cannot_be_rolled_back_is_not_used_again(open_lane: OpenLane) -> None:
    echo = Echo(RuntimeError("poison"))
    lanes = open_lane(echo)
    await lanes.start()
    with pytest.raises(RuntimeError, match="poison"):
        await lanes.submit("one")
    assert await lanes.submit("two") == "two"
    assert len(set(echo.backends)) == 2


async def test_without_both_a_lane_would_be_of_no_use_any_more(
    open_lane: OpenLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def roll_back_carelessly(self: LaneWorker[str, str]) -> None:
        with suppress(psycopg.Error):
            await self._connection.rollback()

    monkeypatch.setattr(lane_worker, "_is_lost", lambda connection, _: connection.closed)
    monkeypatch.setattr(LaneWorker, "_roll_back", roll_back_carelessly)
    lanes = open_lane(Echo(OF_THE_DRIVER))
    await lanes.start()
    for command in ("one", "two", "three"):
        with pytest.raises(psycopg.OperationalError, match="pipeline mode"):
            await lanes.submit(command)
