"""Jobs: work beside the requests, queued and scheduled in the same PostgreSQL by procrastinate.

A queued job is deferred by somebody and tried again when it fails; a scheduled one runs by the clock, once in the whole
cluster. A schedule may have a sixth field for seconds, but each run is rows in the queue: what has to happen every
second (writing off expired holds) is a task of the server process instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import structlog
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import ConnectorException
from psycopg_pool import AsyncNullConnectionPool

from stockpool.runtime.database import connection_string
from stockpool.runtime.ending import end

log = structlog.get_logger(__name__)

CONCURRENCY = 8
CONNECTIONS_MAX = 4
GRACE_S = 10.0
"""How long a stop waits for jobs that run; longer ones are cancelled and tried again by the next worker."""

RESTART_PAUSE_S = 1.0
RETRY_WAIT_S = 2
"""The base of the pauses between attempts: 2, 4, 8 … seconds."""
KEEP_FINISHED_H = 72
EVERY_MINUTE = "* * * * *"
EVERY_NIGHT = "17 3 * * *"
CATCH_UP_S = 60
"""A worker that starts so soon after a scheduled time still runs the job."""

Action = Callable[[], Awaitable[object]]
OUTAGES = (psycopg.OperationalError, ConnectorException)


class Jobs:
    """The jobs of one process: register them, then `run` until told to stop."""

    def __init__(self, url: str) -> None:
        self._conninfo = connection_string(url)
        self.app = App(
            connector=PsycopgConnector(
                conninfo=self._conninfo,
                max_size=CONNECTIONS_MAX,
                pool_factory=AsyncNullConnectionPool,  # one that is kept is dead after an outage, and found out slowly
            ),
            periodic_defaults={"max_delay": CATCH_UP_S},
        )
        self._stop = asyncio.Event()
        self.scheduled("retry-stalled-jobs", self._retry_stalled, cron=EVERY_MINUTE)
        self.scheduled("delete-finished-jobs", self._delete_finished, cron=EVERY_NIGHT)

    def queued(self, name: str, action: Callable[..., Awaitable[object]], *, attempts: int = 5) -> None:
        """A job that is deferred by name with arguments, and tried again with growing pauses when it fails."""
        retry = RetryStrategy(max_attempts=attempts, exponential_wait=RETRY_WAIT_S)
        self.app.task(name=name, retry=retry)(_as_task(action))

    async def defer(self, name: str, /, **arguments: Any) -> None:  # noqa: ANN401 - whatever the job takes, as JSON
        """Queue a registered job; the app must be open, as it is while `run` runs."""
        await self.app.configure_task(name).defer_async(**arguments)

    def scheduled(self, name: str, action: Action, *, cron: str) -> None:
        """A job that runs by the clock, once in the cluster however many workers there are."""

        async def run(timestamp: int) -> None:
            del timestamp
            await action()

        self.app.periodic(cron=cron)(self.app.task(name=name, queueing_lock=name)(run))

    async def run(self) -> None:
        """Work until `stop`; an outage of the database is waited out."""
        while not self._stop.is_set():
            try:
                await self._look_whether_it_answers()
                async with self.app.open_async():
                    await self._work()
            except OUTAGES as error:
                log.warning("the job worker cannot reach the database", error=str(error).strip())
            if not self._stop.is_set():
                log.warning("the job worker lost the database and begins again", pause_s=RESTART_PAUSE_S)
                await self._pause(RESTART_PAUSE_S)

    def stop(self) -> None:
        """Take no more jobs; `run` returns when those that run are done, at the latest after GRACE_S."""
        self._stop.set()

    async def _look_whether_it_answers(self) -> None:
        """Fail at once while the database is away: a pool that is opened then tries again at ever longer pauses."""
        await (await psycopg.AsyncConnection.connect(self._conninfo)).close()

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
            await end(worker, GRACE_S + 1)
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
