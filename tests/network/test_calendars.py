"""When a node works: hours, holidays, cut-offs and working time, over every change of its clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stockpool.network.api import holiday_dates
from stockpool.network.calendars import HORIZON_DAYS, NodeCalendar, NodeCalendars, OpenDays
from stockpool.network.messages import Node, NodeKind, OpenHours, PromiseMethod, TimeRange

BERLIN, NEW_YORK, LORD_HOWE, AUCKLAND = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Auckland"
SHIP = PromiseMethod.SHIP


def ranges(text: str) -> tuple[TimeRange, ...]:
    return tuple(TimeRange(*each.split("-")) for each in text.split())


def hours(weekdays: str = "", saturday: str = "", sunday: str = "") -> OpenHours:
    day = ranges(weekdays)
    return OpenHours(day, day, day, day, day, ranges(saturday), ranges(sunday))


def calendar(zone: str, open_hours: OpenHours | None = None, **fields: object) -> NodeCalendar:
    node = Node("n", "N", NodeKind.STORE, time_zone=zone, open_hours=open_hours, **fields)  # type: ignore[arg-type]  # fields are given by name
    return NodeCalendar(node, holiday_dates)


def local(zone: str, text: str, fold: int = 0) -> datetime:
    """A time that a clock shows; `fold` 1 is the second time that it does."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


OFFICE = hours("09:00-18:00", "10:00-14:00")
NIGHT = hours("00:00-24:00", "00:00-24:00", "00:00-04:00 05:00-24:00")


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-06-05T08:59:59", "2026-06-05T09:00"),
        ("2026-06-05T09:00", "2026-06-05T09:00"),
        ("2026-06-05T17:59:59.999999", "2026-06-05T17:59:59.999999"),
        ("2026-06-05T18:00", "2026-06-06T10:00"),
        ("2026-06-06T14:00", "2026-06-08T09:00"),
        ("2026-06-07T12:00", "2026-06-08T09:00"),
    ],
)
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, AUCKLAND, "Pacific/Honolulu", "Asia/Kathmandu"])
def test_a_node_opens_and_closes_by_its_own_clock(zone: str, moment: str, opens: str) -> None:
    found = calendar(zone, OFFICE)
    assert found.next_open(local(zone, moment)) == local(zone, opens)
    assert found.is_open(local(zone, moment)) is (moment == opens)


def test_answers_are_in_utc_whatever_zone_the_question_is_in() -> None:
    asked = datetime(2026, 6, 5, 3, tzinfo=ZoneInfo(NEW_YORK))
    for answer in (
        calendar(BERLIN, OFFICE).next_open(asked),
        calendar(BERLIN, OFFICE).add_working(asked, 0),
        calendar(BERLIN, OFFICE, cutoffs={SHIP: "15:00"}).cutoff_after(asked, SHIP),
    ):
        assert answer == asked
        assert answer is not None
        assert answer.tzinfo is UTC


def test_several_ranges_a_day_are_worked_through_one_after_the_other_in_whatever_order_they_stand() -> None:
    found = calendar(BERLIN, hours("16:00-18:00 08:00-10:00 12:00-13:00"))
    friday = local(BERLIN, "2026-06-05T09:30")
    ends = {30: "05T10:00", 31: "05T12:01", 90: "05T13:00", 91: "05T16:01", 210: "05T18:00", 211: "08T08:01"}
    assert {
        minutes: f"{done.astimezone(ZoneInfo(BERLIN)):%dT%H:%M}"
        for minutes in ends
        if (done := found.add_working(friday, minutes)) is not None
    } == ends


def test_a_range_until_24_00_runs_on_into_the_next_day() -> None:
    found = calendar(BERLIN, hours("20:00-24:00 00:00-02:00", "00:00-02:00"))
    friday_night = local(BERLIN, "2026-06-05T23:30")
    assert found.add_working(friday_night, 150) == local(BERLIN, "2026-06-06T02:00")
    assert found.add_working(friday_night, 151) == local(BERLIN, "2026-06-08T00:01")
    assert found.is_open(local(BERLIN, "2026-06-06T00:00"))


@pytest.mark.parametrize(
    ("zone", "begins", "minutes", "ends", "fold"),
    [
        (BERLIN, "2026-03-29T01:30", 60, "2026-03-29T03:30", 0),
        (BERLIN, "2026-10-25T01:30", 60, "2026-10-25T02:30", 0),
        (BERLIN, "2026-10-25T01:30", 120, "2026-10-25T02:30", 1),
        (BERLIN, "2026-10-25T01:30", 180, "2026-10-25T03:30", 0),
        (NEW_YORK, "2026-03-08T01:30", 60, "2026-03-08T03:30", 0),
        (NEW_YORK, "2026-11-01T00:30", 60, "2026-11-01T01:30", 0),
        (NEW_YORK, "2026-11-01T00:30", 120, "2026-11-01T01:30", 1),
        (LORD_HOWE, "2026-10-04T01:30", 60, "2026-10-04T03:00", 0),
        (LORD_HOWE, "2026-04-05T01:00", 60, "2026-04-05T01:30", 1),
        (LORD_HOWE, "2026-04-05T01:00", 90, "2026-04-05T02:00", 0),
    ],
)
def test_working_time_is_real_time_over_both_changes_of_the_clock(
    zone: str, begins: str, minutes: int, ends: str, fold: int
) -> None:
    for open_hours in (None, NIGHT):
        assert calendar(zone, open_hours).add_working(local(zone, begins), minutes) == local(zone, ends, fold)


