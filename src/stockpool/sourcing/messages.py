"""What sourcing is asked, what it may choose from, and what it answers; quantities in smallest units."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Method(StrEnum):
    """How goods reach the customer."""

    SHIP = "ship"
    SAME_DAY = "same_day"
    PICKUP = "pickup"
    SHIP_TO_STORE = "ship_to_store"


class Wanted(msgspec.Struct, frozen=True, gc=False):
    """So many units of a SKU."""

    sku: str
    units: int


class Destination(msgspec.Struct, frozen=True, gc=False):
    """Where goods go, in degrees."""

    latitude: float
    longitude: float


class SourcingDemand(msgspec.Struct, frozen=True, gc=False):
    """What a customer wants, and how; without a destination nearness means nothing.

    Where a pickup node is named, only that can serve, from its shelf; else those that ship.
    """

    lines: tuple[Wanted, ...]
    method: Method = Method.SHIP
    destination: Destination | None = None
    pickup_node: str | None = None


class Candidate(msgspec.Struct, frozen=True, gc=False):
    """A node that may serve demands, and what it can do."""

    node: str
    latitude: float | None = None
    longitude: float | None = None
    can_ship: bool = True
    can_pickup: bool = True
    kind: str = "store"


class Allocation(msgspec.Struct, frozen=True, gc=False):
    """Units of a SKU that a node is to serve, and its distance where that is known."""

    sku: str
    node: str
    units: int
    km: float | None = None


class Exclusion(StrEnum):
    """Why a candidate was not chosen."""

    CANNOT_SHIP = "cannot_ship"
    CANNOT_PICKUP = "cannot_pickup"
    OTHER_NODE_NAMED = "other_node_named"
    GAVE_UP = "gave_up"
    TOO_FAR = "too_far"
    TOO_LATE = "too_late"
    NOT_SERVING_YET = "not_serving_yet"
    NO_STOCK = "no_stock"
    PART_OF_THE_STOCK = "part_of_the_stock"
    RANKED_LOWER = "ranked_lower"
    FARTHER = "farther"
    FILTERED = "filtered"
    COSTLIER = "costlier"


class Excluded(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Candidates not chosen for one reason; the largest group is counted only: it is all that nobody names.

    Those that are filtered are a group for each filter, named by `by`.
    """

    reason: Exclusion
    count: int
    nodes: tuple[str, ...] = ()
    by: str | None = None


class ChosenNode(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A node of the plan, its distance, and what it had free of each line's SKU, in the order of the lines.

    Under a policy with what its part costs, in millionths, in the order of the explanation's `costs`.
    """

    node: str
    km: float | None
    free: tuple[int, ...]
    costs: tuple[int, ...] = ()


class Alternative(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Nodes that could have served the same, and their distances in sum; under a policy with what each would cost."""

    nodes: tuple[str, ...]
    km: float | None
    costs: tuple[tuple[int, ...], ...] = ()


class PassedOver(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A node that alone would have been cheaper and was not used: what barred it, or what it lacked, in units.

    `filter` with what it `found` and its `limit`, `lacking` as (SKU, units); `cost` is what all of it would cost
    from there.
    """

    node: str
    cost: int
    filter: str | None = None
    found: float | None = None
    limit: float | None = None
    lacking: tuple[tuple[str, int], ...] = ()


class Explanation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why these nodes: the rule with its version, what it was given, what it left out, what came next."""

    strategy: str
    demand: SourcingDemand
    candidates: int
    chosen: tuple[ChosenNode, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    short: tuple[Wanted, ...] = ()
    notes: tuple[str, ...] = ()
    policy: str | None = None
    """The policy with its version; what follows is said under a policy."""
    rule: str | None = None
    currency: str | None = None
    costs: tuple[str, ...] = ()
    """The names of the cost parts, in the order in which nodes give them; in millionths of the currency."""
    passed_over: tuple[PassedOver, ...] = ()
    gap: float = 0.0
    """By what share the plan may be dearer than the cheapest there is, at most; none where that is proven."""


class SourcingPlan(msgspec.Struct, frozen=True, gc=False):
    """Which node serves what, what no node has, and why."""

    allocations: tuple[Allocation, ...]
    short: tuple[Wanted, ...]
    explanation: Explanation
