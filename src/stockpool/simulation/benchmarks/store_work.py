"""Stores that work their queues over HTTP: each reads what it has to do and takes every step of it, one by one."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import msgspec

from stockpool.simulation.benchmarks.serving import Caller, UnexpectedAnswers
from stockpool.simulation.http_load import HEAD_END, LoadResult, Script, encode_request, run_scripts

STEPS = ("release", "accept", "pick", "pack", "ship")
PAGE = 20


class _Task(msgspec.Struct):
    id: str


class _Queue(msgspec.Struct):
    items: list[_Task]


class Work(msgspec.Struct):
    """What the stores did, once they are through."""

    steps_per_s: float = 0.0


class Stores:
    """One client for each node, over a connection of its own."""

    def __init__(self, caller: Caller, nodes: Sequence[str], step_s: float) -> None:
        """Nobody works yet; a store's people together take a step in each `step_s`, or as fast as they are answered."""
        self._caller = caller
        self._step_s = step_s
        self._nodes = nodes
        self._numbers = itertools.count()
        self._read_queue = msgspec.json.Decoder(_Queue).decode

    @asynccontextmanager
    async def working(self, seconds: float) -> AsyncIterator[Work]:
        """All stores work for so long; what they did is known behind it."""
        work = Work()
        scripts = [self._day(node) for node in self._nodes]
        days = run_scripts(*self._caller.address, scripts, seconds_max=seconds, step_s=self._step_s)
        load = asyncio.create_task(days)
        try:
            yield work
        finally:
            done = await load
        if done.statuses.keys() != {200}:
            raise UnexpectedAnswers(f"stores were answered with {done.statuses}")
        work.steps_per_s = _pace(done)

    def _day(self, node: str) -> Script:
        """Read the queue, do all that is in it, read it again."""
        path = f"/v1/fulfillment-orders?node={node}&status=open&limit={PAGE}"
        queue = encode_request("GET", path, self._caller.headers)
        while True:
            answer = yield queue
            _, _, body = answer.partition(HEAD_END)
            for task in self._read_queue(body).items:
                for step in STEPS:
                    yield self._step(task.id, step)

    def _step(self, task: str, step: str) -> bytes:
        headers = {**self._caller.headers, "idempotency-key": f"step-{next(self._numbers)}"}
        return encode_request("POST", f"/v1/fulfillment-orders/{task}/{step}", headers)


def _pace(done: LoadResult) -> float:
    return done.per_s(200)
