"""Figures as they are told."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

Number = int | float


class Measure(StrEnum):
    """A figure that people steer by."""

    SALES = "sales"
    ORDERS = "orders"
    OPEN_PROMISES = "open_promises"
    OVERSELL_PREVENTED = "oversell_prevented"
    ATP_LAG_MS = "atp_lag_ms"
    FILL_RATE = "fill_rate"
    SPLIT_SHARE = "split_share"
    ON_TIME = "on_time"
    ORDER_ACCURACY = "order_accuracy"
    STORE_ACCEPTANCE = "store_acceptance"


class Money(msgspec.Struct, frozen=True):
    """An amount in minor units, and the one before."""

    currency: str
    amount: int
    before: int


class Tile(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """A figure with its value before; both are null where nothing was counted, or nothing can be said.

    `parts` are the counts it is made of, `entries` the call that reads what was counted; `since` is there where the
    figure is known from a later moment on than was asked for.
    """

    figure: Measure
    unit: str
    value: Number | None
    before: Number | None
    entries: str
    parts: dict[str, Number] = {}
    money: tuple[Money, ...] = ()
    since: datetime | None = None


class Tiles(msgspec.Struct, frozen=True, kw_only=True):
    """All figures of a span in whole hours, and of the span of the same length before it."""

    from_: datetime = msgspec.field(name="from")
    until: datetime
    before_from: datetime
    lag_s: float | None
    tiles: tuple[Tile, ...]


class Point(msgspec.Struct, frozen=True):
    """A figure within one hour or day, which begins at `at`."""

    at: datetime
    value: Number | None
    money: dict[str, int] = {}


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """One figure over time; days are those of UTC."""

    measure: Measure
    unit: str
    by: str
    from_: datetime = msgspec.field(name="from")
    until: datetime
    lag_s: float | None
    points: tuple[Point, ...]


class ExceptionKind(StrEnum):
    """What can need a person."""

    ORDER_WAITS = "order_waits"
    LATE = "late"
    NOT_ACCEPTED = "not_accepted"
    SHORT_POSITION = "short_position"
    UNCOLLECTED = "uncollected"
    RECONCILIATION = "reconciliation"
    FEED_LATE = "feed_late"
    DEAD_LETTERS = "dead_letters"
    SUPPLY_LATE = "supply_late"


class Risk(msgspec.Struct, frozen=True):
    """Money at risk, in minor units."""

    amount: int
    currency: str


class Action(msgspec.Struct, frozen=True, omit_defaults=True):
    """A call that can be made about a case; `needs` names members of its body that a person has to fill in.

    All of them are POST, and want an `Idempotency-Key` where `keyed`.
    """

    label: str
    method: str
    path: str
    body: dict[str, Any]
    keyed: bool = False
    needs: tuple[str, ...] = ()


class Case(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something that needs a person; `key` is what it is about: an order, a fulfillment order, a position, a source.

    `facts` are what `said` was made of, for those who say it in another language.
    """

    id: str
    kind: ExceptionKind
    key: str
    cause: str
    said: str
    severity: int
    since: datetime
    units: Number
    actions: tuple[Action, ...]
    facts: dict[str, Any] = {}
    node: str | None = None
    sku: str | None = None
    order_id: str | None = None
    money_at_risk: Risk | None = None
    snoozed_until: datetime | None = None
    note: str | None = None
    snoozed_by: str | None = None


class CasePage(msgspec.Struct, frozen=True):
    """The worst first; `counts` by kind, `lag_s` since somebody looked for cases."""

    exceptions: tuple[Case, ...]
    next: str | None
    counts: dict[str, int]
    lag_s: float | None


class Snoozed(msgspec.Struct, frozen=True):
    """A case that was put aside."""

    id: str
    until: datetime
    note: str


class FoundOrder(msgspec.Struct, frozen=True):
    """An order by its id or its reference."""

    id: str
    channel: str
    reference: str | None
    status: str
    placed_at: datetime


