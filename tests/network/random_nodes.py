"""Nodes with any hours, holidays and cut-offs, near the changes of their clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from stockpool.network.calendars import NodeCalendar
from stockpool.network.messages import Node, NodeKind, OpenHours, PromiseMethod, TimeRange

MINUTE = timedelta(minutes=1)

NEAR_A_CHANGE = [
    ("Europe/Berlin", "2026-03-29"),
    ("Europe/Berlin", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
    ("Asia/Beirut", "2026-03-29"),
    ("Asia/Beirut", "2026-10-25"),
    ("Pacific/Apia", "2011-12-30"),
    ("Asia/Kathmandu", "2026-12-31"),
    ("Pacific/Kiritimati", "2026-06-15"),
]


class RandomNode(NamedTuple):
    """A node, its holidays, and a whole minute near a change of its clock."""

    node: Node
    holidays: set[date]
    moment: datetime

    def calendar(self) -> NodeCalendar:
        return NodeCalendar(self.node, lambda _name, year: {day for day in self.holidays if day.year == year})


@st.composite
def times_of_day(draw: st.DrawFn) -> tuple[TimeRange, ...]:
    bounds = sorted(draw(st.lists(st.integers(0, 48), max_size=6, unique=True)))
    every_second = list(pairwise(bounds))[::2]
    texts = [f"{half // 2:02}:{half % 2 * 30:02}" for half in range(49)]
    return tuple(TimeRange(texts[opens], texts[closes]) for opens, closes in every_second)


@st.composite
def random_nodes(draw: st.DrawFn) -> RandomNode:
    """A node, its holidays, and a whole minute near a change of its clock."""
    zone, day_text = draw(st.sampled_from(NEAR_A_CHANGE))
    day = date.fromisoformat(day_text)
    near = st.integers(-3, 4).map(lambda days: day + timedelta(days))
    hours = draw(st.none() | st.builds(OpenHours, *[times_of_day()] * 7))
    cutoff = draw(st.integers(0, 24 * 60 - 1))
    node = Node(
        "n", "N", NodeKind.STORE, time_zone=zone, open_hours=hours, holiday_calendar="XX",
        cutoffs=dict.fromkeys(PromiseMethod, f"{cutoff // 60:02}:{cutoff % 60:02}"),
        processing_minutes=draw(st.integers(0, 600)), daily_capacity=draw(st.none() | st.integers(1, 5)),
        closed_dates=tuple(draw(st.sets(near, max_size=2))), open_dates=tuple(draw(st.sets(near, max_size=2))),
    )  # fmt: skip
    minute = draw(st.integers(-30 * 60, 30 * 60))
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC) + minute * MINUTE
    return RandomNode(node, draw(st.sets(near, max_size=3)), moment)
