"""How long goods are on their way and what that costs: by the shipping lanes that are known, else by distance."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

import msgspec

from stockpool.kernel.geography import great_circle_km
from stockpool.kernel.money import Money
from stockpool.network.messages import Node, ShippingLane

KM_PER_DAY = 600
"""What a parcel is taken to travel in a day where no shipping lane says better: a night's drive of a truck."""

KM_UNKNOWN = 3_000
"""How far a place is taken to be whose position is unknown: across a continent."""


class Destination(msgspec.Struct, frozen=True):
    """Where goods go: a node, or an address as far as it is known; degrees for the distance."""

    node: str | None = None
    country: str | None = None
    postal_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None

    @classmethod
    def of_node(cls, node: Node) -> Destination:
        """A node, with its address for lanes that go to all of its area."""
        country = node.address.country if node.address else None
        postal_code = node.address.postal_code if node.address else None
        return cls(node.id, country, postal_code, node.latitude, node.longitude)


class Transit(msgspec.Struct, frozen=True):
    """How many days goods are on their way, by whom and for how much; nobody and None where it is only assumed."""

    days_min: int
    days_max: int
    cost: Money | None = None
    carrier: str | None = None
    service: str | None = None


class ShippingLanes:
    """All shipping lanes at one version."""

    def __init__(self, lanes: Iterable[ShippingLane], version: int) -> None:
        self.version = version
        self._to_nodes: dict[tuple[str, str], list[Transit]] = {}
        self._to_areas: dict[tuple[str, str], dict[str, list[Transit]]] = {}
        for lane in sorted(lanes, key=_cheapest_first):
            transit = _transit(lane)
            if lane.to_node is not None:
                self._to_nodes.setdefault((lane.from_node, lane.to_node), []).append(transit)
            if lane.to_country is not None:
                areas = self._to_areas.setdefault((lane.from_node, lane.to_country), {})
                areas.setdefault(_normal(lane.to_postal_prefix), []).append(transit)

    def days_least(self, from_node: str, country: str | None) -> int | None:
        """The fewest days that any lane to a country takes at most; None where there is none."""
        areas = self._to_areas.get((from_node, country)) if country is not None else None
        if areas is None:
            return None
        return min([transit.days_max for transits in areas.values() for transit in transits])

    def lane_for(self, from_node: str, to: Destination, service: str | None = None) -> Transit | None:
        """The cheapest lane, of the service if one is named, among those that name the destination most closely.

        One to the node goes before those to its area, a longer postal prefix before a shorter one, that before the
        country.
        """
        if to.node is not None and (found := _of_service(self._to_nodes.get((from_node, to.node)), service)):
            return found
        areas = self._to_areas.get((from_node, to.country)) if to.country is not None else None
        if areas is None:
            return None
        code = _normal(to.postal_code)
        for length in range(len(code), -1, -1):
            if found := _of_service(areas.get(code[:length]), service):
                return found
        return None


def transit_to(
    lanes: ShippingLanes, origin: Node, to: Destination, service: str | None = None, *, km: float | None = None
) -> Transit:
    """By the lane that is known, else as assumed from the distance, which is worked out where it is not given."""
    known = lanes.lane_for(origin.id, to, service)
    return known or assumed_transit(distance_km(origin, to) if km is None else km)


def assumed_transit(km: float | None) -> Transit:
    """One day to hand goods over and one for each 600 km begun; what it costs is not known."""
    days = 1 + ceil((KM_UNKNOWN if km is None else km) / KM_PER_DAY)
    return Transit(days, days)


def distance_km(origin: Node, to: Destination) -> float | None:
    """Kilometers as the crow flies; None where a position is not known."""
    if origin.latitude is None or origin.longitude is None or to.latitude is None or to.longitude is None:
        return None
    return great_circle_km(origin.latitude, origin.longitude, to.latitude, to.longitude)


def _cheapest_first(lane: ShippingLane) -> tuple[int, int, int, str, str]:
    return lane.cost.minor, lane.transit_days_max, lane.transit_days_min, lane.carrier, lane.service


def _transit(lane: ShippingLane) -> Transit:
    return Transit(lane.transit_days_min, lane.transit_days_max, lane.cost, lane.carrier, lane.service)


def _of_service(transits: list[Transit] | None, service: str | None) -> Transit | None:
    if service is None:
        return transits[0] if transits else None
    return next((each for each in transits or () if each.service == service), None)


def _normal(postal: str | None) -> str:
    """Without blanks and in capitals: people write `sw1a 1aa` as they like."""
    return (postal or "").replace(" ", "").upper()
