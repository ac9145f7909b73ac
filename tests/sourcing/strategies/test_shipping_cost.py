"""`shipping`: what a rate table says for each parcel. The rates themselves are reckoned with the whole plan."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.kernel.tariffs import Piece, Tariff
from stockpool.sourcing.costs.shipping import Shipping
from stockpool.sourcing.policy.document import Rule
from stockpool.sourcing.reckoning import NOT_SHIPPED_THERE, Offer, Reckoner, weight
from tests.sourcing.strategies.asking import EUR, STORE, asked, for_all, line

RISING: Tariff = (Piece(2_000, 4 * EUR, 0), Piece(30_000, 3 * EUR, EUR // 1000))
"""4.00 up to 2 kg; beyond that 3.00 and 1.00 for each kilogram."""


def shipped(units: int, grams: int | None, tariff: Tariff | None = RISING, rule: Shipping | None = None) -> int | None:
    """What so many teas of a weight cost to send; None where the carrier does not go."""
    demand = asked(line(units, grams=grams))
    demand.tariff = lambda rates, _: tariff if rates == "parcels" else None
    reckoner = Reckoner(Rule("all", costs=(rule or Shipping("parcels"),)))
    offer = reckoner.offer(STORE, demand, (units,))
    return (
        reckoner.whole_cost(offer, weight(demand, demand.wanted, reckoner.grams(demand)))
        if isinstance(offer, Offer)
        else None
    )


@pytest.mark.parametrize(
    ("units", "grams", "cost"),
    [(1, 500, 4.0), (4, 500, 4.0), (5, 500, 5.5), (1, None, 4.0), (6, None, 6.0), (1, 0, 4.0)],
)
def test_a_parcel_costs_what_the_table_says_for_its_weight(units: int, grams: int | None, cost: float) -> None:
    assert shipped(units, grams) == cost * EUR


def test_what_nobody_weighed_counts_as_the_rule_says() -> None:
    assert shipped(1, None, rule=Shipping("parcels", grams_unknown=10_000)) == 13 * EUR
    assert shipped(1, 100, rule=Shipping("parcels", grams_unknown=10_000)) == 4 * EUR


def test_where_the_carrier_does_not_go_the_node_cannot_serve() -> None:
    assert shipped(1, 500, None) is None
    assert shipped(1, 500, rule=Shipping("letters")) is None
    offer = Reckoner(Rule("all", costs=(Shipping("parcels"),))).offer(STORE, asked(), (1,))
    assert offer == NOT_SHIPPED_THERE


def heavier_is_never_cheaper(tariff: Tariff) -> None:
    def check(units: int, grams: int, more: int) -> None:
        light, heavy = shipped(units, grams, tariff), shipped(units, grams + more, tariff)
        assert light is not None
        assert heavy is not None
        assert light <= heavy

    for_all(check, st.integers(1, 3), st.integers(1, 4_000), st.integers(0, 4_000))


def test_a_heavier_parcel_never_costs_less_where_the_table_rises() -> None:
    heavier_is_never_cheaper(RISING)


def test_a_table_that_falls_is_found() -> None:
    with pytest.raises(AssertionError):
        heavier_is_never_cheaper((Piece(2_000, 9 * EUR, 0), Piece(30_000, EUR, 0)))
