"""`nodes`: only some, or all but some."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.filters.nodes import Nodes
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred
from tests.sourcing.strategies.asking import STORE, WAREHOUSE, asked, for_all


@pytest.mark.parametrize(
    ("rule", "store", "warehouse"),
    [
        (Nodes(), True, True),
        (Nodes(only=("leeds",)), True, False),
        (Nodes(only=("store", "hub")), True, True),
        (Nodes(never=("store",)), False, True),
        (Nodes(never=("hub",)), True, False),
        (Nodes(only=("store",), never=("leeds",)), False, False),
    ],
)
def test_they_are_named_by_id_or_kind(rule: Nodes, *, store: bool, warehouse: bool) -> None:
    serves = [rule.bars(node, asked()) is None for node in (STORE, WAREHOUSE)]
    assert serves == [store, warehouse]
    assert {rule.bars(node, asked()) for node in (STORE, WAREHOUSE)} <= {None, Barred("nodes")}


def forbidding_more_never_frees(kind: type[Nodes]) -> None:
    def check(only: list[str], never: list[str], other: str) -> None:
        rule, stricter = kind(tuple(only), tuple(never)), kind(tuple(only), (*never, other))
        for node in (STORE, WAREHOUSE):
            assert rule.bars(node, asked()) is None or stricter.bars(node, asked()) is not None

    name = st.sampled_from(["leeds", "hub", "york", "store", "distribution_center"])
    for_all(check, st.lists(name, max_size=2), st.lists(name, max_size=2), name)


def test_naming_one_more_that_never_serves_frees_none() -> None:
    forbidding_more_never_frees(Nodes)


class Forgiving(Nodes, frozen=True):
    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        return super().bars(node, asked) if len(self.never) < 2 else None


def test_one_that_forgets_what_it_forbids_is_found() -> None:
    with pytest.raises(AssertionError):
        forbidding_more_never_frees(Forgiving)
