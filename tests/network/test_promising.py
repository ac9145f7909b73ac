"""Which dates are promised: tables of cases, and what holds for all of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.network.api import holiday_dates
from stockpool.network.calendars import NodeCalendar, OpenDays
from stockpool.network.messages import Node, NodeKind, OpenHours, PromiseMethod, TimeRange
from stockpool.network.promising import (
    Promise,
    StorePromise,
    promise_pickup,
    promise_same_day,
    promise_ship,
    promise_ship_to_store,
)
from stockpool.network.transit import Transit
from tests.network.random_nodes import RandomNode, random_nodes

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
DAY_HOURS = (TimeRange("09:00", "18:00"),)
MONDAY_TO_FRIDAY = OpenHours(DAY_HOURS, DAY_HOURS, DAY_HOURS, DAY_HOURS, DAY_HOURS)
ALL_CUTOFFS = dict.fromkeys(PromiseMethod, "15:00")
PARCEL = Transit(1, 2)


def node(zone: str = BERLIN, **fields: object) -> NodeCalendar:
    given_fields = {"open_hours": MONDAY_TO_FRIDAY, "cutoffs": ALL_CUTOFFS, "processing_minutes": 120} | fields
    return NodeCalendar(Node("n", "N", NodeKind.STORE, time_zone=zone, **given_fields), holiday_dates)  # type: ignore[arg-type]  # fields are given by name


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def promise(ship_by: str, earliest: str, latest: str, zone: str = BERLIN) -> Promise:
    return Promise(at(ship_by, zone), date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize(
    ("placed", "expected"),
    [
        ("2026-06-03T10:00", promise("2026-06-03T12:00", "2026-06-04", "2026-06-05")),
        ("2026-06-03T15:00:00", promise("2026-06-03T17:00", "2026-06-04", "2026-06-05")),
        ("2026-06-03T15:00:01", promise("2026-06-04T11:00", "2026-06-05", "2026-06-08")),
        ("2026-06-05T15:00:00", promise("2026-06-05T17:00", "2026-06-08", "2026-06-09")),
        ("2026-06-05T15:00:01", promise("2026-06-08T11:00", "2026-06-09", "2026-06-10")),
        ("2026-06-06T12:00", promise("2026-06-08T11:00", "2026-06-09", "2026-06-10")),
        # Easter: Friday and Monday are holidays.
        ("2026-04-02T15:00:01", promise("2026-04-07T11:00", "2026-04-08", "2026-04-09")),
        ("2026-04-02T15:00:00", promise("2026-04-02T17:00", "2026-04-07", "2026-04-08")),
        # The clock is changed on the Sunday between.
        ("2026-03-27T15:00:01", promise("2026-03-30T11:00", "2026-03-31", "2026-04-01")),
        ("2026-10-23T15:00:01", promise("2026-10-26T11:00", "2026-10-27", "2026-10-28")),
    ],
)
def test_a_parcel_leaves_when_it_is_packed_and_travels_on_delivery_days(placed: str, expected: Promise) -> None:
    germany = OpenDays(BERLIN, weekdays=range(5), holiday_calendar="DE", holiday_dates=holiday_dates)
    center = node(holiday_calendar="DE")
    assert promise_ship(at(placed), center, PARCEL, germany) == expected


def test_without_a_calendar_of_the_destination_every_day_counts() -> None:
    assert promise_ship(at("2026-06-05T10:00"), node(), PARCEL) == promise(
        "2026-06-05T12:00", "2026-06-06", "2026-06-07"
    )


@pytest.mark.parametrize(
    ("origin", "destination", "ship_by", "earliest"),
    [
        ("Pacific/Honolulu", "Asia/Tokyo", "2026-06-03T17:00", "2026-06-05"),  # Thursday noon in Tokyo
        ("Asia/Tokyo", "Pacific/Honolulu", "2026-06-03T11:00", "2026-06-03"),  # Tuesday afternoon in Honolulu
        (NEW_YORK, BERLIN, "2026-06-03T17:00", "2026-06-04"),  # 23:00 in Berlin
        ("America/Los_Angeles", BERLIN, "2026-06-03T17:00", "2026-06-05"),  # 02:00 in Berlin
        (LORD_HOWE, LORD_HOWE, "2026-06-03T17:00", "2026-06-04"),
    ],
)
def test_days_on_the_way_begin_on_the_day_that_it_is_at_the_destination(
    origin: str, destination: str, ship_by: str, earliest: str
) -> None:
    leaves = at(ship_by, origin)
    found = promise_ship(leaves, node(origin, processing_minutes=0, cutoffs={}), PARCEL, OpenDays(destination))
    assert found is not None
    assert (found.ship_by, found.earliest_date) == (leaves, date.fromisoformat(earliest))


def test_an_order_of_another_utc_day_is_an_order_of_the_local_day() -> None:
    late_evening = at("2026-06-03T20:30", NEW_YORK)
    assert late_evening.date() == date(2026, 6, 4)
    assert promise_ship(late_evening, node(NEW_YORK, cutoffs={PromiseMethod.SHIP: "21:00"}), PARCEL) == promise(
        "2026-06-04T11:00", "2026-06-05", "2026-06-06", NEW_YORK
    )


def test_work_that_ends_at_midnight_ends_on_the_next_day() -> None:
    open_late = OpenHours(wednesday=(TimeRange("20:00", "24:00"),), thursday=(TimeRange("10:00", "12:00"),))
    found = promise_ship(at("2026-06-03T22:00"), node(open_hours=open_late, cutoffs={}), Transit(0, 0))
    assert found == promise("2026-06-04T00:00", "2026-06-04", "2026-06-04")


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        ("2026-06-03T10:00", "2026-06-03T12:00"),
        ("2026-06-03T15:00:01", "2026-06-04T11:00"),
        ("2026-06-03T14:59", "2026-06-03T16:59"),
        ("2026-06-07T10:00", "2026-06-08T11:00"),
    ],
)
def test_goods_can_be_collected_when_they_are_packed(placed: str, ready: str) -> None:
    assert promise_pickup(at(placed), node()) == at(ready)


def test_goods_that_are_packed_as_the_store_closes_can_be_collected_when_it_opens() -> None:
    assert promise_pickup(at("2026-06-05T16:00"), node(cutoffs={})) == at("2026-06-08T09:00")


@pytest.mark.parametrize(
    ("placed", "transit", "expected"),
    [
        # Leaves on Wednesday, comes on Thursday or Friday, is there when that day is over.
        ("2026-06-03T10:00", PARCEL, ("2026-06-03T12:00", "2026-06-08T11:00", "2026-06-05", "2026-06-08")),
        ("2026-06-03T10:00", Transit(0, 0), ("2026-06-03T12:00", "2026-06-04T11:00", "2026-06-04", "2026-06-04")),
        ("2026-06-05T15:00:01", Transit(1, 1), ("2026-06-08T11:00", "2026-06-10T11:00", "2026-06-10", "2026-06-10")),
    ],
)
def test_goods_that_are_sent_to_a_store_are_there_when_the_day_of_their_arrival_is_over(
    placed: str, transit: Transit, expected: tuple[str, str, str, str]
) -> None:
    ship_by, ready_at, earliest, latest = expected
    assert promise_ship_to_store(at(placed), node(), transit, node()) == StorePromise(
        at(ship_by), at(ready_at), date.fromisoformat(earliest), date.fromisoformat(latest)
    )


@pytest.mark.parametrize(
    ("placed", "km", "promised"),
    [
        ("2026-06-03T15:00:00", 10, True),
        ("2026-06-03T15:00:01", 10, False),
        ("2026-06-03T10:00", 10.1, False),
        ("2026-06-03T10:00", float("nan"), False),
        ("2026-06-06T10:00", 1, False),
        ("2026-06-03T06:00", 1, True),
    ],
)
def test_same_day_is_promised_within_the_radius_while_there_is_time(placed: str, km: float, promised: bool) -> None:
    found = promise_same_day(at(placed), node(), km, radius_km=10)
    assert (found is not None) is promised
    if found is not None:
        assert found.earliest_date == found.latest_date == date(2026, 6, 3)


def test_same_day_is_not_promised_when_the_work_would_end_tomorrow() -> None:
    assert promise_same_day(at("2026-06-03T15:00"), node(processing_minutes=181), 1, 10) is None
    assert promise_same_day(at("2026-06-03T15:00"), node(processing_minutes=180), 1, 10) is not None


@pytest.mark.parametrize(
    ("ready_after", "ship_by"),
    [
        ("2026-06-01T00:00", "2026-06-03T12:00"),
        ("2026-06-03T11:00", "2026-06-03T13:00"),
        ("2026-06-09T15:00:00", "2026-06-09T17:00"),
        ("2026-06-09T15:00:01", "2026-06-10T11:00"),
        ("2026-06-13T00:00", "2026-06-15T11:00"),
    ],
)
def test_goods_to_come_make_it_as_if_the_order_was_placed_when_they_are_there(ready_after: str, ship_by: str) -> None:
    found = promise_ship(at("2026-06-03T10:00"), node(), PARCEL, ready_after=at(ready_after))
    assert found is not None
    assert found.ship_by == at(ship_by)


@pytest.mark.parametrize(
    ("capacity", "backlog", "ship_by"),
    [
        (None, 1_000_000, "2026-06-03T12:00"),
        (40, 0, "2026-06-03T12:00"),
        (40, 39, "2026-06-03T12:00"),
        (40, 40, "2026-06-04T11:00"),
        (40, 119, "2026-06-05T11:00"),
        (40, 120, "2026-06-08T11:00"),
        (0, 0, None),
        (1, 1_000_000, None),
    ],
)
def test_orders_that_go_before_fill_the_capacity_of_whole_days(
    capacity: int | None, backlog: int, ship_by: str | None
) -> None:
    found = promise_ship(at("2026-06-03T10:00"), node(daily_capacity=capacity), PARCEL, backlog_orders=backlog)
    assert (found and found.ship_by) == (ship_by and at(ship_by))


def test_a_node_or_a_store_that_is_closed_for_good_promises_nothing() -> None:
    closed, moment = node(open_hours=OpenHours()), at("2026-06-03T10:00")
    assert promise_ship(moment, closed, PARCEL) is None
    assert promise_ship(moment, node(), PARCEL, OpenDays(weekdays=())) is None
    assert promise_pickup(moment, closed) is None
    assert promise_same_day(moment, closed, 1, 2) is None
    assert promise_ship_to_store(moment, closed, PARCEL, node()) is None
    assert promise_ship_to_store(moment, node(), PARCEL, closed) is None


transits = st.tuples(st.integers(0, 6), st.integers(0, 6)).map(lambda days: Transit(min(days), max(days)))
destinations = st.builds(
    OpenDays,
    st.sampled_from([BERLIN, NEW_YORK, LORD_HOWE, "Pacific/Honolulu", "Pacific/Kiritimati", "Asia/Beirut"]),
    weekdays=st.sets(st.integers(0, 6), min_size=1),
)


@settings(deadline=None)
@given(random_nodes(), transits, destinations, st.integers(0, 20))
def test_no_date_is_earlier_than_the_lane_allows(
    drawn: RandomNode, transit: Transit, destination: OpenDays, backlog: int
) -> None:
    calendar = drawn.calendar()
    for place in (destination, None):
        found = promise_ship(drawn.moment, calendar, transit, place, backlog_orders=backlog)
        if found is None:
            continue
        left = (place or calendar).local_date(found.ship_by)
        assert found.earliest_date >= left + timedelta(transit.days_min)
        assert found.latest_date >= left + timedelta(transit.days_max)
        assert found.earliest_date <= found.latest_date
        assert found.ship_by >= drawn.moment
        assert place is None or (place.is_open_day(found.earliest_date) and place.is_open_day(found.latest_date))


@settings(deadline=None)
@given(random_nodes(), transits, destinations, st.integers(0, 20), st.integers(0, 3 * 24 * 3_600))
def test_a_later_order_is_never_promised_an_earlier_date(
    drawn: RandomNode, transit: Transit, destination: OpenDays, backlog: int, later_seconds: int
) -> None:
    calendar, later = drawn.calendar(), drawn.moment + timedelta(seconds=later_seconds)
    ways = [
        (promise_ship(each, calendar, transit, destination, backlog_orders=backlog),
         promise_ship_to_store(each, calendar, transit, calendar, backlog_orders=backlog),
         promise_pickup(each, calendar, backlog_orders=backlog))
        for each in (drawn.moment, later)
    ]  # fmt: skip
    for first, second in zip(*ways, strict=True):
        assert second is None or (first is not None and in_order(first, second))


def in_order(first: Promise | StorePromise | datetime, second: Promise | StorePromise | datetime) -> bool:
    if isinstance(first, datetime) or isinstance(second, datetime):
        return isinstance(first, datetime) and isinstance(second, datetime) and first <= second
    return (
        first.ship_by <= second.ship_by
        and first.earliest_date <= second.earliest_date
        and first.latest_date <= second.latest_date
    )


@settings(deadline=None)
@given(random_nodes(), transits, st.integers(0, 10), st.integers(0, 10))
def test_more_orders_before_it_never_make_an_order_earlier(
    drawn: RandomNode, transit: Transit, backlog: int, more: int
) -> None:
    calendar = drawn.calendar()
    first, second = (
        promise_ship(drawn.moment, calendar, transit, backlog_orders=each) for each in (backlog, backlog + more)
    )
    assert second is None or (first is not None and in_order(first, second))
