"""The dates that an order is promised, by the nodes that serve it: tables over zones, clocks, holidays and cut-offs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stockpool.kernel.money import Money
from stockpool.network.api import Network, ShippingLanes
from stockpool.network.messages import Node, NodeKind, OpenHours, PromiseMethod, ShippingLane, TimeRange
from stockpool.orders.api import Claim, Found, Order, Rules, draft, settle
from stockpool.orders.decide.drafting import Resolved
from stockpool.orders.messages import Delivery, OrderLine, OrderMethod, PlaceOrder, ShipTo
from stockpool.workflows.dating import Pace, Promiser
from stockpool.workflows.promised import date_order
from stockpool.workflows.snapshot import NetworkView
from tests.network.random_nodes import RandomNode, random_nodes

BERLIN, NEW_YORK, TOKYO = "Europe/Berlin", "America/New_York", "Asia/Tokyo"
HOURS = (TimeRange("09:00", "18:00"),)
WEEK = OpenHours(HOURS, HOURS, HOURS, HOURS, HOURS)
CUTOFFS = dict.fromkeys(PromiseMethod, "15:00")
HOME = ShipTo(country="DE", postal_code="10115", latitude=52.53, longitude=13.38)


def node(name: str = "n", zone: str = BERLIN, **more: object) -> Node:
    words = {"open_hours": WEEK, "cutoffs": CUTOFFS, "processing_minutes": 120, "time_zone": zone} | more
    return Node(name, name, NodeKind.STORE, 52.5, 13.4, **words)  # type: ignore[arg-type] # fields are given by name


def lane(name: str = "n", days: tuple[int, int] = (1, 2), to_node: str | None = None) -> ShippingLane:
    return ShippingLane(
        from_node=name, to_node=to_node, to_country=None if to_node else "DE", carrier="Vans", service="standard",
        transit_days_min=days[0], transit_days_max=days[1], cost=Money(490, "EUR"),
    )  # fmt: skip


def dated(
    nodes: Sequence[Node],
    placed: datetime,
    method: OrderMethod = OrderMethod.SHIP,
    *,
    lanes: Sequence[ShippingLane] = (),
    backlog: Mapping[str, int] = {},
    pickup_node: str | None = None,
    window_min: int = 0,
    later: timedelta = timedelta(0),
) -> Delivery:
    """The delivery of an order for one unit of each node; `later` is how long after it was placed it is dated."""
    network, rules = NetworkView(Network(nodes, (), 1)), Rules(release_after_s=window_min * 60)
    promiser = Promiser(network, Pace(ShippingLanes(lanes, 1), backlog), placed + later, rules.release_after)
    return date_order(allocated(nodes, placed, method, pickup_node, rules), promiser).deliveries[0]


def allocated(
    nodes: Sequence[Node], placed: datetime, method: OrderMethod, pickup_node: str | None, rules: Rules
) -> Order:
    command = PlaceOrder(
        key="", fingerprint="", actor="", order_id="o", channel="web", lines=(OrderLine("tea", len(nodes)),),
        method=method, ship_to=None if pickup_node else HOME, pickup_node=pickup_node,
    )  # fmt: skip
    change = draft(command, [Resolved(len(nodes), 0, (("tea", 0, 1),))], placed)
    return settle(change, [Found(change.wanted[0], each.id, 1) for each in nodes], placed, rules).order


def at(text: str, zone: str = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "placed", "begins", "ends"),
    [
        (BERLIN, "2026-06-03T10:00", "2026-06-04T00:00", "2026-06-05T23:59:59"),
        (BERLIN, "2026-06-03T15:00:00", "2026-06-04T00:00", "2026-06-05T23:59:59"),
        (BERLIN, "2026-06-03T15:00:01", "2026-06-05T00:00", "2026-06-06T23:59:59"),
        (BERLIN, "2026-06-05T15:00:01", "2026-06-09T00:00", "2026-06-10T23:59:59"),  # Friday: Monday's work
        (NEW_YORK, "2026-06-03T15:00:00", "2026-06-04T00:00", "2026-06-05T23:59:59"),
        (NEW_YORK, "2026-06-03T15:00:01", "2026-06-05T00:00", "2026-06-06T23:59:59"),
        (TOKYO, "2026-06-03T15:00:00", "2026-06-04T00:00", "2026-06-05T23:59:59"),
        # The clock is put forward on March 29 and back on October 25; the days are those of the wall.
        (BERLIN, "2026-03-27T10:00", "2026-03-28T00:00", "2026-03-29T23:59:59"),
        (BERLIN, "2026-10-23T10:00", "2026-10-24T00:00", "2026-10-25T23:59:59"),
        # Good Friday and Easter Monday.
        (BERLIN, "2026-04-02T15:00:01", "2026-04-08T00:00", "2026-04-09T23:59:59"),
    ],
)
def test_a_parcel_is_promised_by_the_clock_of_its_node(zone: str, placed: str, begins: str, ends: str) -> None:
    found = dated(
        [node(zone=zone, holiday_calendar="DE" if zone == BERLIN else None)], at(placed, zone), lanes=[lane()]
    )
    assert (found.promised_from, found.promised_until) == (at(begins, zone), at(ends, zone))
    assert (str(found.from_date), str(found.until_date)) == (begins[:10], ends[:10])


def test_the_day_that_is_an_hour_longer_is_promised_whole() -> None:
    found = dated([node()], at("2026-10-23T10:00"), lanes=[lane(days=(2, 2))])
    assert found.promised_from is not None
    assert found.promised_until is not None
    assert found.promised_until - found.promised_from == timedelta(hours=25) - timedelta(seconds=1)


@pytest.mark.parametrize(
    ("placed", "ready"),
    [
        ("2026-06-03T10:00", "2026-06-03T12:00"),
        ("2026-06-03T15:00:00", "2026-06-03T17:00"),
        ("2026-06-03T15:00:01", "2026-06-04T11:00"),
        ("2026-03-27T15:00:01", "2026-03-30T11:00"),
    ],
)
def test_what_is_collected_is_promised_for_a_moment(placed: str, ready: str) -> None:
    found = dated([node()], at(placed), OrderMethod.PICKUP, pickup_node="n")
    assert found.promised_from == found.promised_until == at(ready)


def test_goods_that_are_sent_to_the_store_first_are_there_a_day_after_they_arrive() -> None:
    nodes = [node("far"), node("n")]
    found = dated(nodes[:1] + nodes[1:], at("2026-06-03T10:00"), OrderMethod.SHIP_TO_STORE, pickup_node="n",
                  lanes=[lane("far", (1, 2), "n")])  # fmt: skip
    assert found.promised_until == at("2026-06-08T11:00")
    assert found.promised_from == at("2026-06-05T00:00")


@pytest.mark.parametrize(
    ("zone", "placed", "store_zone", "first_day", "ready"),
    [
        (TOKYO, "2026-06-03T10:00", NEW_YORK, "2026-06-04", "2026-06-05T11:00"),  # leaves on a Tuesday of the store
        (NEW_YORK, "2026-06-03T10:00", TOKYO, "2026-06-08", "2026-06-09T11:00"),  # leaves on a Thursday of the store
        (BERLIN, "2026-06-03T10:00", NEW_YORK, "2026-06-05", "2026-06-08T11:00"),
        (BERLIN, "2026-03-09T10:00", NEW_YORK, "2026-03-11", "2026-03-12T11:00"),  # one clock is put forward already
        ("Pacific/Kiritimati", "2026-06-03T10:00", "Pacific/Honolulu", "2026-06-04", "2026-06-05T11:00"),  # 24 hours
        (TOKYO, "2026-07-01T10:00", NEW_YORK, "2026-07-02", "2026-07-06T11:00"),  # the store's holiday on Friday
    ],
)
def test_what_is_sent_to_a_store_is_promised_by_the_days_and_the_clock_of_the_store(
    zone: str, placed: str, store_zone: str, first_day: str, ready: str
) -> None:
    far, store = node("far", zone), node("n", store_zone, holiday_calendar="US" if store_zone == NEW_YORK else None)
    order = allocated([far], at(placed, zone), OrderMethod.SHIP_TO_STORE, "n", Rules(release_after_s=0))
    network = NetworkView(Network([far, store], (), 1))
    promiser = Promiser(network, Pace(ShippingLanes([lane("far", (1, 2), "n")], 1), {}), at(placed, zone))
    (found,) = date_order(order, promiser).deliveries
    assert (found.promised_from, found.promised_until) == (at(f"{first_day}T00:00", store_zone), at(ready, store_zone))
    assert (str(found.from_date), str(found.until_date)) == (first_day, ready[:10])


@pytest.mark.parametrize(("placed", "promised"), [("2026-06-03T15:00:00", True), ("2026-06-03T15:00:01", False)])
def test_what_comes_today_is_promised_until_the_cut_off(placed: str, promised: bool) -> None:
    found = dated([node()], at(placed), OrderMethod.SAME_DAY)
    assert found.promised_until == (at("2026-06-03T23:59:59") if promised else None)


@pytest.mark.parametrize(
    ("placed", "window_min", "later_min", "told"),
    [
        ("2026-06-03T14:50:00", 10, 0, "2026-06-03T15:00:00"),
        ("2026-06-03T14:50:01", 10, 0, "2026-06-03T15:00:01"),
        ("2026-06-03T14:50:01", 0, 0, "2026-06-03T14:50:01"),
        ("2026-06-03T23:55:00", 10, 0, "2026-06-04T00:05:00"),
        ("2026-06-05T14:50:01", 10, 0, "2026-06-05T15:00:01"),  # Friday: Monday's work
        ("2026-03-29T01:55:00", 10, 0, "2026-03-29T03:05:00"),  # the clock is put forward meanwhile
        # Dated again meanwhile, what is left of the window counts; behind it, the moment itself.
        ("2026-06-03T14:50:00", 10, 5, "2026-06-03T15:00:00"),
        ("2026-06-03T14:50:00", 10, 11, "2026-06-03T15:01:00"),
    ],
)
@pytest.mark.parametrize("method", [OrderMethod.SHIP, OrderMethod.PICKUP])
def test_a_promise_counts_from_when_the_node_is_told(
    method: OrderMethod, placed: str, window_min: int, later_min: int, told: str
) -> None:
    collected = "n" if method is OrderMethod.PICKUP else None
    later = timedelta(minutes=later_min)
    found = dated([node()], at(placed), method, lanes=[lane()], pickup_node=collected, window_min=window_min,
                  later=later)  # fmt: skip
    anew = dated([node()], at(told), method, lanes=[lane()], pickup_node=collected)
    assert found == anew


@pytest.mark.parametrize(("placed", "promised"), [("2026-06-03T14:50:00", True), ("2026-06-03T14:50:01", False)])
def test_what_is_told_behind_the_cut_off_does_not_come_today(placed: str, promised: bool) -> None:
    found = dated([node()], at(placed), OrderMethod.SAME_DAY, window_min=10)
    assert (found.promised_until is not None) == promised


def test_what_comes_within_the_window_waits_for_its_end_and_what_comes_later_for_the_goods() -> None:
    rules, placed = Rules(release_after_s=600), at("2026-06-03T14:50:01")
    network = NetworkView(Network([node()], (), 1))
    promiser = Promiser(network, Pace(ShippingLanes([lane()], 1), {}), placed, rules.release_after)
    order = allocated([node()], placed, OrderMethod.SHIP, None, rules)
    for minutes, told in ((5, placed + timedelta(minutes=10)), (60, placed + timedelta(minutes=60))):
        waiting = msgspec.structs.replace(
            order,
            fulfillments=(),
            parts=tuple([msgspec.structs.replace(part, waiting=1) for part in order.parts]),
            claims=(Claim(1, "tea", "PO-1", "n", 1, placed + timedelta(minutes=minutes)),),
        )
        assert date_order(waiting, promiser).deliveries[0] == dated([node()], told, lanes=[lane()])


def test_what_leaves_together_leaves_when_the_last_of_it_is_there() -> None:
    rules, placed = Rules(release_after_s=600), at("2026-06-03T10:00:00")
    slow, quick, coming = node("slow", processing_minutes=3 * 540), node("quick"), at("2026-06-10T10:00:00")
    network, lanes = NetworkView(Network([slow, quick], (), 1)), [lane("slow"), lane("quick")]
    promiser = Promiser(network, Pace(ShippingLanes(lanes, 1), {}), placed, rules.release_after)
    order = allocated([slow, quick], placed, OrderMethod.SHIP, None, rules)
    (had, _) = order.fulfillments
    dates = {}
    for together in (True, False):
        waiting = msgspec.structs.replace(
            order,
            together=together,
            fulfillments=(msgspec.structs.replace(had, node="slow", release_at=None),),
            parts=tuple([msgspec.structs.replace(part, waiting=1) for part in order.parts]),
            claims=(Claim(1, "tea", "PO-1", "quick", 1, coming),),
        )
        dates[together] = date_order(waiting, promiser).deliveries[0]
    assert dates[False] == dated([quick], coming, lanes=lanes)
    assert dates[True] == dated([slow], coming, lanes=lanes)


def test_a_delivery_from_two_nodes_is_promised_for_when_both_parcels_are_there() -> None:
    nodes = [node("quick"), node("slow", processing_minutes=3 * 540)]
    lanes = [lane("quick"), lane("slow")]
    both = dated(nodes, at("2026-06-01T10:00"), lanes=lanes)
    slow = dated(nodes[1:], at("2026-06-01T10:00"), lanes=lanes)
    assert both == slow
    assert both != dated(nodes[:1], at("2026-06-01T10:00"), lanes=lanes)


def test_orders_before_it_move_the_promise_by_whole_days() -> None:
    limited = node(daily_capacity=10)
    free = dated([limited], at("2026-06-01T10:00"), lanes=[lane()], backlog={"n": 9})
    busy = dated([limited], at("2026-06-01T10:00"), lanes=[lane()], backlog={"n": 20})
    assert free.promised_until == at("2026-06-03T23:59:59")
    assert busy.promised_until == at("2026-06-05T23:59:59")


def test_a_node_that_takes_no_orders_promises_nothing() -> None:
    closed = dated([node(daily_capacity=0)], at("2026-06-01T10:00"))
    assert (closed.promised_from, closed.promised_until) == (None, None)


@settings(max_examples=100, deadline=None)
@given(random_nodes(), st.integers(0, 9), st.integers(0, 9))
def test_no_date_is_earlier_than_the_lane_allows(drawn: RandomNode, first: int, more: int) -> None:
    there = Node(**{name: getattr(drawn.node, name) for name in Node.__struct_fields__} | {"holiday_calendar": None})
    found = dated([there], drawn.moment, lanes=[lane(there.id, (first, first + more))])
    if found.promised_from is None or found.promised_until is None:
        return
    zone = ZoneInfo(there.time_zone)
    placed = drawn.moment.astimezone(zone).date()
    assert found.promised_from.astimezone(zone).date() >= placed + timedelta(first)
    assert found.promised_until.astimezone(zone).date() >= placed + timedelta(first + more)
    assert drawn.moment - timedelta(days=1) < found.promised_from <= found.promised_until


@settings(max_examples=150, deadline=None)
@given(random_nodes(), st.integers(0, 90), st.sampled_from([0, 30, 600]))
def test_what_is_kept_from_group_to_group_is_what_would_be_worked_out_anew(
    drawn: RandomNode, seconds: int, window_s: int
) -> None:
    there = Node(**{name: getattr(drawn.node, name) for name in Node.__struct_fields__} | {"holiday_calendar": None})
    pace, parcel = Pace(ShippingLanes([lane(there.id)], 1), {}), Delivery(1, OrderMethod.SHIP, ship_to=HOME)
    network, later = NetworkView(Network([there], (), 1)), drawn.moment + timedelta(seconds=seconds)
    window = timedelta(seconds=window_s)
    for ready_after in (drawn.moment + window, None):
        Promiser(network, pace, drawn.moment, window).span(there.id, parcel, ready_after)
    kept = Promiser(network, pace, later, window).span(there.id, parcel, later + window)
    anew = Promiser(NetworkView(Network([there], (), 1)), pace, later + window).dates(there.id, parcel)
    assert kept == (None if anew is None else anew.span)
