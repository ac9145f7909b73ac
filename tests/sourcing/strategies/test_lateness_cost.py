"""`lateness`: each day until the promised date."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.costs.lateness import Lateness
from stockpool.sourcing.messages import Candidate
from tests.sourcing.strategies.asking import EUR, STORE, asked, for_all


@pytest.mark.parametrize(
    ("rule", "days", "cost"),
    [
        (Lateness(2), 0, 0),
        (Lateness(2), 3, 6),
        (Lateness(2, within_days=2), 2, 0),
        (Lateness(2, within_days=2), 3, 2),
        (Lateness(2, within_days=2), 1, 0),
        (Lateness(2), None, 60),
        (Lateness(2, within_days=4, days_unknown=5), None, 2),
    ],
)
def test_days_beyond_those_that_are_free_cost_so_much(rule: Lateness, days: int | None, cost: int) -> None:
    assert rule.node_cost(STORE, asked(days=days)) == cost * EUR


def later_is_never_cheaper(kind: type[Lateness]) -> None:
    def check(per_day: float, within: int, days: int, more: int) -> None:
        rule, patient = kind(per_day, within), kind(per_day, within + 1)
        soon, late = [rule.node_cost(STORE, asked(days=each)) for each in (days, days + more)]
        assert soon <= late
        assert patient.node_cost(STORE, asked(days=days)) <= soon

    days = st.integers(0, 60)
    for_all(check, st.floats(0, 9), days, days, days)


def test_a_later_date_never_costs_less_nor_more_patience_more() -> None:
    later_is_never_cheaper(Lateness)


class Impatient(Lateness, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        return 0 if (asked.days(node.node) or 0) > 30 else super().node_cost(node, asked)


def test_one_that_gives_up_counting_is_found() -> None:
    with pytest.raises(AssertionError):
        later_is_never_cheaper(Impatient)
