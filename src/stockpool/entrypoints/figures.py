"""The process beside a server that counts what happens into the figures that people see.

Counting takes nearly a fifth of what a busy server does, and nobody who orders should wait for it. A server keeps the
process running and tells it on standard input where the database is; it ends with its server.
"""

from __future__ import annotations

import asyncio
import os
import sys
from typing import Literal

import msgspec
import structlog

from stockpool.runtime import child, logs
from stockpool.runtime.clock import now_in_utc
from stockpool.runtime.settings import Settings
from stockpool.runtime.unavailable import DatabaseUnavailable

log = structlog.get_logger(__name__)

CONNECTIONS = 2
NICENESS = 5
"""Who orders goes before who counts, where both want the same processor."""

BEGINS_AFTER_S = 1.0
"""First the server gets going."""

COMMAND = (sys.executable, "-m", __name__)


class FiguresOrder(msgspec.Struct, frozen=True):
    """What it is told, in one line of JSON."""

    url: str
    statement_timeout_s: float
    lock_timeout_s: float
    log_level: str
    log_format: Literal["console", "json"]


async def figures_beside(settings: Settings, url: str) -> None:
    """Keep it running until cancelled."""
    await asyncio.sleep(BEGINS_AFTER_S)
    order = FiguresOrder(
        url, settings.statement_timeout_s, settings.lock_timeout_s, settings.log_level, settings.log_format
    )
    await child.keep_child(COMMAND, msgspec.json.encode(order) + b"\n")


async def count_figures(order: FiguresOrder) -> None:
    """Count as long as the process lives; of all processes that would, one of the cluster does."""
    from stockpool.runtime.database import Database
    from stockpool.workflows.confidence_desk import ConfidenceDesk
    from stockpool.workflows.follow_insights import follow_insights

    database = Database.prepare(
        order.url,
        max_size=CONNECTIONS,
        statement_timeout_s=order.statement_timeout_s,
        lock_timeout_s=order.lock_timeout_s,
    )
    await database.start()
    await follow_insights(database, ConfidenceDesk(database), now_in_utc)


def main() -> None:
    """Count until the server is gone."""
    os.nice(NICENESS)
    order = msgspec.json.decode(sys.stdin.buffer.readline(), type=FiguresOrder)
    child.leave_with_parent()
    logs.configure(order.log_level, order.log_format)
    try:
        asyncio.run(count_figures(order))
    except DatabaseUnavailable as outage:
        log.warning("figures cannot be counted without the database", cause=str(outage))
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
