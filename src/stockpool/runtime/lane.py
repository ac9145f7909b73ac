"""Lanes: commands that arrive together are decided and committed together.

A lane owns one connection. It takes what waits, has the group processed in one transaction, and answers each caller.
While it works the next group gathers, so groups grow with load and a lone command is not delayed.

What can go wrong is told apart here and nowhere else:
- a poison command: the group is split until it stands alone, its caller gets the error, its neighbors their replies;
- a deadlock, a serialization failure, a key that a twin wrote first: the group is tried again; one that collides with
  what stands in the database whenever it is tried is poison;
- a lock that takes too long: tried again, then `LaneBusy`, never 'out of stock';
- a lost connection: a new one, and the group again; keys make an unknown commit a known one;
- a full queue or a stopping lane: `LaneBusy` at once.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Generic, Protocol, TypeVar

import psycopg
import structlog
from psycopg import AsyncConnection, errors

from stockpool.kernel.refusals import Refused
from stockpool.runtime import telemetry
from stockpool.runtime.batch import roll_back
from stockpool.runtime.homes import Homes

log = structlog.get_logger(__name__)

C = TypeVar("C")
R = TypeVar("R")
C_contra = TypeVar("C_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

ATTEMPTS_MAX: Final = 30
TWIN_ATTEMPTS_MAX: Final = 8
"""A key that a twin wrote first is found by the next attempt: what collides again and again is no twin."""

RECONNECT_PAUSE_MAX_S: Final = 1.0
OUTAGE_MAX_S: Final = 20.0

JOIN_AT: Final = 16
"""So many must wait for a further lane to join those at work: what it decides meanwhile outweighs a smaller group."""

SHARE_AT: Final = 64
"""From so many on a lane takes what is at home with it and leaves the rest to others; fewer it takes as they came."""

LET_IN_MAX: Final = 16
TURNS_TO_COME_IN: Final = 3
"""A request that has arrived is a waiting command after so many turns of the event loop: read, begun, submitted."""

PATIENCE_S: Final = 0.02
"""A further lane joins whatever waits when those at work have been at their groups for so long."""

TRY_AGAIN = (
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.UniqueViolation,
    errors.LockNotAvailable,
    errors.InvalidSqlStatementName,
)


class LaneBusy(Exception):
    """The lane cannot take or finish the command now; the same key may be tried again after a while."""

    def __init__(self, why: str, retry_after_s: int = 1) -> None:
        """Say why, and after how many seconds to come back."""
        super().__init__(why)
        self.retry_after_s = retry_after_s


class Again(Exception):
    """Raised by a processor that must see the database anew; the group is processed once more."""


class Processor(Protocol[C_contra, R_co]):
    """Decides a group of commands and commits it in one transaction; one result a command, in order."""

    async def process(self, connection: AsyncConnection, commands: Sequence[C_contra], /) -> Sequence[R_co]:
        """Load, decide, write, commit. An exception means that nothing of the group was committed, or unknown."""
        ...


class _Waiting(Generic[C, R]):
    """A command and the caller that waits for it."""

    __slots__ = ("answer", "command")

    def __init__(self, command: C, answer: asyncio.Future[R]) -> None:
        self.command = command
        self.answer = answer

    def reply(self, result: R) -> None:
        if not self.answer.done():
            self.answer.set_result(result)

    def fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Lanes(Generic[C, R]):
    """A bounded queue of commands and the lanes that work it off."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AsyncConnection]],
        processor: Processor[C, R],
        *,
        lanes: int = 2,
        group_max: int = 512,
        queue_max: int = 10_000,
        home_of: Callable[[C], int] = lambda _command: 0,
    ) -> None:
        """`connect` gives a lane its own connection; at most `queue_max` commands wait.

        Commands that `home_of` gives the same number are left to the same lane where several are at work, so that
        they do not wait for each other's locks.
        """
        self._connect = connect
        self._processor = processor
        self._lanes_count = lanes
        self._group_max = group_max
        self._queue_max = queue_max
        self._home_of = home_of
        self._queue: Homes[_Waiting[C, R]] = Homes(lanes)
        self._something_waits = asyncio.Event()
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []
        self._at_work = 0
        self._stuck: set[_Lane[C, R]] = set()
        self._idle = 0

    async def start(self) -> None:
        """Connect every lane and begin; raises where the database cannot be reached."""
        connections = [await self._connect() for _ in range(self._lanes_count)]
        self._tasks = [asyncio.create_task(self._work(*place)) for place in enumerate(connections)]

    async def stop(self) -> None:
        """Take nothing new, finish what waits, close the connections."""
        self._stopping = True
        self._something_waits.set()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def running(self) -> bool:
        """Whether every lane is at work."""
        return bool(self._tasks) and not self._stopping and not any(task.done() for task in self._tasks)

    @property
    def waiting(self) -> int:
        """How many commands wait."""
        return len(self._queue)

    def submit(self, command: C) -> asyncio.Future[R]:
        """Queue a command; the future is its reply. A caller that goes away changes nothing for it."""
        if self._stopping:
            raise LaneBusy("the server is stopping")
        if len(self._queue) >= self._queue_max:
            raise LaneBusy(f"{len(self._queue)} commands wait already")
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._queue.add(_Waiting(command, answer), self._home_of(command))
        if self._idle and self._is_wanted():
            self._something_waits.set()
        return answer

    async def _work(self, home: int, connection: AsyncConnection) -> None:
        lane = _Lane(connection, self._connect, self._processor)
        try:
            while group := await self._take(home):
                await self._answer(lane, group)
        finally:
            await lane.close()

    async def _answer(self, lane: _Lane[C, R], group: Sequence[_Waiting[C, R]]) -> None:
        """Have a lane answer a group, and others look after a while whether somebody waits behind it."""
        telemetry.lane_group(len(group), len(self._queue))
        loop = asyncio.get_running_loop()
        began_at = loop.time()
        self._at_work += 1
        out_of_patience = loop.call_later(PATIENCE_S, self._call_stuck, lane)
        try:
            await lane.answer(group)
        finally:
            out_of_patience.cancel()
            self._at_work -= 1
            self._stuck.discard(lane)
            telemetry.lane_group_done(loop.time() - began_at)

    def _call_stuck(self, lane: _Lane[C, R]) -> None:
        """Nobody waits for a lane any more. The clock is not asked again: it may know no fractions of a millisecond."""
        self._stuck.add(lane)
        self._something_waits.set()

    async def _take(self, home: int) -> list[_Waiting[C, R]]:
        """The next group, or nothing when the lanes stop and nobody waits any more."""
        await self._let_in()
        while not self._is_wanted():
            if self._stopping and not self._queue:
                return []
            self._something_waits.clear()
            self._idle += 1
            await self._something_waits.wait()
            self._idle -= 1
            await self._let_in()
        if len(self._queue) >= SHARE_AT:
            return self._queue.take_own(home, self._group_max)
        return self._queue.take_all(self._group_max)

    async def _let_in(self) -> None:
        """Let those come in who are at the door already: what the event loop has ready comes before the next group.

        A lone command waits a few turns of an idle loop for it, which is nothing; under load, groups become larger.
        """
        for _ in range(LET_IN_MAX):
            before = len(self._queue)
            for _ in range(TURNS_TO_COME_IN):
                await asyncio.sleep(0)
            if len(self._queue) == before:
                return

    def _is_wanted(self) -> bool:
        """Whether a lane that has nothing to do should take what waits, or leave it to those at work."""
        if not self._queue:
            return False
        return self._stopping or len(self._queue) >= JOIN_AT or len(self._stuck) == self._at_work


