"""`backlog`: nodes that are not too far behind."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, Load
from stockpool.sourcing.filters.backlog import Backlog
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred
from tests.sourcing.strategies.asking import STORE, WAREHOUSE, asked, for_all


@pytest.mark.parametrize(
    ("rule", "node", "hours", "bar"),
    [
        (Backlog(4), STORE, 4.0, None),
        (Backlog(4), STORE, 7.5, Barred("backlog", 7.5, 4)),
        (Backlog(0), STORE, 0.0, None),
        (Backlog(4, ("distribution_center",)), STORE, 7.5, None),
        (Backlog(4, ("distribution_center",)), WAREHOUSE, 7.5, Barred("backlog", 7.5, 4)),
    ],
)
def test_nodes_with_more_hours_to_do_are_barred(
    rule: Backlog, node: Candidate, hours: float, bar: Barred | None
) -> None:
    assert rule.bars(node, asked(load=Load(backlog_hours=hours))) == bar


def more_to_do_never_frees(kind: type[Backlog]) -> None:
    def check(hours_max: float, looser: float, hours: float, more: float) -> None:
        busy, busier = asked(load=Load(backlog_hours=hours)), asked(load=Load(backlog_hours=hours + more))
        rule = kind(hours_max)
        assert rule.bars(STORE, busy) is None or rule.bars(STORE, busier) is not None
        assert kind(hours_max + looser).bars(STORE, busy) is None or rule.bars(STORE, busy) is not None

    hours = st.floats(0, 100)
    for_all(check, hours, hours, hours, hours)


def test_more_to_do_never_frees_a_node_and_a_larger_limit_never_bars_more() -> None:
    more_to_do_never_frees(Backlog)


class Idle(Backlog, frozen=True):
    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        hours = asked.load(node.node).backlog_hours
        return Barred(self.name, hours, self.hours_max) if hours < self.hours_max else None


def test_one_that_bars_idle_nodes_is_found() -> None:
    with pytest.raises(AssertionError):
        more_to_do_never_frees(Idle)
