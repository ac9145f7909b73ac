"""Committing stock at named nodes, giving it back, and letting another node serve it."""

from __future__ import annotations

from collections.abc import Sequence

from stockpool.inventory import api as inventory
from stockpool.inventory.api import DemandLine, Ledger, Movement, Needs, PositionKey
from stockpool.inventory.messages import Commit, Line, Reallocate, Uncommit
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.workflows.change_hold import asked_quantities
from stockpool.workflows.requests import demands_of, node_problems, on_positions, refusal_of, unknown_channel
from stockpool.workflows.task import LedgerOnly, Looking, View


def demand_lines(lines: Sequence[Line], channel_id: str, view: View) -> list[DemandLine] | Refused:
    """What lines with nodes ask of the positions, the channel's buffers with it."""
    channel = view.network.channel(channel_id)
    if channel is None:
        return unknown_channel(channel_id)
    demands = demands_of(lines, view.terms)
    if isinstance(demands, Refused):
        return demands
    nowhere = [d for d in demands if d.node is None]
    problems = [(Reason.INVALID_INPUT, Problem(f"{d.path}.node", "name the node to commit at")) for d in nowhere]
    problems += node_problems(demands, channel, view.network.network)
    return refusal_of(problems) or on_positions(demands, {}, channel)


class CommitTask(LedgerOnly):
    """One commitment of a group."""

    def __init__(self, command: Commit) -> None:
        """Carry out a command."""
        self.command = command
        self._lines: list[DemandLine] = []

    def look(self, looking: Looking) -> None:
        """The SKUs' terms."""
        looking.skus |= {line.sku for line in self.command.lines}

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Resolve the lines and name their positions and the hold."""
        found = demand_lines(self.command.lines, self.command.channel, view)
        if isinstance(found, Refused):
            return found
        self._lines = found
        needs.positions.update([line.key for line in found])
        needs.reservations.add(self.command.commitment_id)
        if self.command.hold_id is not None:
            needs.reservations.add(self.command.hold_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Commit under the lock."""
        return inventory.decide_commit(ledger, self.command, self._lines)


class UncommitTask(LedgerOnly):
    """One commitment of a group that is given back."""

    def __init__(self, command: Uncommit) -> None:
        """Carry out a command."""
        self.command = command
        self._asked: dict[PositionKey, int] | None = None

    def look(self, looking: Looking) -> None:
        """The terms of the named SKUs."""
        looking.skus |= {line.sku for line in self.command.lines}

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the commitment and resolve the quantities."""
        asked = asked_quantities(self.command.lines, view.terms)
        if isinstance(asked, Refused):
            return asked
        self._asked = asked
        needs.reservations.add(self.command.commitment_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Give back what is still committed."""
        return inventory.decide_uncommit(ledger, self.command, self._asked)


class ReallocateTask(LedgerOnly):
    """One move of a commitment's part to another node."""

    def __init__(self, command: Reallocate) -> None:
        """Carry out a command."""
        self.command = command
        self._target: DemandLine

    def look(self, looking: Looking) -> None:
        """The SKU's terms."""
        looking.skus.add(self.command.sku)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the commitment and the position that is to serve it."""
        command = self.command
        known = view.terms.get(command.sku)
        if known is not None and known.components:
            return refused_field(Reason.INVALID_INPUT, "sku", "is a kit: name the component to reallocate")
        if command.to_node == command.from_node:
            return refused_field(Reason.INVALID_INPUT, "to_node", "must be another node than from_node")
        found = demand_lines((Line(command.sku, command.quantity, command.to_node),), command.channel, view)
        if isinstance(found, Refused):
            return found
        self._target = found[0]
        needs.positions.add(self._target.key)
        needs.reservations.add(command.commitment_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Move it where the stock is free."""
        return inventory.decide_reallocate(ledger, self.command, self._target)
