"""`open`: nodes that are open, or still take up orders today."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import strategies as st

from stockpool.sourcing.asked import Asked, Load
from stockpool.sourcing.filters.open_hours import OpenHours
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred
from tests.sourcing.strategies.asking import STORE, asked, for_all

WHEN: tuple[Literal["now", "today"], ...] = ("now", "today")


@pytest.mark.parametrize(
    ("when", "open_now", "today", "serves"),
    [
        ("now", True, False, True),
        ("now", False, True, False),
        ("today", False, True, True),
        ("today", True, False, False),
    ],
)
def test_it_is_the_calendar_s_answer(
    when: Literal["now", "today"], *, open_now: bool, today: bool, serves: bool
) -> None:
    bar = OpenHours(when).bars(STORE, asked(load=Load(open_now=open_now, today=today)))
    assert bar == (None if serves else Barred("open"))


def open_always_serves(kind: type[OpenHours]) -> None:
    def check(when: Literal["now", "today"], orders: int, hours: float) -> None:
        assert kind(when).bars(STORE, asked(load=Load(orders, None, hours))) is None

    for_all(check, st.sampled_from(WHEN), st.integers(0, 500), st.floats(0, 500))


def test_an_open_node_serves_whatever_it_has_to_do() -> None:
    open_always_serves(OpenHours)


class Siesta(OpenHours, frozen=True):
    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        return Barred(self.name) if asked.load(node.node).backlog_hours > 4 else super().bars(node, asked)


def test_one_that_closes_open_nodes_is_found() -> None:
    with pytest.raises(AssertionError):
        open_always_serves(Siesta)