class _Lane(Generic[C, R]):
    """One connection and the rules for what happens when a group fails on it."""

    def __init__(
        self,
        connection: AsyncConnection,
        connect: Callable[[], Awaitable[AsyncConnection]],
        processor: Processor[C, R],
    ) -> None:
        self._connection = connection
        self._connect = connect
        self._processor = processor

    async def close(self) -> None:
        await self._connection.close()

    async def answer(self, group: Sequence[_Waiting[C, R]]) -> None:
        """Answer every caller of the group, whatever happens."""
        try:
            results = await self._processed([waiting.command for waiting in group])
        except LaneBusy as busy:
            telemetry.lane_answered("busy", len(group))
            for waiting in group:
                waiting.fail(busy)
        except Exception as error:  # noqa: BLE001 -- the boundary: a poison command must not take the lane down
            await self._isolate(group, error)
        else:
            refused = sum(isinstance(result, Refused) for result in results)
            telemetry.lane_answered("refused", refused)
            telemetry.lane_answered("granted", len(group) - refused)
            for waiting, result in zip(group, results, strict=True):
                waiting.reply(result)

    async def _isolate(self, group: Sequence[_Waiting[C, R]], error: Exception) -> None:
        if len(group) == 1:
            log.error("command failed", command=type(group[0].command).__name__, error=repr(error), exc_info=error)
            telemetry.lane_poison()
            group[0].fail(error)
            return
        middle = len(group) // 2
        await self.answer(group[:middle])
        await self.answer(group[middle:])

    async def _processed(self, commands: Sequence[C]) -> Sequence[R]:
        """The results of a group, through as many attempts as it sensibly takes."""
        outage_ends_at: float | None = None
        attempt = 0
        while True:
            try:
                return await self._processor.process(self._connection, commands)
            except (Again, *TRY_AGAIN) as error:
                attempt += 1
                await self._roll_back()
                await self._pause_or_give_up(error, attempt)
            except psycopg.OperationalError as error:
                if not _is_lost(self._connection, error):
                    await self._roll_back()
                    raise
                outage_ends_at = outage_ends_at or asyncio.get_running_loop().time() + OUTAGE_MAX_S
                await self._reconnect(outage_ends_at, error)
            except BaseException:
                await self._roll_back()
                raise

    async def _pause_or_give_up(self, error: Exception, attempt: int) -> None:
        cause = type(error).__name__
        telemetry.lane_retry(cause)
        if isinstance(error, errors.UniqueViolation) and attempt >= TWIN_ATTEMPTS_MAX:
            raise error
        waited_long = isinstance(error, errors.LockNotAvailable) and attempt >= 2
        if waited_long or attempt >= ATTEMPTS_MAX:
            raise LaneBusy(f"gave up after {attempt} attempts: {cause}") from error
        await asyncio.sleep(random.uniform(0, 0.002) * attempt)  # noqa: S311 -- jitter, not a secret

    async def _roll_back(self) -> None:
        """Clear the connection for the next attempt; one that does not come clean is closed, hence replaced."""
        try:
            await roll_back(self._connection)
        except psycopg.Error:
            log.warning("connection lost while rolling back")
            await self._connection.close()

    async def _reconnect(self, until: float, cause: Exception) -> None:
        """A new connection, or `LaneBusy` once the outage has lasted too long for a caller to wait."""
        telemetry.lane_retry("ConnectionLost")
        await self._connection.close()
        loop = asyncio.get_running_loop()
        pause = 0.02
        while loop.time() < until:
            try:
                self._connection = await self._connect()
            except psycopg.OperationalError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, RECONNECT_PAUSE_MAX_S)
            else:
                return
        raise LaneBusy("the database cannot be reached", retry_after_s=2) from cause


def _is_lost(connection: AsyncConnection, error: psycopg.OperationalError) -> bool:
    """Whether another connection is needed. An error without a code is the driver's own: the server said nothing."""
    gone = (errors.AdminShutdown, errors.CrashShutdown, errors.CannotConnectNow)
    return connection.closed or error.sqlstate is None or isinstance(error, gone)
