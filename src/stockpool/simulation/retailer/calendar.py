"""Trading days: German weekdays, public holidays and the sale days that every planner knows."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

STORE_WEEKDAYS = (0.92, 0.90, 0.93, 1.00, 1.20, 1.55, 0.0)
"""Share of an average trading day, Monday to Sunday; stores are closed on Sundays."""

WEB_WEEKDAYS = (1.12, 1.05, 1.00, 0.97, 0.88, 0.83, 1.15)

FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 3), (12, 25), (12, 26))
"""Month and day of the holidays on which every store of the country is closed."""

EASTER_HOLIDAYS = (-2, 1, 39, 50)
"""Days from Easter Sunday: Good Friday, Easter Monday, Ascension, Whit Monday."""


class TradingDay(msgspec.Struct, frozen=True):
    """How busy one day is in stores and on the web; 1 is an average day."""

    date: date
    store: float
    web: float


def trading_days(last_day: date, days: int) -> list[TradingDay]:
    """The `days` days that end with `last_day`, in order."""
    first_day = last_day - timedelta(days=days - 1)
    return [_trading_day(first_day + timedelta(days=offset)) for offset in range(days)]


def easter_sunday(year: int) -> date:
    """Gregorian Easter (the anonymous algorithm of Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * r) // 451
    month, day = divmod(h + r - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether the stores stay closed that day though it may be a weekday."""
    if (day.month, day.day) in FIXED_HOLIDAYS:
        return True
    return (day - easter_sunday(day.year)).days in EASTER_HOLIDAYS


def _trading_day(day: date) -> TradingDay:
    store = 0.0 if is_holiday(day) else STORE_WEEKDAYS[day.weekday()] * _eve_factor(day)
    return TradingDay(day, store, WEB_WEEKDAYS[day.weekday()] * _web_campaign(day))


def _eve_factor(day: date) -> float:
    """Stores close at two on the last days of the year and are full on the day before a holiday."""
    if day.month == 12 and day.day in (24, 31):
        return 0.55
    return 1.3 if is_holiday(day + timedelta(days=1)) else 1.0


def _web_campaign(day: date) -> float:
    """The web's own peaks: the week of Black Friday, and the last days that still arrive by Christmas."""
    days_to_black_friday = (_black_friday(day.year) - day).days
    if -3 <= days_to_black_friday <= 4:
        return 2.4 if days_to_black_friday in (0, -3) else 1.6
    if day.month == 12:
        return 1.25 if day.day <= 19 else 0.55
    return 1.0


def _black_friday(year: int) -> date:
    """The day after the fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 22)
