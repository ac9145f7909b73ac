"""The killer: ends server, database and their neighbors at random moments, drawn from a seed; all are brought back."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from enum import StrEnum
from time import monotonic

from stockpool.runtime.embedded import start_embedded
from stockpool.runtime.unavailable import DatabaseUnavailable
from tests.journeys.fire import Server, kill_database
from tests.journeys.neighbors import Neighborhood

IN_RECOVERY = 0.25
"""The share of kills that do not wait until work goes on after the last one."""

ANSWERED = 100
"""So many answers mean that work goes on: more than there were under way when something was killed."""

RECOVERY_S_MAX = 45.0

DOWN_S_MAX = 1.0
"""So long a neighbor stays away."""


class Kill(StrEnum):
    """What is ended by SIGKILL, and who brings it back."""

    SERVER = "the server with its workers; started again by the test"
    SUPERVISOR = "the supervisor alone; started again by the test"
    WORKER = "one worker of the server; started again by its supervisor"
    DATABASE = "the database; started again by the test"
    DATABASE_LEFT = "the database; started again by whoever serves"
    POSTMASTER_LEFT = "the postmaster without its backends; started again by whoever serves"
    RECEIVER = "the receiver of webhooks; started again by the test"
    BROKER = "the broker; started again by the test"
    PUBLISHER = "the process that works off jobs, publishes and delivers; started again by the test"


LEFT = (Kill.DATABASE, Kill.DATABASE_LEFT, Kill.POSTMASTER_LEFT)
BESIDE = (Kill.RECEIVER, Kill.BROKER, Kill.PUBLISHER)

ONE_PROCESS = (Kill.SERVER, *LEFT, *BESIDE, *BESIDE)
TWO_WORKERS = (Kill.SERVER, *LEFT, *BESIDE, Kill.WORKER, Kill.SUPERVISOR, Kill.WORKER, Kill.SUPERVISOR)


class Killer:
    """Kills so many times; `answered` counts what callers were answered."""

    def __init__(self, server: Server, neighbors: Neighborhood, answered: Callable[[], int], seed: int) -> None:
        """A killer whose choices follow from the seed."""
        self.log: list[str] = []
        self.kinds: Counter[Kill] = Counter()
        self.recoveries_s: list[float] = []
        self._server = server
        self._beside = {
            Kill.RECEIVER: (neighbors.receiver, neighbors.bytes_received),
            Kill.BROKER: (neighbors.broker, neighbors.bytes_published),
            Kill.PUBLISHER: (neighbors.worker, neighbors.bytes_published),
        }
        self._answered = answered
        self._rng = random.Random(seed)
        self._restarts: set[asyncio.Task[None]] = set()
        self._began_at = monotonic()

    async def run(self, kinds: Sequence[Kill], kills: int) -> None:
        """Kill, and wait at the end until everything works again."""
        order = [kinds[i % len(kinds)] for i in range(kills)]
        self._rng.shuffle(order)
        for kind in order:
            await asyncio.sleep(self._rng.uniform(0.1, 1.0))
            self.log.append(f"{monotonic() - self._began_at:6.2f} s  {kind}")
            self.kinds[kind] += 1
            await self._kill(kind)
            if self._rng.random() >= IN_RECOVERY:
                await self._recovered(kind)
        for kind in BESIDE:
            await self._recovered(kind)

    async def _kill(self, kind: Kill) -> None:
        if kind in self._beside:
            await self._beside[kind][0].kill(self._rng.uniform(0, DOWN_S_MAX))
        elif kind is Kill.WORKER:
            self._server.kill_a_worker(self._rng)
        elif kind in (Kill.SERVER, Kill.SUPERVISOR):
            self._server.kill(workers_too=kind is Kill.SERVER)
            self._begin(self._server.start())
        else:
            kill_database(self._server.data_dir, backends_too=kind is not Kill.POSTMASTER_LEFT)
            if kind is Kill.DATABASE:
                self._begin(self._start_database())

    def _begin(self, restart: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(restart)
        self._restarts.add(task)
        task.add_done_callback(self._restarts.discard)

    async def _start_database(self) -> None:
        with suppress(DatabaseUnavailable):  # killed while it was starting: the next start is the other kill's
            await asyncio.to_thread(start_embedded, self._server.data_dir)

    async def _recovered(self, kind: Kill) -> None:
        """Until callers are answered who asked after the kill, and what was killed beside them does its work again."""
        _, done = self._beside.get(kind, (None, self._answered))
        killed_at, answered, before = monotonic(), self._answered(), done()
        if self._restarts:
            await asyncio.wait(self._restarts)
        while self._answered() < answered + ANSWERED or done() == before:
            assert monotonic() < killed_at + RECOVERY_S_MAX, f"nothing goes on since: {self.log}"
            await asyncio.sleep(0.02)
        self.recoveries_s.append(monotonic() - killed_at)
