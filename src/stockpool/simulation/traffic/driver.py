"""Live traffic at a gentle rate: people arrive by chance, each does one thing, nobody waits for anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from stockpool.simulation.traffic.actors import buy, check_out, deliver, look, pick_up, ring_up
from stockpool.simulation.traffic.client import GaveUp
from stockpool.simulation.traffic.freshness import watch_one_sale
from stockpool.simulation.traffic.left_to_people import look_after
from stockpool.simulation.traffic.scene import Scene
from stockpool.simulation.traffic.staff import carry, collect, count, work
from stockpool.simulation.traffic.waiting import lose_patience

log = structlog.get_logger(__name__)

Actor = Callable[[Scene], Awaitable[None]]

ARRIVALS: tuple[tuple[Actor, int], ...] = (
    (ring_up, 44), (look, 42), (check_out, 3), (buy, 8), (pick_up, 3),
)  # fmt: skip
"""Who comes, and how many of each hundred."""

ROUNDS: tuple[tuple[Actor, float], ...] = (
    (deliver, 3.0),
    (watch_one_sale, 1.0),
    (work, 1.0),
    (carry, 10.0),
    (collect, 2.0),
    (count, 5.0),
    (lose_patience, 15.0),
    (look_after, 15.0),
)
"""What happens over and over, and the seconds between."""

PRESENT_MAX = 500
"""People that may be around at once; when it is full, newcomers are turned away and counted."""

LATE_SECONDS_MAX = 1.0


async def drive(scene: Scene, rate_per_s: float) -> None:
    """Let people arrive until the scene is stopped; ends when the last of them has left."""
    async with asyncio.TaskGroup() as everybody:
        for actor, seconds in ROUNDS:
            everybody.create_task(_again_and_again(scene, actor, seconds))
        await _arrivals(scene, rate_per_s, everybody)


async def _arrivals(scene: Scene, rate_per_s: float, everybody: asyncio.TaskGroup) -> None:
    clock = asyncio.get_running_loop().time
    actors, weights = zip(*ARRIVALS, strict=True)
    present: set[asyncio.Task[None]] = set()
    arrives_at = clock()
    while not scene.stopped.is_set():
        arrives_at = max(arrives_at + scene.dice.expovariate(rate_per_s), clock() - LATE_SECONDS_MAX)
        await _sleep_until(scene, arrives_at)
        actor = scene.dice.choices(actors, weights)[0]
        if len(present) >= PRESENT_MAX:
            scene.tally.errors["turned away"] += 1
            continue
        task = everybody.create_task(_act(scene, actor))
        present.add(task)
        task.add_done_callback(present.discard)


async def _again_and_again(scene: Scene, actor: Actor, seconds: float) -> None:
    while not scene.stopped.is_set():
        await _act(scene, actor)
        await scene.pause(seconds, seconds)


async def _act(scene: Scene, actor: Actor) -> None:
    """One visit; whoever got no answer goes home, and was counted. What goes wrong with one ends nobody else's day."""
    try:
        await actor(scene)
    except GaveUp:
        return
    except Exception as mishap:
        scene.tally.errors[f"{actor.__name__}: {mishap!r}"] += 1
        log.exception("a visit went wrong", actor=actor.__name__)


async def _sleep_until(scene: Scene, moment: float) -> None:
    try:
        async with asyncio.timeout_at(moment):
            await scene.stopped.wait()
    except TimeoutError:
        return
