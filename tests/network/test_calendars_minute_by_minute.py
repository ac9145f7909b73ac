"""Calendars against an independent one that looks at the clock on the wall minute by minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.network.calendars import NodeCalendar
from stockpool.network.messages import Node, NodeKind, OpenHours, PromiseMethod, TimeRange
from tests.network.random_nodes import RandomNode, random_nodes

MINUTE = timedelta(minutes=1)
SHIP = PromiseMethod.SHIP
DAYS_AHEAD = 9
"""So far the slow calendar looks."""


class SlowCalendar:
    """A node as somebody sees it who stands before its door and looks at the clock."""

    def __init__(self, node: Node, holidays: set[date]) -> None:
        self.node, self.holidays, self.zone = node, holidays, ZoneInfo(node.time_zone)

    def shows_open(self, moment: datetime) -> bool:
        shown = moment.astimezone(self.zone)
        if not self.works_on(shown.date()):
            return False
        if self.node.open_hours is None:
            return True
        text = f"{shown:%H:%M}"
        return any(each.opens <= text < each.closes for each in self.ranges(shown.date()))

    def ranges(self, day: date) -> tuple[TimeRange, ...]:
        hours = self.node.open_hours or OpenHours()
        by_weekday = (
            hours.monday, hours.tuesday, hours.wednesday, hours.thursday, hours.friday, hours.saturday, hours.sunday,
        )  # fmt: skip
        return by_weekday[day.weekday()]

    def works_on(self, day: date) -> bool:
        if day in self.node.closed_dates or (self.node.open_hours is not None and not self.ranges(day)):
            return False
        return day not in self.holidays or day in self.node.open_dates

    def minutes_from(self, moment: datetime) -> Iterator[datetime]:
        """The beginnings of the minutes from one on."""
        for number in range(DAYS_AHEAD * 24 * 60):
            yield moment + number * MINUTE

    def next_open(self, moment: datetime) -> datetime | None:
        return next((each for each in self.minutes_from(moment) if self.shows_open(each)), None)

    def add_working(self, moment: datetime, minutes: int) -> datetime | None:
        done = 0
        for each in self.minutes_from(moment):
            if self.shows_open(each):
                if minutes == 0:
                    return each
                done += 1
                if done == minutes:
                    return each + MINUTE
        return None

    def taken_up(self, moment: datetime) -> datetime | None:
        """In time as long as the clock shows the day and will show a time that is not behind the cut-off."""
        today = moment.astimezone(self.zone).date()
        if not self.works_on(today):
            return self.next_open(moment)
        cutoff = self.node.cutoffs[SHIP]
        rest_of_day = [each for each in self.minutes_from(moment) if each.astimezone(self.zone).date() == today]
        if any(f"{each.astimezone(self.zone):%H:%M}" <= cutoff for each in rest_of_day):
            return self.next_open(moment)
        return self.next_open(rest_of_day[-1] + MINUTE)


def soon(found: datetime | None, moment: datetime) -> datetime | None:
    """What is found, if the slow calendar would have come so far."""
    return found if found is not None and found < moment + timedelta(DAYS_AHEAD) else None


@settings(max_examples=75, deadline=None)
@given(random_nodes(), st.integers(0, 3 * 24 * 60))
def test_the_clock_on_the_wall_says_the_same(drawn: RandomNode, minutes: int) -> None:
    node, holidays, moment = drawn.node, drawn.holidays, drawn.moment
    fast = drawn.calendar()
    slow = SlowCalendar(node, holidays)
    assert fast.is_open(moment) is slow.shows_open(moment)
    assert soon(fast.next_open(moment), moment) == slow.next_open(moment)
    done = slow.add_working(moment, minutes)
    assert done is None or fast.add_working(moment, minutes) == done
    taken_up = slow.taken_up(moment)
    assert taken_up is None or fast.cutoff_after(moment, SHIP) == taken_up


def test_a_calendar_that_ignored_the_change_of_the_clock_would_be_found_out() -> None:
    """The control: the slow calendar of a zone that keeps its time says otherwise."""
    hours = OpenHours(sunday=(TimeRange("00:00", "04:00"),))
    berlin = Node("n", "N", NodeKind.STORE, time_zone="Europe/Berlin", open_hours=hours)
    begins = datetime(2026, 3, 28, 23, tzinfo=UTC)
    steady = Node("n", "N", NodeKind.STORE, time_zone="Etc/GMT-1", open_hours=hours)
    assert NodeCalendar(berlin).add_working(begins, 180) == SlowCalendar(berlin, set()).add_working(begins, 180)
    assert NodeCalendar(berlin).add_working(begins, 200) != SlowCalendar(steady, set()).add_working(begins, 200)
