"""`parcel`: each parcel after the first."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.costs.parcel import Parcel
from stockpool.sourcing.messages import Candidate, SourcingDemand, Wanted
from stockpool.sourcing.model import CandidatePool
from stockpool.sourcing.planning import PolicyPlanner
from stockpool.sourcing.policy.document import Policy, Rule
from tests.sourcing.strategies.asking import EUR, asked, for_all, line

NODES = [Candidate(name) for name in ("bath", "hull", "york")]


def parcels_and_cost(further: float, shelf: dict[str, int], units: int, kind: type[Parcel] = Parcel) -> tuple[int, int]:
    """How many parcels a plan has and what it costs, where nothing else costs anything."""
    planner = PolicyPlanner(Policy("p", "EUR", (Rule("all", costs=(kind(further),)),)))
    demand = SourcingDemand((Wanted("tea", units),))
    why = planner.plan(demand, asked(line(units)), {"tea": shelf}, CandidatePool(NODES)).explanation
    return len(why.chosen), sum([sum(node.costs) for node in why.chosen])


@pytest.mark.parametrize(
    ("units", "parcels", "cost"),
    [(3, 1, 0), (5, 2, 3.5), (6, 3, 7)],
)
def test_the_first_parcel_is_free_and_each_further_one_costs_so_much(units: int, parcels: int, cost: float) -> None:
    assert parcels_and_cost(3.5, {"bath": 3, "hull": 2, "york": 1}, units) == (parcels, cost * EUR)


def a_parcel_more_costs_more(kind: type[Parcel]) -> None:
    def check(further: float, bath: int, hull: int, york: int, units: int) -> None:
        shelf = {"bath": bath, "hull": hull, "york": york}
        parcels, cost = parcels_and_cost(further, shelf, min(units, bath + hull + york), kind)
        assert cost == (parcels - 1) * round(further * EUR)

    for_all(check, st.floats(0, 9), *[st.integers(1, 4)] * 3, st.integers(1, 12))


def test_a_plan_costs_its_further_parcels() -> None:
    a_parcel_more_costs_more(Parcel)


class FirstToo(Parcel, frozen=True):
    def node_cost(self, node: Candidate, asked: object) -> int:  # noqa: ARG002
        return 1


def test_one_that_makes_the_first_parcel_pay_is_found() -> None:
    with pytest.raises(AssertionError):
        a_parcel_more_costs_more(FirstToo)
