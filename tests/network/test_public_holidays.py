"""Public holidays: whose they are, and when the library that knows them is loaded."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from stockpool.network.api import holiday_dates


@pytest.mark.parametrize(
    ("calendar", "day", "is_holiday"),
    [
        ("DE", date(2026, 10, 3), True),
        ("DE-BE", date(2026, 3, 8), True),
        ("DE-BY", date(2026, 3, 8), False),
        ("DE-BY", date(2026, 6, 4), True),
        ("US", date(2026, 7, 4), True),
        ("US", date(2026, 7, 3), True),  # observed, since the fourth is a Saturday
        ("GB-SCT", date(2026, 1, 2), True),
        ("GB-ENG", date(2026, 1, 2), False),
        ("AU", date(2026, 1, 26), True),
    ],
)
def test_holidays_are_those_of_the_country_and_its_subdivision(calendar: str, day: date, is_holiday: bool) -> None:
    assert (day in holiday_dates(calendar, day.year)) is is_holiday


def test_a_year_holds_its_own_holidays_only() -> None:
    assert {day.year for day in holiday_dates("US", 2022)} == {2022}


def test_the_library_is_not_loaded_before_it_is_needed() -> None:
    program = (
        "import sys, stockpool.network.api as n, stockpool.network.messages as m\n"
        "n.NodeCalendar(m.Node('n', 'N', m.NodeKind.STORE), n.holiday_dates)\n"
        "print('holidays' in sys.modules, n.holiday_dates('DE', 2026) and 'holidays' in sys.modules)"
    )
    answer = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, timeout=60)
    assert answer.stdout.split() == ["False", "True"]
