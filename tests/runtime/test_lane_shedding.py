"""Who is let into busy lanes: the same script as the lane's own tests, with a queue of eight."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from stockpool.kernel.shedding import Urgency
from stockpool.runtime import lane as lane_module
from stockpool.runtime import lane_worker, telemetry
from stockpool.runtime.lane import Lanes
from stockpool.runtime.lane_worker import LaneBusy
from tests.runtime.test_lane import Script, a_moment

ROOM = 8


@pytest.fixture(autouse=True)
def _nothing_to_roll_back(monkeypatch: pytest.MonkeyPatch) -> None:
    async def roll_back(_connection: object) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(lane_worker, "roll_back", roll_back)


def by_name(command: str) -> Urgency:
    return Urgency.FACT if command.startswith("sale") else Urgency.PROMISE


async def full_lanes(script: Script, urgency_of: Callable[[str], Urgency] = by_name) -> Lanes[str, str]:
    """One group at work that does not end, and nobody waiting behind it yet."""
    script.gate.clear()
    lanes: Lanes[str, str] = Lanes(script.connect, script, lanes=1, group_max=1, queue_max=ROOM, urgency_of=urgency_of)
    await lanes.start()
    lanes.submit("sale at work")
    await a_moment()
    return lanes


def let_in(lanes: Lanes[str, str], *commands: str) -> list[str]:
    """Which of these are taken."""
    taken = []
    for command in commands:
        try:
            lanes.submit(command)
        except LaneBusy:
            continue
        taken.append(command)
    return taken


HOLDS = [f"hold {i}" for i in range(20)]
SALES = ["sale 1", "sale 2"]


def shed(urgency: str) -> float:
    return telemetry.REGISTRY.get_sample_value("stockpool_shed_total", {"urgency": urgency}) or 0.0


async def test_sales_have_room_that_holds_cannot_take() -> None:
    script, before = Script(), shed("promise")
    lanes = await full_lanes(script)
    assert let_in(lanes, *HOLDS, *SALES) == [*HOLDS[:6], *SALES]
    assert let_in(lanes, "sale 3") == []
    assert shed("promise") == before + 14
    script.gate.set()
    await lanes.stop()


async def test_without_urgency_holds_would_take_it() -> None:
    """The negative control."""
    script = Script()
    lanes = await full_lanes(script, lambda _command: Urgency.FACT)
    assert let_in(lanes, *HOLDS, *SALES) == HOLDS[:ROOM]
    script.gate.set()
    await lanes.stop()


async def test_a_short_queue_that_does_not_move_sheds_holds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script()
    lanes = await full_lanes(script)
    now = asyncio.get_running_loop().time()
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    assert let_in(lanes, "hold 1") == ["hold 1"]
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now + 6)
    with pytest.raises(LaneBusy, match=r"has waited for 6\.0 s") as busy:
        lanes.admit(Urgency.BULK)
    assert busy.value.retry_after_s == 5
    assert let_in(lanes, "hold 2", *SALES) == SALES
    monkeypatch.undo()
    script.gate.set()
    await a_moment()
    assert await lanes.submit("hold 3") == "HOLD 3"
    await lanes.stop()


async def test_the_first_is_old_no_more_once_it_was_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    script = Script()
    lanes = await full_lanes(script)
    now = asyncio.get_running_loop().time()
    waiting = [lanes.submit("sale 1"), lanes.submit("sale 2")]
    script.gate.set()
    await asyncio.gather(*waiting)
    script.gate.clear()
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now + 60)
    assert let_in(lanes, "hold 1", "hold 2", "hold 3") == ["hold 1", "hold 2", "hold 3"]
    monkeypatch.undo()
    script.gate.set()
    await lanes.stop()


async def test_bulk_work_gives_way_while_others_wait_but_not_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane_module, "GIVE_WAY_PAUSES", 5)
    script = Script()
    lanes = await full_lanes(script)
    await asyncio.wait_for(lanes.give_way(), 0.01)
    let_in(lanes, *SALES)
    loop = asyncio.get_running_loop()
    began_at = loop.time()
    await lanes.give_way()
    assert loop.time() - began_at >= 0.08
    giving_way = asyncio.create_task(lanes.give_way())
    await a_moment()
    assert not giving_way.done()
    script.gate.set()
    await giving_way
    assert lanes.waiting == 0
    await lanes.stop()
