"""The likely cause of a difference: each by its evidence, and none without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from stockpool.reconciliation.api import Difference, SeenFact, likely_cause
from stockpool.reconciliation.messages import Cause, Measures

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def fact(minutes: float, change: int, kind: str = "stock.sell", late: float = 0, movement: int = 0) -> SeenFact:
    """A fact so many minutes from noon, told so many minutes later."""
    at = NOON + timedelta(minutes=minutes)
    number = movement or round(minutes * 100) + 10**6
    return SeenFact(number, kind, abs(change), change, at, at + timedelta(minutes=late))


def difference(outside: int, pool: int, *facts: SeenFact, **more: object) -> Difference:
    return Difference("tea", "leeds", NOON, outside, pool, pool, facts=facts, **more)  # type: ignore[arg-type] # numbers


@pytest.mark.parametrize(
    ("found", "cause"),
    [
        (difference(10, 8, fact(-20, -2, "stock.count")), Cause.COUNT),
        (difference(6, 8, fact(20, -2, "stock.count")), Cause.COUNT),
        (difference(10, 8, fact(-20, -2, movement=1), fact(-18, -2, movement=2)), Cause.DOUBLE_POSTING),
        (difference(10, 8, fact(-20, -2)), Cause.LATE_FEED),
        (difference(11, 8, fact(-20, -2), fact(-10, -1)), Cause.LATE_FEED),
        (difference(5, 8, fact(10, -3)), Cause.LATE_FEED),
        (difference(10, 8, fact(-120, -2, late=150)), Cause.LATE_FEED),
        (difference(5, 8, committed=3), Cause.COMMITMENTS),
        (difference(4, 8, committed=3, held=1), Cause.COMMITMENTS),
        (difference(8, 5, committed=3, measures=Measures.AVAILABLE), Cause.COMMITMENTS),
        (difference(7, 8), Cause.MISSING_SALE),
        (difference(9, 8), Cause.UNKNOWN),
    ],
)
def test_a_cause_is_told_where_its_evidence_makes_up_for_the_difference(found: Difference, cause: Cause) -> None:
    reading = likely_cause(found, HOUR)
    assert reading.cause is cause
    assert reading.evidence


@pytest.mark.parametrize(
    "found",
    [
        difference(9, 8, fact(-20, -2, "stock.count")),
        difference(10, 8, fact(-90, -2, "stock.count")),
        difference(10, 8, fact(-90, -2, movement=1), fact(-80, -2, movement=2)),
        difference(10, 8, fact(-90, -2)),
        difference(6, 8, committed=3),
        difference(11, 8, committed=3),
    ],
)
def test_evidence_of_another_quantity_or_too_far_away_explains_nothing(found: Difference) -> None:
    assert likely_cause(found, HOUR).cause in (Cause.MISSING_SALE, Cause.UNKNOWN)


def test_all_causes_that_fit_are_named_the_most_telling_first() -> None:
    twice = difference(10, 8, fact(-3, -2, movement=1), fact(-1, -2, movement=2))
    reading = likely_cause(twice, HOUR)
    assert (reading.cause, reading.also) == (Cause.DOUBLE_POSTING, (Cause.LATE_FEED,))
    assert len(reading.evidence) == 2


def test_a_tolerance_is_left_to_the_evidence_too() -> None:
    found = difference(11, 8, fact(-20, -2))
    assert likely_cause(found, HOUR, 1).cause is Cause.LATE_FEED
    assert likely_cause(found, HOUR).cause is Cause.UNKNOWN


def test_lines_that_tills_have_not_told_are_named_where_sales_are_missing() -> None:
    less = msgspec.structs.replace(difference(7, 8), untold={"T1": 2})
    assert likely_cause(less, HOUR).evidence[1:] == ("till T1 has not told 2 of the lines of its journal",)
    more = msgspec.structs.replace(difference(9, 8), untold={"T1": 2})
    assert len(likely_cause(more, HOUR).evidence) == 1, "a sale that is missing leaves them less"
