"""Which nodes serve an order: those of its hold as far as that reaches, for the rest those that sourcing chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.inventory.api import DemandLine, PositionKey
from stockpool.orders.messages import OrderMethod, PlaceOrder, ShipTo
from stockpool.sourcing.messages import Destination, Explanation, Method
from stockpool.workflows.requests import SkuDemand, on_positions
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.sourcing_of import Placed, Unplaced, place_demands
from stockpool.workflows.task import View


class HeldUnits(msgspec.Struct, frozen=True, gc=False):
    """Smallest units that an order takes over from its hold."""

    sku: str
    node: str
    units: int


class OrderExplanation(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """Why these nodes: those that the hold was on, and those that sourcing chose for what the hold had not."""

    held: tuple[HeldUnits, ...] = ()
    sourced: Explanation | None = None


class Allocated(msgspec.Struct, frozen=True, gc=False):
    """What an order asks of which position, what no node has, and why."""

    lines: Sequence[DemandLine]
    unplaced: Unplaced | None
    explanation: OrderExplanation


def allocate_order(command: PlaceOrder, demands: Sequence[SkuDemand], channel: ChannelView, view: View) -> Allocated:
    """Choose positions for an order on the group's snapshot."""
    held = _from_hold(command, demands, channel, view)
    rest = _rest_of(demands, held)
    placed = _sourced(command, rest, channel, view) if rest else None
    chosen = dict(held)
    for key, units in (placed.units if placed else {}).items():
        chosen[key] = chosen.get(key, 0) + units
    why = OrderExplanation(
        tuple([HeldUnits(sku, node, units) for (sku, node), units in held.items()]),
        placed.explanation if placed else None,
    )
    lines = on_positions(demands, chosen, channel)
    return Allocated(lines, placed.unplaced if placed else None, why)


def _from_hold(
    command: PlaceOrder, demands: Sequence[SkuDemand], channel: ChannelView, view: View
) -> dict[PositionKey, int]:
    """What the hold has of the demands at nodes that can serve this order."""
    if command.hold_id is None:
        return {}
    pickup = command.pickup_node
    able = channel.candidates.can_ship if pickup is None else frozenset({pickup})
    left = {demand.sku: demand.quantity for demand in demands}
    held: dict[PositionKey, int] = {}
    for line in view.holds.get(command.hold_id, ()):
        units = min(left.get(line.sku, 0), line.quantity) if line.node in able else 0
        if units:
            held[line.key] = units
            left[line.sku] -= units
    return held


def _rest_of(demands: Sequence[SkuDemand], held: Mapping[PositionKey, int]) -> list[SkuDemand]:
    """The demands less what the hold has."""
    if not held:
        return list(demands)
    taken: dict[str, int] = {}
    for (sku, _), units in held.items():
        taken[sku] = taken.get(sku, 0) + units
    left = [(demand, demand.quantity - taken.get(demand.sku, 0)) for demand in demands]
    return [msgspec.structs.replace(demand, quantity=units) for demand, units in left if units]


def _sourced(command: PlaceOrder, rest: Sequence[SkuDemand], channel: ChannelView, view: View) -> Placed:
    return place_demands(
        rest,
        channel,
        view,
        method=Method.SHIP if command.method is OrderMethod.SHIP else Method.PICKUP,
        destination=_destination(command.ship_to),
        pickup_node=command.pickup_node,
        partial=command.allow_short,
    )


def _destination(to: ShipTo | None) -> Destination | None:
    if to is None or to.latitude is None or to.longitude is None:
        return None
    return Destination(to.latitude, to.longitude)
