"""Few commands go to one lane as one group; a lane that is stuck keeps nobody waiting for long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import cast

import pytest
import uvloop
from psycopg import AsyncConnection

from stockpool.runtime import lane
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Patience

STUCK = "stuck"

LONG_S = 30
"""Longer than any machine stands still: a lane that waits for the stuck one would wait for ever."""


class Connection:
    """A connection that nothing is asked of."""

    async def close(self) -> None:
        pass


class Slow:
    """Answers after a moment; whoever asks to be stuck waits until the test lets go."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.begun = asyncio.Event()
        self.let_go = asyncio.Event()

    async def process(self, connection: AsyncConnection, commands: Sequence[str], patience: Patience) -> Sequence[str]:
        del connection, patience
        self.groups.append(list(commands))
        self.begun.set()
        await (self.let_go.wait() if STUCK in commands else asyncio.sleep(0.005))
        return list(commands)


async def connect(_patience: Patience) -> AsyncConnection:
    return cast("AsyncConnection", Connection())


@pytest.fixture
async def slow() -> AsyncIterator[Slow]:
    processor = Slow()
    yield processor
    processor.let_go.set()


@pytest.fixture
async def lanes(slow: Slow) -> AsyncIterator[Lanes[str, str]]:
    two = Lanes(connect, slow, lanes=2, group_max=200)
    await two.start()
    yield two
    slow.let_go.set()
    await two.stop()


async def test_what_arrives_while_one_lane_works_becomes_one_group(lanes: Lanes[str, str], slow: Slow) -> None:
    first = lanes.submit("a")
    await slow.begun.wait()
    later = [lanes.submit(word) for word in "bcd"]
    await asyncio.gather(first, *later)
    assert slow.groups == [["a"], ["b", "c", "d"]]


async def test_a_second_lane_joins_when_many_wait(lanes: Lanes[str, str], slow: Slow) -> None:
    stuck = lanes.submit(STUCK)
    await slow.begun.wait()
    many = [lanes.submit(str(number)) for number in range(lane.JOIN_AT)]
    await asyncio.wait_for(asyncio.gather(*many), LONG_S)
    assert not stuck.done()
    assert len(slow.groups) == 2


async def test_a_stuck_lane_keeps_nobody_waiting_for_long(lanes: Lanes[str, str], slow: Slow) -> None:
    stuck = lanes.submit(STUCK)
    await slow.begun.wait()
    for word in ("b", "c", "d"):
        assert await asyncio.wait_for(lanes.submit(word), LONG_S) == word
    assert not stuck.done()


async def test_nor_whoever_comes_when_it_was_stuck_already(lanes: Lanes[str, str]) -> None:
    stuck = lanes.submit(STUCK)
    await asyncio.sleep(3 * lane.PATIENCE_S)
    for word in ("b", "c"):
        assert await asyncio.wait_for(lanes.submit(word), LONG_S) == word
        await asyncio.sleep(0.01)
    assert not stuck.done()


def test_nor_where_the_loop_counts_whole_milliseconds() -> None:
    """As the server's does: patience that is out after exactly its time is out, however the difference is rounded."""

    async def behind_a_stuck_lane() -> None:
        for _ in range(10):
            slow = Slow()
            lanes: Lanes[str, str] = Lanes(connect, slow, lanes=2)
            await lanes.start()
            stuck = lanes.submit(STUCK)
            await slow.begun.wait()
            try:
                assert await asyncio.wait_for(lanes.submit("b"), LONG_S) == "b"
                assert not stuck.done()
            finally:
                slow.let_go.set()
                await lanes.stop()

    uvloop.run(behind_a_stuck_lane())


async def test_without_patience_running_out_they_would_wait(
    lanes: Lanes[str, str], slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "PATIENCE_S", 3_600)
    stuck = lanes.submit(STUCK)
    await slow.begun.wait()
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lanes.submit("b"), 0.2)
    assert not stuck.done()


async def test_stopping_answers_what_waits_behind_a_stuck_lane(lanes: Lanes[str, str], slow: Slow) -> None:
    stuck = lanes.submit(STUCK)
    await slow.begun.wait()
    waiting = lanes.submit("b")
    stopping = asyncio.create_task(lanes.stop())
    assert await asyncio.wait_for(waiting, LONG_S) == "b"
    slow.let_go.set()
    await stopping
    assert await stuck == STUCK


async def come_in(lanes: Lanes[str, str], word: str, turns: int) -> str:
    """A request that needs a few turns of the event loop before it is a command."""
    for _ in range(turns):
        await asyncio.sleep(0)
    return await lanes.submit(word)


async def test_whoever_is_at_the_door_goes_with_the_group(lanes: Lanes[str, str], slow: Slow) -> None:
    await asyncio.gather(*[come_in(lanes, word, turns) for turns, word in enumerate("abc")])
    assert slow.groups == [["a", "b", "c"]]


async def test_without_letting_them_in_the_first_would_go_alone(
    lanes: Lanes[str, str], slow: Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane, "LET_IN_MAX", 0)
    await asyncio.gather(*[come_in(lanes, word, turns) for turns, word in enumerate("abc")])
    assert slow.groups == [["a"], ["b", "c"]]


async def next_group_behind(lanes: Lanes[str, str], slow: Slow, answered: list[str]) -> list[str]:
    """The group that a lane takes when it has answered some, while one waits and another is at the door."""
    before = [lanes.submit(word) for word in answered]
    await slow.begun.wait()
    waits = lanes.submit("b")
    slow.let_go.set()
    await asyncio.gather(*before, waits, come_in(lanes, "c", 2))
    assert slow.groups[0] == answered
    return slow.groups[1]


async def test_as_many_as_were_answered_are_enough(lanes: Lanes[str, str], slow: Slow) -> None:
    assert await next_group_behind(lanes, slow, [STUCK]) == ["b"]


async def test_fewer_than_were_answered_wait_for_who_is_at_the_door(lanes: Lanes[str, str], slow: Slow) -> None:
    assert await next_group_behind(lanes, slow, [STUCK, "a"]) == ["b", "c"]
