"""Cells that hold more than one value: lists, lists of amounts or times, weekly hours."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = re.compile(r"(\d{1,2}:\d{2})\s*-\s*(\d{1,2}:\d{2})")

_CLOCK_TIME = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


class BadCell(ValueError):
    """What is wrong with a cell, in words for the rejects file."""


def parse_list(text: str | None) -> list[str]:
    """Values between semicolons."""
    return [part.strip() for part in (text or "").split(";") if part.strip()]


def parse_amounts(column: str, text: str | None) -> dict[str, int | Decimal]:
    """Ids, each with a colon and a number, between semicolons."""
    amounts: dict[str, int | Decimal] = {}
    for part in parse_list(text):
        name, colon, number = (each.strip() for each in part.rpartition(":"))
        if not colon or not name:
            raise BadCell(f'{column}: "{part}" is not an id, a colon and a number')
        if name in amounts:
            raise BadCell(f'{column}: "{name}" is there twice')
        amounts[name] = _number(column, number)
    return amounts


def parse_hours(column: str, text: str | None) -> dict[str, list[dict[str, str]]] | None:
    """Hours by weekday: `monday-friday 09:00-18:00; saturday 10:00-12:00, 13:00-16:00`."""
    hours: dict[str, list[dict[str, str]]] = {}
    for part in parse_list(text):
        days, _, ranges = part.partition(" ")
        for day in _days(column, days.casefold()):
            hours.setdefault(day, []).extend(_range(column, each) for each in ranges.split(","))
    return hours or None


def parse_clock_times(column: str, text: str | None) -> dict[str, str]:
    """Times of the day, each behind its name: `ship 15:00; pickup 19:30:00`."""
    times: dict[str, str] = {}
    for part in parse_list(text):
        name, _, time = part.partition(" ")
        if not _CLOCK_TIME.fullmatch(time.strip()):
            raise BadCell(f'{column}: "{part}" is not a name and a time such as ship 15:00')
        if name in times:
            raise BadCell(f'{column}: "{name}" is there twice')
        times[name] = time.strip() if time.strip()[1:2].isdigit() else f"0{time.strip()}"
    return times


def parse_dates(column: str, text: str | None) -> list[str]:
    """Dates between semicolons."""
    dates = parse_list(text)
    for each in dates:
        try:
            date.fromisoformat(each)
        except ValueError as error:
            raise BadCell(f'{column}: "{each}" is not a date such as 2026-12-24') from error
    return dates


def _number(column: str, text: str) -> int | Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise BadCell(f'{column}: "{text}" is not a number') from error
    if not number.is_finite():
        raise BadCell(f'{column}: "{text}" is not a number')
    return int(number) if number.adjusted() < 20 and number == number.to_integral_value() else number


def _days(column: str, text: str) -> tuple[str, ...]:
    first, _, last = text.partition("-")
    start, end = _day(column, first), _day(column, last or first)
    if end < start:
        raise BadCell(f'{column}: "{text}" runs backwards')
    return DAYS[start : end + 1]


def _day(column: str, text: str) -> int:
    for number, day in enumerate(DAYS):
        if text in (day, day[:3]):
            return number
    raise BadCell(f'{column}: "{text}" is not a weekday')


def _range(column: str, text: str) -> dict[str, str]:
    match = _HOURS.fullmatch(text.strip())
    if match is None:
        raise BadCell(f'{column}: "{text.strip()}" is not a range such as 09:00-18:00')
    opens, closes = (time.rjust(5, "0") for time in match.groups())
    return {"opens": opens, "closes": closes}
