"""The lane with the ledger behind it: connections that are cut at the worst moments, servers that go away."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from typing import Any

import pytest
from psycopg import AsyncConnection

from stockpool.inventory.messages import HoldPlaced, PlaceHold
from stockpool.runtime import lane_worker, migrating
from stockpool.runtime.batch import Row, Statement, run_batch
from stockpool.runtime.database import Database
from stockpool.runtime.embedded import start_embedded, stop_embedded
from stockpool.runtime.lane_worker import LaneBusy
from stockpool.workflows import group
from tests.conftest import new_test_folder, remove_test_folder
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard, furnish, granted


@pytest.fixture
async def yard(database: Database) -> AsyncIterator[Yard]:
    """A yard with ten teas."""
    await furnish(database)
    opened = Yard(database)
    await opened.open()
    await opened.receive(tea=10)
    yield opened
    await opened.close()
    assert await opened.drift() == []


def hold(quantity: int = 1) -> PlaceHold:
    return asked(PlaceHold, channel="web", lines=lines({("tea", "east"): quantity}), ttl_seconds=600)


class Cutter:
    """Ends the lane's connection at the server, once: before the group's last batch, or right behind its commit."""

    def __init__(self, yard: Yard, *, behind_commit: bool) -> None:
        self.yard = yard
        self.behind_commit = behind_commit
        self.cut = 0
        self._run_batch = run_batch

    async def run_batch(self, connection: AsyncConnection, statements: Iterable[Statement]) -> list[list[Row]]:
        if self.cut:
            return await self._run_batch(connection, statements)
        self.cut += 1
        rows = await self._run_batch(connection, statements) if self.behind_commit else []
        await self.yard.rows("select pg_terminate_backend(%s, 5000)", connection.info.backend_pid)
        await self._run_batch(connection, statements)
        return rows


@pytest.mark.parametrize("behind_commit", [False, True], ids=["before the commit", "between commit and reply"])
async def test_a_connection_that_is_cut_loses_and_doubles_nothing(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, behind_commit: bool
) -> None:
    """An unknown commit becomes a known one: behind the commit the reply is the one that was stored."""
    cutter = Cutter(yard, behind_commit=behind_commit)
    monkeypatch.setattr(group, "run_batch", cutter.run_batch)
    commands = [hold(1) for _ in range(3)]
    replies = [granted(HoldPlaced, reply) for reply in await yard.say_together(commands)]
    assert cutter.cut == 1
    assert await yard.position("tea") == (7, 3, 0)
    assert [reply.hold_id for reply in replies] == [command.hold_id for command in commands]
    assert await yard.say_together(commands) == replies
    assert await yard.position("tea") == (7, 3, 0)


async def test_a_reply_lost_with_its_connection_would_be_booked_again_without_its_key(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Negative control: the group is indeed tried again; only the stored key keeps it from being held twice."""
    decided: list[int] = []
    load = group.GroupProcessor._load

    async def counting(*given: Any) -> Any:  # noqa: ANN401 -- passed on
        loaded = await load(*given)
        decided.append(len(loaded.replies))
        return loaded

    monkeypatch.setattr(group.GroupProcessor, "_load", counting)
    monkeypatch.setattr(group, "run_batch", Cutter(yard, behind_commit=True).run_batch)
    granted(HoldPlaced, await yard.say(hold(1)))
    assert decided == [0, 1]


async def test_poison_fails_alone_and_its_neighbors_are_held(yard: Yard) -> None:
    """A hold whose id is no UUID cannot be written; no interface lets it through."""
    poison = asked(PlaceHold, channel="web", lines=lines({("tea", "east"): 1}), ttl_seconds=60, hold_id="no uuid")
    commands = [hold(), hold(), poison, hold()]
    waiting = [yard.lanes.submit(command) for command in commands]
    replies = await asyncio.gather(*waiting, return_exceptions=True)
    assert [isinstance(reply, HoldPlaced) for reply in replies] == [True, True, False, True]
    assert isinstance(replies[2], Exception)
    assert await yard.position("tea") == (7, 3, 0)


async def test_a_lock_that_takes_too_long_is_busy_and_never_out_of_stock(yard: Yard) -> None:
    """Case 22: stock is there; the same key is granted once the lock is free."""
    impatient = await Database.open(yard.database.url, lock_timeout_s=0.2, max_size=1)
    other = Yard(impatient)
    await other.open()
    command = hold(1)
    async with yard.database.transaction() as holder:
        await holder.execute("select 1 from positions where sku = 'tea' for update")
        with pytest.raises(LaneBusy) as busy:
            await other.say(command)
        assert busy.value.retry_after_s > 0
    granted(HoldPlaced, await other.say(command))
    assert await yard.position("tea") == (9, 1, 0)
    await other.close()
    await impatient.close()


async def test_a_database_that_is_away_is_busy_and_the_lane_is_back_when_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of the test's own is stopped and started; nothing that was told to be busy was held."""
    monkeypatch.setattr(lane_worker, "OUTAGE_MAX_S", 1.0)
    folder = new_test_folder()
    try:
        url = await asyncio.to_thread(start_embedded, folder / "data")
        await migrating.upgrade(url)
        database = await Database.open(url, max_size=1)
        await furnish(database)
        yard = Yard(database)
        await yard.open()
        await yard.receive(tea=10)
        await asyncio.to_thread(stop_embedded, folder / "data")
        command = hold(1)
        with pytest.raises(LaneBusy):
            await yard.say(command)
        assert await asyncio.to_thread(start_embedded, folder / "data") == url
        granted(HoldPlaced, await yard.say(command))
        assert await yard.position("tea") == (9, 1, 0)
        assert await yard.drift() == []
        await yard.close()
        await database.close()
    finally:
        await asyncio.to_thread(remove_test_folder, folder)
