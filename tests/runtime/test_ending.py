"""Tasks that must end do end."""

from __future__ import annotations

import asyncio

from stockpool.runtime.ending import end


async def stubborn(cancellations: list[int], swallowed: int) -> None:
    """Swallows some cancellations, as a wait does whose result comes at the same time."""
    while True:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            cancellations.append(1)
            if len(cancellations) > swallowed:
                raise


async def test_a_task_that_swallows_its_cancellation_is_cancelled_again() -> None:
    cancellations: list[int] = []
    task = asyncio.create_task(stubborn(cancellations, swallowed=2))
    await asyncio.sleep(0)
    await end(task, patience_s=0.01)
    assert task.cancelled()
    assert len(cancellations) == 3


async def test_cancelling_once_leaves_such_a_task_alive() -> None:
    """Negative control."""
    task = asyncio.create_task(stubborn([], swallowed=1))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task}, timeout=0.05)
    assert not task.done()
    await end(task, patience_s=0.01)
