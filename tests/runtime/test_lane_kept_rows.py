"""A row that somebody outside keeps locked: who wants it waits, and nobody else does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence

import msgspec
import pytest
from psycopg import AsyncConnection

from stockpool.inventory import api as inventory
from stockpool.inventory.messages import HoldPlaced, HoldReleased, PlaceHold, ReleaseHold
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import KEPT, LaneBusy, Patience, SetAside
from tests.inventory.asking import asked, lines
from tests.inventory.yard import Yard, furnish, granted

PATIENCE_S = 0.6
"""Of the patient lane: longer than the others wait in line."""


@pytest.fixture
async def yard(database_url: str) -> AsyncIterator[Yard]:
    """Ten of each, one lane beside the patient one."""
    database = await Database.open(database_url, lock_timeout_s=PATIENCE_S)
    await furnish(database)
    opened = Yard(database)
    await opened.open(lanes=1)
    await opened.receive(tea=10, cup=10)
    yield opened
    await opened.close()
    assert await opened.drift() == []
    await database.close()


def hold(sku: str) -> PlaceHold:
    return asked(PlaceHold, channel="web", lines=lines({(sku, "east"): 1}), ttl_seconds=600)


async def keep(connection: AsyncConnection, sku: str) -> None:
    await connection.execute("select 1 from positions where sku = %s for update", (sku,))


def time_outs() -> float:
    """How often a group waited in line in vain."""
    return telemetry.REGISTRY.get_sample_value("stockpool_lane_retries_total", {"cause": "LockNotAvailable"}) or 0.0


async def test_only_those_wait_who_want_the_row(yard: Yard) -> None:
    """In one group: the neighbors are held while the row is still kept; who wants it is granted when it is free."""
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        tea, *cups = [yard.lanes.submit(hold(sku)) for sku in ("tea", "cup", "cup")]
        assert [type(reply) for reply in await asyncio.gather(*cups)] == [HoldPlaced, HoldPlaced]
        assert not tea.done()
    granted(HoldPlaced, await tea)


async def test_who_waits_to_the_end_in_vain_is_busy(yard: Yard) -> None:
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        tea, cup = yard.lanes.submit(hold("tea")), yard.lanes.submit(hold("cup"))
        with pytest.raises(LaneBusy):
            await tea
        granted(HoldPlaced, await cup)
    assert await yard.position("tea") == (10, 0, 0)


async def later_groups(yard: Yard) -> float:
    """While tea is kept and known to be, holds of tea and cups come again and again: how often a group waited."""
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        first = [yard.lanes.submit(hold("tea")), yard.lanes.submit(hold("cup"))]
        await first[1]
        before = time_outs()
        teas = []
        for _ in range(3):
            teas.append(yard.lanes.submit(hold("tea")))
            granted(HoldPlaced, await yard.say(hold("cup")))
        waited = time_outs() - before
    await asyncio.gather(first[0], *teas, return_exceptions=True)
    return waited


async def test_a_row_known_to_be_kept_takes_no_lane_again(yard: Yard) -> None:
    assert await later_groups(yard) == 0
    assert await yard.position("tea") == (6, 4, 0)
    before = time_outs()
    granted(HoldPlaced, await yard.say(hold("tea")))
    assert not yard.processor._kept
    assert time_outs() == before


async def test_where_it_is_not_known_every_group_waits(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: nobody looks which rows are kept; groups are split until the one that wants them is alone."""

    async def look_away(*_given: object) -> set[inventory.PositionKey]:
        return set()

    monkeypatch.setattr(inventory, "kept_positions", look_away)
    assert await later_groups(yard) > 0


async def test_who_names_a_hold_wants_its_rows(yard: Yard) -> None:
    held = granted(HoldPlaced, await yard.say(hold("tea")))
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        release = yard.lanes.submit(asked(ReleaseHold, hold_id=held.hold_id))
        granted(HoldPlaced, await yard.say(hold("cup")))
        assert not release.done()
    granted(HoldReleased, await release)
    assert await yard.position("tea") == (10, 0, 0)


async def test_refusals_do_not_wait_either(yard: Yard) -> None:
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        waiting = yard.lanes.submit(hold("tea"))
        refused: Mapping[str, msgspec.Struct] = {sku: await yard.say(hold(sku)) for sku in ("nothing", "cup")}
        assert [type(reply).__name__ for reply in refused.values()] == ["Refused", "HoldPlaced"]
        assert not waiting.done()
    granted(HoldPlaced, await waiting)


async def test_lanes_that_stop_answer_who_was_set_aside(yard: Yard) -> None:
    async with yard.database.transaction() as keeper:
        await keep(keeper, "tea")
        tea, cup = yard.lanes.submit(hold("tea")), yard.lanes.submit(hold("cup"))
        await cup
        stopping = asyncio.create_task(yard.lanes.stop())
        await asyncio.sleep(0)
    granted(HoldPlaced, await tea)
    await stopping
    await yard.open()


class Kept:
    """Sets aside whatever does not want to wait, and lets the others wait for the test."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def process(self, connection: AsyncConnection, commands: Sequence[str], patience: Patience) -> list[SetAside]:
        del connection
        if patience is Patience.TO_THE_END:
            await self.gate.wait()
        return [KEPT] * len(commands)


async def test_the_bound_of_the_queue_counts_who_was_set_aside(database: Database) -> None:
    async def connect(_patience: Patience) -> AsyncConnection:
        return await database.connect()

    kept = Kept()
    lanes: Lanes[str, str] = Lanes(connect, kept, lanes=1, group_max=1, queue_max=2)
    await lanes.start()
    waiting = []
    for number in range(3):  # one of them is with the patient lane, the others wait for it
        waiting.append(lanes.submit(str(number)))
        await asyncio.sleep(0.05)
        assert lanes.waiting == number
    with pytest.raises(LaneBusy, match="2 commands wait already"):
        lanes.submit("one more")
    kept.gate.set()
    for answer in waiting:
        with pytest.raises(LaneBusy, match="keeps a row"):
            await answer
    await lanes.stop()
