"""Worlds played beside each other, one in each process; what comes out does not depend on how many there are."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from typing import Any

import msgspec

from stockpool.simulation.backtest.playing import Played, play
from stockpool.simulation.backtest.routers import BuiltIn, Router, WhoeverHasIt
from stockpool.simulation.backtest.world import World
from stockpool.sourcing.api import Policy, PolicyPlanner

BUILT_IN = "built-in"
WHOEVER_HAS_IT = "whoever has it"
LOOK_S = 0.2

Heard = Callable[[int], None]


class Job(msgspec.Struct, frozen=True):
    """A world to be played, by a policy or by the name of another way; `prices` cost its plans too."""

    world: World
    route: Policy | str
    prices: tuple[Policy, ...] = ()
    explain: bool = False

    def play(self, heard: Heard) -> Played:
        """Play it here."""
        planners = [PolicyPlanner(each) for each in self.prices]
        return play(self.world, router_of(self.route), planners, explain=self.explain, heard=heard)


def router_of(route: Policy | str) -> Router:
    """The way that is meant."""
    if isinstance(route, Policy):
        return PolicyPlanner(route)
    assert route in {BUILT_IN, WHOEVER_HAS_IT}, f"there is no way {route}"
    return BuiltIn() if route == BUILT_IN else WhoeverHasIt()


def play_all(jobs: Sequence[Job], workers: int, heard: Heard = lambda _: None) -> list[Played]:
    """Play all of them, in their order; `heard` is told of orders as they are served."""
    if workers <= 1 or len(jobs) <= 1:
        return [job.play(heard) for job in jobs]
    context = multiprocessing.get_context("spawn")
    served = context.Value("q", 0)
    count = min(workers, len(jobs))
    with ProcessPoolExecutor(count, mp_context=context, initializer=_remember, initargs=(served,)) as pool:
        waiting = [pool.submit(_play, job) for job in jobs]
        _watch(waiting, served, heard)
        return [each.result() for each in waiting]


def _watch(waiting: Sequence[Future[Played]], served: Any, heard: Heard) -> None:  # noqa: ANN401 -- a shared number
    told, left = 0, set(waiting)
    while left:
        _, left = wait(left, LOOK_S)
        now = served.value
        heard(now - told)
        told = now


_SERVED: Any = None
"""The number of orders that all processes have served."""


def _remember(served: Any) -> None:  # noqa: ANN401 -- a shared number
    global _SERVED  # noqa: PLW0603 -- handed to each process when it begins
    _SERVED = served


def _count(orders: int) -> None:
    with _SERVED.get_lock():
        _SERVED.value += orders


def _play(job: Job) -> Played:
    return job.play(_count)
