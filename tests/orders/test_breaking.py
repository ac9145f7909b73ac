"""Whose promises break first, by the rule alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stockpool.orders.decide.breaking import Promised, breaks_first

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def promised(name: str, units: int, *, collected: bool = False, priority: int = 0, minute: int = 0) -> Promised:
    return Promised(name, 1, units, collected, priority, NOON + timedelta(minutes=minute))


def broken(promises: list[Promised], lacking: int) -> list[tuple[str, int]]:
    return [(each.order_id, units) for each, units in breaks_first(promises, lacking)]


def test_what_is_shipped_breaks_before_what_is_collected_and_the_oldest_keeps_its_stock() -> None:
    promises = [
        promised("collected", 2, collected=True, minute=9),
        promised("oldest", 2, minute=1),
        promised("newest", 2, minute=3),
        promised("dear", 2, priority=5, minute=8),
    ]
    assert broken(promises, 1) == [("newest", 1)]
    assert broken(promises, 5) == [("newest", 2), ("oldest", 2), ("dear", 1)]
    assert broken(promises, 9) == [("newest", 2), ("oldest", 2), ("dear", 2), ("collected", 2)]
    assert broken(promises, 0) == []


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans(), st.integers(0, 2), st.integers(0, 5))), st.integers(0, 30))
def test_as_much_breaks_as_lacks_and_no_more(rows: list[tuple[int, bool, int, int]], lacking: int) -> None:
    promises = [
        promised(str(n), units, collected=collected, priority=priority, minute=minute)
        for n, (units, collected, priority, minute) in enumerate(rows)
    ]
    found = breaks_first(promises, lacking)
    assert sum(units for _, units in found) == min(lacking, sum(each.units for each in promises))
    assert found == breaks_first(promises[::-1], lacking)
