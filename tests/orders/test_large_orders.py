"""An order of thousands of lines takes thousands of steps, not millions: one such request stops nobody else's.

The bound is far from what is needed (a tenth of a second) and from what a search for each line takes (half a minute).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from time import process_time
from typing import cast

import msgspec
import pytest

from stockpool.kernel.refusals import Refused
from stockpool.orders.api import Disposition, RequestReturn, ReturnedLine, Rules, decide_return
from stockpool.orders.messages import (
    Delivery,
    FulfillmentStatus,
    OrderMethod,
    OrderStatus,
    Payment,
    ShipTo,
)
from stockpool.orders.model import Fulfillment, Line, Order, Part, Piece
from stockpool.workflows.dating import Promiser
from stockpool.workflows.promised import date_change, date_order

LINES = 5_000
CPU_SECONDS_MOST = 10.0
NOW = datetime(2026, 1, 1, tzinfo=UTC)
NUMBERS = range(1, LINES + 1)


@contextmanager
def quickly() -> Iterator[None]:
    begun = process_time()
    yield
    assert process_time() - begun < CPU_SECONDS_MOST


def order(status: FulfillmentStatus, *, apart: bool = False, waiting: int = 0) -> Order:
    """Every line one piece of one SKU, for 1.00; `apart` each goes to an address of its own."""
    ways = [Delivery(each, OrderMethod.SHIP, None, ShipTo(street=str(each))) for each in (NUMBERS if apart else [1])]
    pieces = [Piece(each, "tea", 0, 1, 1 - waiting) for each in NUMBERS]
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
        lines=tuple([Line(each, "tea", 0, 1, each if apart else 1, 100) for each in NUMBERS]),
        parts=tuple([Part(each, "tea", 0, 1, waiting=waiting) for each in NUMBERS]),
        fulfillments=tuple(done),
        currency="EUR",
    )


@pytest.mark.parametrize("by_line", [True, False])
def test_all_lines_of_it_come_back(by_line: bool) -> None:
    back = [ReturnedLine(1, line=each, disposition=Disposition.RESTOCK) for each in NUMBERS]
    if not by_line:
        back = [ReturnedLine(1, sku="tea", disposition=Disposition.RESTOCK) for _ in NUMBERS]
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
    with quickly():
        change = decide_return(asked, order(FulfillmentStatus.DELIVERED), [], {}, NOW, Rules())
    assert not isinstance(change, Refused)
    assert (change.after.refunded_amount, change.after.received) == (100 * LINES, LINES)


class Tomorrow:
    """Every node promises the same."""

    now = NOW
    release_after = timedelta(0)

    def span(self, *_: object) -> tuple[datetime, datetime, date, date]:
        return NOW, NOW, NOW.date(), NOW.date()


def test_each_of_its_deliveries_has_a_date() -> None:
    promiser = cast("Promiser", Tomorrow())
    placed = order(FulfillmentStatus.OPEN, apart=True)
    waits = order(FulfillmentStatus.REJECTED, apart=True, waiting=1)
    with quickly():
        dated = date_order(placed, promiser)
        assert all(each.promised_until == NOW for each in dated.deliveries)
        lost = msgspec.structs.replace(waits, deliveries=dated.deliveries)
        assert len(date_change(lost, dated, promiser).moved) == LINES
        assert len(date_change(placed, waits, promiser).promised) == LINES
        assert date_order(waits, promiser).deliveries == waits.deliveries
