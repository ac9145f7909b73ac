"""Opening, topping up and settling escrows: what a till may sell while it is cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import (
    DemandLine,
    Escrow,
    EscrowRecord,
    Ledger,
    Movement,
    Needs,
    OpenEscrow,
    SettleEscrow,
    TopUpEscrow,
)
from stockpool.inventory.messages import Line
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.workflows.requests import demands_of
from stockpool.workflows.task import Looking, Plain, View


def at_node(lines: Sequence[Line], node: str, terms: Mapping[str, SkuTerms]) -> list[DemandLine] | Refused:
    """The lines in smallest units at a node, kits by their components. No channel's buffer counts for a till."""
    demands = demands_of([Line(line.sku, line.quantity, node) for line in lines], terms)
    if isinstance(demands, Refused):
        return demands
    return sorted(
        [DemandLine(each.sku, node, each.quantity, path=each.path) for each in demands], key=attrgetter("key")
    )


class _EscrowTask(Plain):
    """What steps of an escrow have in common: the escrow as they leave it is written with them."""

    _view: View

    def __init__(self) -> None:
        self.records: Sequence[msgspec.Struct] = ()
        self._lines: list[DemandLine] = []

    def _done(self, decided: tuple[Movement, Escrow] | Refused) -> Movement | Refused:
        if isinstance(decided, Refused):
            return decided
        movement, escrow = decided
        self._view.escrows[escrow.escrow_id] = escrow
        self.records = (EscrowRecord(escrow),)
        return movement

    def _ask(self, lines: Sequence[Line], node: str, view: View, needs: Needs) -> Refused | None:
        asked = at_node(lines, node, view.terms)
        if isinstance(asked, Refused):
            return asked
        self._lines = asked
        needs.positions.update([line.key for line in asked])
        return None


class OpenEscrowTask(_EscrowTask):
    """One new escrow of a group."""

    def __init__(self, command: OpenEscrow) -> None:
        """Carry out a command."""
        super().__init__()
        self.command = command

    def look(self, looking: Looking) -> None:
        """The terms of the SKUs."""
        looking.skus |= {line.sku for line in self.command.lines}

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Resolve the lines and name their positions."""
        command, self._view = self.command, view
        if command.node not in view.network.network.nodes:
            return refused_field(Reason.UNKNOWN_NODE, "node", f"there is no node {command.node!r}")
        said = id_problem(command.till)
        if said is not None:
            return refused_field(Reason.INVALID_INPUT, "till", said)
        return self._ask(command.lines, command.node, view, needs)

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Keep what there is."""
        return self._done(inventory.decide_open(ledger, self.command, self._lines))


class TopUpEscrowTask(_EscrowTask):
    """One top-up of a group."""

    def __init__(self, command: TopUpEscrow) -> None:
        """Carry out a command."""
        super().__init__()
        self.command = command

    def look(self, looking: Looking) -> None:
        """The escrow, locked, and the terms of the SKUs."""
        _look_at(self.command.escrow_id, looking)
        looking.skus |= {line.sku for line in self.command.lines}

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the escrow's positions, and those of the lines."""
        command, self._view = self.command, view
        escrow = view.escrows.get(command.escrow_id)
        if escrow is None:
            return unknown_escrow(command.escrow_id)
        needs.reservations.add(command.escrow_id)
        return self._ask(command.lines, escrow.node, view, needs) if command.lines else None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Add to what still stands."""
        escrow = self._view.escrows[self.command.escrow_id]
        return self._done(inventory.decide_top_up(ledger, escrow, self.command, self._lines))


class SettleEscrowTask(_EscrowTask):
    """One settlement of a group."""

    def __init__(self, command: SettleEscrow) -> None:
        """Carry out a command."""
        super().__init__()
        self.command = command

    def look(self, looking: Looking) -> None:
        """The escrow, locked."""
        _look_at(self.command.escrow_id, looking)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the escrow's positions."""
        self._view = view
        if self.command.escrow_id not in view.escrows:
            return unknown_escrow(self.command.escrow_id)
        needs.reservations.add(self.command.escrow_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Give back what is left."""
        escrow = self._view.escrows[self.command.escrow_id]
        return self._done(inventory.decide_settle(ledger, escrow, self.command))


def _look_at(escrow_id: str, looking: Looking) -> None:
    if is_uuid(escrow_id):
        looking.escrows.add(escrow_id)


def unknown_escrow(escrow_id: str) -> Refused:
    """The refusal of an escrow that does not exist."""
    return Refused(Reason.UNKNOWN_ESCROW, f"there is no escrow {escrow_id!r}")
