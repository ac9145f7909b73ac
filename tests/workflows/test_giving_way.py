"""A group that has committed lets one that waits for its locks decide first, and never waits for long."""

from __future__ import annotations

import asyncio

import pytest

from stockpool.workflows.group import GIVE_WAY_S, _Locking


async def test_nobody_waits_where_no_group_wants_locks() -> None:
    waiting = _Locking().give_way()
    with pytest.raises(StopIteration):  # through at once, without a turn of the event loop
        waiting.send(None)


@pytest.mark.parametrize(("gives_way", "expected"), [(True, ["decided", "answered"]), (False, ["answered", "decided"])])
async def test_the_group_that_gets_its_locks_goes_first(*, gives_way: bool, expected: list[str]) -> None:
    """Negative control: callers of the one before are answered first where nobody gives way."""
    locking, order = _Locking(), list[str]()

    async def lock_and_decide() -> None:
        with locking:
            for _ in range(5):  # turns of the event loop, in which whoever does not give way is quicker
                await asyncio.sleep(0)
        order.append("decided")

    async def answer() -> None:
        if gives_way:
            await locking.give_way()
        order.append("answered")

    deciding = asyncio.create_task(lock_and_decide())
    await asyncio.sleep(0)
    await asyncio.gather(answer(), deciding)
    assert order == expected


async def test_a_group_that_gets_none_is_not_waited_for() -> None:
    locking, loop = _Locking(), asyncio.get_running_loop()
    with locking:
        began_at = loop.time()
        await locking.give_way()
        assert GIVE_WAY_S / 2 <= loop.time() - began_at < 1