def test_hours_that_the_clock_leaves_out_do_not_come_and_hours_that_it_shows_twice_come_twice() -> None:
    found = calendar(BERLIN, hours(sunday="02:15-02:45"))
    assert found.next_open(local(BERLIN, "2026-03-28T12:00")) == local(BERLIN, "2026-04-05T02:15")
    first, second = (local(BERLIN, "2026-10-25T02:15", fold) for fold in (0, 1))
    assert found.next_open(local(BERLIN, "2026-10-24T12:00")) == first
    assert found.next_open(first + timedelta(minutes=30)) == second == first + timedelta(hours=1)
    assert found.add_working(first, 60) == second + timedelta(minutes=30)


def test_a_node_that_opens_in_the_hour_that_is_left_out_opens_when_that_is_over() -> None:
    found = calendar(BERLIN, hours(sunday="02:30-06:00"))
    assert found.next_open(local(BERLIN, "2026-03-28T12:00")) == local(BERLIN, "2026-03-29T03:00")


@pytest.mark.parametrize("zone", ["Asia/Beirut", "America/Havana", "Africa/Cairo", "America/Santiago"])
def test_a_day_whose_clock_is_changed_at_midnight_begins_when_it_is_first_shown(zone: str) -> None:
    days = OpenDays(zone)
    for number in range(366):
        day = date(2026, 1, 1) + timedelta(number)
        begins = days.day_begins(day)
        assert (days.local_date(begins), days.local_date(begins - timedelta(seconds=1))) == (day, day - timedelta(1))


def test_a_day_that_was_left_out_begins_with_the_next_one() -> None:
    samoa = OpenDays("Pacific/Apia")
    assert samoa.day_begins(date(2011, 12, 30)) == samoa.day_begins(date(2011, 12, 31))


def test_a_holiday_next_to_a_weekend_closes_three_days() -> None:
    found = calendar(BERLIN, hours("09:00-18:00"), holiday_calendar="DE-BE")
    good_friday, easter_monday = date(2026, 4, 3), date(2026, 4, 6)
    assert found.next_open(local(BERLIN, "2026-04-02T18:00")) == local(BERLIN, "2026-04-07T09:00")
    assert found.next_open_day(good_friday) == found.business_days_after(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert not found.is_open_day(easter_monday)
    assert found.add_working(local(BERLIN, "2026-04-02T17:00"), 61) == local(BERLIN, "2026-04-07T09:01")


def test_holidays_are_those_of_the_subdivision() -> None:
    womens_day = date(2027, 3, 8)
    assert [calendar(BERLIN, holiday_calendar=name).is_open_day(womens_day) for name in ("DE-BE", "DE-HH", "DE")] == [
        False, True, True,
    ]  # fmt: skip


def test_closed_dates_close_and_open_dates_open_on_holidays() -> None:
    christmas, eve = date(2026, 12, 25), date(2026, 12, 24)
    found = calendar(BERLIN, OFFICE, holiday_calendar="DE", closed_dates=(eve,), open_dates=(christmas,))
    assert (found.is_open_day(eve), found.is_open_day(christmas), found.is_open_day(date(2026, 12, 26))) == (
        False, True, False,
    )  # fmt: skip
    assert found.next_open(local(BERLIN, "2026-12-24T12:00")) == local(BERLIN, "2026-12-25T09:00")


@pytest.mark.parametrize(
    ("placed", "taken_up"),
    [
        ("2026-06-05T14:59:59", "2026-06-05T14:59:59"),
        ("2026-06-05T15:00:00", "2026-06-05T15:00:00"),
        ("2026-06-05T15:00:00.999999", "2026-06-05T15:00:00.999999"),
        ("2026-06-05T15:00:01", "2026-06-06T10:00"),
        ("2026-06-05T23:59:59", "2026-06-06T10:00"),
        ("2026-06-06T00:00", "2026-06-06T10:00"),
        ("2026-06-06T13:59", "2026-06-06T13:59"),
        ("2026-06-06T14:30", "2026-06-08T09:00"),
        ("2026-06-06T15:00:01", "2026-06-08T09:00"),
        ("2026-06-07T23:00", "2026-06-08T09:00"),
        ("2026-06-08T03:00", "2026-06-08T09:00"),
    ],
)
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK, LORD_HOWE, "Pacific/Kiritimati"])
def test_an_order_at_the_second_of_the_cut_off_is_handled_today_and_a_second_later_on_the_next_open_day(
    zone: str, placed: str, taken_up: str
) -> None:
    found = calendar(zone, OFFICE, cutoffs={SHIP: "15:00"})
    assert found.cutoff_after(local(zone, placed), SHIP) == local(zone, taken_up)


