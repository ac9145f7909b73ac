"""A world to serve orders in: what never depends on how they are served."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

import msgspec

from stockpool.network.api import Destination, Rates
from stockpool.sourcing.api import AskedLine
from stockpool.sourcing.messages import Candidate, Method

DELIVERY_DAYS = 7.0
"""Days until more comes to a node where nobody knows."""


class WorldNode(msgspec.Struct, frozen=True, gc=False):
    """A node; without a capacity it keeps up with whatever it gets."""

    candidate: Candidate
    place: Destination = Destination()
    daily_capacity: float | None = None
    hours_a_day: float = 24.0


class WorldOrder(msgspec.Struct, frozen=True, gc=False):
    """A recorded order: lines as (SKU, smallest units), each SKU once."""

    order_id: str
    at: datetime
    lines: tuple[tuple[str, int], ...]
    to: Destination = Destination()
    channel: str = ""
    method: Method = Method.SHIP
    pickup_node: str | None = None


class StockChange(msgspec.Struct, frozen=True, gc=False):
    """Units that come to a node or, below zero, that leave it without an order; `own` if its own customers buy them."""

    at: datetime
    sku: str
    node: str
    units: int
    own: bool = False


class CapacityChange(msgspec.Struct, frozen=True, gc=False):
    """What a node can do in a day from a moment on."""

    at: datetime
    node: str
    daily_capacity: float


class Channel(msgspec.Struct, frozen=True, gc=False):
    """The nodes that a channel's orders may draw on, with the units that they keep from it."""

    nodes: frozenset[str]
    buffers: Mapping[str, int] = {}


class Transit(Protocol):
    """How many days parcels are on their way, with what a node needs to hand them over."""

    def expected(self, node: WorldNode, to: Destination, km: float | None) -> float | None:
        """On average; None where nobody knows."""
        ...

    def drawn(self, node: WorldNode, to: Destination, km: float | None, luck: float) -> float | None:
        """Those of an order with so much luck: a share of parcels that are not slower."""
        ...


class World(msgspec.Struct, frozen=True, kw_only=True):
    """All that is given. SKUs are lines without units; orders and changes are in the order of their times.

    `freight` names the rate table by which the freight of every plan is measured, whoever made it. With
    `regional_demand` a node's own demand is that of all orders that it is the nearest to, else what it sells itself.
    `deliveries` are the moments at which more can come; `safety` is what every order leaves, by SKU and node.
    """

    nodes: Mapping[str, WorldNode]
    skus: Mapping[str, AskedLine]
    orders: tuple[WorldOrder, ...]
    stock: tuple[StockChange, ...]
    capacities: tuple[CapacityChange, ...] = ()
    channels: Mapping[str, Channel] = {}
    rates: tuple[Rates, ...] = ()
    freight: str | None = None
    transit: Transit
    deliveries: tuple[datetime, ...] = ()
    regional_demand: bool = False
    safety: Mapping[str, Mapping[str, int]] = {}
    seed: int = 1
