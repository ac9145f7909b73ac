"""Jobs: work beside the requests, queued and scheduled in the same PostgreSQL by procrastinate.

Three kinds are registered here: a queued job (deferred by somebody), a scheduled one (cron), and a steady one, which
is to run every second or so. Rows in the queue are too heavy for that, so a steady job is scheduled each minute and
repeats its action until the minute is over: one run in the whole cluster, seen in the job table like any other.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg
import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from stockpool.runtime.database import connection_string

log = structlog.get_logger(__name__)

CONCURRENCY = 8
CONNECTIONS_MAX = 4
GRACE_S = 10.0
"""How long a stop waits for jobs that run; longer ones are cancelled and tried again by the next worker."""

RESTART_PAUSE_S = 1.0
KEEP_FINISHED_H = 72
EVERY_MINUTE = "* * * * *"
EVERY_NIGHT = "17 3 * * *"
MINUTE_S = 60

Action = Callable[[], Awaitable[object]]
OUTAGES = (psycopg.OperationalError, ConnectorException)


class Jobs:
    """The jobs of one process: register them, then `run` until told to stop."""

    def __init__(self, url: str) -> None:
        self._conninfo = connection_string(url)
        self.app = App(
            connector=PsycopgConnector(conninfo=self._conninfo, min_size=0, max_size=CONNECTIONS_MAX),
            periodic_defaults={"max_delay": MINUTE_S},
        )
        self._stop = asyncio.Event()
        self._steady: list[str] = []
        self.scheduled("retry-stalled-jobs", self._retry_stalled, cron=EVERY_MINUTE)
        self.scheduled("delete-finished-jobs", self._delete_finished, cron=EVERY_NIGHT)

    def queued(self, name: str, action: Callable[..., Awaitable[object]], *, attempts: int = 5) -> None:
        """A job that is deferred by name with arguments, and tried again with growing pauses when it fails."""
        retry = RetryStrategy(max_attempts=attempts, exponential_wait=2)
        self.app.task(name=name, retry=retry)(_as_task(action))

    async def defer(self, name: str, **arguments: Any) -> None:  # noqa: ANN401 - whatever the job takes, as JSON
        """Queue a registered job; the app must be open, as it is while `run` runs."""
        await self.app.configure_task(name).defer_async(**arguments)

    def scheduled(self, name: str, action: Action, *, cron: str) -> None:
        """A job that runs by the clock, once in the cluster however many workers there are."""

        async def run(timestamp: int) -> None:
            del timestamp
            await action()

        self.app.periodic(cron=cron)(self.app.task(name=name, queueing_lock=name)(run))

    def steady(self, name: str, action: Action, *, interval_s: float) -> None:
        """A job whose action runs every `interval_s` seconds; one that fails is logged and runs again."""

        async def repeat(timestamp: int) -> None:
            while not self._stop.is_set() and time.time() < timestamp + MINUTE_S:
                await _attempt(name, action)
                await self._pause(interval_s)

        self.app.periodic(cron=EVERY_MINUTE)(self.app.task(name=name, queueing_lock=name)(repeat))
        self._steady.append(name)

    async def run(self) -> None:
        """Work until `stop`; an outage of the database is waited out."""
        while not self._stop.is_set():
            try:
                async with self.app.open_async():
                    await self._begin_steady_jobs()
                    await self._work()
            except OUTAGES as error:
                log.warning("the job worker cannot reach the database", error=str(error).strip())
            if not self._stop.is_set():
                log.warning("the job worker lost the database and begins again", pause_s=RESTART_PAUSE_S)
                await self._pause(RESTART_PAUSE_S)

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those that run are done, at the latest after GRACE_S."""
        self._stop.set()

    async def _begin_steady_jobs(self) -> None:
        """Work off the rest of this minute at once; its regular job may have died with an earlier worker."""
        for name in self._steady:
            with suppress(AlreadyEnqueued):
                await self.app.configure_task(name, queueing_lock=name).defer_async(timestamp=int(time.time()))

    async def _work(self) -> None:
        worker = asyncio.create_task(
            self.app.run_worker_async(
                concurrency=CONCURRENCY, install_signal_handlers=False, shutdown_graceful_timeout=GRACE_S
            )
        )
        stop = asyncio.create_task(self._stop.wait())
        try:
            await asyncio.wait({worker, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.cancel()
            worker.cancel()
            await asyncio.wait({worker})
        if not worker.cancelled():
            worker.result()

    async def _pause(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return

    async def _retry_stalled(self) -> None:
        """Jobs of workers that were killed are taken up again."""
        for job in await self.app.job_manager.get_stalled_jobs():
            await self.app.job_manager.retry_job(job)

    async def _delete_finished(self) -> None:
        await self.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_H, include_failed=True)


def _as_task(action: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[None]]:
    async def run(**arguments: Any) -> None:  # noqa: ANN401 - whatever the job takes, as JSON
        await action(**arguments)

    return run


async def _attempt(name: str, action: Action) -> None:
    try:
        await action()
    except Exception:
        log.exception("a steady job failed and will run again", job=name)
