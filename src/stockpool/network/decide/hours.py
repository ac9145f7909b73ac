"""Rules of time zones, open hours, cut-offs and single days."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from stockpool.kernel.findings import Findings
from stockpool.network.messages import NodeInput, OpenHours, TimeRange

_TIME_OF_DAY = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_CUTOFF = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9])?")
DAY_END = "24:00"
DATES_MAX = 1_000
"""Most dates of one list: open on every Sunday of nineteen years."""

YEAR_MIN, YEAR_MAX = 1970, 2199
"""The years in which business is done."""


@lru_cache(maxsize=1024)
def time_zone_problem(name: str) -> str | None:
    """What is wrong with the name of a time zone, or None."""
    try:
        ZoneInfo(name)
    except (LookupError, OSError, ValueError):  # unknown; a folder of zones; no name at all
        return f"must be a time zone such as Europe/Berlin, not {name!r}"
    return None


def check_open_hours(hours: OpenHours | None, findings: Findings) -> None:
    """Note ranges that are none, and ranges of a day that overlap."""
    if hours is None:
        return
    for day in OpenHours.__struct_fields__:
        ranges: tuple[TimeRange, ...] = getattr(hours, day)
        problems = [_range_problem(each) for each in ranges]
        for place, problem in enumerate(problems):
            findings.check(f"open_hours.{day}[{place}]", problem)
        if not any(problems):
            _check_overlaps(day, ranges, findings)


def clock_time_problem(text: str) -> str | None:
    """What is wrong with a time of the day, or None."""
    return None if _CUTOFF.fullmatch(text) else f"must be a time as HH:MM or HH:MM:SS, not {text!r}"


def check_days(row: NodeInput, findings: Findings) -> None:
    """Note dates that lie out of reach, or that would have no effect: nobody would notice before the day."""
    for field in ("closed_dates", "open_dates"):
        days: tuple[date, ...] = getattr(row, field)
        if len(days) > DATES_MAX:
            findings.add(field, f"must have at most {DATES_MAX} dates, has {len(days)}")
        for place, day in enumerate(days):
            if not YEAR_MIN <= day.year <= YEAR_MAX:
                findings.add(f"{field}[{place}]", f"must lie between {YEAR_MIN} and {YEAR_MAX}, is {day}")
    closed = set(row.closed_dates)
    for place, day in enumerate(row.open_dates):
        if day in closed:
            findings.add(f"open_dates[{place}]", f"{day} is in closed_dates too")
        weekday = OpenHours.__struct_fields__[day.weekday()]
        if row.open_hours is not None and not getattr(row.open_hours, weekday):
            findings.add(f"open_dates[{place}]", f"{day} is a {weekday}, for which open_hours has no ranges")


def _range_problem(each: TimeRange) -> str | None:
    if not _TIME_OF_DAY.fullmatch(each.opens):
        return f"opens must be a time as HH:MM, not {each.opens!r}"
    if not _TIME_OF_DAY.fullmatch(each.closes) and each.closes != DAY_END:
        return f"closes must be a time as HH:MM, not {each.closes!r}"
    if each.closes <= each.opens:
        return f"closes at {each.closes}, not after {each.opens}; hours past midnight belong to the next day"
    return None


def _check_overlaps(day: str, ranges: tuple[TimeRange, ...], findings: Findings) -> None:
    """Times as HH:MM sort as text."""
    in_order = sorted(enumerate(ranges), key=lambda placed: placed[1])
    for (before, earlier), (place, later) in pairwise(in_order):
        if later.opens < earlier.closes:
            findings.add(f"open_hours.{day}[{place}]", f"overlaps open_hours.{day}[{before}]")
