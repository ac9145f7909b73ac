"""What a replay measures: how far orders could be filled, from how many nodes, and over what distance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.connectors.messages import ImportedOrder
from stockpool.kernel.geography import great_circle_km
from stockpool.network.messages import Node
from stockpool.orders.messages import OrderPlaced
from stockpool.simulation.replay.store import OrdersEnded, RepairsMade

FAR_SHARE = 0.9


class ReplayFigures(msgspec.Struct, frozen=True):
    """Counts are of order lines and orders; distances in kilometers; None where nothing was measured."""

    orders: int
    lines: int
    filled: int
    """Lines that got all they asked for."""
    short: int
    """All other lines, those of refused orders included."""
    refused: int
    """Orders that were not placed at all."""
    split_share: float | None
    """Of the orders that got anything, the share that more than one node serves."""
    km_mean: float | None
    """How far a shipped unit travels on average."""
    km_p90: float | None
    """Nine of ten shipped units travel no farther."""
    delivered: int = 0
    """Orders whose customers have everything that was not cancelled."""
    backordered: int = 0
    """Orders of which something waits for supplies."""
    undated: int = 0
    """Of these, orders that do not know when it comes."""
    cancelled: int = 0
    unfinished: int = 0
    """Orders that nodes still have: all of them where no world was played, else none."""
    cancel_causes: dict[str, int] = {}
    """Cancelled orders by their cause."""
    returns: int = 0
    """How often goods came back."""
    repairs: dict[str, dict[str, int]] = {}
    """What became of units that nodes could not serve: by cause, how often each outcome."""
    promises_moved: int = 0
    """Repairs after which the customer has it later than was promised."""


def with_ends(
    figures: ReplayFigures, ends: Sequence[OrdersEnded], repairs: Sequence[RepairsMade], returns: int
) -> ReplayFigures:
    """The figures with how the orders ended, and what was repaired on the way."""
    count = dict.fromkeys(("delivered", "backordered", "cancelled", "unfinished"), 0)
    causes: dict[str, int] = {}
    for each in ends:
        count[each.end] += each.count
        if each.end == "cancelled":
            causes[each.cause or "unknown"] = causes.get(each.cause or "unknown", 0) + each.count
    by_cause: dict[str, dict[str, int]] = {}
    for repair in repairs:
        by_cause.setdefault(repair.cause, {})[repair.outcome] = repair.count
    moved = sum(each.promises_moved for each in repairs)
    undated = sum(each.undated for each in ends if each.end == "backordered")
    figures = msgspec.structs.replace(figures, undated=undated, returns=returns)
    return msgspec.structs.replace(figures, **count, cancel_causes=causes, repairs=by_cause, promises_moved=moved)


class Gathering:
    """Adds orders up as they are answered; memory grows with the different distances only."""

    def __init__(self, nodes: Mapping[str, Node]) -> None:
        """Distances are measured from these nodes."""
        self._nodes = nodes
        self.orders = 0
        self._lines = self._filled = self._refused = 0
        self._served = self._split = 0
        self._units_by_km: dict[float, float] = {}

    def add(self, order: ImportedOrder, reply: msgspec.Struct) -> None:
        """Count one order with its answer."""
        self.orders += 1
        self._lines += len(order.lines)
        if not isinstance(reply, OrderPlaced):
            self._refused += 1
            return
        self._filled += sum(line.short == 0 for line in reply.lines)
        self._served += bool(reply.fulfillment_orders)
        self._split += len(reply.fulfillment_orders) > 1
        self._measure(order, reply)

    def _measure(self, order: ImportedOrder, reply: OrderPlaced) -> None:
        """Only what is shipped travels at the retailer's cost, and only to a known place."""
        if order.pickup_node is not None or order.ship_latitude is None or order.ship_longitude is None:
            return
        for part in reply.fulfillment_orders:
            node = self._nodes[part.node]
            if node.latitude is None or node.longitude is None:
                continue
            km = great_circle_km(node.latitude, node.longitude, order.ship_latitude, order.ship_longitude)
            units = sum(float(line.quantity) for line in part.lines)
            tenth = round(km, 1)
            self._units_by_km[tenth] = self._units_by_km.get(tenth, 0.0) + units

    def figures(self) -> ReplayFigures:
        """What has come together so far."""
        return ReplayFigures(
            orders=self.orders,
            lines=self._lines,
            filled=self._filled,
            short=self._lines - self._filled,
            refused=self._refused,
            split_share=round(self._split / self._served, 4) if self._served else None,
            km_mean=_mean(self._units_by_km),
            km_p90=_quantile(self._units_by_km, FAR_SHARE),
        )


def _mean(units_by_km: Mapping[float, float]) -> float | None:
    """The mean distance weighted by units."""
    units = sum(units_by_km.values())
    return round(sum(km * n for km, n in units_by_km.items()) / units, 1) if units else None


def _quantile(units_by_km: Mapping[float, float], share: float) -> float | None:
    """The least distance that so large a share of the units does not exceed."""
    left = share * sum(units_by_km.values())
    for km, units in sorted(units_by_km.items()):
        left -= units
        if left <= 0:
            return km
    return None
