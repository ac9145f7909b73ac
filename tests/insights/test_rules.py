"""The rules of figures, each with events that are made up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from stockpool.insights.decide.cases import actions_for
from stockpool.insights.decide.counting import count_events, read_bodies
from stockpool.insights.decide.figures import lag_measure, lag_p99_ms, value_of
from stockpool.insights.decide.meaning import meant_by
from stockpool.insights.decide.places import region_of
from stockpool.insights.decide.telling import say
from stockpool.insights.messages import Measure
from stockpool.insights.model import Counted, Happened, Known, KnownOrder, SeenDelivery

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ORDER = "01900000-0000-7000-8000-000000000001"


def step(
    status: str, minutes: int, *, by: str | None = None, repairs: list[dict[str, object]] | None = None
) -> Happened:
    body = {
        "order_id": ORDER, "channel": "web", "step": status, "by": by, "repairs": repairs or [],
        "fulfillment_order": {
            "id": f"{ORDER}-1", "node": "berlin", "status": status, "lines": [{"sku": "tea", "quantity": 3}],
        },
    }  # fmt: skip
    at = NOON + timedelta(minutes=minutes)
    return Happened(minutes + 1, minutes + 1, f"fulfillment.{status}", ORDER, at, json.dumps(body).encode())


def counted(*events: Happened, promised: timedelta = timedelta(hours=3)) -> Counted:
    delivery = SeenDelivery(1, NOON + promised + timedelta(days=5), ship_to={"country": "DE", "postal_code": "10115"})
    known = KnownOrder((delivery,), {1: NOON + promised})
    assert read_bodies(events) == []
    return count_events(events, Known({}, {ORDER: "EUR"}, {ORDER: known}, {}))


def everywhere(found: Counted, measure: str) -> Decimal:
    return sum(
        (Decimal(value) for key, value in found.counts.items() if key[0] == "" and key[2] == measure), Decimal(0)
    )


def test_people_are_credited_with_what_they_did_and_how_long_it_took() -> None:
    short = [{"sku": "tea", "quantity": 1, "from_node": "berlin", "cause": "short_pick", "outcome": "moved"}]
    found = counted(
        step("released", 0), step("accepted", 5, by="ann"), step("picking", 10, by="bob"),
        step("picked", 25, by="bob", repairs=short),
    )  # fmt: skip
    by_person = {(who, measure): value for (_, _, who, measure), value in found.people.items()}
    assert by_person == {
        ("ann", "accept_seconds"): 300, ("ann", "accept_timed"): 1,
        ("bob", "pick_seconds"): 900, ("bob", "pick_timed"): 1,
        ("bob", "picked_units"): 3, ("bob", "short_units"): 1, ("bob", "shorts"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(("promised", "on_time"), [(timedelta(hours=3), 1), (timedelta(minutes=30), 0)])
def test_on_time_is_by_what_was_promised_first(promised: timedelta, on_time: int) -> None:
    found = counted(step("shipped", 60), promised=promised)
    assert (everywhere(found, "left"), everywhere(found, "left_on_time")) == (Decimal(1), Decimal(on_time))
    assert [(key[1:], flow.units) for key, flow in found.flows.items()] == [(("berlin", "", "DE-10"), Decimal(3))]


def test_what_arrives_at_its_store_has_left_once() -> None:
    assert everywhere(counted(step("shipped", 10), step("ready_for_pickup", 50)), "left") == 1
    assert everywhere(counted(step("ready_for_pickup", 50)), "left") == 1


def test_a_share_of_nothing_is_none() -> None:
    assert value_of(Measure.FILL_RATE, {}) is None
    assert value_of(Measure.ORDERS, {}) == 0


def test_a_percentile_is_never_told_too_low() -> None:
    assert lag_p99_ms({}) is None
    assert lag_p99_ms({lag_measure(4): Decimal(99), lag_measure(900): Decimal(1)}) == 5
    assert lag_p99_ms({lag_measure(4): Decimal(98), lag_measure(900): Decimal(2)}) == 1_000


@pytest.mark.parametrize(
    ("ship_to", "name"),
    [(None, "?"), ({"country": "DE", "region": "BE", "postal_code": "10115"}, "DE-BE"), ({"country": "FR"}, "FR"),
     ({"country": "DE", "postal_code": "80331"}, "DE-80"), ({"city": "Berlin"}, "?")],
)  # fmt: skip
def test_a_region_is_as_exact_as_its_address(ship_to: dict[str, str] | None, name: str) -> None:
    assert region_of(ship_to).name == name


def test_what_is_typed_may_mean_several_things() -> None:
    assert meant_by("red  Shi").words == "'red':* & 'shi':*"
    assert "04006381333931" in meant_by("4006381333931").gtins
    assert meant_by("0190ab").first_id == "0190ab" + "0" * 26
    assert meant_by("o'x & y:*").words == "'o':* & 'x':* & 'y':*"
    assert meant_by("&:*") == meant_by("()")
    assert meant_by("()").words is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("order.cancelled", {"reason": "customer"}, "It was cancelled: customer"),
        ("order.placed",
         {"channel": "web", "status": "allocated", "lines": [{"sku": "tea", "quantity": 2, "short": 1}],
          "fulfillment_orders": [{"node": "berlin"}]},
         "It was placed in web: 2 of tea, served by berlin, 1 wait"),
        ("order.repaired",
         {"repairs": [{"quantity": 1, "sku": "tea", "from_node": "berlin", "outcome": "moved", "to_node": "munich"}]},
         "1 of tea that berlin gave up come from munich"),
        ("fulfillment.rejected", {"fulfillment_order": {"node": "berlin", "lines": [], "cause": "shortfall"}},
         "berlin gave it up: its stock was not there"),
        ("fulfillment.picked",
         {"by": "usr_1", "fulfillment_order": {"node": "berlin", "lines": [{"sku": "tea", "quantity": 2}]}},
         "berlin picked 2 of tea, by anna"),
        ("fulfillment.packed", {"by": "usr_2", "fulfillment_order": {"node": "berlin", "lines": []}},
         "berlin packed it, by usr_2"),
        ("something.new", {}, "something.new"),
    ],
)  # fmt: skip
def test_an_event_is_told_in_words(name: str, data: dict[str, object], said: str) -> None:
    assert say(name, json.dumps(data).encode(), {"usr_1": "anna"}) == said


@pytest.mark.parametrize(
    ("status", "labels"), [("open", ["Raise its priority"]), ("released", ["Source elsewhere"]), ("packed", [])]
)
def test_only_what_its_status_allows_is_offered(status: str, labels: list[str]) -> None:
    offered = actions_for("late", f"{ORDER}-1", ORDER, ("berlin", "tea"), {"status": status, "priority": 0})
    assert [each.label for each in offered] == labels
