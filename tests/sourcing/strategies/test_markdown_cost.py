"""`markdown`: what is gained by selling what would have to be marked down."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, AskedLine, Outlook
from stockpool.sourcing.costs.markdown import Markdown
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.testing import check_strategy
from tests.sourcing.strategies.asking import EUR, STORE, asked, for_all, line


def gains(rule: Markdown, free: int, demand: float, units: int = 1, **more: int | None) -> list[float]:
    """What units of tea gain, in the currency's unit."""
    priced = line(units, **({"price": 10 * EUR} | more))
    return [-each / EUR for each in rule.unit_costs(STORE, priced, free, asked(outlook=Outlook(demand)))]


@pytest.mark.parametrize(
    ("free", "demand", "units", "gained"),
    [
        (91, 1.0, 1, [2]),
        (90, 1.0, 1, [0]),
        (92, 1.0, 3, [2, 2, 0]),
        (1, 0.0, 1, [2]),
    ],
)
def test_units_beyond_the_cover_gain_a_share_of_the_price(
    free: int, demand: float, units: int, gained: list[float]
) -> None:
    assert gains(Markdown(0.2), free, demand, units) == gained


def test_without_a_price_nothing_is_gained_and_a_part_of_a_unit_gains_a_part() -> None:
    assert gains(Markdown(0.2), 99, 0, price=None) == [0]
    assert gains(Markdown(0.2), 99, 0, unit=100) == [0.02]
    assert Markdown(0.2).gain_max(line(price=10 * EUR)) == 2 * EUR


def longer_cover_never_gains_more(kind: type[Markdown]) -> None:
    def check(cover: float, longer: float, free: int, demand: float, units: int) -> None:
        short, long = [sum(gains(kind(0.2, each), free, demand, units)) for each in (cover, cover + longer)]
        assert short >= long
        assert sum(gains(kind(0.2, cover), free, demand + 1, units)) <= short
        assert sum(gains(kind(0.2, cover), free + 1, demand, units)) >= short

    for_all(check, st.floats(1, 99), st.floats(0, 99), st.integers(0, 99), st.floats(0, 9), st.integers(1, 4))


def test_a_longer_cover_or_more_demand_never_gain_more_nor_more_stock_less() -> None:
    longer_cover_never_gains_more(Markdown)


class Eager(Markdown, frozen=True):
    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        cover = self.cover_days * asked.outlook(line.sku, node.node).demand_per_day
        return (-self.gain_max(line) if free < cover else 0,) * line.units


class Greedy(Markdown, frozen=True):
    def gain_max(self, line: AskedLine) -> int:
        return super().gain_max(line) // 2

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002
        return (-2 * self.gain_max(line) - 1,) * line.units


def test_one_that_clears_what_sells_is_found_and_one_that_gains_more_than_it_says() -> None:
    with pytest.raises(AssertionError):
        longer_cover_never_gains_more(Eager)
    with pytest.raises(AssertionError, match="which is below"):
        check_strategy(Greedy)
