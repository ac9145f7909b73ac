"""Placing an order: its stock committed, its rows written and its event told, all in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import DemandLine, Ledger, Movement, Needs
from stockpool.inventory.messages import Commit, Committed, Line
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.quantities import Amount, to_positive_units
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.api import Part, Requested
from stockpool.orders.messages import HoldUse, PlaceOrder
from stockpool.workflows.allocation import Allocated, allocate_order
from stockpool.workflows.requests import demands_of, refusal_of, unknown_channel
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.task import Looking, Lost, View

NOT_THERE = (Reason.INSUFFICIENT_STOCK, Reason.HOLD_EXPIRED)
"""Refusals that may be due to another order's haste: sourcing looks again."""


class PlaceOrderTask:
    """One order of a group."""

    _view: View
    _allocated: Allocated

    def __init__(self, command: PlaceOrder) -> None:
        """Carry out a command."""
        self.command = command
        self.records: Sequence[msgspec.Struct] = ()

    def look(self, looking: Looking) -> None:
        """The stock everywhere of what is ordered, the hold's nodes, and whose the reference is."""
        command = self.command
        looking.stock.update([line.sku for line in command.lines])
        if command.hold_id is not None and is_uuid(command.hold_id):
            looking.holds.add(command.hold_id)
        if command.reference is not None and not (id_problem(command.channel) or id_problem(command.reference)):
            looking.references.add((command.channel, command.reference))

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Resolve the lines, take what the hold has, source the rest, and name the positions."""
        command = self.command
        channel = view.network.channel(command.channel)
        if channel is None:
            return unknown_channel(command.channel)
        demands = demands_of([Line(line.sku, line.quantity) for line in command.lines], view.terms)
        if isinstance(demands, Refused):
            return demands
        refused = orders.check_place(command) or wrong_pickup(command, channel, view) or short_kit(command, view.terms)
        if refused is not None:
            return refused
        self._view = view
        self._allocated = allocate_order(command, demands, channel, view)
        needs.positions.update([line.key for line in self._allocated.lines])
        if command.hold_id is not None:
            needs.reservations.add(command.hold_id)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:  # noqa: ARG002 -- of the role
        """Commit under the lock; what sourcing chose and another took meanwhile is sourced again."""
        refused = self._impossible(ledger)
        if refused is not None:
            return refused
        unplaced = self._allocated.unplaced
        if unplaced is not None and unplaced.contended and not self._view.last_round:
            return Lost()
        if unplaced is not None and not self.command.allow_short:
            return self._after_hold(unplaced.refusal(ledger), ledger)
        return self._committed(ledger)

    def _impossible(self, ledger: Ledger) -> Refused | None:
        """A reference or a hold that belongs to another order, or a hold that never was."""
        command = self.command
        taken_by = self._view.references.get((command.channel, command.reference or ""))
        refused = orders.check_reference(command, taken_by)
        if refused is not None or command.hold_id is None:
            return refused
        lines = [line for line in ledger.reservations.get(command.hold_id, {}).values() if line.kind == "hold"]
        if not lines:
            return refused_field(Reason.UNKNOWN_HOLD, "hold_id", f"there is no hold {command.hold_id!r}")
        if any(line.status == "committed" for line in lines):
            return refused_field(Reason.HOLD_CLOSED, "hold_id", f"hold {command.hold_id!r} was used by another order")
        return None

    def _after_hold(self, refused: Refused, ledger: Ledger) -> Refused:
        """Where the order's hold is gone, that is why there is no stock for it."""
        hold_id = self.command.hold_id
        if hold_id is None or ledger.open_lines(hold_id):
            return refused
        message = f"the time of hold {hold_id} is over, and there is {refused.message}"
        return msgspec.structs.replace(refused, reason=Reason.HOLD_EXPIRED, message=message)

    def _committed(self, ledger: Ledger) -> Movement | Refused | Lost:
        lines = self._allocated.lines
        committed = inventory.decide_commit(ledger, self._commit(), lines)
        if not isinstance(committed, Refused):
            return self._granted(committed, lines)
        if not self._view.last_round:
            return Lost()
        if not self.command.allow_short:
            return committed
        there = self._there(ledger)
        committed = inventory.decide_commit(ledger, self._commit(), there)
        return committed if isinstance(committed, Refused) else self._granted(committed, there)

    def _commit(self) -> Commit:
        command = self.command
        return Commit(
            key=command.key,
            fingerprint=command.fingerprint,
            actor=command.actor,
            commitment_id=command.order_id,
            channel=command.channel,
            lines=(),
            hold_id=command.hold_id,
            reference=command.reference,
        )

    def _there(self, ledger: Ledger) -> list[DemandLine]:
        """The lines as far as the locked stock and the hold reach."""
        held = {line.key: line.quantity for line in ledger.open_lines(self.command.hold_id or "")}
        found = [(line, ledger.free(line.key, line.buffer) + held.get(line.key, 0)) for line in self._allocated.lines]
        return [msgspec.structs.replace(line, quantity=min(line.quantity, free)) for line, free in found if free]

    def _granted(self, committed: Movement, lines: Sequence[DemandLine]) -> Movement:
        command, terms = self.command, self._view.terms
        assert isinstance(committed.reply, Committed)
        requested = [_requested(line.sku, line.quantity, terms) for line in command.lines]
        placed = orders.decide_place(
            command,
            requested,
            [Part(line.sku, line.node, line.quantity, terms[line.sku].decimals) for line in lines],
            _short(requested, lines) if command.allow_short else {},
            msgspec.json.encode(self._allocated.explanation),
            hold=HoldUse(committed.reply.hold_outcome),
        )
        self.records = (placed.record,)
        if command.reference is not None:
            self._view.references[command.channel, command.reference] = command.order_id
        return msgspec.structs.replace(committed, kind="order.placed", reply=placed.reply)


