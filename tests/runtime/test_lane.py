"""The lane's own rules, with a processor that does what the test says and a connection that nobody uses."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import cast

import psycopg
import pytest
from psycopg import AsyncConnection, errors

from stockpool.runtime import lane_worker
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import Again, LaneBusy, Patience
from stockpool.runtime.unavailable import DatabaseUnavailable


class Wire:
    """A connection as far as a lane touches it itself."""

    def __init__(self) -> None:
        self.closed = False

    async def close(self) -> None:
        self.closed = True


class Script:
    """Answers each command with its upper case, unless `trouble` says what happens to a group instead."""

    def __init__(
        self, trouble: Callable[[Sequence[str], Script], Exception | None] = lambda _group, _script: None
    ) -> None:
        self.trouble = trouble
        self.groups: list[list[str]] = []
        self.wires: list[Wire] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.reachable = True

    async def connect(self, patience: Patience) -> AsyncConnection:
        if not self.reachable:
            raise DatabaseUnavailable("gone", where="here", mend="wait")
        wire = Wire()
        if patience is Patience.IN_LINE:
            self.wires.append(wire)
        return cast("AsyncConnection", wire)

    async def process(self, connection: AsyncConnection, commands: Sequence[str], _patience: Patience) -> Sequence[str]:
        if connection.closed:
            raise psycopg.OperationalError("the connection is closed")
        self.groups.append(list(commands))
        await self.gate.wait()
        trouble = self.trouble(commands, self)
        if trouble is not None:
            raise trouble
        return [command.upper() for command in commands]


@pytest.fixture(autouse=True)
def _nothing_to_roll_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def roll_back(_connection: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(lane_worker, "roll_back", roll_back)


async def a_moment() -> None:
    """So many turns of the event loop that an idle lane has begun whatever it may begin."""
    for _ in range(100):
        await asyncio.sleep(0)


async def started(script: Script, *, lanes: int = 1, group_max: int = 512, queue_max: int = 10_000) -> Lanes[str, str]:
    made: Lanes[str, str] = Lanes(script.connect, script, lanes=lanes, group_max=group_max, queue_max=queue_max)
    await made.start()
    return made


async def answers(lanes: Lanes[str, str], *commands: str) -> list[object]:
    waiting = [lanes.submit(command) for command in commands]
    return list(await asyncio.gather(*waiting, return_exceptions=True))


def times(how_many: int, error: Exception) -> Callable[[Sequence[str], Script], Exception | None]:
    """The first so many groups fail with this."""
    left = [how_many]

    def trouble(_group: Sequence[str], _script: Script) -> Exception | None:
        left[0] -= 1
        return error if left[0] >= 0 else None

    return trouble


async def test_what_waits_together_is_processed_together_and_in_order() -> None:
    script = Script()
    script.gate.clear()
    lanes = await started(script, group_max=3)
    first = lanes.submit("a")
    await a_moment()
    rest = [lanes.submit(each) for each in "bcdef"]
    script.gate.set()
    assert [await each for each in (first, *rest)] == list("ABCDEF")
    assert script.groups == [["a"], ["b", "c", "d"], ["e", "f"]]
    await lanes.stop()


@pytest.mark.parametrize("position", range(7))
async def test_a_poison_command_fails_alone(position: int) -> None:
    commands = list("abcdefg")
    commands[position] = "poison"
    script = Script(lambda group, _: ValueError("poison") if "poison" in group else None)
    lanes = await started(script)
    replies = await answers(lanes, *commands)
    assert isinstance(replies.pop(position), ValueError)
    assert replies == [each.upper() for each in commands if each != "poison"]
    assert await lanes.submit("later") == "LATER"
    await lanes.stop()


@pytest.mark.parametrize(
    "error",
    [
        errors.DeadlockDetected(),
        errors.SerializationFailure(),
        errors.UniqueViolation(),
        errors.LockNotAvailable(),
        Again(),
    ],
)
async def test_what_may_go_well_the_next_time_is_tried_again_unseen(error: Exception) -> None:
    script = Script(times(1, error))
    lanes = await started(script)
    assert await answers(lanes, "a", "b") == ["A", "B"]
    assert script.groups == [["a", "b"], ["a", "b"]]
    assert len(script.wires) == 1
    await lanes.stop()


@pytest.mark.parametrize(
    ("error", "attempts"), [(errors.LockNotAvailable(), 4), (errors.DeadlockDetected(), lane_worker.ATTEMPTS_MAX)]
)
async def test_what_does_not_go_well_any_time_is_busy_and_the_lane_goes_on(error: Exception, attempts: int) -> None:
    """Case 22: a lock that takes too long is no answer about stock; the caller may come again with the same key."""
    script = Script(times(attempts, error))
    lanes = await started(script)
    (reply,) = await answers(lanes, "a")
    assert isinstance(reply, LaneBusy)
    assert reply.retry_after_s > 0
    assert len(script.groups) == attempts
    assert await lanes.submit("a") == "A"
    await lanes.stop()


async def test_what_collides_whenever_it_is_tried_fails_alone() -> None:
    script = Script(lambda group, _: errors.UniqueViolation() if "twin" in group else None)
    lanes = await started(script)
    replies = await answers(lanes, "a", "twin", "b", "c")
    assert [type(each) for each in replies] == [str, errors.UniqueViolation, str, str]
    await lanes.stop()


async def test_a_lost_connection_is_replaced_and_the_group_tried_again() -> None:
    def cut(_group: Sequence[str], script: Script) -> Exception | None:
        if len(script.groups) > 1:
            return None
        script.wires[-1].closed = True
        return psycopg.OperationalError("lost")

    script = Script(cut)
    lanes = await started(script)
    assert await answers(lanes, "a", "b") == ["A", "B"]
    assert len(script.wires) == 2
    await lanes.stop()


async def test_an_outage_that_lasts_too_long_is_busy_and_over_when_it_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_worker, "OUTAGE_MAX_S", 0.2)
    script = Script()
    lanes = await started(script)
    script.wires[-1].closed = True
    script.reachable = False
    for _ in range(2):
        (reply,) = await answers(lanes, "a")
        assert isinstance(reply, LaneBusy)
    script.reachable = True
    assert await lanes.submit("a") == "A"
    await lanes.stop()


async def test_an_error_of_a_statement_is_no_outage() -> None:
    script = Script(times(1, errors.QueryCanceled("statement timeout")))
    lanes = await started(script)
    (reply,) = await answers(lanes, "a")
    assert isinstance(reply, errors.QueryCanceled)
    assert len(script.wires) == 1
    await lanes.stop()


async def test_a_full_queue_is_busy_at_once_and_takes_again_when_it_is_not() -> None:
    script = Script()
    script.gate.clear()
    lanes = await started(script, queue_max=2)
    working = lanes.submit("a")
    await a_moment()
    waiting = [lanes.submit("b"), lanes.submit("c")]
    assert lanes.waiting == 2
    with pytest.raises(LaneBusy):
        lanes.submit("d")
    script.gate.set()
    assert [await each for each in (working, *waiting)] == ["A", "B", "C"]
    assert await lanes.submit("d") == "D"
    await lanes.stop()


@pytest.mark.parametrize("begun", [False, True])
async def test_a_caller_that_goes_away_changes_nothing_for_the_command_and_its_neighbors(begun: bool) -> None:
    script = Script()
    script.gate.clear()
    lanes = await started(script)
    ahead = None if begun else lanes.submit("ahead")
    if ahead is not None:
        await a_moment()
    leaving, staying = lanes.submit("leaving"), lanes.submit("staying")
    await a_moment()
    leaving.cancel()
    script.gate.set()
    assert await staying == "STAYING"
    assert [each for group in script.groups for each in group].count("leaving") == 1
    assert ahead is None or await ahead == "AHEAD"
    await lanes.stop()


async def test_stopping_finishes_what_waits_and_takes_nothing_new() -> None:
    script = Script()
    script.gate.clear()
    lanes = await started(script, group_max=1, lanes=2)
    waiting = [lanes.submit(each) for each in "abcdef"]
    stopping = asyncio.create_task(lanes.stop())
    await asyncio.sleep(0)
    with pytest.raises(LaneBusy):
        lanes.submit("late")
    assert not lanes.running
    script.gate.set()
    await stopping
    assert [each.result() for each in waiting] == list("ABCDEF")
    assert [wire.closed for wire in script.wires] == [True, True]


async def test_every_one_of_many_commands_is_answered_once_whatever_happens_between() -> None:
    """All kinds of trouble in turn, over two lanes; what was refused for being busy was not done."""
    kinds = [None, errors.DeadlockDetected(), None, Again(), ValueError("poison"), errors.SerializationFailure()]

    def trouble(group: Sequence[str], script: Script) -> Exception | None:
        found = kinds[len(script.groups) % len(kinds)]
        return found if len(group) > 1 or not isinstance(found, ValueError) else None

    script = Script(trouble)
    lanes = await started(script, lanes=2, group_max=8)
    commands = [f"c{number}" for number in range(300)]
    assert await answers(lanes, *commands) == [each.upper() for each in commands]
    await lanes.stop()
