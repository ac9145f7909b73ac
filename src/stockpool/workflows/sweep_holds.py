"""Writing off holds whose time is over. Answers count them as free before; this makes the rows say so too."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from stockpool.inventory import api as inventory
from stockpool.inventory.messages import ExpireHolds
from stockpool.kernel.ids import NewId
from stockpool.runtime.database import Database

log = structlog.get_logger(__name__)

LINES_MAX = 500
"""Lines a sweep looks at: a lane's group stays short, and a backlog takes several sweeps without a pause."""


class Submit(Protocol):
    """The lanes' way in."""

    def __call__(self, command: ExpireHolds, /) -> Awaitable[object]:
        """Queue a command."""
        ...


async def sweep_once(database: Database, submit: Submit, new_id: NewId) -> int:
    """Give back what is due, the longest overdue first; how many positions were swept."""
    async with database.read() as connection:
        due = await inventory.due_positions(connection, LINES_MAX)
    if due:
        key = new_id().replace("-", "")
        await submit(ExpireHolds(key=key, fingerprint=key, actor="sweeper", positions=tuple(due)))
    return len(due)


async def sweep_forever(sweep: Callable[[], Awaitable[int]], interval_s: float, swept: Callable[[int], None]) -> None:
    """Sweep until cancelled; an outage is waited out. `swept` hears how many positions each sweep found."""
    while True:
        try:
            found = await sweep()
            swept(found)
        except Exception as trouble:  # noqa: BLE001 -- whatever it was, the next sweep must come
            log.warning("holds not swept", cause=repr(trouble))
            found = 0
        if found == 0:
            await asyncio.sleep(interval_s)
