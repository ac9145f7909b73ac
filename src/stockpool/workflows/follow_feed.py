"""The feed in one process: gives events their positions soon after their commit, and wakes who follows.

What is new is read once a process and kept for a while, so that any number of followers read it from memory, each at
its own pace: there are no queues to grow. Who falls behind what is kept reads from the database.
"""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from time import monotonic

import psycopg
import structlog
from psycopg import AsyncConnection

from stockpool.feed import api as feed
from stockpool.feed.api import FeedEnds, FeedEvent
from stockpool.runtime.database import Database
from stockpool.runtime.ending import end
from stockpool.runtime.tracing import Tracing
from stockpool.runtime.unavailable import DatabaseUnavailable

log = structlog.get_logger(__name__)

PAUSE_S = 0.02
"""Between two sequencings: what commits meanwhile shares the next."""

EACH_S = 0.0002
"""For each follower that is woken; so that many of them leave time for other work."""

IDLE_PAUSE_S = 0.1
"""As above, where nobody in this process follows."""

LOOK_S = 0.25
"""So often it is looked for events of processes that tell nobody, such as imports, or died before they could."""

CLOSED_S = 0.05
"""So long it takes to say that nothing will be told any more."""

KEPT_EVENTS = 20_000
KEPT_BYTES = 16_000_000
"""So much of what is new is kept for followers."""

READ_EVENTS = 2_000
AFTER_OUTAGE_S = 1.0


