"""Ending a task for sure."""

from __future__ import annotations

import asyncio
from typing import Any

PATIENCE_S = 0.5


async def end(task: asyncio.Task[Any], patience_s: float = PATIENCE_S) -> None:
    """Cancel a task until it is over.

    Once is not enough: before Python 3.12 `asyncio.wait_for`, on which the database driver waits, swallows a
    cancellation that arrives together with its result.
    """
    while not task.done():
        task.cancel()
        await asyncio.wait({task}, timeout=patience_s)
