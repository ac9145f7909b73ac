"""`labor`: picking and packing, by node or kind."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.costs.labor import Labor, LaborRate
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.testing import check_strategy
from tests.sourcing.strategies.asking import EUR, STORE, WAREHOUSE, asked, for_all, line

RULE = Labor(1.5, 0.2, of={"store": LaborRate(2, 0.5), "york": LaborRate(per_unit=0.1)})
YORK = Candidate("york")


@pytest.mark.parametrize(
    ("node", "order", "unit"),
    [(WAREHOUSE, 1.5, 0.2), (STORE, 2, 0.5), (YORK, 0, 0.1)],
)
def test_the_node_s_own_rate_goes_before_that_of_its_kind(node: Candidate, order: float, unit: float) -> None:
    assert RULE.node_cost(node, asked()) == round(order * EUR)
    assert RULE.unit_costs(node, line(3), 9, asked()) == (round(unit * EUR),) * 3


def test_a_part_of_a_unit_costs_a_part_of_it() -> None:
    assert Labor(per_unit=2).unit_costs(STORE, line(2, unit=100), 9, asked()) == (EUR // 50, EUR // 50)


def dearer_rates_never_cost_less(kind: type[Labor]) -> None:
    def check(per_order: float, per_unit: float, more: float, units: int) -> None:
        cheap, dear = kind(per_order, per_unit), kind(per_order + more, per_unit + more)
        costs = [
            rule.node_cost(STORE, asked()) + sum(rule.unit_costs(STORE, line(units), 9, asked()))
            for rule in (cheap, dear)
        ]
        assert costs == sorted(costs)

    for_all(check, st.floats(0, 9), st.floats(0, 9), st.floats(0, 9), st.integers(1, 5))


def test_a_dearer_rate_never_costs_less() -> None:
    dearer_rates_never_cost_less(Labor)


class Rebated(Labor, frozen=True):
    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        costs = super().unit_costs(node, line, free, asked)
        return costs if self.per_order < 5 else (0,) * line.units


class ByTheDozen(Labor, frozen=True):
    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        return tuple(sorted((*super().unit_costs(node, line, free, asked)[:-1], 0), reverse=True))


def test_one_with_a_rebate_is_found() -> None:
    with pytest.raises(AssertionError):
        dearer_rates_never_cost_less(Rebated)
    with pytest.raises(AssertionError, match="a later one less than one before"):
        check_strategy(ByTheDozen)