class Feed:
    """The feed as the parts of a process see it."""

    def __init__(self, database: Database, tracing: Tracing | None = None) -> None:
        """Nothing is read before `start`."""
        self._tracing = tracing
        self._database = database
        self._followers = 0
        self._committed = asyncio.Event()
        self._waiters: set[asyncio.Future[None]] = set()
        self._kept: list[FeedEvent] = []
        self._kept_bytes = 0
        self._kept_after = 0
        self._latest = 0
        self._task: asyncio.Task[None] | None = None
        self._closed = False
        self._looked_at = monotonic()

    @property
    def silent_s(self) -> float:
        """For how long it has not looked for events, which it does several times a second."""
        return monotonic() - self._looked_at

    @property
    def closed(self) -> bool:
        """Whether nothing more will be told."""
        return self._closed

    @property
    def latest(self) -> int:
        """The latest position that this process knows."""
        return self._latest

    async def start(self) -> None:
        """Give positions to what has none yet, and go on with it in the background."""
        connection = await self._database.connect()
        try:
            await feed.sequence(connection)
            self._latest = self._kept_after = (await feed.ends_of_feed(connection)).latest
        finally:
            await connection.close()
        self._looked_at = monotonic()
        self._task = asyncio.create_task(self._follow_forever())

    def stop_telling(self) -> None:
        """Wake all followers for the last time; what they follow in a request ends with it."""
        self._closed = True
        self._tell(self._latest)

    async def close(self) -> None:
        """Wake all followers for the last time, and end."""
        self.stop_telling()
        if self._task is not None:
            await end(self._task)

    def nudge(self) -> None:
        """Something was committed."""
        self._committed.set()

    @contextmanager
    def follow(self) -> Iterator[Feed]:
        """As long as somebody follows, in a `with` block, what is new is read at once."""
        self._followers += 1
        try:
            yield self
        finally:
            self._followers -= 1

    async def wait_beyond(self, position: int, seconds: float) -> bool:
        """Wait until there is an event behind a position; False when there was none in time, or none will be told."""
        if self._latest <= position and self._closed:
            await asyncio.sleep(min(seconds, CLOSED_S))  # whoever asks again and again must not keep all others waiting
        elif self._latest <= position:
            waiter = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                async with asyncio.timeout(seconds):
                    await waiter
            except TimeoutError:
                pass
            finally:
                self._waiters.discard(waiter)
        return self._latest > position

    def kept_since(self, position: int) -> Sequence[FeedEvent] | None:
        """The events behind a position from memory; None when some of them are no longer kept."""
        if position < self._kept_after:
            return None
        return self._kept[bisect_right(self._kept, position, key=attrgetter("position")) :]

    async def read(self, after: int, limit: int) -> Sequence[FeedEvent]:
        """Events behind a position, from memory where they are kept."""
        kept = self.kept_since(after)
        if kept is not None and (kept or self._latest <= after):
            return kept[:limit]
        async with self._database.read() as connection:
            return await self._read(connection, after, limit)

    async def ends(self) -> FeedEnds:
        """Where the feed begins and ends."""
        async with self._database.read() as connection:
            return await feed.ends_of_feed(connection)

    async def _read(self, connection: AsyncConnection, after: int, limit: int) -> Sequence[FeedEvent]:
        """Events, with the requests that caused them where this process remembers."""
        events = await feed.read_feed(connection, after, limit)
        if self._tracing is not None:
            for event in events:
                event.traceparent = self._tracing.traceparent_of(event.event_id)
        return events

    async def _follow_forever(self) -> None:
        while True:
            try:
                connection = await self._database.connect()
            except (psycopg.Error, DatabaseUnavailable) as trouble:
                log.warning("the feed waits for the database", cause=str(trouble).strip())
                await asyncio.sleep(AFTER_OUTAGE_S)
                continue
            try:
                await connection.execute(f"listen {feed.CHANNEL}".encode())
                await self._follow(connection)
            except psycopg.Error as trouble:
                log.warning("the feed begins again", cause=str(trouble).strip())
                await asyncio.sleep(AFTER_OUTAGE_S)
            finally:
                await connection.close()

    async def _follow(self, connection: AsyncConnection) -> None:
        """Sequence when something was committed here, and look from time to time for what others committed."""
        while True:
            self._committed.clear()
            await feed.sequence(connection)
            await self._take_in(connection)
            self._looked_at = monotonic()
            await self._wait(connection)
            await asyncio.sleep(max(PAUSE_S, self._followers * EACH_S) if self._followers else IDLE_PAUSE_S)

    async def _wait(self, connection: AsyncConnection) -> None:
        """Until something was committed here, or sequenced elsewhere, or for a while."""
        loop, socket = asyncio.get_running_loop(), connection.fileno()
        loop.add_reader(socket, self._hear, connection, socket)
        try:
            async with asyncio.timeout(LOOK_S):
                await self._committed.wait()
        except TimeoutError:
            return
        finally:
            if not connection.closed:  # the number of a socket that is closed may be somebody else's by now
                loop.remove_reader(socket)

    def _hear(self, connection: AsyncConnection, socket: int) -> None:
        """What the server says unasked: that somebody else sequenced, or good-bye.

        With a good-bye the driver closes the socket, and whoever opens the next gets its number: a reader that were
        still there would keep that one from being heard.
        """
        try:
            connection.pgconn.consume_input()
        except psycopg.Error:
            asyncio.get_running_loop().remove_reader(socket)
            self._committed.set()
        while told := connection.pgconn.notifies():
            if told.be_pid != connection.info.backend_pid:
                self._committed.set()

    async def _take_in(self, connection: AsyncConnection) -> None:
        """Keep what is new where somebody follows, and wake the followers."""
        latest = (await feed.ends_of_feed(connection)).latest
        while self._followers and self._latest < latest:
            events = await self._read(connection, self._latest, READ_EVENTS)
            if not events:
                break
            self._keep(events)
            self._tell(events[-1].position)
        if self._latest < latest:
            self._kept, self._kept_bytes, self._kept_after = [], 0, latest
            self._tell(latest)

    def _keep(self, events: Sequence[FeedEvent]) -> None:
        self._kept = [*self._kept, *events] if self._kept else list(events)
        self._kept_bytes += sum(len(event.data) for event in events)
        drop = max(0, len(self._kept) - KEPT_EVENTS)
        while self._kept_bytes > KEPT_BYTES and drop < len(self._kept) - 1:
            drop += 1
            self._kept_bytes = sum(len(event.data) for event in self._kept[drop:])
        if drop:
            self._kept_after = self._kept[drop - 1].position
            self._kept = self._kept[drop:]
            self._kept_bytes = sum(len(event.data) for event in self._kept)

    def _tell(self, latest: int) -> None:
        self._latest = latest
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
