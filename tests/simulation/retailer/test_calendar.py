"""Trading days against dates anybody can look up."""

from __future__ import annotations

from datetime import date

import pytest

from stockpool.simulation.retailer.calendar import easter_sunday, is_holiday, trading_days


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (2008, date(2008, 3, 23)),
        (2011, date(2011, 4, 24)),
        (2019, date(2019, 4, 21)),
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_when_the_church_says(year: int, sunday: date) -> None:
    assert easter_sunday(year) == sunday


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25), date(2026, 10, 3)]
)
def test_public_holidays_are_known(day: date) -> None:
    assert is_holiday(day)


def test_an_ordinary_day_is_no_holiday() -> None:
    assert not is_holiday(date(2026, 4, 7))


def test_days_end_with_the_last_one_and_leave_none_out() -> None:
    days = trading_days(date(2026, 3, 1), 60)
    assert len(days) == 60
    assert (days[0].date, days[-1].date) == (date(2026, 1, 1), date(2026, 3, 1))


def test_stores_are_closed_on_sundays_and_holidays_while_the_web_sells() -> None:
    by_date = {day.date: day for day in trading_days(date(2026, 1, 31), 31)}
    for closed in (date(2026, 1, 1), date(2026, 1, 4)):
        assert by_date[closed].store == 0
        assert by_date[closed].web > 0
    assert by_date[date(2026, 1, 5)].store > 0


def test_the_web_is_busiest_on_black_friday_and_cyber_monday() -> None:
    november = {day.date: day.web for day in trading_days(date(2025, 11, 30), 30)}
    monday = trading_days(date(2025, 12, 1), 1)[0].web
    assert max(november, key=lambda day: november[day]) == date(2025, 11, 28)
    assert monday > november[date(2025, 11, 28)]