def test_a_cut_off_has_seconds_and_belongs_to_its_method() -> None:
    found = calendar(BERLIN, OFFICE, cutoffs={SHIP: "15:00:30"})
    in_time, late = local(BERLIN, "2026-06-05T15:00:30"), local(BERLIN, "2026-06-05T15:00:31")
    assert found.cutoff_after(in_time, SHIP) == in_time
    assert found.cutoff_after(late, SHIP) == local(BERLIN, "2026-06-06T10:00")
    assert found.cutoff_after(late, PromiseMethod.PICKUP) == late


def test_a_cut_off_that_the_clock_shows_twice_counts_the_second_time() -> None:
    found = calendar(BERLIN, cutoffs={SHIP: "02:30"})
    between = local(BERLIN, "2026-10-25T02:45")
    assert found.cutoff_after(between, SHIP) == between
    assert found.cutoff_after(local(BERLIN, "2026-10-25T02:30:01", 1), SHIP) == local(BERLIN, "2026-10-26T00:00")


def test_a_cut_off_that_the_clock_leaves_out_is_when_it_is_put_forward() -> None:
    found = calendar(BERLIN, cutoffs={SHIP: "02:30"})
    forward = local(BERLIN, "2026-03-29T03:00")
    assert found.cutoff_after(forward - timedelta(seconds=1), SHIP) == forward - timedelta(seconds=1)
    assert found.cutoff_after(forward, SHIP) == local(BERLIN, "2026-03-30T00:00")


def test_a_cut_off_in_the_first_hour_of_a_day_that_begins_without_it_is_over_before_the_day_begins() -> None:
    found = calendar("Asia/Beirut", cutoffs={SHIP: "00:30"})
    assert found.cutoff_after(local("Asia/Beirut", "2026-03-29T01:00"), SHIP) == local(
        "Asia/Beirut", "2026-03-30T00:00"
    )


def test_a_node_without_hours_is_always_open() -> None:
    found, moment = calendar(NEW_YORK), datetime(2026, 6, 7, 3, 4, 5, 6, tzinfo=UTC)
    assert found.is_open(moment)
    assert found.next_open(moment) == moment
    assert found.add_working(moment, 60_000) == moment + timedelta(minutes=60_000)


def test_a_node_that_is_never_open_gives_no_date() -> None:
    moment, day = datetime(2026, 6, 7, tzinfo=UTC), date(2026, 6, 7)
    closed_dates = tuple(day + timedelta(number) for number in range(-1, HORIZON_DAYS + 2))
    for found in (
        calendar(BERLIN, hours(), cutoffs={SHIP: "15:00"}),
        calendar(BERLIN, closed_dates=closed_dates, cutoffs={SHIP: "15:00"}),
    ):
        assert not found.is_open(moment)
        assert found.next_open(moment) is found.add_working(moment, 1) is found.cutoff_after(moment, SHIP) is None
        assert found.next_open_day(day) is found.business_days_after(day, 3) is None


def test_a_node_that_opens_within_the_horizon_is_found() -> None:
    day = date(2026, 6, 7)
    closed_dates = tuple(day + timedelta(number) for number in range(HORIZON_DAYS))
    found = calendar("UTC", closed_dates=closed_dates)
    opens = day + timedelta(HORIZON_DAYS)
    assert found.next_open(datetime(2026, 6, 7, tzinfo=UTC)) == datetime(opens.year, opens.month, opens.day, tzinfo=UTC)
    assert found.next_open_day(day) == opens


def test_work_that_is_not_done_within_the_horizon_has_no_end() -> None:
    found = calendar(BERLIN, hours(sunday="12:00-12:10"))
    moment = local(BERLIN, "2026-06-07T12:00")
    assert found.add_working(moment, 10 * 53) is not None
    assert found.add_working(moment, 10 * 54) is None


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "2026-06-08"), (1, "2026-06-08"), (2, "2026-06-09"), (5, "2026-06-12"), (6, "2026-06-15")],
)
def test_business_days_are_open_days(days: int, expected: str) -> None:
    found = calendar(BERLIN, hours("09:00-18:00"))
    assert found.business_days_after(date(2026, 6, 6), days) == date.fromisoformat(expected)


def test_the_calendar_of_a_node_is_made_once() -> None:
    nodes = {"n": Node("n", "N", NodeKind.STORE, time_zone=BERLIN)}
    calendars = NodeCalendars(nodes, holiday_dates)
    assert calendars.of("n") is calendars.of("n")
