"""Rules of time zones and open hours."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from stockpool.kernel.findings import Findings
from stockpool.network.messages import OpenHours, TimeRange

_TIME_OF_DAY = re.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]")
DAY_END = "24:00"


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
