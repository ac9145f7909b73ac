"""Sourcing for a workflow: demands in, positions out, and a refusal that says what the pool still has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from stockpool.inventory.api import Ledger, PositionKey
from stockpool.inventory.messages import Line
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.orders.messages import Delivery
from stockpool.sourcing.api import Near, Nearest, Question, plan_nearby, plan_sourcing
from stockpool.sourcing.messages import Destination, Exclusion, Explanation, Method, SourcingDemand, Wanted
from stockpool.workflows.requests import SkuDemand
from stockpool.workflows.shadowing import Shadowing
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.surroundings import asked_of
from stockpool.workflows.task import View

UNDECIDED = "look_everywhere"
"""Stands in no order: whoever is not served from around its destination is sourced again."""

Shelves = Mapping[str, Mapping[str, int]]
"""Units that may be chosen, by SKU and node."""


class Missing(msgspec.Struct, frozen=True):
    """Units of a demand that are lacking: at the only node that may serve it, within so many km, or in the pool."""

    demand: SkuDemand
    units: int
    node: str | None = None
    within_km: float | None = None

    def where(self) -> str:
        """Where it was looked for."""
        if self.node is not None:
            return f"at {self.node}"
        return "in the pool" if self.within_km is None else f"within {self.within_km:g} km of where it is to go"

    def limits(self) -> dict[str, Any]:
        """The same for programs."""
        limits = {"node": self.node, "within_km": self.within_km}
        return {name: value for name, value in limits.items() if value is not None}


class Unplaced(msgspec.Struct, frozen=True):
    """What no node that may serve it has.

    Where it is contended, another task of the group plans to take the same stock and may yet not get it.
    """

    missing: tuple[Missing, ...]
    contended: bool = False

    def lines(self, ledger: Ledger) -> tuple[Line, ...]:
        """What is lacking, in display units, at no node."""
        return tuple([Line(each.demand.sku, ledger.amount(each.demand.sku, each.units)) for each in self.missing])

    def refusal(self, ledger: Ledger) -> Refused:
        """The refusal, with what could be had of each SKU."""
        problems: list[Problem] = []
        rows: list[dict[str, Any]] = []
        for each in self.missing:
            demand = each.demand
            available = ledger.amount(demand.sku, demand.quantity - each.units)
            said = f"{available} available of {demand.sku} {each.where()}"
            problems.append(Problem(f"{demand.path}.quantity", said))
            requested = ledger.amount(demand.sku, demand.quantity)
            rows.append({"sku": demand.sku, "requested": requested, "available": available, **each.limits()})
        message = f"not enough stock: {problems[0].message}"
        return Refused(Reason.INSUFFICIENT_STOCK, message, tuple(problems), {"available": rows})


class Placed(msgspec.Struct, frozen=True):
    """Which position gives how many units, what is lacking, and why these nodes."""

    units: dict[PositionKey, int]
    unplaced: Unplaced | None
    explanation: Explanation


def place_demands(
    demands: Sequence[SkuDemand],
    channel: ChannelView,
    view: View,
    *,
    method: Method = Method.SHIP,
    destination: Destination | None = None,
    pickup_node: str | None = None,
    partial: bool = False,
    set_aside: Mapping[PositionKey, int] = {},
    shelves: Shelves | None = None,
    barred: Mapping[Exclusion, frozenset[str]] = {},
    nearby: Nearest | Near | None = None,
    delivery: Delivery | None = None,
    shadow: Shadowing | None = None,
) -> Placed:
    """Choose nodes for demands that name none, and take their stock out of the group's snapshot.

    `set_aside` is what the same request asks of named nodes: it is not offered to the other demands. `shelves` is what
    may be chosen from, by SKU and node, where that is not just what the channel can sell; `barred` are nodes that may
    not serve, whatever they have.
    `nearby` are the only nodes whose stock is known: where none has everything, nothing is placed, and it is contended.
    `shadow` hears what was asked and planned.
    What cannot be placed in full will be refused unless it is partial, so it takes nothing from the others.
    """
    wanted = tuple([Wanted(demand.sku, demand.quantity) for demand in demands])
    if nearby is not None:
        asked = SourcingDemand(wanted, method, destination)
        return _place_nearby(demands, asked, channel, view, nearby, delivery=delivery, shadow=shadow)
    stock = shelves or {
        demand.sku: _beside(view.stock.sellable(channel, demand.sku), demand.sku, set_aside) for demand in demands
    }
    asked = SourcingDemand(wanted, method, destination, pickup_node)
    policy, pool = view.network.policy, channel.candidates
    if policy is None and shadow is None:
        plan = plan_sourcing(asked, stock, pool, barred)
    else:
        around = asked_of(
            demands,
            channel,
            view,
            method=method,
            destination=destination,
            pickup_node=pickup_node,
            delivery=delivery,
        )
        if policy is None:
            plan = plan_sourcing(asked, stock, pool, barred)
        else:
            plan = policy.plan(asked, around, stock, pool, barred)
        if shadow is not None:
            shadow.beside(Question(asked, around, stock, pool, barred), plan)
    units: dict[PositionKey, int] = {}
    for part in plan.allocations:
        units[part.sku, part.node] = units.get((part.sku, part.node), 0) + part.units
    by_sku = {demand.sku: demand for demand in demands}
    missing = tuple(Missing(by_sku[short.sku], short.units) for short in plan.short)
    contended = any(view.stock.is_taken_from(short.sku) for short in plan.short)
    if partial or not missing:
        for key, quantity in units.items():
            view.stock.take(key, quantity)
    return Placed(units, Unplaced(missing, contended) if missing else None, plan.explanation)


def _place_nearby(
    demands: Sequence[SkuDemand],
    asked: SourcingDemand,
    channel: ChannelView,
    view: View,
    nearby: Nearest | Near,
    *,
    delivery: Delivery | None,
    shadow: Shadowing | None,
) -> Placed:
    """All of it on one of the nearest nodes; tasks before it may have taken what was enough when it was looked at."""
    stock = {demand.sku: view.stock.sellable(channel, demand.sku) for demand in demands}
    if isinstance(nearby, Near):
        plan = nearby.plan(asked, stock)
    else:
        plan = plan_nearby(asked, stock, channel.candidates, nearby)
    if plan is None:
        missing = tuple([Missing(demand, demand.quantity) for demand in demands])
        return Placed({}, Unplaced(missing, contended=True), Explanation(UNDECIDED, asked, len(channel.candidates)))
    if shadow is not None:
        around = asked_of(demands, channel, view, method=asked.method, destination=asked.destination, delivery=delivery)
        shadow.beside(Question(asked, around, stock, channel.candidates, {}), plan)
    units = {(part.sku, part.node): part.units for part in plan.allocations}
    for key, quantity in units.items():
        view.stock.take(key, quantity)
    return Placed(units, None, plan.explanation)


def _beside(shelf: Mapping[str, int], sku: str, set_aside: Mapping[PositionKey, int]) -> Mapping[str, int]:
    """What a SKU has at each node beside what is set aside."""
    if not set_aside:
        return shelf
    return {node: units - set_aside.get((sku, node), 0) for node, units in shelf.items()}
