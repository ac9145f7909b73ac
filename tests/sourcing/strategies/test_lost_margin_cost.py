"""`lost_margin`: what a unit would have earned where it lies."""

from __future__ import annotations

from math import exp
from time import perf_counter

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, AskedLine, Outlook
from stockpool.sourcing.costs.lost_margin import LostMargin, chance_of
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.testing import check_strategy
from tests.sourcing.strategies.asking import EUR, STORE, asked, for_all, line


def cost_of(rule: LostMargin, free: int, demand: float, days: float = 7, units: int = 1, **more: int) -> list[float]:
    """What units of tea cost, in the currency's unit."""
    priced = line(units, **({"price": 10 * EUR} | more))
    return [each / EUR for each in rule.unit_costs(STORE, priced, free, asked(outlook=Outlook(demand, days)))]


@pytest.mark.parametrize(
    ("mean", "units", "chance"),
    [(1.0, 0, 1.0), (1.0, 1, 1 - exp(-1)), (2.0, 2, 1 - 3 * exp(-2)), (5.0, 10, 0.0318281), (1000.0, 1, 1.0)],
)
def test_the_chance_is_that_of_a_poisson_demand(mean: float, units: int, chance: float) -> None:
    assert chance_of(mean, units) == pytest.approx(chance, abs=1e-7)


def test_it_is_the_margin_by_the_chance_that_the_last_free_unit_is_sold() -> None:
    chance = 1 - exp(-1)
    assert cost_of(LostMargin(), 1, 0.5, 2) == pytest.approx([3 * chance]), "30 % of the price where no cost is known"
    assert cost_of(LostMargin(), 1, 0.5, 2, cost=6 * EUR) == pytest.approx([4 * chance])
    assert cost_of(LostMargin(weight=2), 1, 0.5, 2, cost=6 * EUR) == pytest.approx([8 * chance])
    assert cost_of(LostMargin(), 1, 0.5, 2, cost=60 * EUR) == [0.0], "nothing is lost where nothing is earned"
    assert cost_of(LostMargin(), 1, 0) == [0.0], "a node that sells none of it loses nothing"


def test_each_further_unit_costs_more() -> None:
    first, second, third = cost_of(LostMargin(), 3, 0.5, 2, units=3)
    assert first < second < third == pytest.approx(3 * (1 - exp(-1)))


def more_stock_never_loses_more(kind: type[LostMargin]) -> None:
    def check(free: int, more: int, demand: float, longer: float, units: int) -> None:
        rule = kind()
        few, many = cost_of(rule, free, demand, units=units), cost_of(rule, free + more, demand, units=units)
        waits = cost_of(rule, free, demand, 7 + longer, units=units)
        assert all(less <= most for less, most in zip(many, few, strict=True))
        assert all(sooner <= later for sooner, later in zip(few, waits, strict=True))

    for_all(check, st.integers(0, 30), st.integers(0, 30), st.floats(0, 9), st.floats(0, 30), st.integers(1, 4))


def test_more_stock_never_raises_it_nor_a_later_delivery_lowers_it() -> None:
    more_stock_never_loses_more(LostMargin)


class Hoarding(LostMargin, frozen=True):
    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        return super().unit_costs(node, line, max(20 - free, 0), asked)


class Secretive(LostMargin, frozen=True):
    @property
    def asks_outlook(self) -> bool:
        return False


def test_one_that_clings_to_full_shelves_is_found_and_one_that_hides_what_it_asks() -> None:
    with pytest.raises(AssertionError):
        more_stock_never_loses_more(Hoarding)
    with pytest.raises(AssertionError, match="declare `by_outlook`"):
        check_strategy(Secretive)


def test_a_mountain_of_stock_loses_nothing_and_is_reckoned_at_once() -> None:
    started = perf_counter()
    assert cost_of(LostMargin(), 10**9, 20) == [0.0]
    assert perf_counter() - started < 2
