"""What is kept of two policies' plans for one order, and what a day of them says."""

from __future__ import annotations

from datetime import date

import msgspec


class PlanFigures(msgspec.Struct, frozen=True, gc=False):
    """One side: nodes that serve, units that nobody has, kilometers of all parcels, and costs in millionths.

    `cost` is under the shadow's costs, `cost_by_active` under those of the policy that acts; None where one cannot say.
    """

    rule: str | None = None
    nodes: tuple[str, ...] = ()
    short: int = 0
    km: float | None = None
    cost: int | None = None
    cost_by_active: int | None = None


class ShadowDecision(msgspec.Struct, frozen=True, gc=False):
    """What both did with an order when it was placed; of a shadow that failed only why."""

    day: date
    order_id: str
    shadow_policy: str
    active_policy: str | None
    same: bool
    units: int = 0
    shadow: PlanFigures = PlanFigures()
    active: PlanFigures = PlanFigures()
    failed: str | None = None


class Difference(msgspec.Struct, frozen=True):
    """What an order costs by the shadow's plans and by the active ones on average, and the difference, as decimal text.

    Of the orders that both serve alike and that these costs can be told of; `low` and `high` are the 95 % interval of
    the difference, which a single order has not. All in the currency of the policy whose costs these are.
    """

    policy: str
    currency: str
    orders: int
    shadow: str
    active: str
    difference: str
    low: str | None = None
    high: str | None = None


class NodeShift(msgspec.Struct, frozen=True):
    """How many of the orders a node serves in the shadow's plans, and in those that acted."""

    node: str
    shadow: int
    active: int


class OrderDifference(msgspec.Struct, frozen=True):
    """An order that both serve differently; the difference is under the shadow's costs, as decimal text."""

    order_id: str
    shadow_nodes: tuple[str, ...]
    active_nodes: tuple[str, ...]
    difference: str


class Comparison(msgspec.Struct, frozen=True):
    """A day of a policy beside the one that acted; without one that acted, beside the built-in routing.

    Shares are of the orders that did not fail. `shadow_km` and `active_km` are an order's on average, where both know.
    """

    shadow: str
    active: str | None
    orders: int
    failed: int
    same: int
    units: int
    shadow_split: int
    active_split: int
    shadow_short: int
    active_short: int
    shadow_km: float | None
    active_km: float | None
    cost: Difference | None
    cost_by_active: Difference | None
    nodes: tuple[NodeShift, ...]
    differ_most: tuple[OrderDifference, ...]
