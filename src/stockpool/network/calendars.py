"""When a place works: its open days, its open hours, its cut-offs, and the time that work takes in them.

Moments are in UTC, whatever zone they come in. Nothing is looked for further ahead than 370 days.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from stockpool.network.clocks import (
    DAY,
    SECOND,
    WHOLE_DAY,
    ClockRange,
    Span,
    clock_time,
    day_begins,
    spans_in_stretch,
    spans_of_day,
    stretch_of,
)
from stockpool.network.messages import Node, OpenHours, PromiseMethod

HORIZON_DAYS = 370
"""A place that is closed for longer is closed for good."""

HORIZON: Final = timedelta(days=HORIZON_DAYS)

WEEKDAYS = range(7)

HolidayDates = Callable[[str, int], Collection[date]]
"""The holidays of a year by the name of a calendar."""


def no_holidays(_calendar: str, _year: int) -> Collection[date]:
    """For places that know no holidays."""
    return ()


class OpenDays:
    """The days on which a place works, in its own time zone: by weekday, less holidays and closed dates."""

    def __init__(
        self,
        time_zone: str = "UTC",
        *,
        weekdays: Collection[int] = WEEKDAYS,
        holiday_calendar: str | None = None,
        closed_dates: Collection[date] = (),
        open_dates: Collection[date] = (),
        holiday_dates: HolidayDates = no_holidays,
    ) -> None:
        """Weekdays count from Monday, 0; `open_dates` are holidays on which it works nevertheless."""
        self.zone = ZoneInfo(time_zone)
        self._weekdays = frozenset(weekdays)
        self._holiday_calendar = holiday_calendar
        self._closed, self._opened = frozenset(closed_dates), frozenset(open_dates)
        self._holiday_dates = holiday_dates

    def local_date(self, moment: datetime) -> date:
        """The day that a calendar on the wall shows."""
        return moment.astimezone(self.zone).date()

    def day_begins(self, day: date) -> datetime:
        """The first moment of a day; of a day that was left out, that of the next one."""
        return day_begins(self.zone, day)

    def is_open_day(self, day: date) -> bool:
        """Whether it works on a day."""
        if day.weekday() not in self._weekdays or day in self._closed:
            return False
        if self._holiday_calendar is None or day in self._opened:
            return True
        return day not in self._holiday_dates(self._holiday_calendar, day.year)

    def next_open_day(self, day: date) -> date | None:
        """The day itself if it is open, else the next that is."""
        for _ in range(HORIZON_DAYS + 1):
            if self.is_open_day(day):
                return day
            day += DAY
        return None

    def business_days_after(self, day: date, days: int) -> date | None:
        """The open day that many open days later; for 0 the day itself, or the next open one."""
        if days == 0:
            return self.next_open_day(day)
        found: date | None = day
        for _ in range(days):
            found = self.next_open_day(day + DAY)
            if found is None:
                return None
            day = found
        return found


class NodeCalendar(OpenDays):
    """When a node works on orders; to be kept, as it remembers what it has worked out."""

    def __init__(self, node: Node, holiday_dates: HolidayDates = no_holidays) -> None:
        """Holidays come from a function, since the library that knows them takes long to load."""
        ranges = _ranges_by_weekday(node.open_hours)
        super().__init__(
            node.time_zone,
            weekdays=[weekday for weekday in WEEKDAYS if ranges[weekday]],
            holiday_calendar=node.holiday_calendar,
            closed_dates=node.closed_dates,
            open_dates=node.open_dates,
            holiday_dates=holiday_dates,
        )
        self.processing_minutes = node.processing_minutes
        self.daily_capacity = node.daily_capacity
        self._ranges = ranges
        self._cutoffs = {method: clock_time(text) for method, text in node.cutoffs.items()}
        self._stretches: dict[int, Sequence[Span]] = {}
        self._lates: dict[tuple[date, PromiseMethod], Span | None] = {}

    @property
    def hours_a_day(self) -> float:
        """How long it works on a day on which it does, in the mean."""
        days = [sum([(each.ends - each.begins).total_seconds() for each in day]) for day in self._ranges if day]
        return sum(days) / len(days) / 3600 if days else 24.0

    def is_open(self, moment: datetime) -> bool:
        """Whether it works at a moment; at the very moment of closing it does not."""
        moment = moment.astimezone(UTC)
        return any(span.begins <= moment < span.ends for span in self._stretch(stretch_of(moment)))

    def next_open(self, moment: datetime) -> datetime | None:
        """The moment itself if it works then, else when it next begins to."""
        span = next(self._open_spans(moment.astimezone(UTC)), None)
        return None if span is None else span.begins

    def add_working(self, moment: datetime, minutes: float) -> datetime | None:
        """When so much work that begins at a moment, or when it next opens, is done; only open time counts."""
        left = timedelta(minutes=minutes)
        for begins, ends in self._open_spans(moment.astimezone(UTC)):
            if begins + left <= ends:
                return begins + left
            left -= ends - begins
        return None

    def cutoff_after(self, moment: datetime, method: PromiseMethod) -> datetime | None:
        """When an order that is placed at a moment is taken up.

        On an open day up to the second of the method's cut-off: at once, or when the node next opens. Later: when it
        next opens on another day.
        """
        moment = moment.astimezone(UTC)
        if method in self._cutoffs:
            late = self._late(self.local_date(moment), method)
            if late is not None and moment >= late.begins:
                moment = max(moment, late.ends)
        return self.next_open(moment)

    def _late(self, day: date, method: PromiseMethod) -> Span | None:
        """What of an open day is behind its cut-off for good, though shown twice; None if the day is closed."""
        key = (day, method)
        if key not in self._lates:
            self._lates[key] = self._behind(self._cutoffs[method], day) if self.is_open_day(day) else None
        return self._lates[key]

    def _behind(self, cutoff: timedelta, day: date) -> Span:
        in_time = spans_of_day(self.zone, day, (ClockRange(timedelta(), cutoff + SECOND),))
        begins = in_time[-1].ends if in_time else self.day_begins(day)  # left out together with the time before it
        return Span(begins, self.day_begins(day + DAY))

    def _open_spans(self, moment: datetime) -> Iterator[Span]:
        """The open spans from a moment on, as far as the horizon."""
        horizon = moment + HORIZON
        for number in range(stretch_of(moment), stretch_of(horizon) + 1):
            for span in self._stretch(number):
                if span.begins > horizon:
                    return
                if span.ends > moment:
                    yield span if span.begins >= moment else Span(moment, span.ends)

    def _stretch(self, number: int) -> Sequence[Span]:
        found = self._stretches.get(number)
        if found is None:
            found = self._stretches[number] = spans_in_stretch(self.zone, number, self._ranges_of)
        return found

    def _ranges_of(self, day: date) -> Sequence[ClockRange]:
        return self._ranges[day.weekday()] if self.is_open_day(day) else ()


class NodeCalendars:
    """The calendars of all nodes at one version of the network, each made when it is first asked for."""

    def __init__(self, nodes: Mapping[str, Node], holiday_dates: HolidayDates) -> None:
        """Stand on one snapshot."""
        self._nodes = nodes
        self._holiday_dates = holiday_dates
        self._calendars: dict[str, NodeCalendar] = {}

    def of(self, node_id: str) -> NodeCalendar:
        """The calendar of a known node."""
        found = self._calendars.get(node_id)
        if found is None:
            found = self._calendars[node_id] = NodeCalendar(self._nodes[node_id], self._holiday_dates)
        return found


def _ranges_by_weekday(hours: OpenHours | None) -> list[Sequence[ClockRange]]:
    if hours is None:
        return [WHOLE_DAY for _ in WEEKDAYS]
    days = [getattr(hours, day) for day in OpenHours.__struct_fields__]
    return [sorted(ClockRange(clock_time(each.opens), clock_time(each.closes)) for each in day) for day in days]
