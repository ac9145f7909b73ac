"""Which nodes the network takes, and what it says of the others."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from stockpool.kernel.editing import Outcome, Upserted
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.network.decide.nodes import decide_node, decide_nodes
from stockpool.network.messages import (
    Address,
    Node,
    NodeInput,
    NodeKind,
    OpenHours,
    PromiseMethod,
    StoredNode,
    TimeRange,
)

BERLIN = NodeInput(
    "berlin",
    "Berlin Mitte",
    NodeKind.STORE,
    latitude=52.52,
    longitude=13.405,
    address=Address("Unter den Linden 1", "Berlin", "Berlin", "10117", "DE"),
    time_zone="Europe/Berlin",
    daily_capacity=40,
    open_hours=OpenHours(monday=(TimeRange("09:00", "12:30"), TimeRange("13:00", "24:00"))),
    buffer=2,
)

SHIP, PICKUP = PromiseMethod.SHIP, PromiseMethod.PICKUP


def row(**fields: object) -> NodeInput:
    return replace(BERLIN, **fields)


def node(**fields: object) -> Node:
    result = decide_node(row(**fields), None)
    assert isinstance(result, Upserted)
    return result.value


def monday(*ranges: tuple[str, str]) -> OpenHours:
    return OpenHours(monday=tuple(TimeRange(*each) for each in ranges))


@pytest.mark.parametrize(
    ("fields", "path", "message"),
    [
        ({"id": ""}, "id", "must not be empty"),
        ({"id": "a\n"}, "id", "must not contain control characters"),
        ({"name": ""}, "name", "must not be empty"),
        ({"name": "a\x00"}, "name", "must not contain control characters"),
        ({"latitude": 90.1}, "latitude", "must be between -90 and 90, is 90.1"),
        ({"latitude": float("nan")}, "latitude", "must be between -90 and 90, is nan"),
        ({"longitude": -180.5}, "longitude", "must be between -180 and 180, is -180.5"),
        ({"longitude": float("inf")}, "longitude", "must be between -180 and 180, is inf"),
        ({"longitude": None}, "longitude", "is missing beside the latitude"),
        ({"latitude": None}, "latitude", "is missing beside the longitude"),
        ({"address": Address(city="")}, "address.city", "must not be empty"),
        ({"address": Address(street="\x07")}, "address.street", "must not contain control characters"),
        ({"address": Address(country="DEU")}, "address.country", "must be a two letter ISO 3166 code, not 'DEU'"),
        ({"address": Address(country="de")}, "address.country", "must be a two letter ISO 3166 code, not 'de'"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "must be a time zone such as Europe/Berlin, not 'Mars/Olympus'"),
        ({"time_zone": "Europe"}, "time_zone", "must be a time zone such as Europe/Berlin, not 'Europe'"),
        ({"time_zone": "../etc/passwd"}, "time_zone", "must be a time zone such as Europe/Berlin, not '../etc/passwd'"),
        ({"time_zone": "UTC\x00"}, "time_zone", "must be a time zone such as Europe/Berlin, not 'UTC\\x00'"),
        ({"time_zone": ""}, "time_zone", "must be a time zone such as Europe/Berlin, not ''"),
        ({"daily_capacity": -1}, "daily_capacity", "must be between 0 and 1000000000, is -1"),
        ({"daily_capacity": 10**10}, "daily_capacity", "must be between 0 and 1000000000, is 10000000000"),
        ({"cutoffs": {SHIP: "15"}}, "cutoffs.ship", "must be a time as HH:MM or HH:MM:SS, not '15'"),
        (
            {"cutoffs": {SHIP: "15:00", PICKUP: "24:00"}},
            "cutoffs.pickup",
            "must be a time as HH:MM or HH:MM:SS, not '24:00'",
        ),
        ({"cutoffs": {PICKUP: "12:30:60"}}, "cutoffs.pickup", "must be a time as HH:MM or HH:MM:SS, not '12:30:60'"),
        ({"cutoffs": {PICKUP: "12:30:5"}}, "cutoffs.pickup", "must be a time as HH:MM or HH:MM:SS, not '12:30:5'"),
        ({"processing_minutes": -1}, "processing_minutes", "must be between 0 and 43200, is -1"),
        ({"processing_minutes": 43_201}, "processing_minutes", "must be between 0 and 43200, is 43201"),
        (
            {"holiday_calendar": "de"},
            "holiday_calendar",
            "must be a country such as DE, or one of its subdivisions such as DE-BE, not 'de'",
        ),
        ({"holiday_calendar": "XX"}, "holiday_calendar", "no holidays are known for the country 'XX'"),
        (
            {"holiday_calendar": "GB-ZZ"},
            "holiday_calendar",
            "GB has no subdivision 'ZZ'; known are ENG, NIR, SCT, WLS",
        ),
        ({"closed_dates": (date(1969, 12, 31),)}, "closed_dates[0]", "must lie between 1970 and 2199, is 1969-12-31"),
        ({"open_dates": (date(2200, 1, 6),)}, "open_dates[0]", "must lie between 1970 and 2199, is 2200-01-06"),
        ({"closed_dates": (date(2026, 1, 1),) * 1001}, "closed_dates", "must have at most 1000 dates, has 1001"),
        (
            {"closed_dates": (date(2026, 5, 25),), "open_dates": (date(2026, 6, 1), date(2026, 5, 25))},
            "open_dates[1]",
            "2026-05-25 is in closed_dates too",
        ),
        (
            {"open_dates": (date(2026, 5, 24),)},
            "open_dates[0]",
            "2026-05-24 is a sunday, for which open_hours has no ranges",
        ),
        ({"buffer": -1}, "buffer", "must be between 0 and 1000000000000, is -1"),
    ],
)
def test_a_bad_field_is_named(fields: dict[str, object], path: str, message: str) -> None:
    refusal = decide_node(row(**fields), None)
    assert isinstance(refusal, Refused)
    assert (refusal.reason, refusal.problems) == (Reason.INVALID_INPUT, (Problem(path, message),))


@pytest.mark.parametrize(
    ("hours", "path", "message"),
    [
        (monday(("9:00", "12:00")), "monday[0]", "opens must be a time as HH:MM, not '9:00'"),
        (monday(("24:00", "24:00")), "monday[0]", "opens must be a time as HH:MM, not '24:00'"),
        (monday(("09:00", "24:01")), "monday[0]", "closes must be a time as HH:MM, not '24:01'"),
        (monday(("09:00", "12:60")), "monday[0]", "closes must be a time as HH:MM, not '12:60'"),
        (monday(("\u0660\u0669:00", "12:00")), "monday[0]", "opens must be a time as HH:MM, not '\u0660\u0669:00'"),
        (
            monday(("08:00", "09:00"), ("12:00", "12:00")),
            "monday[1]",
            "closes at 12:00, not after 12:00; hours past midnight belong to the next day",
        ),
        (
            monday(("22:00", "02:00")),
            "monday[0]",
            "closes at 02:00, not after 22:00; hours past midnight belong to the next day",
        ),
        (monday(("09:00", "12:00"), ("11:59", "18:00")), "monday[1]", "overlaps open_hours.monday[0]"),
        (monday(("13:00", "18:00"), ("09:00", "13:30")), "monday[0]", "overlaps open_hours.monday[1]"),
        (monday(("09:00", "18:00"), ("09:00", "18:00")), "monday[1]", "overlaps open_hours.monday[0]"),
        (
            OpenHours(sunday=(TimeRange("10:00", "09:00"),)),
            "sunday[0]",
            "closes at 09:00, not after 10:00; hours past midnight belong to the next day",
        ),
    ],
)
def test_bad_open_hours_are_named_by_day_and_place(hours: OpenHours, path: str, message: str) -> None:
    refusal = decide_node(row(open_hours=hours), None)
    assert isinstance(refusal, Refused)
    assert refusal.problems == (Problem(f"open_hours.{path}", message),)


minutes = st.lists(st.integers(0, 24 * 60), min_size=2, max_size=12, unique=True).map(sorted)


@given(minutes.flatmap(lambda bounds: st.permutations(list(pairwise(bounds)))))
def test_ranges_that_follow_each_other_do_not_overlap_in_whatever_order_they_stand(
    ranges: list[tuple[int, int]],
) -> None:
    hours = OpenHours(friday=tuple(TimeRange(clock(opens), clock(closes)) for opens, closes in ranges))
    assert node(open_hours=hours).open_hours == hours


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def test_cutoffs_may_be_to_the_minute_or_to_the_second() -> None:
    cutoffs = {SHIP: "00:00", PICKUP: "23:59:59"}
    assert node(cutoffs=cutoffs).cutoffs == cutoffs


@pytest.mark.parametrize("name", ["DE", "DE-BE", "US-CA", "GB-SCT", "FR-Zone A"])
def test_countries_and_their_subdivisions_have_holiday_calendars(name: str) -> None:
    assert node(holiday_calendar=name).holiday_calendar == name


def test_dates_are_kept_in_order_and_once() -> None:
    monday = date(2026, 5, 25)
    days = (monday + timedelta(7), monday, monday + timedelta(7))
    assert node(open_dates=days).open_dates == node(closed_dates=days).closed_dates == (monday, monday + timedelta(7))


def test_a_node_that_is_always_open_may_open_on_any_holiday() -> None:
    sunday = date(2026, 5, 24)
    assert node(open_hours=None, open_dates=(sunday,)).open_dates == (sunday,)


def test_all_problems_of_a_row_are_told_at_once() -> None:
    refusal = decide_node(row(id="", latitude=91, time_zone="x", daily_capacity=-1), None)
    assert isinstance(refusal, Refused)
    assert [problem.path for problem in refusal.problems] == ["id", "latitude", "time_zone", "daily_capacity"]


@pytest.mark.parametrize(
    ("kind", "abilities"),
    [
        (NodeKind.DISTRIBUTION_CENTER, (True, False, True)),
        (NodeKind.STORE, (True, True, True)),
        (NodeKind.MICRO_HUB, (True, True, True)),
        (NodeKind.THIRD_PARTY, (True, False, True)),
        (NodeKind.SUPPLIER, (False, False, False)),
        (NodeKind.IN_TRANSIT, (False, False, False)),
    ],
)
def test_abilities_follow_the_kind_unless_they_are_given(kind: NodeKind, abilities: tuple[bool, bool, bool]) -> None:
    by_kind = node(kind=kind)
    assert (by_kind.can_ship, by_kind.can_pickup, by_kind.can_return) == abilities
    told = node(kind=kind, can_ship=not abilities[0], can_pickup=not abilities[1], can_return=not abilities[2])
    assert (told.can_ship, told.can_pickup, told.can_return) == tuple(not each for each in abilities)


def test_a_node_needs_no_position_address_hours_or_limit() -> None:
    result = decide_node(NodeInput("hub", "Hub", NodeKind.MICRO_HUB), None)
    assert result == Upserted(Node("hub", "Hub", NodeKind.MICRO_HUB), Outcome.CREATED, 1)


def test_a_node_as_it_is_stored_changes_nothing() -> None:
    closed = replace(node(), active=False)
    result = decide_node(BERLIN, StoredNode(closed, 7), with_promises=["berlin"])
    assert result == Upserted(closed, Outcome.UNCHANGED, 7)


def test_a_node_with_promises_stays_active() -> None:
    stored = StoredNode(node(), 1)
    refusal = decide_node(row(active=False), stored, with_promises=["berlin"])
    assert isinstance(refusal, Refused)
    assert (refusal.reason, refusal.problems[0].path) == (Reason.IN_USE, "active")
    assert isinstance(decide_node(row(active=False), stored, with_promises=["paris"]), Upserted)


def test_a_closed_node_can_open_again() -> None:
    result = decide_node(row(active=True), StoredNode(replace(node(), active=False), 1))
    assert isinstance(result, Upserted)
    assert (result.value.active, result.revision) == (True, 2)


def test_an_edit_of_another_revision_is_refused() -> None:
    refusal = decide_node(BERLIN, StoredNode(node(), 4), if_revision={"berlin": 3})
    assert isinstance(refusal, Refused)
    assert refusal.reason is Reason.STALE_VERSION


def test_bad_rows_do_not_stop_good_ones_and_an_id_counts_once() -> None:
    results = decide_nodes([row(id="a", buffer=-1), row(id="b"), row(id="b", buffer=9)], {})
    assert [isinstance(each, Upserted) for each in results] == [False, True, False]
    assert isinstance(results[2], Refused)
    assert results[2].message == "id: 'b' was given before in this batch, in row 2"
