"""Holding stock: at the node a line names, else where sourcing finds it, as for the order that the hold is for."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.inventory import api as inventory
from stockpool.inventory.api import DemandLine, Ledger, Movement, Needs, PositionKey
from stockpool.inventory.messages import HeldFor, PlaceHold
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.messages import OrderMethod, ShipTo
from stockpool.workflows.as_ordered import as_ordered
from stockpool.workflows.finding import find_nodes
from stockpool.workflows.order_stock import resolve_lines
from stockpool.workflows.place_order import wrong_nodes
from stockpool.workflows.requests import (
    LINE_PATHS,
    SkuDemand,
    demands_of,
    node_problems,
    on_positions,
    refusal_of,
    unknown_channel,
)
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.sourcing_of import Unplaced, place_demands
from stockpool.workflows.task import LedgerOnly, Looking, Lost, View


class PlaceHoldTask(LedgerOnly):
    """One hold of a group."""

    __slots__ = ("_lines", "_may_lose", "_unplaced", "command")

    def __init__(self, command: PlaceHold) -> None:
        """Carry out a command."""
        self.command = command
        self._lines: list[DemandLine] = []
        self._unplaced: Unplaced | None = None
        self._may_lose = False

    def look(self, looking: Looking) -> None:
        """The SKUs' terms, and the stock everywhere of those that leave their node to sourcing."""
        for line in self.command.lines:
            (looking.skus if line.node is not None else looking.stock).add(line.sku)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Resolve the lines, source those without a node, and name the positions."""
        command = self.command
        channel = view.network.channel(command.channel)
        if channel is None:
            return unknown_channel(command.channel)
        demands = demands_of(command.lines, view.terms)
        if isinstance(demands, Refused):
            return demands
        refused = (
            self._wrong_reference()
            or self._partial_kit(view)
            or refusal_of(node_problems(demands, channel, view.network.network))
        )
        if refused is not None:
            return refused
        if command.held_for is not None:
            refused = self._place_for(command.held_for, demands, channel, view)
            if refused is not None:
                return refused
        else:
            self._lines = self._placed(demands, channel, view)
        needs.positions.update([(line.sku, line.node) for line in self._lines])
        return None

    def _wrong_reference(self) -> Refused | None:
        reference = self.command.reference
        said = id_problem(reference) if reference is not None else None
        return refused_field(Reason.INVALID_INPUT, "reference", said) if said else None

    def _partial_kit(self, view: View) -> Refused | None:
        if not self.command.partial:
            return None
        kits = [i for i, line in enumerate(self.command.lines) if view.terms[line.sku].components]
        said = "kits are held whole: leave partial out, or name the components"
        return refusal_of([(Reason.INVALID_INPUT, Problem("partial", f"lines[{i}] is a kit; {said}")) for i in kits])

    def _placed(self, demands: Sequence[SkuDemand], channel: ChannelView, view: View) -> list[DemandLine]:
        anywhere = [demand for demand in demands if demand.node is None]
        if not anywhere:
            return on_positions(demands, {}, channel)
        named = {(d.sku, d.node): d.quantity for d in demands if d.node is not None}
        placed = place_demands(anywhere, channel, view, partial=self.command.partial, set_aside=named)
        self._unplaced, self._may_lose = placed.unplaced, not view.last_round
        return on_positions(demands, placed.units, channel)

    def _place_for(
        self, way: HeldFor, demands: Sequence[SkuDemand], channel: ChannelView, view: View
    ) -> Refused | None:
        """Where an order would be served that is had this way; what named nodes hold is not offered to it."""
        anywhere = [
            (path, line) for path, line in zip(LINE_PATHS, self.command.lines, strict=False) if line.node is None
        ]
        method, to = OrderMethod(way.method), None
        if way.latitude is not None or way.longitude is not None:
            to = ShipTo(latitude=way.latitude, longitude=way.longitude)
        command = as_ordered(self.command.channel, [line for _, line in anywhere], method, to, way.pickup_node)
        refused = orders.check_place(command)
        if refused is not None:
            return refused
        change = orders.draft(command, resolve_lines(command.lines, view.terms), view.now)
        refused = wrong_nodes(change.order, channel, view)
        if refused is not None:
            return refused
        findings = find_nodes(
            change.order,
            change.wanted,
            channel,
            view,
            freed={(each.sku, each.node): -each.quantity for each in demands if each.node is not None},
            paths={number: path for number, (path, _) in enumerate(anywhere, start=1)},
            partial=self.command.partial,
        )
        units: dict[PositionKey, int] = {}
        for each in findings.found:
            key = (each.wanted.sku, each.node)
            units[key] = units.get(key, 0) + each.units
        self._unplaced, self._may_lose = findings.unplaced, not view.last_round
        self._lines = on_positions(demands, units, channel)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:  # noqa: ARG002 -- of the role
        """Hold under the lock; what sourcing chose and another took meanwhile is sourced again."""
        nothing_placed = self._unplaced is not None and not self._lines
        if self._unplaced is not None and (nothing_placed or not self.command.partial):
            return Lost() if self._may_lose and self._unplaced.contended else self._unplaced.refusal(ledger)
        nowhere = self._unplaced.lines(ledger) if self._unplaced is not None else ()
        decided = inventory.decide_hold(ledger, self.command, self._lines, nowhere)
        if self._may_lose and isinstance(decided, Refused) and decided.reason is Reason.INSUFFICIENT_STOCK:
            return Lost()
        return decided
