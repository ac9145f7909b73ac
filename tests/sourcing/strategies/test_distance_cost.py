"""`distance`: so much for each kilometer."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.costs.distance import DistanceCost
from stockpool.sourcing.messages import Candidate
from tests.sourcing.strategies.asking import EUR, STORE, asked, for_all


@pytest.mark.parametrize(
    ("per_km", "km", "cost"),
    [
        (0.02, 0.0, 0),
        (0.02, 150.0, 3 * EUR),
        (0.02, 0.5, EUR // 100),
        (0, 150.0, 0),
        (1, None, 20_100 * EUR),
    ],
)
def test_kilometers_cost_so_much_and_an_unknown_place_is_the_farthest(
    per_km: float, km: float | None, cost: int
) -> None:
    assert DistanceCost(per_km).node_cost(STORE, asked(km=km)) == cost


def farther_is_never_cheaper(kind: type[DistanceCost]) -> None:
    def check(per_km: float, km: float, more: float) -> None:
        near, far = [kind(per_km).node_cost(STORE, asked(km=each)) for each in (km, km + more)]
        assert near <= far <= kind(per_km).node_cost(STORE, asked(km=None))
        assert kind(per_km).least(STORE, km, asked()) <= far

    for_all(check, st.floats(0, 10), st.floats(0, 10_000), st.floats(0, 10_000))


def test_a_node_farther_away_never_costs_less() -> None:
    farther_is_never_cheaper(DistanceCost)


class Discounted(DistanceCost, frozen=True):
    def least(self, node: Candidate, km: float | None, asked: Asked) -> int:
        return 0 if km is not None and km > 1000 else super().least(node, km, asked)


def test_one_that_is_cheaper_from_afar_is_found() -> None:
    with pytest.raises(AssertionError):
        farther_is_never_cheaper(Discounted)
