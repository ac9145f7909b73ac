"""Extending, releasing and expiring holds, and changing commitments: tasks that name what exists already."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Ledger, Movement, Needs, PositionKey
from stockpool.inventory.messages import ExpireHolds, ExtendHold, HoldsExpired, Line, ReleaseHold
from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.workflows.requests import demands_of, refusal_of
from stockpool.workflows.task import Answered, LedgerOnly, Looking, View


def asked_quantities(lines: Sequence[Line], terms: Mapping[str, SkuTerms]) -> dict[PositionKey, int] | Refused | None:
    """Smallest units by position that a partial release names; None where it names none and means everything."""
    if not lines:
        return None
    demands = demands_of(lines, terms)
    if isinstance(demands, Refused):
        return demands
    nowhere = [d for d in demands if d.node is None]
    problems = [(Reason.INVALID_INPUT, Problem(f"{d.path}.node", "name the node to release at")) for d in nowhere]
    return refusal_of(problems) or {(d.sku, d.node or ""): d.quantity for d in demands}


class ExtendHoldTask(LedgerOnly):
    """One extension of a group."""

    def __init__(self, command: ExtendHold) -> None:
        """Carry out a command."""
        self.command = command

    def look(self, looking: Looking) -> None:
        """Nothing beyond the hold itself."""

    def plan(self, _view: View, needs: Needs) -> Refused | None:
        """Name the hold."""
        needs.reservations.add(self.command.hold_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Extend what still stands."""
        return inventory.decide_extend(ledger, self.command)


class ReleaseHoldTask(LedgerOnly):
    """One release of a group."""

    def __init__(self, command: ReleaseHold) -> None:
        """Carry out a command."""
        self.command = command
        self._asked: dict[PositionKey, int] | None = None

    def look(self, looking: Looking) -> None:
        """The terms of the named SKUs."""
        looking.skus |= {line.sku for line in self.command.lines}

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Name the hold and resolve the quantities."""
        asked = asked_quantities(self.command.lines, view.terms)
        if isinstance(asked, Refused):
            return asked
        self._asked = asked
        needs.reservations.add(self.command.hold_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused:  # noqa: ARG002 -- of the role
        """Release what still stands."""
        return inventory.decide_release(ledger, self.command, self._asked)


class ExpireHoldsTask(LedgerOnly):
    """One sweep of a group: locking the positions is enough, every group expires what is due on its positions."""

    def __init__(self, command: ExpireHolds) -> None:
        """Carry out a command."""
        self.command = command

    def look(self, looking: Looking) -> None:
        """The SKUs' terms, for quantities in display units."""
        looking.skus |= {sku for sku, _ in self.command.positions}

    def plan(self, _view: View, needs: Needs) -> Refused | None:
        """Name the positions."""
        needs.positions |= set(self.command.positions)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Answered:  # noqa: ARG002 -- of the role
        """How many lines the group gave back at the positions; the group booked them already."""
        swept = set(self.command.positions)
        lines = (line for held in ledger.reservations.values() for line in held.values())
        return Answered(HoldsExpired(sum(line.status == "expired" and line.key in swept for line in lines)))
