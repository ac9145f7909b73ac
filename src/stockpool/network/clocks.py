"""What the clock on a wall shows: local times of a day as spans of real time, right through every change of the clock.

A time of the day means the time that the clock shows. Where a clock is put forward, the times it leaves out do not
come; where it is put back, the times it shows twice come twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)

STRETCH = timedelta(days=28)
"""Spans are worked out for so long at a time: the whole of the near future, yet little that nobody asks for."""

OFFSET_MAX = timedelta(hours=24)
"""Clocks differ from UTC by less, whatever was ever agreed."""

STEP = timedelta(hours=3)
"""No clock is put forward and back again within so little."""


class Span(NamedTuple):
    """From one moment to another, the end not in it; both in UTC."""

    begins: datetime
    ends: datetime


class ClockRange(NamedTuple):
    """From one time of a day to another, the end not in it; both since midnight."""

    begins: timedelta
    ends: timedelta


WHOLE_DAY = (ClockRange(timedelta(), DAY),)

RangesOfDay = Callable[[date], Sequence[ClockRange]]


def clock_time(text: str) -> timedelta:
    """`HH:MM` or `HH:MM:SS` since midnight."""
    hours, minutes, *seconds = map(int, text.split(":"))
    return timedelta(hours=hours, minutes=minutes, seconds=seconds[0] if seconds else 0)


def stretch_of(moment: datetime) -> int:
    """The number of the stretch that a moment lies in."""
    return (moment - EPOCH) // STRETCH


def spans_in_stretch(zone: ZoneInfo, stretch: int, ranges_of: RangesOfDay) -> list[Span]:
    """The spans of a stretch in which a clock shows a time in the ranges of its day: in order, none touching."""
    begins = EPOCH + stretch * STRETCH
    return list(_spans(zone, Span(begins, begins + STRETCH), ranges_of))


def spans_of_day(zone: ZoneInfo, day: date, ranges: Sequence[ClockRange] = WHOLE_DAY) -> list[Span]:
    """The spans in which a clock shows a day and a time in the ranges; none if the day is left out."""
    midnight = datetime.combine(day, time(), UTC)
    window = Span(midnight - OFFSET_MAX, midnight + DAY + OFFSET_MAX)
    return list(_spans(zone, window, lambda shown: ranges if shown == day else ()))


@lru_cache(maxsize=8192)
def day_begins(zone: ZoneInfo, day: date) -> datetime:
    """The first moment of a day; of a day that was left out, that of the next one. Kept: every promise asks for two."""
    while not (spans := spans_of_day(zone, day)):
        day += DAY
    return spans[0].begins


def _spans(zone: ZoneInfo, window: Span, ranges_of: RangesOfDay) -> Iterator[Span]:
    pending: Span | None = None
    for span, offset in _steady(zone, window):
        for begins, ends in _shown(span, offset, ranges_of):
            if pending is not None and pending.ends >= begins:
                pending = Span(pending.begins, ends)
                continue
            if pending is not None:
                yield pending
            pending = Span(begins, ends)
    if pending is not None:
        yield pending


def _shown(span: Span, offset: timedelta, ranges_of: RangesOfDay) -> Iterator[Span]:
    """What of a span, in which the clock stands so far from UTC, lies in the ranges."""
    day, last = (span.begins + offset).date(), (span.ends + offset).date()
    while day <= last:
        midnight = datetime.combine(day, time(), UTC) - offset
        for opens, closes in ranges_of(day):
            begins, ends = max(span.begins, midnight + opens), min(span.ends, midnight + closes)
            if begins < ends:
                yield Span(begins, ends)
        day += DAY


def _steady(zone: ZoneInfo, window: Span) -> Iterator[tuple[Span, timedelta]]:
    """The parts of a window in which the clock stands equally far from UTC."""
    begins = window.begins
    for stretch in range(stretch_of(window.begins), stretch_of(window.ends) + 1):
        for until, offset in _offsets(zone.key, stretch):
            ends = min(until, window.ends)
            if begins < ends:
                yield Span(begins, ends), offset
                begins = ends


@lru_cache(maxsize=8192)
def _offsets(zone_key: str, stretch: int) -> tuple[tuple[datetime, timedelta], ...]:
    """How far the clock stands from UTC during a stretch: until when, and by how much."""
    zone = ZoneInfo(zone_key)
    moment = EPOCH + stretch * STRETCH
    end = moment + STRETCH
    offset = _offset(zone, moment)
    found = []
    while moment < end:
        later = moment + STEP
        if _offset(zone, later) != offset:
            found.append((_change(zone, moment, later), offset))
            offset = _offset(zone, later)
        moment = later
    return (*found, (end, offset))


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The second at which the clock is changed between two moments."""
    offset = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) // 2 // SECOND * SECOND
        before, after = (middle, after) if _offset(zone, middle) == offset else (before, middle)
    return after


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    offset = moment.astimezone(zone).utcoffset()
    assert offset is not None, "a time zone knows how far it is from UTC"
    return offset
