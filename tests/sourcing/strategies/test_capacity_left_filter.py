"""`capacity_left`: nodes that can still do an order today."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, Load
from stockpool.sourcing.filters.capacity_left import CapacityLeft
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred
from tests.sourcing.strategies.asking import STORE, asked, for_all


@pytest.mark.parametrize(
    ("least", "orders", "capacity", "bar"),
    [
        (1, 39, 40, None),
        (1, 40, 40, Barred("capacity_left", 0, 1)),
        (1, 55, 40, Barred("capacity_left", -15, 1)),
        (5, 36, 40, Barred("capacity_left", 4, 5)),
        (5, 35, 40, None),
        (1, 10_000, None, None),
    ],
)
def test_nodes_that_are_full_are_barred(least: int, orders: int, capacity: int | None, bar: Barred | None) -> None:
    assert CapacityLeft(least).bars(STORE, asked(load=Load(orders, capacity))) == bar


def more_capacity_never_bars(kind: type[CapacityLeft]) -> None:
    def check(least: int, orders: int, capacity: int, more: int) -> None:
        small, large = [asked(load=Load(orders, each)) for each in (capacity, capacity + more)]
        assert kind(least).bars(STORE, large) is None or kind(least).bars(STORE, small) is not None
        assert kind(least).bars(STORE, small) is None or kind(least + 1).bars(STORE, small) is not None

    for_all(check, st.integers(1, 50), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))


def test_more_capacity_never_bars_a_node() -> None:
    more_capacity_never_bars(CapacityLeft)


class EmptyOnly(CapacityLeft, frozen=True):
    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        left = asked.load(node.node).capacity_left
        return Barred(self.name, left, self.orders_min) if left is not None and left >= self.orders_min else None


def test_one_that_bars_nodes_with_capacity_is_found() -> None:
    with pytest.raises(AssertionError):
        more_capacity_never_bars(EmptyOnly)
