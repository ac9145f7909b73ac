"""Lanes: commands that arrive together are decided and committed together.

A lane owns one connection. It takes what waits, has the group processed in one transaction, and answers each caller.
While it works the next group gathers, so groups grow with load and a lone command is not delayed.

Who wants a row that somebody keeps locked waits in a lane of its own: it delays nobody who wants other rows. Who is
shed under load, and whoever comes to stopping lanes, is `LaneBusy` at once; what else may go wrong is the business of
`lane_worker`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, TypeVar

from psycopg import AsyncConnection

from stockpool.kernel.shedding import Shed, Urgency, decide_admission
from stockpool.runtime import telemetry
from stockpool.runtime.homes import Homes
from stockpool.runtime.lane_worker import LaneBusy, LaneWorker, Patience, Processor, Waiting, fail_busy
from stockpool.runtime.tracing import Tracing

C = TypeVar("C")
R = TypeVar("R")

JOIN_AT: Final = 16
"""So many must wait for a further lane to join those at work: what it decides meanwhile outweighs a smaller group."""

SHARE_AT: Final = 64
"""From so many on a lane takes what is at home with it and leaves the rest to others; fewer it takes as they came."""

LET_IN_MAX: Final = 16
TURNS_TO_COME_IN: Final = 3
"""A request that has arrived is a waiting command after so many turns of the event loop: read, begun, submitted."""

PATIENCE_S: Final = 0.02
"""A further lane joins whatever waits when those at work have been at their groups for so long."""

GIVE_WAY_PAUSES: Final = 50
GIVE_WAY_PAUSE_S: Final = 0.02
"""Who gives way does so for a while only: behind others for ever would be shed by another name."""


class Lanes(Generic[C, R]):
    """A bounded queue of commands and the lanes that work it off."""

    def __init__(
        self,
        connect: Callable[[Patience], Awaitable[AsyncConnection]],
        processor: Processor[C, R],
        *,
        lanes: int = 2,
        group_max: int = 512,
        queue_max: int = 10_000,
        home_of: Callable[[C], int] = lambda _command: 0,
        urgency_of: Callable[[C], Urgency] = lambda _command: Urgency.FACT,
        committed: Callable[[], None] = lambda: None,
        tracing: Tracing | None = None,
    ) -> None:
        """`connect` gives a lane its own connection, made to wait so long for locks; at most `queue_max` commands wait.

        Of these, as `urgency_of` says, the less urgent are told to come back before there are so many. Commands that
        `home_of` gives the same number are left to the same lane where several are at work, so that they do not wait
        for each other's locks. `committed` is called behind each group.
        """
        self._connect = connect
        self._processor = processor
        self._lanes_count = lanes
        self._group_max = group_max
        self._queue_max = queue_max
        self._home_of = home_of
        self._urgency_of = urgency_of
        self._committed = committed
        self._tracing = tracing
        self._queue: Homes[Waiting[C, R]] = Homes(lanes)
        self._something_waits = asyncio.Event()
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []
        self._first_since = 0.0
        self._at_work = 0
        self._stuck: set[LaneWorker[C, R]] = set()
        self._idle = 0
        self._kept: deque[Waiting[C, R]] = deque()
        self._something_is_kept = asyncio.Event()
        self._patient: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect every lane and begin; raises where the database cannot be reached."""
        connections = [await self._connect(Patience.IN_LINE) for _ in range(self._lanes_count)]
        patient = await self._connect(Patience.TO_THE_END)
        self._tasks = [asyncio.create_task(self._work(*place)) for place in enumerate(connections)]
        self._patient = asyncio.create_task(self._work_patiently(patient))

    async def stop(self) -> None:
        """Take nothing new, finish what waits, close the connections."""
        self._stopping = True
        self._something_waits.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._something_is_kept.set()
        if self._patient is not None:
            await asyncio.gather(self._patient, return_exceptions=True)

    @property
    def running(self) -> bool:
        """Whether every lane is at work."""
        tasks = [task for task in (*self._tasks, self._patient) if task is not None]
        return bool(tasks) and not self._stopping and not any(task.done() for task in tasks)

    @property
    def waiting(self) -> int:
        """How many commands wait."""
        return len(self._queue) + len(self._kept)

    def submit(self, command: C) -> asyncio.Future[R]:
        """Queue a command; the future is its reply. A caller that goes away changes nothing for it."""
        if self._stopping:
            raise LaneBusy("the server is stopping")
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self.waiting:
            self.admit(self._urgency_of(command), now)
        if not self._queue:
            self._first_since = now
        answer: asyncio.Future[R] = loop.create_future()
        waiting = Waiting(command, answer, now)
        if self._tracing is not None:
            waiting.trace = self._tracing.here()
        self._queue.add(waiting, self._home_of(command))
        if self._idle and self._is_wanted():
            self._something_waits.set()
        return answer

    def admit(self, urgency: Urgency, now: float | None = None) -> None:
        """Raise `LaneBusy` where work of this urgency is shed now; whatever it is, it shares the database."""
        if shed := self._shed(urgency, now):
            telemetry.shed(urgency)
            raise LaneBusy(*shed)

    async def give_way(self) -> None:
        """For large batches that cannot be refused: wait until bulk work is let in, though not for ever."""
        for _ in range(GIVE_WAY_PAUSES):
            if not self._shed(Urgency.BULK):
                return
            await asyncio.sleep(GIVE_WAY_PAUSE_S)

    def _shed(self, urgency: Urgency, now: float | None = None) -> Shed | None:
        oldest_s = (now or asyncio.get_running_loop().time()) - self._first_since if self._queue else 0.0
        return decide_admission(urgency, waiting=self.waiting, room=self._queue_max, oldest_s=oldest_s)

    async def _work(self, home: int, connection: AsyncConnection) -> None:
        lane = self._worker(connection, Patience.IN_LINE, self._keep)
        try:
            answered = 0
            while group := await self._take(home, answered):
                await self._answer(lane, group)
                answered = len(group)
        finally:
            await lane.close()

    async def _work_patiently(self, connection: AsyncConnection) -> None:
        """Answer who waits for kept rows, and those are told to come back who wait for nothing else."""
        lane = self._worker(connection, Patience.TO_THE_END, _tell_kept)
        try:
            while group := await self._take_kept():
                await lane.answer(group)
                self._committed()
        finally:
            await lane.close()

    def _worker(
        self, connection: AsyncConnection, patience: Patience, set_aside: Callable[[Sequence[Waiting[C, R]]], None]
    ) -> LaneWorker[C, R]:
        async def connect() -> AsyncConnection:
            return await self._connect(patience)

        return LaneWorker(connection, connect, self._processor, patience, set_aside)

    def _keep(self, group: Sequence[Waiting[C, R]]) -> None:
        """Let these wait apart; they were counted when they came, so the bound of the queue does not hold for them."""
        telemetry.lane_set_aside(len(group))
        self._kept.extend(group)
        self._something_is_kept.set()

    async def _take_kept(self) -> list[Waiting[C, R]]:
        """Who waits for kept rows; nobody when the other lanes have ended."""
        while not self._kept:
            if self._stopping and all(task.done() for task in self._tasks):
                return []
            self._something_is_kept.clear()
            await self._something_is_kept.wait()
        return [self._kept.popleft() for _ in range(min(len(self._kept), self._group_max))]

    async def _answer(self, lane: LaneWorker[C, R], group: Sequence[Waiting[C, R]]) -> None:
        """Have a lane answer a group, and others look after a while whether somebody waits behind it."""
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        telemetry.lane_group(len(group), len(self._queue), began_at - group[0].since)
        self._at_work += 1
        out_of_patience = loop.call_later(PATIENCE_S, self._call_stuck, lane)
        try:
            if self._tracing is None:
                await lane.answer(group)
            else:
                with self._tracing.group(group, began_at):
                    await lane.answer(group)
        finally:
            out_of_patience.cancel()
            self._at_work -= 1
            self._stuck.discard(lane)
            self._committed()
            telemetry.lane_group_done(loop.time() - began_at)

    def _call_stuck(self, lane: LaneWorker[C, R]) -> None:
        """Nobody waits for a lane any more. The clock is not asked again: it may know no fractions of a millisecond."""
        self._stuck.add(lane)
        self._something_waits.set()

    async def _take(self, home: int, answered: int) -> list[Waiting[C, R]]:
        """The next group, or nothing when the lanes stop and nobody waits any more."""
        await self._let_in(home, answered or self._group_max)
        while not self._is_wanted():
            if self._stopping and not self._queue:
                return []
            self._something_waits.clear()
            self._idle += 1
            await self._something_waits.wait()
            self._idle -= 1
            await self._let_in(home, self._group_max)
        sharing = len(self._queue) >= SHARE_AT
        taken = self._queue.take_own(home, self._group_max) if sharing else self._queue.take_all(self._group_max)
        if first := self._queue.first:
            self._first_since = first.since
        return taken

    async def _let_in(self, home: int, enough: int) -> None:
        """Let those come in who are at the door already: what the event loop has ready comes before the next group.

        A lone command waits a few turns of an idle loop for it, which is nothing; under load, groups become larger. As
        many as the lane has just answered are enough: if it waited for those of another lane too, both would begin
        together, and then wait for the database together.
        """
        for _ in range(LET_IN_MAX):
            before = len(self._queue)
            if (self._queue.own(home) if before >= SHARE_AT else before) >= enough:
                return
            for _ in range(TURNS_TO_COME_IN):
                await asyncio.sleep(0)
            if len(self._queue) == before:
                return

    def _is_wanted(self) -> bool:
        """Whether a lane that has nothing to do should take what waits, or leave it to those at work."""
        if not self._queue:
            return False
        return self._stopping or len(self._queue) >= JOIN_AT or len(self._stuck) == self._at_work


def _tell_kept(group: Sequence[Waiting[C, R]]) -> None:
    fail_busy(group, LaneBusy("somebody keeps a row locked that the command needs"))