class FoundSku(msgspec.Struct, frozen=True):
    """A SKU by its id, a word of its name, or its barcode."""

    id: str
    name: str
    category: str | None
    active: bool


class FoundNode(msgspec.Struct, frozen=True):
    """A node by its id or a word of its name."""

    id: str
    name: str
    kind: str
    active: bool


class FoundReturn(msgspec.Struct, frozen=True):
    """A return by its id or the receipt that was shown."""

    id: str
    status: str
    receipt: str | None
    node: str | None
    requested_at: datetime


class FoundHold(msgspec.Struct, frozen=True):
    """A hold by its id, open or not."""

    id: str
    channel: str | None
    reference: str | None
    placed_at: datetime


class Found(msgspec.Struct, frozen=True):
    """What a search found, the best first."""

    orders: tuple[FoundOrder, ...]
    skus: tuple[FoundSku, ...]
    nodes: tuple[FoundNode, ...]
    returns: tuple[FoundReturn, ...]
    holds: tuple[FoundHold, ...]


class NodeSeen(msgspec.Struct, frozen=True, kw_only=True):
    """A node with what it has to do now; `on_hand` in display units of all its SKUs, as it was at `on_hand_at`.

    `to_pick` is what counts against `daily_capacity`: what it has not picked yet.
    """

    id: str
    name: str
    kind: str
    latitude: float | None
    longitude: float | None
    active: bool
    open_work: int
    to_pick: int
    daily_capacity: int | None
    on_hand: Number | None
    on_hand_at: datetime | None
    open_exceptions: int


class FlowSeen(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What left a node for another one, or for customers of a region, within the last 24 hours."""

    from_node: str
    parcels: int
    units: Number
    to_node: str | None = None
    region: str | None = None
    latitude: float | None = None
    longitude: float | None = None


class NetworkSeen(msgspec.Struct, frozen=True):
    """All nodes, and what went between them."""

    nodes: tuple[NodeSeen, ...]
    flows: tuple[FlowSeen, ...]
    lag_s: float | None


class Backlog(msgspec.Struct, frozen=True):
    """Fulfillment orders in one status, and for how long they have been in it."""

    status: str
    count: int
    oldest_since: datetime
    under_1_h: int
    under_4_h: int
    under_24_h: int
    older: int


class WorkFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How work is done: shares are null where nothing was counted, times are means in seconds."""

    picked_units: Number
    short_units: Number
    shorts: int
    accuracy: float | None
    accept_s: float | None
    pick_s: float | None


class NodePage(msgspec.Struct, frozen=True, kw_only=True):
    """One node: what it has to do, and how it did in the span that was asked for."""

    node: NodeSeen
    backlog: tuple[Backlog, ...]
    accepted: int
    rejected: int
    acceptance: float | None
    work: WorkFigures
    counted_positions: int
    count_accuracy: float | None
    lag_s: float | None


class PersonFigures(msgspec.Struct, frozen=True, kw_only=True):
    """How one person worked at one node."""

    person: str
    node: str
    work: WorkFigures


class People(msgspec.Struct, frozen=True, kw_only=True):
    """By person and node; `names` say what these people are called."""

    people: tuple[PersonFigures, ...]
    names: dict[str, str]
    from_: datetime = msgspec.field(name="from")
    until: datetime
    lag_s: float | None


class SkuDay(msgspec.Struct, frozen=True):
    """A day of UTC: what was there at its end, or is now; what was sold, came back, and came in, in display units."""

    day: date
    on_hand: Number
    available: Number
    sold: Number
    returned: Number
    received: Number


class SkuHistory(msgspec.Struct, frozen=True):
    """A SKU day by day."""

    sku: str
    days: tuple[SkuDay, ...]


class LifeEvent(msgspec.Struct, frozen=True):
    """Something that happened to an order, in words and as it was told."""

    event_id: str
    type: str
    at: datetime
    said: str
    data: dict[str, Any]


class LifeLine(msgspec.Struct, frozen=True):
    """The events of an order in their order; `names` say what those are called who did them."""

    order_id: str
    events: tuple[LifeEvent, ...]
    names: dict[str, str]
