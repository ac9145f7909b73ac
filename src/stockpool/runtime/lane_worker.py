"""What happens to a lane's group that fails: who is asked again, who waits elsewhere, who is told what.

Told apart here and nowhere else:
- a poison command: the group is split until it stands alone, its caller gets the error, its neighbors their replies;
- a deadlock, a serialization failure, a key that a twin wrote first: the group is tried again; one that collides with
  what stands in the database whenever it is tried is poison;
- a lock that takes too long: the group is decided around the rows that somebody keeps; who wants those is set aside,
  and is `LaneBusy` where it waits for nothing else, never 'out of stock';
- a lost connection: a new one, and the group again; keys make an unknown commit a known one.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from enum import Enum
from typing import Any, Final, Generic, Protocol, TypeVar

import psycopg
import structlog
from psycopg import AsyncConnection, errors

from stockpool.kernel.refusals import Refused
from stockpool.runtime import telemetry
from stockpool.runtime.batch import roll_back

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

TRY_AGAIN = (
    errors.DeadlockDetected,
    errors.SerializationFailure,
    errors.UniqueViolation,
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


class Patience(Enum):
    """How a group waits for rows that others have locked."""

    IN_LINE = "in line"
    """For as long as a busy row takes; who wants rows that are known to be kept is set aside at once."""
    AROUND = "around"
    """Not at all: who wants a locked row is set aside, and the row is known to be kept from then on."""
    TO_THE_END = "to the end"
    """For as long as a lock may take, also for rows that are known to be kept."""


class SetAside(Enum):
    """The result of a command that was not decided, since somebody keeps a row that it wants."""

    KEPT = "kept"


KEPT: Final = SetAside.KEPT


class Processor(Protocol[C_contra, R_co]):
    """Decides a group of commands and commits it in one transaction; one result a command, in order."""

    async def process(
        self, connection: AsyncConnection, commands: Sequence[C_contra], patience: Patience, /
    ) -> Sequence[R_co | SetAside]:
        """Load, decide, write, commit. An exception means that nothing of the group was committed, or unknown."""
        ...


class Waiting(Generic[C, R]):
    """A command and the caller that waits for it."""

    __slots__ = ("answer", "command", "since", "trace")

    def __init__(self, command: C, answer: asyncio.Future[R], since: float) -> None:
        """The future is the caller's; it has waited since that time of the event loop."""
        self.command = command
        self.answer = answer
        self.since = since
        self.trace: Any = None

    def reply(self, result: R) -> None:
        """Tell the caller, if it is still there."""
        if not self.answer.done():
            self.answer.set_result(result)

    def fail(self, error: BaseException) -> None:
        """Tell the caller why there is no reply."""
        if not self.answer.done():
            self.answer.set_exception(error)


class LaneWorker(Generic[C, R]):
    """One connection, and what is done about groups that fail on it."""

    def __init__(
        self,
        connection: AsyncConnection,
        connect: Callable[[], Awaitable[AsyncConnection]],
        processor: Processor[C, R],
        patience: Patience,
        set_aside: Callable[[Sequence[Waiting[C, R]]], None],
    ) -> None:
        """Groups wait with `patience` at first; `set_aside` gets who wants rows that somebody keeps even then."""
        self._connection = connection
        self._connect = connect
        self._processor = processor
        self._patience = patience
        self._set_aside = set_aside

    async def close(self) -> None:
        """Close the connection."""
        await self._connection.close()

    async def answer(self, group: Sequence[Waiting[C, R]]) -> None:
        """Answer every caller of the group or set it aside, whatever happens."""
        try:
            results = await self._processed([waiting.command for waiting in group])
        except LaneBusy as busy:
            fail_busy(group, busy)
        except errors.LockNotAvailable:
            await self._separate(group)
        except Exception as error:  # noqa: BLE001 -- the boundary: a poison command must not take the lane down
            await self._isolate(group, error)
        else:
            self._reply(group, results)

    def _reply(self, group: Sequence[Waiting[C, R]], results: Sequence[R | SetAside]) -> None:
        granted = refused = 0
        reasons: dict[str, int] = {}
        kept: list[Waiting[C, R]] = []
        for waiting, result in zip(group, results, strict=True):
            if isinstance(result, SetAside):
                kept.append(waiting)
                continue
            waiting.reply(result)
            if isinstance(result, Refused):
                refused += 1
                reasons[result.reason] = reasons.get(result.reason, 0) + 1
            else:
                granted += 1
        telemetry.lane_answered("refused", refused)
        telemetry.refusals(reasons)
        telemetry.lane_answered("granted", granted)
        if kept:
            self._set_aside(kept)

    async def _separate(self, group: Sequence[Waiting[C, R]]) -> None:
        """Something else than a position is locked, and it cannot be seen for whom: whoever it is, stands alone."""
        if len(group) == 1 or self._patience is Patience.TO_THE_END:
            self._set_aside(group)
            return
        await self._halves(group)

    async def _isolate(self, group: Sequence[Waiting[C, R]], error: Exception) -> None:
        if len(group) == 1:
            log.error("command failed", command=type(group[0].command).__name__, error=repr(error), exc_info=error)
            telemetry.lane_poison()
            group[0].fail(error)
            return
        await self._halves(group)

    async def _halves(self, group: Sequence[Waiting[C, R]]) -> None:
        middle = len(group) // 2
        await self.answer(group[:middle])
        await self.answer(group[middle:])

    async def _processed(self, commands: Sequence[C]) -> Sequence[R | SetAside]:
        """The results of a group, through as many attempts as it sensibly takes."""
        outage_ends_at: float | None = None
        patience = self._patience
        attempt = 0
        while True:
            try:
                return await self._processor.process(self._connection, commands, patience)
            except errors.LockNotAvailable as error:
                await self._roll_back()
                telemetry.lane_retry(type(error).__name__)
                if patience is Patience.AROUND:
                    raise
                patience = Patience.AROUND
            except (Again, *TRY_AGAIN) as error:
                attempt += 1
                await self._roll_back()
                await _pause_or_give_up(error, attempt)
            except psycopg.OperationalError as error:
                if not _is_lost(self._connection, error):
                    await self._roll_back()
                    raise
                outage_ends_at = outage_ends_at or asyncio.get_running_loop().time() + OUTAGE_MAX_S
                await self._reconnect(outage_ends_at, error)
            except BaseException:
                await self._roll_back()
                raise

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


async def _pause_or_give_up(error: Exception, attempt: int) -> None:
    cause = type(error).__name__
    telemetry.lane_retry(cause)
    if isinstance(error, errors.UniqueViolation) and attempt >= TWIN_ATTEMPTS_MAX:
        raise error
    if attempt >= ATTEMPTS_MAX:
        raise LaneBusy(f"gave up after {attempt} attempts: {cause}") from error
    await asyncio.sleep(random.uniform(0, 0.002) * attempt)  # noqa: S311 -- jitter, not a secret


def fail_busy(group: Sequence[Waiting[C, R]], busy: LaneBusy) -> None:
    """Tell callers to come back."""
    telemetry.lane_answered("busy", len(group))
    for waiting in group:
        waiting.fail(busy)
