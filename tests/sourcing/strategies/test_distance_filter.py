"""`distance`: nodes that are not too far away."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.filters.distance import Distance
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred
from tests.sourcing.strategies.asking import STORE, asked, for_all


@pytest.mark.parametrize(
    ("rule", "km", "bar"),
    [
        (Distance(300), 299.9, None),
        (Distance(300), 300.0, None),
        (Distance(300), 300.1, Barred("distance", 300.1, 300)),
        (Distance(300), None, None),
        (Distance(300, known=True), None, Barred("distance", None, 300)),
        (Distance(300, known=True), 0.0, None),
    ],
)
def test_nodes_beyond_so_many_kilometers_are_barred(rule: Distance, km: float | None, bar: Barred | None) -> None:
    assert rule.bars(STORE, asked(km=km)) == bar


def farther_never_bars_more(kind: type[Distance]) -> None:
    def check(km_max: float, more: float, km: float | None, known: bool) -> None:
        near, far = kind(km_max, known), kind(km_max + more, known)
        assert far.bars(STORE, asked(km=km)) is None or near.bars(STORE, asked(km=km)) is not None

    kilometers = st.floats(0.1, 1000)
    for_all(check, kilometers, st.floats(0, 1000), st.none() | kilometers, st.booleans())


def test_a_larger_limit_never_bars_more() -> None:
    farther_never_bars_more(Distance)


class FarOnly(Distance, frozen=True):
    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        km = asked.km(node)
        return Barred(self.name, km, self.km_max) if km is not None and km < self.km_max else None


def test_one_that_bars_the_near_ones_is_found() -> None:
    with pytest.raises(AssertionError):
        farther_never_bars_more(FarOnly)
