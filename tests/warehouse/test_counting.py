"""When a counting holds: the truth table of blind counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stockpool.warehouse.decide.counting import Verdict, check_waits, count_line, judge
from stockpool.warehouse.decide.showing import shown_count
from stockpool.warehouse.messages import CountLineStatus, CountReason, CountStatus
from stockpool.warehouse.model import Counting, CountLine, StoredCount

AT = datetime(2026, 3, 1, 10, tzinfo=UTC)
AGAIN = Verdict(holds=False)
HOLDS = Verdict(holds=True)
DISPUTED = Verdict(holds=True, disputed=True)


def counting(units: int, expected: int = 10) -> Counting:
    return Counting(units, AT, expected)


@pytest.mark.parametrize(
    ("earlier", "now", "verdict"),
    [
        ([], counting(10), HOLDS),
        ([], counting(9), AGAIN),
        ([], counting(0, 0), HOLDS),
        ([counting(9)], counting(9), HOLDS),
        ([counting(9)], counting(10), HOLDS),
        ([counting(9)], counting(8), AGAIN),
        ([counting(9)], counting(8, 9), HOLDS),
        ([counting(9)], counting(9, 8), AGAIN),
        ([counting(9), counting(8)], counting(9), HOLDS),
        ([counting(9), counting(8)], counting(10), HOLDS),
        ([counting(9), counting(8)], counting(7), DISPUTED),
    ],
)
def test_what_agrees_with_the_book_or_an_earlier_counting_holds(
    earlier: list[Counting], now: Counting, verdict: Verdict
) -> None:
    assert judge(earlier, now) == verdict


def counted(*units: int) -> CountLine:
    line = CountLine("A", 0)
    for each in units:
        line = count_line(line, counting(each), "me")
    return line


def test_a_line_is_decided_once_with_what_holds() -> None:
    assert counted(8).status is CountLineStatus.RECOUNT
    decided = counted(8, 7, 9)
    assert (decided.status, decided.units, decided.expected, decided.disputed) == (
        CountLineStatus.RECORDING, 9, 10, True,
    )  # fmt: skip


def count_of(line: CountLine, status: CountStatus = CountStatus.OPEN) -> StoredCount:
    return StoredCount("id", "N1", CountReason.CYCLE, status, "me", AT, (line,))


def test_what_is_decided_or_closed_is_counted_no_more() -> None:
    assert check_waits(count_of(counted(8)), "A") is None
    assert check_waits(count_of(counted(10)), "A") is not None
    assert check_waits(count_of(counted(8)), "B") is not None
    assert check_waits(count_of(counted(8), CountStatus.CANCELLED), "A") is not None


def test_an_open_count_says_nothing_of_what_is_expected_or_was_found() -> None:
    (blind,) = shown_count(count_of(counted(8, 8)), {}).lines
    assert (blind.quantity, blind.expected, blind.difference, blind.counted_at) == (None, None, None, None)
    (told,) = shown_count(count_of(counted(8, 8), CountStatus.COUNTED), {}).lines
    assert (told.quantity, told.expected, told.difference) == (8, 10, -2)
