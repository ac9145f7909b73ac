"""Which shipping lane goods take, and how long they are on their way where none is known."""

from __future__ import annotations

import pytest

from stockpool.kernel.money import Money
from stockpool.network.messages import Address, Node, NodeKind, ShippingLane
from stockpool.network.transit import Destination, ShippingLanes, Transit, assumed_transit, transit_to

BERLIN = Node("berlin", "Berlin", NodeKind.STORE, 52.52, 13.405, Address(postal_code="10117", country="DE"))
MUNICH = Node("munich", "Munich", NodeKind.STORE, 48.137, 11.575, Address(postal_code="80331", country="DE"))


def lane(carrier: str, days: int, cost: int, service: str = "standard", **to: str) -> ShippingLane:
    return ShippingLane(
        from_node="dc", carrier=carrier, service=service, transit_days_min=days, transit_days_max=days + 1,
        cost=Money(cost, "EUR"),
        to_node=to.get("node"), to_country=to.get("country"), to_postal_prefix=to.get("prefix"),
    )  # fmt: skip


LANES = ShippingLanes(
    [
        lane("country", 4, 400, country="DE"),
        lane("region", 3, 500, country="DE", prefix="80"),
        lane("city", 2, 600, country="DE", prefix="8033"),
        lane("city", 1, 900, "express", country="DE", prefix="80331"),
        lane("vans", 1, 700, node="munich"),
        lane("slow", 5, 600, node="munich"),
        lane("bikes", 0, 700, "courier", node="berlin"),
        lane("royal", 2, 300, country="GB", prefix="sw1a"),
    ],
    version=3,
)


@pytest.mark.parametrize(
    ("to", "carrier"),
    [
        (Destination(country="DE", postal_code="10117"), "country"),
        (Destination(country="DE"), "country"),
        (Destination(country="DE", postal_code="8"), "country"),
        (Destination(country="DE", postal_code="80999"), "region"),
        (Destination(country="DE", postal_code="80339"), "city"),
        (Destination(country="GB", postal_code="SW1A 1AA"), "royal"),
        (Destination(country="GB", postal_code="s W1a"), "royal"),
        (Destination.of_node(MUNICH), "slow"),
        (Destination.of_node(BERLIN), "bikes"),
    ],
)
def test_the_lane_that_names_the_destination_most_closely_is_taken_and_of_several_the_cheapest(
    to: Destination, carrier: str
) -> None:
    found = LANES.lane_for("dc", to)
    assert found is not None
    assert found.carrier == carrier


@pytest.mark.parametrize(
    ("service", "carrier", "days_min"), [("express", "city", 1), ("standard", "slow", 5), ("courier", None, None)]
)
def test_a_service_that_is_asked_for_is_looked_for_further_away_too(
    service: str, carrier: str | None, days_min: int | None
) -> None:
    found = LANES.lane_for("dc", Destination.of_node(MUNICH), service)
    assert (found and found.carrier, found and found.days_min) == (carrier, days_min)


@pytest.mark.parametrize(
    "to", [Destination(country="FR"), Destination(), Destination(postal_code="80331"), Destination(country="GB")]
)
def test_other_places_have_no_lane(to: Destination) -> None:
    assert LANES.lane_for("dc", to) is None
    assert LANES.lane_for("elsewhere", Destination(country="DE")) is None


@pytest.mark.parametrize(("km", "days"), [(0, 1), (0.1, 2), (600, 2), (600.1, 3), (1_200, 3), (20_000, 35), (None, 6)])
def test_without_a_lane_a_day_is_taken_and_one_for_each_600_km(km: float | None, days: int) -> None:
    assert assumed_transit(km) == Transit(days, days, cost=None, carrier=None, service=None)


def test_a_lane_goes_before_what_is_assumed() -> None:
    center = Node("dc", "Center", NodeKind.DISTRIBUTION_CENTER, 51.34, 12.37)
    assert transit_to(LANES, center, Destination.of_node(MUNICH)) == Transit(
        5, 6, Money(600, "EUR"), "slow", "standard"
    )
    assert transit_to(LANES, BERLIN, Destination.of_node(MUNICH)) == Transit(2, 2)
    assert transit_to(LANES, BERLIN, Destination(country="FR")) == assumed_transit(None)
