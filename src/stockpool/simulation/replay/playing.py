"""Playing orders: in the order of their times, a bounded number in flight, as fast as asked."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from stockpool.connectors.messages import ImportedOrder

GROUP_ORDERS = 256
"""Orders that go to the lane together; a lane that takes as many at most always takes exactly these."""

GROUPS_IN_FLIGHT = 2
"""While the lane works on one group the next waits already."""

Submit = Callable[[ImportedOrder], Awaitable[msgspec.Struct]]
"""Queues an order at once; its answer comes later."""

Answered = Callable[[ImportedOrder, msgspec.Struct], None]


async def play(orders: Iterator[ImportedOrder], submit: Submit, answered: Answered, speed: float | None) -> None:
    """Submit every order, `speed` times as fast as they were placed, or without a pause where that is None.

    There is one lane, so orders are decided in the order of their times. Without pauses its groups are the same in
    every run, and so is every answer: nothing depends on how quick the machine is.
    """
    in_flight: deque[list[tuple[ImportedOrder, Awaitable[msgspec.Struct]]]] = deque()
    clock = _Clock(speed)
    while group := list(islice(orders, GROUP_ORDERS)):
        if speed is not None:
            await _play_in_time(group, submit, answered, clock)
            continue
        if len(in_flight) == GROUPS_IN_FLIGHT:
            await _finish(in_flight.popleft(), answered)
        in_flight.append([(order, submit(order)) for order in group])
    for sent in in_flight:
        await _finish(sent, answered)


async def _finish(sent: Sequence[tuple[ImportedOrder, Awaitable[msgspec.Struct]]], answered: Answered) -> None:
    for order, answer in sent:
        answered(order, await answer)


class _Clock:
    """Maps the time of the orders onto the clock of the event loop."""

    def __init__(self, speed: float | None) -> None:
        self._speed = speed
        self._first: tuple[datetime, float] | None = None

    async def wait_for(self, moment: datetime) -> None:
        """Sleep until a moment of the record has come."""
        now = asyncio.get_running_loop().time()
        first, began = self._first = self._first or (moment, now)
        due = began + (moment - first).total_seconds() / (self._speed or 1.0)
        if due > now:
            await asyncio.sleep(due - now)


async def _play_in_time(group: Sequence[ImportedOrder], submit: Submit, answered: Answered, clock: _Clock) -> None:
    """Each order at its time; those whose time has come go together."""
    sent = []
    for order in group:
        await clock.wait_for(order.ordered_at)
        sent.append((order, submit(order)))
    await _finish(sent, answered)