def _requested(line_sku: str, quantity: Amount, terms: Mapping[str, SkuTerms]) -> Requested:
    decimals = terms[line_sku].decimals
    units = to_positive_units(quantity, decimals)
    assert isinstance(units, int), "the lines were resolved before"
    return Requested(line_sku, units, decimals)


def _short(requested: Sequence[Requested], lines: Sequence[DemandLine]) -> dict[str, int]:
    """What is lacking of each SKU."""
    short: dict[str, int] = {}
    for line in requested:
        short[line.sku] = short.get(line.sku, 0) + line.units
    for part in lines:
        short[part.sku] -= part.quantity
    return short


def wrong_pickup(command: PlaceOrder, channel: ChannelView, view: View) -> Refused | None:
    """The refusal of a pickup node that does not exist, that the channel may not draw on, or that hands nothing out."""
    node = command.pickup_node
    if node is None:
        return None
    if node not in view.network.network.nodes:
        return refused_field(Reason.UNKNOWN_NODE, "pickup_node", f"there is no node {node!r}")
    if node not in channel.buffers:
        said = f"node {node!r} is not in the pool of channel {command.channel!r}"
        return refused_field(Reason.NODE_OUTSIDE_POOL, "pickup_node", said)
    if not channel.candidates.by_node[node].can_pickup:
        return refused_field(Reason.INVALID_INPUT, "pickup_node", f"node {node!r} does not offer pickup")
    return None


def short_kit(command: PlaceOrder, terms: Mapping[str, SkuTerms]) -> Refused | None:
    """The refusal of kits that would be sold in part."""
    if not command.allow_short:
        return None
    kits = [index for index, line in enumerate(command.lines) if terms[line.sku].components]
    said = "kits are sold whole: leave allow_short out, or order the components"
    return refusal_of([(Reason.INVALID_INPUT, Problem("allow_short", f"lines[{i}] is a kit; {said}")) for i in kits])
