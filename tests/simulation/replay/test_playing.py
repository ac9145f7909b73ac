"""Playing keeps the order of the record, a bounded number in flight, and its pace."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from stockpool.connectors.messages import ImportedOrder, OrderMethod, OrderStatus
from stockpool.simulation.replay.playing import GROUP_ORDERS, GROUPS_IN_FLIGHT, play

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


class Answer(msgspec.Struct):
    """What the lane below answers."""

    order_id: str


class Lane:
    """Answers in the order of asking, and notes how much it had to carry at once and when."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.times: list[float] = []
        self.open = self.open_max = 0

    def submit(self, order: ImportedOrder) -> Awaitable[msgspec.Struct]:
        self.asked.append(order.order_id)
        self.times.append(asyncio.get_running_loop().time())
        self.open += 1
        self.open_max = max(self.open_max, self.open)
        return self._answer(order)

    async def _answer(self, order: ImportedOrder) -> msgspec.Struct:
        await asyncio.sleep(0)
        self.open -= 1
        return Answer(order.order_id)


def orders(count: int, apart: timedelta = timedelta(hours=1)) -> list[ImportedOrder]:
    """So many orders, one after the other."""
    return [
        ImportedOrder(
            f"{n}", "web", OrderMethod.SHIP, BEGIN + n * apart, OrderStatus.CLOSED, None, None, None, None, None, ()
        )
        for n in range(count)
    ]


@pytest.mark.anyio
async def test_every_order_is_answered_once_in_the_order_of_the_record() -> None:
    lane, answered = Lane(), list[tuple[str, str]]()
    recorded = orders(5 * GROUP_ORDERS + 7)

    def note(order: ImportedOrder, reply: msgspec.Struct) -> None:
        assert isinstance(reply, Answer)
        answered.append((order.order_id, reply.order_id))

    await play(iter(recorded), lane.submit, note, None)

    assert lane.asked == [order.order_id for order in recorded]
    assert answered == [(order.order_id, order.order_id) for order in recorded]


@pytest.mark.anyio
async def test_a_long_record_does_not_fill_the_queue() -> None:
    lane = Lane()

    await play(iter(orders(20 * GROUP_ORDERS)), lane.submit, lambda _order, _reply: None, None)

    assert lane.open_max == GROUPS_IN_FLIGHT * GROUP_ORDERS


@pytest.mark.anyio
async def test_speed_keeps_the_gaps_of_the_record_shortened() -> None:
    lane = Lane()

    await play(iter(orders(4)), lane.submit, lambda _order, _reply: None, 3600 / 0.05)

    gaps = [later - earlier for earlier, later in zip(lane.times, lane.times[1:], strict=False)]
    assert min(gaps) > 0.03
    assert lane.times[-1] - lane.times[0] == pytest.approx(0.15, abs=0.1)


@pytest.mark.anyio
async def test_without_a_speed_there_are_no_gaps() -> None:
    lane = Lane()

    await play(iter(orders(4)), lane.submit, lambda _order, _reply: None, None)

    assert lane.times[-1] - lane.times[0] < 0.03
