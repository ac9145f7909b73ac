"""The rules of orders by themselves: steps, lines, fulfillment orders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders.api import Order, Part, Requested, decide_cancel, decide_place
from stockpool.orders.decide.transitions import Step, status_after
from stockpool.orders.messages import CancelOrder, OrderStatus, PlacedLine, ReturnedStock, SkuQuantity
from stockpool.orders.model import Cancelled
from tests.orders.shop import order, stamped

ORDER_ID = "0198c0de-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("status", "step", "after"),
    [
        (None, Step.ALLOCATE, OrderStatus.PLACED),
        (None, Step.ALLOCATE_PARTLY, OrderStatus.PARTLY_ALLOCATED),
        (None, Step.CANCEL, None),
        (OrderStatus.PLACED, Step.ALLOCATE, None),
        (OrderStatus.PLACED, Step.ALLOCATE_PARTLY, None),
        (OrderStatus.PLACED, Step.CANCEL, OrderStatus.CANCELLED),
        (OrderStatus.PARTLY_ALLOCATED, Step.ALLOCATE, None),
        (OrderStatus.PARTLY_ALLOCATED, Step.ALLOCATE_PARTLY, None),
        (OrderStatus.PARTLY_ALLOCATED, Step.CANCEL, OrderStatus.CANCELLED),
        (OrderStatus.CANCELLED, Step.ALLOCATE, None),
        (OrderStatus.CANCELLED, Step.ALLOCATE_PARTLY, None),
        (OrderStatus.CANCELLED, Step.CANCEL, None),
    ],
)
def test_an_order_takes_these_steps_and_no_others(
    status: OrderStatus | None, step: Step, after: OrderStatus | None
) -> None:
    found = status_after(status, step)
    if after is None:
        assert isinstance(found, Refused)
        assert found.reason is Reason.ORDER_STATE
    else:
        assert found is after


def test_every_pair_of_status_and_step_stands_in_the_table_above() -> None:
    (mark,) = test_an_order_takes_these_steps_and_no_others.pytestmark  # type: ignore[attr-defined] # pytest puts it there
    pairs = {(status, step) for status, step, _ in mark.args[1]}
    assert pairs == {(status, step) for status in (None, *OrderStatus) for step in Step}


def test_lines_of_one_sku_are_filled_in_their_order() -> None:
    requested = [Requested("tea", 3, 0), Requested("cup", 1, 0), Requested("tea", 4, 0)]
    placed = decide_place(order({"tea": 7, "cup": 1}), requested, [], {"tea": 5, "cup": 0}, b"{}")
    assert placed.reply.lines == (PlacedLine(1, "tea", 3, 1), PlacedLine(2, "cup", 1), PlacedLine(3, "tea", 4, 4))
    assert placed.reply.status is OrderStatus.PARTLY_ALLOCATED


def test_a_node_gets_one_fulfillment_order_with_all_it_must_do() -> None:
    parts = [Part("tea", "north", 2, 0), Part("cup", "south", 1, 0), Part("cup", "north", 1, 0)]
    placed = decide_place(order({"tea": 2, "cup": 2}, order_id=ORDER_ID), [], parts, {}, b"{}")
    assert [(each.id, each.node, each.lines) for each in placed.reply.fulfillment_orders] == [
        (f"{ORDER_ID}-1", "north", (SkuQuantity("cup", 1), SkuQuantity("tea", 2))),
        (f"{ORDER_ID}-2", "south", (SkuQuantity("cup", 1),)),
    ]


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b"]), st.integers(1, 9)), min_size=1, max_size=6),
    st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 60)),
)
def test_what_is_short_in_sum_is_short_in_the_lines(lines: list[tuple[str, int]], lacking: dict[str, int]) -> None:
    requested = [Requested(sku, units, 0) for sku, units in lines]
    short = {sku: min(lacking.get(sku, 0), sum(u for s, u in lines if s == sku)) for sku, _ in lines}
    rows = decide_place(order({}), requested, [], short, b"{}").record.lines
    assert [(row.line, row.sku, row.units) for row in rows] == [
        (number, sku, units) for number, (sku, units) in enumerate(lines, start=1)
    ]
    for sku, units in short.items():
        assert sum(row.short for row in rows if row.sku == sku) == units
    assert all(0 <= row.short <= row.units for row in rows)


def cancel(order: Order | None, lines: list[ReturnedStock]) -> Cancelled | Refused:
    """A decision about that order."""
    return decide_cancel(order, CancelOrder(**stamped(None), order_id=ORDER_ID, reason="customer"), lines)


def test_cancelling_names_the_nodes_that_have_nothing_more_to_do() -> None:
    lines = [ReturnedStock("tea", "south", 1), ReturnedStock("cup", "north", 1), ReturnedStock("tea", "north", 1)]
    cancelled = cancel(Order(ORDER_ID, OrderStatus.PLACED, is_allocated=True), lines)
    assert isinstance(cancelled, Cancelled)
    assert cancelled.record.nodes == ("north", "south")
    assert cancelled.order.status is OrderStatus.CANCELLED


@pytest.mark.parametrize(
    ("existing", "reason"),
    [
        (None, Reason.UNKNOWN_ORDER),
        (Order(ORDER_ID, OrderStatus.CANCELLED, is_allocated=True), Reason.ORDER_STATE),
        (Order(ORDER_ID, OrderStatus.PLACED, is_allocated=True), Reason.ORDER_STATE),
    ],
)
def test_what_cannot_be_cancelled_is_refused_by_name(existing: Order | None, reason: Reason) -> None:
    refused = cancel(existing, [])
    assert isinstance(refused, Refused)
    assert refused.reason is reason
