"""`keep_for_walk_ins`: stock that stays at the node."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, AskedLine, Outlook
from stockpool.sourcing.filters.walk_ins import WalkIns
from stockpool.sourcing.messages import Candidate
from tests.sourcing.strategies.asking import STORE, WAREHOUSE, asked, for_all, line


@pytest.mark.parametrize(
    ("rule", "node", "unit", "demand", "kept"),
    [
        (WalkIns(2), STORE, 1, 9.0, 2),
        (WalkIns(2), STORE, 100, 9.0, 200),
        (WalkIns(2), WAREHOUSE, 1, 9.0, 0),
        (WalkIns(2, kinds=("distribution_center",)), WAREHOUSE, 1, 9.0, 2),
        (WalkIns(days=2), STORE, 1, 1.4, 3),
        (WalkIns(days=2), STORE, 1, 0.0, 0),
        (WalkIns(2, 3), STORE, 1, 0.5, 2),
        (WalkIns(2, 3), STORE, 1, 1.0, 3),
    ],
)
def test_units_or_days_of_demand_stay_whichever_is_more(
    rule: WalkIns, node: Candidate, unit: int, demand: float, kept: int
) -> None:
    assert rule.keeps(node, line(unit=unit), asked(outlook=Outlook(demand))) == kept


def test_only_days_of_demand_ask_for_the_outlook() -> None:
    assert [each.asks_outlook for each in (WalkIns(2), WalkIns(days=0.5), WalkIns(2, 1))] == [False, True, True]


def more_demand_keeps_no_less(kind: type[WalkIns]) -> None:
    def check(units: int, days: float, demand: float, more: float) -> None:
        less, most = [
            kind(units, days).keeps(STORE, line(), asked(outlook=Outlook(each))) for each in (demand, demand + more)
        ]
        assert less <= most
        assert kind(units + 1, days).keeps(STORE, line(), asked(outlook=Outlook(demand))) >= less

    for_all(check, st.integers(0, 9), st.floats(0, 30), st.floats(0, 50), st.floats(0, 50))


def test_more_demand_or_more_units_never_keep_less() -> None:
    more_demand_keeps_no_less(WalkIns)


class Generous(WalkIns, frozen=True):
    def keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int:
        return max(super().keeps(node, line, asked) - int(asked.outlook(line.sku, node.node).demand_per_day) ** 2, 0)


def test_one_that_gives_away_what_sells_is_found() -> None:
    with pytest.raises(AssertionError):
        more_demand_keeps_no_less(Generous)
