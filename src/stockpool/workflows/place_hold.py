"""Holding stock: at the node a line names, else where sourcing finds it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from stockpool.inventory import api as inventory
from stockpool.inventory.api import DemandLine, Ledger, Movement, Needs, PositionKey
from stockpool.inventory.messages import PlaceHold
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.requests import (
    SkuDemand,
    demands_of,
    node_problems,
    on_positions,
    refusal_of,
    unknown_channel,
)
from stockpool.workflows.sourcing_of import Unplaced, place_demands
from stockpool.workflows.task import Looking, Lost, View


class PlaceHoldTask:
    """One hold of a group."""

    records: Sequence[msgspec.Struct] = ()

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
        demands = demands_of(command.lines, view.terms)
        if isinstance(demands, Refused):
            return demands
        refused = unknown_channel(command.channel, view.network) or self._bad_partial(view)
        if refused is None:
            refused = refusal_of(node_problems(demands, command.channel, view.network))
        if refused is not None:
            return refused
        self._lines = self._placed(demands, view)
        needs.positions |= {line.key for line in self._lines}
        return None

    def _bad_partial(self, view: View) -> Refused | None:
        kits = [i for i, line in enumerate(self.command.lines) if view.terms[line.sku].components]
        if not (self.command.partial and kits):
            return None
        return refusal_of([(Reason.INVALID_INPUT, Problem("partial", f"lines[{kits[0]}] is a kit: all or nothing"))])

    def _placed(self, demands: Sequence[SkuDemand], view: View) -> list[DemandLine]:
        free_of_node = [demand for demand in demands if demand.node is None]
        chosen: dict[PositionKey, int] = {}
        if free_of_node:
            self._may_lose = not view.last_round
            placed = place_demands(free_of_node, self.command.channel, view)
            chosen, self._unplaced = placed.units, placed.unplaced
        return on_positions(demands, chosen, self.command.channel, view.network)

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:  # noqa: ARG002 -- of the role
        """Hold under the lock; what sourcing chose and another took meanwhile is sourced again."""
        if self._unplaced is not None and not self.command.partial:
            return self._unplaced.refusal(ledger)
        decided = inventory.decide_hold(ledger, self.command, self._lines)
        if self._may_lose and isinstance(decided, Refused) and decided.reason is Reason.INSUFFICIENT_STOCK:
            return Lost()
        return decided
