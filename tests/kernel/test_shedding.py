from __future__ import annotations

import pytest

from stockpool.kernel.shedding import Urgency, decide_admission

FACT, PROMISE, BULK = Urgency.FACT, Urgency.PROMISE, Urgency.BULK


@pytest.mark.parametrize(
    ("waiting", "oldest_s", "let_in"),
    [
        (0, 0.0, {FACT, PROMISE, BULK}),
        (24, 1.0, {FACT, PROMISE, BULK}),
        (25, 0.0, {FACT, PROMISE}),
        (74, 5.0, {FACT, PROMISE}),
        (1, 1.1, {FACT, PROMISE}),
        (75, 0.0, {FACT}),
        (1, 5.1, {FACT}),
        (99, 3600.0, {FACT}),
        (100, 0.0, set()),
    ],
)
def test_bulk_work_is_shed_first_and_a_fact_only_when_there_is_no_room(
    waiting: int, oldest_s: float, let_in: set[Urgency]
) -> None:
    shed = {urgency: decide_admission(urgency, waiting=waiting, room=100, oldest_s=oldest_s) for urgency in (*Urgency,)}
    assert {urgency for urgency, verdict in shed.items() if verdict is None} == let_in


def test_who_is_shed_first_is_asked_to_stay_away_longest() -> None:
    shed = [decide_admission(urgency, waiting=100, room=100, oldest_s=0.0) for urgency in (FACT, PROMISE, BULK)]
    pauses = [verdict.retry_after_s for verdict in shed if verdict is not None]
    assert len(pauses) == 3
    assert pauses == sorted(pauses)


def test_it_is_said_why() -> None:
    assert decide_admission(BULK, waiting=30, room=100, oldest_s=0.0) == ("30 commands wait already", 5)
    assert decide_admission(BULK, waiting=3, room=100, oldest_s=7.25) == ("the next command has waited for 7.2 s", 5)
