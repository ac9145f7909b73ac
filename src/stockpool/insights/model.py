"""What is read of events, what is known beside them, and what they are counted as."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec

from stockpool.kernel.quantities import Amount

EVERYWHERE = ""
"""The node under which everything is counted once, wherever it happened."""


class Happened(msgspec.Struct, gc=False):
    """An event at its position of the feed; without data where no figure wants its type.

    `body` is what is read of the data, None where it cannot be read.
    """

    position: int
    event_id: int
    type: str
    subject: str
    at: datetime
    data: bytes | None
    body: Any = None


class SeenLine(msgspec.Struct, frozen=True, gc=False):
    """A line of an order, as its events tell it."""

    sku: str
    quantity: Amount
    short: Amount = 0
    cancelled: Amount = 0
    unit_price: int | None = None


class SeenPiece(msgspec.Struct, frozen=True, gc=False):
    """A quantity of a SKU with a fulfillment order."""

    sku: str
    quantity: Amount


class SeenWork(msgspec.Struct, frozen=True, gc=False):
    """A fulfillment order."""

    id: str
    node: str
    status: str
    lines: tuple[SeenPiece, ...]
    delivery: int = 1
    cause: str | None = None

    @property
    def number(self) -> int:
        """Its number in its order."""
        return int(self.id.rpartition("-")[2])

    @property
    def units(self) -> Decimal:
        """What it has, in display units."""
        return sum((Decimal(line.quantity) for line in self.lines), Decimal(0))


class SeenDelivery(msgspec.Struct, frozen=True, gc=False):
    """How goods reach the customer, and until when that was promised."""

    number: int
    promised_until: datetime | None = None
    pickup_node: str | None = None
    ship_to: dict[str, Any] | None = None


class SeenPromise(msgspec.Struct, frozen=True, gc=False):
    """Until when a delivery was promised."""

    number: int
    promised_until: datetime | None = None


class SeenOrder(msgspec.Struct, frozen=True, gc=False):
    """An order that was placed or paid for."""

    order_id: str
    channel: str
    status: str
    lines: tuple[SeenLine, ...]
    fulfillment_orders: tuple[SeenWork, ...] = ()
    deliveries: tuple[SeenPromise, ...] = ()

    @property
    def promised(self) -> dict[int, datetime]:
        """Until when its deliveries were promised, by their numbers."""
        return {each.number: each.promised_until for each in self.deliveries if each.promised_until is not None}


class SeenRepair(msgspec.Struct, frozen=True, gc=False):
    """Units that a node could not serve."""

    sku: str
    quantity: Amount
    from_node: str
    cause: str
    outcome: str


class SeenStep(msgspec.Struct, frozen=True, gc=False):
    """A step of a fulfillment order; `by` is who took it, where that is known."""

    order_id: str
    channel: str
    fulfillment_order: SeenWork
    repairs: tuple[SeenRepair, ...] = ()
    by: Any = None


class SeenRepairs(msgspec.Struct, frozen=True, gc=False):
    """What became of units that nodes could not serve."""

    channel: str
    repairs: tuple[SeenRepair, ...]


class SeenLevel(msgspec.Struct, frozen=True, gc=False):
    """What a fact left at a position."""

    sku: str
    node: str
    available: Amount


class SeenFact(msgspec.Struct, frozen=True, gc=False):
    """Something that happened to goods."""

    sku: str
    node: str
    quantity: Amount
    occurred_at: datetime
    levels: tuple[SeenLevel, ...] = ()
    to_node: str | None = None


class SeenColumns(msgspec.Struct, frozen=True, gc=False):
    """What many counts left, column by column."""

    sku: tuple[str, ...]
    node: tuple[str, ...]
    available: tuple[Amount, ...]


class SeenCounts(msgspec.Struct, frozen=True, gc=False):
    """Many counts at once."""

    levels: SeenColumns


class Price(msgspec.Struct, frozen=True, gc=False):
    """What one display unit of a SKU is sold for."""

    minor: int
    currency: str


class KnownOrder(msgspec.Struct, frozen=True, gc=False):
    """What is read of an order beside its events; of its promises the first that was told."""

    deliveries: tuple[SeenDelivery, ...]
    promised: Mapping[int, datetime] = {}

    def delivery(self, number: int) -> SeenDelivery | None:
        """One of its deliveries."""
        return next((each for each in self.deliveries if each.number == number), None)

    def promised_until(self, number: int) -> datetime | None:
        """Until when a delivery was promised at first."""
        now = self.delivery(number)
        return self.promised.get(number) or (now.promised_until if now is not None else None)


StepKey = tuple[str, int, str]
"""An order, the number of its fulfillment order, and the status that a step led to."""


class Known(msgspec.Struct, frozen=True):
    """What figures need beside the events."""

    prices: Mapping[str, Price]
    """Of SKUs."""
    currencies: Mapping[str, str]
    """Of orders that were sold."""
    orders: Mapping[str, KnownOrder]
    """Of which goods leave."""
    steps: Mapping[StepKey, datetime]
    """When earlier steps were taken."""


class Wanted(msgspec.Struct, frozen=True):
    """What must be known to count some events."""

    skus: frozenset[str]
    sold: frozenset[str]
    """Orders whose currency matters."""
    worked_on: frozenset[str]
    """Orders of which the moments of earlier steps matter."""
    leaving: frozenset[str]
    """Orders whose deliveries and first promises matter."""


CountKey = tuple[str, datetime, str, str, str]
"""Node, hour, measure, channel, currency."""

PersonKey = tuple[str, date, str, str]
"""Node, day, person, measure."""

FlowKey = tuple[datetime, str, str, str]
"""Hour, node it left, node it went to, region it went to."""


class Flow(msgspec.Struct):
    """What went one way within an hour."""

    parcels: int = 0
    units: Decimal = Decimal(0)
    placed: int = 0
    latitudes: float = 0.0
    longitudes: float = 0.0


OrderEvent = tuple[str, int, int | None, str, datetime]
"""Order, event, number of a fulfillment order, type, moment."""


class Counted(msgspec.Struct):
    """What a page of events adds to the figures."""

    counts: dict[CountKey, Amount] = {}
    people: dict[PersonKey, Amount] = {}
    flows: dict[FlowKey, Flow] = {}
    order_events: list[OrderEvent] = []
    below_zero: set[tuple[str, str]] = set()
    hours: dict[datetime, int] = {}


class Meant(msgspec.Struct, frozen=True):
    """What a typed text may mean; None where it can be none of a kind. An id tells a moment by its first half."""

    words: str | None
    gtins: tuple[str, ...]
    first_id: str | None
    last_id: str | None
    tells_moment: bool = False
