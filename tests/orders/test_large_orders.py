"""The work for an order grows with its lines, not with their square: one of thousands of lines stops nobody else's."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from types import FrameType
from typing import Any, cast

import msgspec
import pytest

from stockpool.kernel.refusals import Refused
from stockpool.orders.api import (
    Disposition,
    RequestReturn,
    Return,
    ReturnedLine,
    Rules,
    decide_inspect,
    decide_receive,
    decide_return,
)
from stockpool.orders.messages import (
    Delivery,
    FulfillmentStatus,
    OrderMethod,
    OrderStatus,
    Payment,
    ShipTo,
)
from stockpool.orders.model import Fulfillment, Line, Order, Part, Piece
from stockpool.orders.returning.messages import InspectedLine, ReceivedLine, ReceiveReturn, ReturnStatus
from stockpool.orders.returning.model import ReturnLine
from stockpool.workflows.dating import Promiser
from stockpool.workflows.promised import date_change, date_order

LINES = 150
GROWTH_MOST = 4.0
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RESTOCK = Disposition.RESTOCK


def effort(work: Callable[[], object]) -> int:
    """How many lines of code are run, each turn of a loop anew."""
    lines = 0

    def trace(_frame: FrameType, event: str, _argument: object) -> Any:  # noqa: ANN401 -- a function of its own type
        nonlocal lines
        lines += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines


def grows_with(work: Callable[[int], object]) -> float:
    """By how much three times the lines of an order make it more work; by nine where it grows with their square."""
    return effort(lambda: work(3 * LINES)) / effort(lambda: work(LINES))


def test_what_grows_with_the_square_is_seen() -> None:
    """Negative control of the tests below."""

    def squared(count: int) -> int:
        return sum([one == other for one in range(count) for other in range(count)])

    assert grows_with(squared) > GROWTH_MOST


def order(count: int, status: FulfillmentStatus, *, apart: bool = False, waiting: int = 0) -> Order:
    """Every line one piece of one SKU, for 1.00; `apart` each goes to an address of its own."""
    numbers = range(1, count + 1)
    ways = [Delivery(each, OrderMethod.SHIP, None, ShipTo(street=str(each))) for each in (numbers if apart else [1])]
    pieces = [Piece(each, "tea", 0, 1, 1 - waiting) for each in numbers]
    if apart:
        done = [Fulfillment(each.line, each.line, "berlin", status, (each,)) for each in pieces]
    else:
        done = [Fulfillment(1, 1, "berlin", status, tuple(pieces))]
    return Order(
        order_id="o",
        channel="web",
        status=OrderStatus.ALLOCATED,
        payment=Payment.CAPTURED,
        deliveries=tuple(ways),
        lines=tuple([Line(each, "tea", 0, 1, each if apart else 1, 100) for each in numbers]),
        parts=tuple([Part(each, "tea", 0, 1, waiting=waiting) for each in numbers]),
        fulfillments=tuple(done),
        currency="EUR",
    )


@pytest.mark.parametrize("by_line", [True, False])
def test_all_lines_of_it_come_back(by_line: bool) -> None:
    def come_back(count: int) -> None:
        back = [
            ReturnedLine(1, line=each if by_line else None, sku=None if by_line else "tea", disposition=RESTOCK)
            for each in range(1, count + 1)
        ]
        asked = RequestReturn(
            key="k",
            fingerprint="f",
            actor="a",
            return_id="r",
            order_id="o",
            node="berlin",
            received=True,
            lines=tuple(back),
        )
        change = decide_return(asked, order(count, FulfillmentStatus.DELIVERED), [], {}, NOW, Rules())
        assert not isinstance(change, Refused)
        assert (change.after.refunded_amount, change.after.received) == (100 * count, count)

    assert grows_with(come_back) < GROWTH_MOST


@pytest.mark.parametrize("by_order_line", [True, False])
def test_all_lines_that_are_expected_are_received_and_inspected_by_their_numbers(by_order_line: bool) -> None:
    def come_back(count: int) -> None:
        numbers = range(1, count + 1)
        lines = [ReturnLine(each, "tea", 0, 1, each, expected=1) for each in numbers]
        ret = Return("r", ReturnStatus.REQUESTED, NOW, tuple(lines), order_id="o", node="berlin")
        named = [(None, each) if by_order_line else (each, None) for each in numbers]
        came = [ReceivedLine(1, line, order_line=of_order) for line, of_order in named]
        asked = ReceiveReturn(key="k", fingerprint="f", actor="a", return_id="r", lines=tuple(came))
        sold = order(count, FulfillmentStatus.DELIVERED)
        received = decide_receive(ret, asked, sold, [ret], {}, NOW)
        assert not isinstance(received, Refused)
        verdicts = [InspectedLine(line, 1, RESTOCK, order_line=of_order) for line, of_order in named]
        inspected = decide_inspect(received.after, verdicts, sold, [received.after], NOW)
        assert not isinstance(inspected, Refused)
        assert inspected.after.refunded_amount == 100 * count

    assert grows_with(come_back) < GROWTH_MOST


class Tomorrow:
    """Every node promises the same."""

    now = NOW
    release_after = timedelta(0)

    def span(self, *_: object) -> tuple[datetime, datetime, date, date]:
        return NOW, NOW, NOW.date(), NOW.date()


def test_each_of_its_deliveries_has_a_date() -> None:
    promiser = cast("Promiser", Tomorrow())

    def dates(count: int) -> None:
        placed = order(count, FulfillmentStatus.OPEN, apart=True)
        waits = order(count, FulfillmentStatus.REJECTED, apart=True, waiting=1)
        dated = date_order(placed, promiser)
        assert all(each.promised_until == NOW for each in dated.deliveries)
        lost = msgspec.structs.replace(waits, deliveries=dated.deliveries)
        assert len(date_change(lost, dated, promiser).moved) == count
        assert len(date_change(placed, waits, promiser).promised) == count
        assert date_order(waits, promiser).deliveries == waits.deliveries

    assert grows_with(dates) < GROWTH_MOST
