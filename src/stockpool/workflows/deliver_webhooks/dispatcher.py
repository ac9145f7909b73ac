"""Which endpoints this process serves: those it could get for itself, until they are given back or the process ends.

The session of one connection has them, by advisory locks: however a process ends, its endpoints are free at once. All
that is noted of them is written on the same connection, so that who has lost them can no longer write.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence

import psycopg
import structlog
from psycopg import AsyncConnection

from stockpool.runtime import telemetry
from stockpool.runtime.ending import end
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.webhooks import api as webhooks
from stockpool.workflows.deliver_webhooks.delivery import Delivery, Means
from stockpool.workflows.deliver_webhooks.notebook import Notebook

log = structlog.get_logger(__name__)

LOOK_S = 0.5
"""So often it is looked what people have changed, and whose process has ended."""

COUNT_EACH = 20
"""Dead letters and stopped endpoints are counted at every so manieth look."""

TAKEN_AT_ONCE_MIN = 8
"""Of what is free a look takes a quarter, at least so many: processes that start together share it."""

AFTER_OUTAGE_S = 1.0
LEAVE_S = 5.0
"""So long calls that are under way may take when the process ends."""


def _some_of(free: Sequence[str], look: int) -> list[str]:
    """Others have some of what is not ours: each look tries the next ones, until all were tried."""
    most = max(TAKEN_AT_ONCE_MIN, len(free) // 4)
    begin = look * most % len(free)
    return [*free[begin:], *free[:begin]][:most]


class Dispatcher:
    """The deliveries of one process."""

    def __init__(self, means: Means) -> None:
        """Nothing happens before `start`."""
        self._means = means
        self._changed = asyncio.Event()
        self._closing = False
        self._deliveries: dict[str, Delivery] = {}
        self._mine: set[str] = set()
        self._looks = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Deliver in the background."""
        self._task = asyncio.create_task(self._serve_forever())

    def nudge(self) -> None:
        """Somebody has changed an endpoint in this process."""
        self._changed.set()

    async def close(self) -> None:
        """Let calls that are under way end, and note what came of them."""
        self._closing = True
        self._changed.set()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=LEAVE_S + 1)
            await end(self._task)
        await self._means.courier.outgoing.close()

    async def _serve_forever(self) -> None:
        while not self._closing:
            try:
                connection = await self._means.database.connect()
                try:
                    await self._serve(connection)
                finally:
                    await connection.close()
            except (psycopg.Error, DatabaseUnavailable) as trouble:
                log.warning("webhooks wait for the database", cause=str(trouble).strip())
                await asyncio.sleep(AFTER_OUTAGE_S)

    async def _serve(self, connection: AsyncConnection) -> None:
        turn = asyncio.Lock()
        notebook = Notebook(connection, turn)
        writing = asyncio.create_task(notebook.write_forever())
        writing.add_done_callback(lambda _: self._changed.set())
        try:
            while not self._closing and not writing.done():
                self._changed.clear()
                await self._look(connection, turn, notebook)
                try:
                    async with asyncio.timeout(LOOK_S):
                        await self._changed.wait()
                except TimeoutError:
                    continue
            await self._leave_all(LEAVE_S)
            notebook.finish()
            await writing
        finally:
            await self._leave_all(0)
            await end(writing)

    async def _look(self, connection: AsyncConnection, turn: asyncio.Lock, notebook: Notebook) -> None:
        """Take what is free, begin anew what was touched, give back what is to be served no more."""
        async with turn:
            standing = await webhooks.standing(connection)
            free = sorted(standing.keys() - self._mine)
            if free:
                self._mine |= await webhooks.claim(connection, _some_of(free, self._looks))
        self._forget_ended()
        for endpoint_id, delivery in self._deliveries.items():
            if standing.get(endpoint_id) != delivery.touched:
                delivery.leave()
        idle = self._mine - self._deliveries.keys()
        if idle:
            await notebook.write()
            async with turn:
                await self._begin(connection, idle & standing.keys(), notebook)
                await self._give_back(connection, idle - standing.keys())
        await self._measure(connection, turn)
        self._looks += 1

    def _forget_ended(self) -> None:
        for endpoint_id, delivery in list(self._deliveries.items()):
            if delivery.task.done():
                del self._deliveries[endpoint_id]
                if not delivery.task.cancelled() and (trouble := delivery.task.exception()):
                    log.error("a webhook begins anew", webhook=endpoint_id, cause=repr(trouble))

    async def _begin(self, connection: AsyncConnection, ids: Collection[str], notebook: Notebook) -> None:
        if not ids:
            return
        endpoints = await webhooks.get_endpoints(connection, ids)
        secrets = await webhooks.secrets_of(connection, ids)  # behind: a new one that this misses is in `touched`
        for endpoint in endpoints:
            if not secrets[endpoint.id]:
                continue  # it was deleted meanwhile
            delivery = Delivery(endpoint, secrets[endpoint.id], self._means, notebook)
            delivery.task.add_done_callback(lambda _: self._changed.set())
            self._deliveries[endpoint.id] = delivery

    async def _give_back(self, connection: AsyncConnection, ids: Collection[str]) -> None:
        if not ids:
            return
        await webhooks.give_back(connection, ids)
        self._mine -= set(ids)
        for each in ids:
            telemetry.webhook_left(each)

    async def _measure(self, connection: AsyncConnection, turn: asyncio.Lock) -> None:
        now, latest = self._means.courier.now(), self._means.feed.latest
        for endpoint_id, delivery in self._deliveries.items():
            head = delivery.head
            age = max(0.0, (now - head.recorded_at).total_seconds()) if head is not None else 0.0
            telemetry.webhook_stands(endpoint_id, max(0, latest - delivery.progress.position), age)
        if self._looks % COUNT_EACH == 0:
            async with turn:
                telemetry.webhooks_stopped(await webhooks.count_stopped(connection))
                counts = await webhooks.count_letters(connection, self._mine)
            for endpoint_id in self._mine:
                telemetry.webhook_letters(endpoint_id, counts.get(endpoint_id, 0))

    async def _leave_all(self, patience_s: float) -> None:
        """End all deliveries; whose call is not over in time is cut off, and sent again by whoever comes next."""
        tasks = {delivery.task for delivery in self._deliveries.values()}
        for delivery in self._deliveries.values():
            delivery.leave()
        if tasks and patience_s:
            await asyncio.wait(tasks, timeout=patience_s)
            return
        for task in tasks:
            await end(task)
        for endpoint_id in self._mine:
            telemetry.webhook_left(endpoint_id)
        self._deliveries.clear()
        self._mine.clear()
