"""`categories`: goods that only some nodes may handle."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import AskedLine
from stockpool.sourcing.filters.categories import Categories
from stockpool.sourcing.messages import Candidate
from tests.sourcing.strategies.asking import STORE, WAREHOUSE, asked, for_all, line

FROZEN = ("frozen",)


@pytest.mark.parametrize(
    ("rule", "category", "store", "warehouse"),
    [
        (Categories(FROZEN, only=("hub",)), "frozen", False, True),
        (Categories(FROZEN, only=("hub",)), "toys", True, True),
        (Categories(FROZEN, only=("hub",)), None, True, True),
        (Categories(FROZEN, never=("store",)), "frozen", False, True),
        (Categories(("toys", "frozen"), only=("store",), never=("leeds",)), "frozen", False, False),
        (Categories(FROZEN), "frozen", True, True),
    ],
)
def test_goods_of_a_category_come_from_some_nodes_only(
    rule: Categories, category: str | None, *, store: bool, warehouse: bool
) -> None:
    assert [not rule.bars_line(node, line(category=category)) for node in (STORE, WAREHOUSE)] == [store, warehouse]
    assert rule.bars(STORE, asked(line(category=category))) is None, "the node may serve the other lines"


def others_are_left_alone(kind: type[Categories]) -> None:
    def check(only: list[str], never: list[str], category: str | None) -> None:
        rule = kind(FROZEN, tuple(only), tuple(never))
        assert category in FROZEN or not rule.bars_line(STORE, line(category=category))

    names = st.lists(st.sampled_from(["leeds", "hub", "store"]), max_size=2)
    for_all(check, names, names, st.sampled_from([None, "frozen", "toys", ""]))


def test_goods_of_other_categories_may_come_from_anywhere() -> None:
    others_are_left_alone(Categories)


class Strict(Categories, frozen=True):
    def bars_line(self, node: Candidate, line: AskedLine) -> bool:
        return line.category is None or super().bars_line(node, line)


def test_one_that_bars_goods_without_a_category_is_found() -> None:
    with pytest.raises(AssertionError):
        others_are_left_alone(Strict)
