"""`congestion`: each hour of live backlog."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, Load
from stockpool.sourcing.costs.congestion import Congestion
from stockpool.sourcing.messages import Candidate
from tests.sourcing.strategies.asking import EUR, STORE, WAREHOUSE, asked, for_all


@pytest.mark.parametrize(
    ("rule", "node", "hours", "cost"),
    [
        (Congestion(0.5), STORE, 0.0, 0),
        (Congestion(0.5), STORE, 6.0, 3),
        (Congestion(0.5, from_hours=4), STORE, 4.0, 0),
        (Congestion(0.5, from_hours=4), STORE, 6.0, 1),
        (Congestion(0.5, from_hours=4), STORE, 1.0, 0),
        (Congestion(0.5, most=2), STORE, 100.0, 2),
        (Congestion(0.5, kinds=("distribution_center",)), STORE, 6.0, 0),
        (Congestion(0.5, kinds=("distribution_center",)), WAREHOUSE, 6.0, 3),
    ],
)
def test_hours_beyond_those_that_are_free_cost_so_much(
    rule: Congestion, node: Candidate, hours: float, cost: int
) -> None:
    assert rule.node_cost(node, asked(load=Load(backlog_hours=hours))) == cost * EUR


def more_backlog_is_never_cheaper(kind: type[Congestion]) -> None:
    def check(per_hour: float, since: float, most: float | None, hours: float, more: float) -> None:
        rule = kind(per_hour, since, most)
        busy, busier = [rule.node_cost(STORE, asked(load=Load(backlog_hours=each))) for each in (hours, hours + more)]
        assert busy <= busier
        assert most is None or busier <= round(most * EUR)

    hours = st.floats(0, 200)
    for_all(check, st.floats(0, 9), hours, st.none() | st.floats(0, 50), hours, hours)


def test_a_higher_backlog_never_costs_less() -> None:
    more_backlog_is_never_cheaper(Congestion)


class Relieved(Congestion, frozen=True):
    def node_cost(self, node: Candidate, asked: Asked) -> int:
        return round(EUR / (1 + asked.load(node.node).backlog_hours))


def test_one_that_forgets_old_orders_is_found() -> None:
    with pytest.raises(AssertionError):
        more_backlog_is_never_cheaper(Relieved)
