"""What the network is told and what it answers."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import NamedTuple

import msgspec

from stockpool.kernel.editing import Outcome, Stored, Upserted
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.refusals import Refused

STANDARD_SERVICE = "standard"
"""The service of a shipping lane that names none."""


class ShippingLaneKey(NamedTuple):
    """The way, the carrier and the service: what there is one shipping lane for."""

    from_node: str
    to_node: str | None
    to_country: str | None
    to_postal_prefix: str | None
    carrier: str
    service: str


class NodeKind(StrEnum):
    """What a node is."""

    DISTRIBUTION_CENTER = "distribution_center"
    STORE = "store"
    MICRO_HUB = "micro_hub"
    THIRD_PARTY = "third_party"
    SUPPLIER = "supplier"
    IN_TRANSIT = "in_transit"


class ChannelKind(StrEnum):
    """What a channel is."""

    WEB = "web"
    STORE = "store"
    MARKETPLACE = "marketplace"


class PromiseMethod(StrEnum):
    """How goods reach the customer to whom their date is promised."""

    SHIP = "ship"
    PICKUP = "pickup"
    SAME_DAY = "same_day"
    SHIP_TO_STORE = "ship_to_store"


class Address(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A postal address; the country by its ISO 3166 two letter code."""

    street: str | None = None
    city: str | None = None
    region: str | None = None
    postal_code: str | None = None
    country: str | None = None


class TimeRange(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """From one time of a day to another, as `HH:MM`; `24:00` is the day's end."""

    opens: str
    closes: str


class OpenHours(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a node is open, by weekday in its own time zone; a day without ranges is closed."""

    monday: tuple[TimeRange, ...] = ()
    tuesday: tuple[TimeRange, ...] = ()
    wednesday: tuple[TimeRange, ...] = ()
    thursday: tuple[TimeRange, ...] = ()
    friday: tuple[TimeRange, ...] = ()
    saturday: tuple[TimeRange, ...] = ()
    sunday: tuple[TimeRange, ...] = ()


class Node(msgspec.Struct, frozen=True):
    """Anything that holds stock. `buffer` is what channels leave untouched there, in each SKU's smallest unit.

    `cutoffs` are local times, as `HH:MM` or `HH:MM:SS`; `processing_minutes` are minutes of the open hours.
    """

    id: str
    name: str
    kind: NodeKind
    latitude: float | None = None
    longitude: float | None = None
    address: Address | None = None
    time_zone: str = "UTC"
    daily_capacity: int | None = None
    open_hours: OpenHours | None = None
    cutoffs: dict[PromiseMethod, str] = {}
    processing_minutes: int = 0
    holiday_calendar: str | None = None
    closed_dates: tuple[date, ...] = ()
    open_dates: tuple[date, ...] = ()
    can_ship: bool = True
    can_pickup: bool = True
    can_return: bool = True
    active: bool = True
    buffer: int = 0


class NodeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node on the wire. It replaces what is stored; abilities left out follow the kind, `active` stays as it is."""

    id: str
    name: str
    kind: NodeKind
    latitude: float | None = None
    longitude: float | None = None
    address: Address | None = None
    time_zone: str = "UTC"
    daily_capacity: int | None = None
    open_hours: OpenHours | None = None
    cutoffs: dict[PromiseMethod, str] = {}
    processing_minutes: int = 0
    holiday_calendar: str | None = None
    closed_dates: tuple[date, ...] = ()
    open_dates: tuple[date, ...] = ()
    can_ship: bool | None = None
    can_pickup: bool | None = None
    can_return: bool | None = None
    active: bool | None = None
    buffer: int = 0


class Pool(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The nodes a channel may draw on: those named and those of the named kinds; empty means all."""

    nodes: tuple[str, ...] = ()
    kinds: tuple[NodeKind, ...] = ()


class Channel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where customers buy. Buffers are what it leaves untouched at each node, in each SKU's smallest unit.

    From `low_stock` smallest units on a SKU is low; where it is given, it is told when SKUs are low, out, and back.
    """

    id: str
    name: str
    kind: ChannelKind
    pool: Pool = Pool()
    buffer: int = 0
    node_buffers: dict[str, int] = {}
    low_stock: int | None = None


class ShippingLaneInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A shipping lane on the wire. It replaces what is stored for the same way, carrier and service."""

    from_node: str
    to_node: str | None = None
    to_country: str | None = None
    to_postal_prefix: str | None = None
    carrier: str
    service: str = STANDARD_SERVICE
    transit_days_min: int
    transit_days_max: int
    cost: MoneyInput


class ShippingLane(msgspec.Struct, frozen=True, kw_only=True):
    """What a parcel from a node to a node, or to a country or postal area, costs and how many days it is on its way."""

    from_node: str
    to_node: str | None = None
    to_country: str | None = None
    to_postal_prefix: str | None = None
    carrier: str
    service: str
    transit_days_min: int
    transit_days_max: int
    cost: Money


def key_of(lane: ShippingLaneInput | ShippingLane) -> ShippingLaneKey:
    """What no other shipping lane has."""
    return ShippingLaneKey(
        lane.from_node, lane.to_node, lane.to_country, lane.to_postal_prefix, lane.carrier, lane.service
    )


class ShippingLaneUpserted(msgspec.Struct, frozen=True):
    """An accepted shipping lane."""

    value: ShippingLane
    outcome: Outcome


class NodeChanged(msgspec.Struct, frozen=True, tag="network.node_changed", tag_field="type"):
    """A node was made or edited, and stands at this revision now."""

    node: str
    outcome: Outcome
    revision: int


class ChannelChanged(msgspec.Struct, frozen=True, tag="network.channel_changed", tag_field="type"):
    """A channel was made or edited, and stands at this revision now."""

    channel: str
    outcome: Outcome
    revision: int


class ShippingLanesChanged(msgspec.Struct, frozen=True, tag="network.shipping_lanes_changed", tag_field="type"):
    """So many shipping lanes from these nodes are new or other than before."""

    from_node: tuple[str, ...]
    changed: int


class RatesChanged(msgspec.Struct, frozen=True, tag="network.rates_changed", tag_field="type"):
    """A rate table was stored or replaced, and stands at this revision now."""

    rates: str
    outcome: Outcome
    revision: int


StoredNode = Stored[Node]
NodeUpserted = Upserted[Node]
NodeResult = NodeUpserted | Refused
StoredChannel = Stored[Channel]
ChannelUpserted = Upserted[Channel]
ChannelResult = ChannelUpserted | Refused
ShippingLaneResult = ShippingLaneUpserted | Refused
