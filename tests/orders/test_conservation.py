"""Edits and cancellations in any order, over the pure rules: every unit is somewhere, and the ledger knows of each."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.kernel.refusals import Refused
from stockpool.orders.decide import cancelling
from stockpool.orders.decide.cancelling import decide_cancel
from stockpool.orders.decide.drafting import Resolved, draft
from stockpool.orders.decide.editing import decide_edit
from stockpool.orders.decide.fulfilling import decide_advance
from stockpool.orders.decide.settling import settle
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    EditOrder,
    FulfillmentStep,
    LineQuantity,
    OrderLine,
    OrderMethod,
    OrderStatus,
    PickedQuantity,
    PlaceOrder,
)
from stockpool.orders.model import WITH_NODE, Change, Found, Order, Rules, StockMove, counters_of, shelf_of
from tests.orders.shop import stamped

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
RULES = Rules()
TAKES = {"tea": (("tea", 0, 1),), "kit": (("tea", 0, 2), ("cup", 0, 1)), "cup": (("cup", 0, 1),)}
PART_OF_WHAT_IS_WANTED = st.integers(0, 4)

lines = st.lists(st.tuples(st.sampled_from(sorted(TAKES)), st.integers(1, 5)), min_size=1, max_size=3)
changes = st.lists(
    st.one_of(
        st.tuples(st.just("edit"), st.integers(1, 3), st.integers(0, 6), PART_OF_WHAT_IS_WANTED),
        st.tuples(st.just("way"), st.integers(1, 3), st.integers(0, 6), PART_OF_WHAT_IS_WANTED),
        st.tuples(st.just("add"), st.integers(1, 3), st.integers(1, 4), PART_OF_WHAT_IS_WANTED),
        st.tuples(st.just("cancel"), st.integers(1, 3), st.integers(1, 4), PART_OF_WHAT_IS_WANTED),
        st.tuples(st.just("all"), st.integers(1, 3), st.integers(1, 4), PART_OF_WHAT_IS_WANTED),
        st.tuples(st.just("step"), st.integers(1, 4), st.integers(0, 9), PART_OF_WHAT_IS_WANTED),
    ),
    max_size=8,
)


class Books:
    """An order, and what the ledger has committed to it by the moves alone."""

    def __init__(self, wanted: list[tuple[str, int]], found: int) -> None:
        asked = tuple([OrderLine(sku, quantity) for sku, quantity in wanted])
        resolved = [Resolved(quantity, 0, TAKES[sku]) for sku, quantity in wanted]
        command = PlaceOrder(**stamped(None), order_id="o", channel="web", lines=asked)
        self.committed: Counter[tuple[str, str]] = Counter()
        self.order: Order
        self.settle(draft(command, resolved, NOW), found)

    def settle(self, change: Change, found: int) -> None:
        """Find so many quarters of what is wanted, at one node or at two."""
        got = [
            Found(each, node, units)
            for each in change.wanted
            for node, units in (
                ("north", each.units * found // 8),
                ("south", each.units * found // 4 - each.units * found // 8),
            )
            if units
        ]
        self.take(settle(change, got, NOW, RULES))

    def take(self, change: Change) -> None:
        """The order is otherwise, and so is the ledger."""
        for move in change.moves:
            self.move(move)
        self.order = change.order

    def move(self, move: StockMove) -> None:
        if move.source == "committed":
            self.committed[move.sku, move.node] -= move.units
            assert self.committed[move.sku, move.node] >= 0, "more comes back than was committed"
        if move.target == "committed":
            self.committed[move.sku, move.node] += move.units

    def check(self) -> None:
        order, counters = self.order, counters_of(self.order)
        for part in order.parts:
            assert sum(msgspec.structs.astuple(counters[part.key])) == part.quantity
            assert min(msgspec.structs.astuple(counters[part.key])) >= 0
            assert part.quantity == order.line(part.line).quantity * part.each
        there: Counter[tuple[str, str]] = Counter()
        for each in order.fulfillments:
            if each.status in WITH_NODE:
                for piece in each.pieces:
                    there[piece.sku, shelf_of(each, order.delivery(each.delivery))] += piece.quantity
        assert +there == +self.committed
        owed = any(part.quantity > part.cancelled for part in order.parts)
        assert owed == (order.status is not OrderStatus.CANCELLED)
        assert (order.cancelled_at is None) == owed

    def say(self, what: str, line: int, units: int, found: int) -> None:
        """One change of the order; those that are refused leave it as it is."""
        changed = self.changed(what, line, units)
        if isinstance(changed, Refused):
            return
        full = what in {"edit", "way", "add"}  # an edit stands in full or not at all
        self.settle(changed, 4 if full else found)

    def changed(self, what: str, line: int, units: int) -> Change | Refused:
        order, stamp = self.order, stamped(None)
        if what == "edit":
            edit = EditOrder(**stamp, order_id="o", quantities=(LineQuantity(line, units),))
            return decide_edit(order, edit, [], NOW)
        if what == "way":
            edit = EditOrder(**stamp, order_id="o", method=OrderMethod.PICKUP, pickup_node="north")
            return decide_edit(order, edit, [], NOW)
        if what == "add":
            edit = EditOrder(**stamp, order_id="o", add=(OrderLine("kit", units),))
            return decide_edit(order, edit, [Resolved(units, 0, TAKES["kit"])], NOW)
        if what == "cancel":
            some = (LineQuantity(line, units),)
            return decide_cancel(order, CancelOrder(**stamp, order_id="o", reason="r", lines=some), NOW)
        if what == "all":
            return decide_cancel(order, CancelOrder(**stamp, order_id="o", reason="r"), NOW)
        steps = [*FulfillmentStep]
        picked = (PickedQuantity("tea", units // 2),) if units % 2 else None
        step = AdvanceFulfillment(**stamp, order_id="o", number=line, step=steps[units % len(steps)], picked=picked)
        return decide_advance(order, step, NOW, RULES)


@settings(max_examples=300, deadline=None)
@given(wanted=lines, found=PART_OF_WHAT_IS_WANTED, said=changes)
def test_changes_in_any_order_conserve_every_unit(
    wanted: list[tuple[str, int]], found: int, said: list[tuple[str, int, int, int]]
) -> None:
    """Case 7."""
    books = Books(wanted, found)
    books.check()
    for each in said:
        books.say(*each)
        books.check()


def test_a_rule_that_loses_units_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control."""

    real = cancelling._less
    monkeypatch.setattr(cancelling, "_less", lambda part, left: (real(part, left), part)[1])
    books = Books([("tea", 3)], 0)
    books.say("cancel", 1, 2, 0)
    with pytest.raises(AssertionError):
        books.check()
