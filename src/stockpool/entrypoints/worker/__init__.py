"""A process that works off jobs until it is told to stop."""

from __future__ import annotations

import asyncio
import signal

import structlog

from stockpool.runtime.jobs import Jobs

log = structlog.get_logger(__name__)


async def run_until_stopped(jobs: Jobs) -> None:
    """Run the jobs; SIGINT and SIGTERM let those that run finish."""
    loop = asyncio.get_running_loop()
    stopping = (signal.SIGINT, signal.SIGTERM)
    for sign in stopping:
        loop.add_signal_handler(sign, jobs.stop)
    log.info("the worker takes jobs")
    try:
        await jobs.run()
    finally:
        for sign in stopping:
            loop.remove_signal_handler(sign)
    log.info("the worker has stopped")
