"""Recording what happened to goods: SKU and node known, a quantity that fits; then it is booked whatever there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Event, FactLine, Ledger, Movement, Needs, PositionKey, Reservation
from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.quantities import QUANTITY_MAX, to_positive_units, to_units
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.network.api import Network
from stockpool.orders import api as orders
from stockpool.orders.api import Order, OrderRecord, SourcingRecord
from stockpool.supply.api import Receipt
from stockpool.supply.messages import SupplyReceived
from stockpool.workflows.requests import refusal_of
from stockpool.workflows.serve_waiting import served, waiting_for
from stockpool.workflows.task import Looking, Plain, View

WITH_REASON = {FactKind.DAMAGE, FactKind.RESTORE, FactKind.DISPOSE, FactKind.RECEIVE, FactKind.RETURN, FactKind.ARRIVE}
IN_TRANSIT = {FactKind.DISPATCH, FactKind.ARRIVE}
TAKES_RESERVED = {FactKind.SELL, FactKind.SHIP}
OF_SUPPLY = {FactKind.RECEIVE, FactKind.ARRIVE}
"""Facts that name by their reference the supply of which they bring some, if it is one."""
MAKES_FREE = {
    FactKind.RECEIVE,
    FactKind.RETURN,
    FactKind.ARRIVE,
    FactKind.RESTORE,
    FactKind.ADJUST,
    FactKind.COUNT,
    FactKind.MOVE,
}
"""Facts that may leave more free than before, for which orders may wait."""


class RecordFactTask(Plain):
    """One fact of a group."""

    _view: View

    def __init__(self, command: RecordFact) -> None:
        """Carry out a command."""
        self.command = command
        self.records: Sequence[msgspec.Struct] = ()
        self._lines: list[FactLine] = []

    def look(self, looking: Looking) -> None:
        """The SKU's terms, and the orders that wait for it or that the fact ships."""
        fact = self.command
        looking.skus.add(fact.sku)
        if fact.kind in MAKES_FREE:
            looking.waiting.add(fact.sku)
        if fact.kind in TAKES_RESERVED and fact.reference and is_uuid(fact.reference):
            looking.orders.add(fact.reference)
        looking.orders |= _orders_named_as_transfer(fact)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Take the fact apart into lines and name their positions."""
        fact = self.command
        problems = [*_problems(fact, view.terms, view.network.network), *_transfer_problems(fact, view.orders)]
        refused = refusal_of(problems)
        if refused is not None:
            return refused
        lines = _lines(fact, view.terms)
        if isinstance(lines, Refused):
            return lines
        self._lines, self._view = lines, view
        nodes = [fact.node] if fact.to_node is None or fact.kind is not FactKind.MOVE else [fact.node, fact.to_node]
        keys = {(line.sku, node) for line in lines for node in nodes}
        needs.positions |= keys
        needs.facts |= keys
        if fact.occurred_at is not None:
            needs.dated |= {(key, fact.occurred_at) for key in keys}
            if fact.kind is FactKind.COUNT:
                needs.moments |= {(line.key, fact.occurred_at) for line in lines}
        if fact.kind in TAKES_RESERVED and fact.reference and is_uuid(fact.reference):
            needs.reservations.add(fact.reference)
        if fact.escrow is not None and is_uuid(fact.escrow):
            needs.lines |= {(fact.escrow, line.key) for line in lines}
        if fact.kind in OF_SUPPLY and fact.reference and id_problem(fact.reference) is None:
            view.supply_named.add(fact.reference)
        if fact.kind in MAKES_FREE:
            needs.reservations |= waiting_for(keys, view)
        return None

    def decide(self, ledger: Ledger, movement_id: int) -> Movement:
        """A fact is never refused. What it ships of an order has left in the order too."""
        fact = self.command
        decided = inventory.decide_fact(ledger, fact, self._lines, movement_id)
        order = self._view.orders.get(fact.reference or "") if fact.kind in TAKES_RESERVED else None
        if order is not None:
            taken = [line for line in decided.reservations if line.reservation_id == order.order_id]
            self._write(order, orders.shipped_by_fact(order, _taken(ledger, taken), self._view.now))
        return self._received(decided, ledger)

    def _received(self, decided: Movement, ledger: Ledger) -> Movement:
        """What a supply brings counts as received of it."""
        fact, (line, *_) = self.command, self._lines
        supply = self._view.supply.find(fact.reference or "") if fact.kind in OF_SUPPLY else None
        if supply is None or (supply.sku, supply.node) != (fact.sku, fact.node):
            return decided
        self._view.supply.receive(supply.supply_id, line.quantity)
        self.records = (*self.records, Receipt(supply.supply_id, line.quantity))
        body = SupplyReceived(supply.supply_id, fact.sku, fact.node, ledger.amount(fact.sku, line.quantity))
        event = Event("supply.received", supply.supply_id, body)
        return msgspec.structs.replace(decided, events=(*decided.events, event))

    def follow(self, ledger: Ledger) -> Iterable[Movement]:
        """The orders that wait for what has become free get it, first in line first."""
        if self.command.kind not in MAKES_FREE or not self._view.orders:
            return ()
        keys = {(line.sku, self.command.node) for line in self._lines}
        if self.command.to_node is not None:
            keys = {(sku, self.command.to_node) for sku, _ in keys}
        return served(keys, self._view, ledger, self._write, received_of=self.command.reference)

    def told_at_last(self, reply: msgspec.Struct, ledger: Ledger) -> msgspec.Struct:
        """The levels are those that are left when the orders that waited have theirs."""
        assert isinstance(reply, FactRecorded)
        return inventory.with_levels_now(ledger, reply)

    def _write(self, before: Order, after: Order, why: tuple[SourcingRecord, ...] = ()) -> None:
        self._view.orders[after.order_id] = after
        self.records = (*self.records, OrderRecord(after, before), *why)


def _taken(ledger: Ledger, after: Iterable[Reservation]) -> dict[PositionKey, int]:
    """By how much an order's commitments are smaller after a fact."""
    return {line.key: ledger.reservations[line.reservation_id][line.key].quantity - line.quantity for line in after}


def _problems(fact: RecordFact, terms: Mapping[str, SkuTerms], network: Network) -> Iterator[tuple[Reason, Problem]]:
    """Everything that makes the fact unreadable; nothing of it depends on stock."""
    if fact.sku not in terms:
        yield Reason.UNKNOWN_SKU, Problem("sku", f"SKU {fact.sku!r} is not in the catalog")
    if fact.node not in network.nodes:
        yield Reason.UNKNOWN_NODE, Problem("node", f"there is no node {fact.node!r}")
    yield from _move_problems(fact, network)
    if fact.kind in IN_TRANSIT and not fact.reference:
        yield Reason.INVALID_INPUT, Problem("reference", f"a fact of kind {fact.kind} names its transfer here")
    if fact.reason is not None and fact.kind not in WITH_REASON:
        yield Reason.INVALID_INPUT, Problem("reason", f"a fact of kind {fact.kind} has no reason")
    if fact.escrow is not None and fact.kind is not FactKind.SELL:
        yield Reason.INVALID_INPUT, Problem("escrow", f"a fact of kind {fact.kind} takes nothing from an escrow")
    if fact.occurred_at is not None and fact.occurred_at.tzinfo is None:
        yield Reason.INVALID_INPUT, Problem("occurred_at", "must have a time zone, as in 2026-01-31T10:00:00Z")


def _orders_named_as_transfer(fact: RecordFact) -> set[str]:
    """The order of which a fact may name a fulfillment order as its transfer; transfers of returns are called alike."""
    named = orders.parse_fulfillment_order_id(fact.reference or "") if fact.kind in IN_TRANSIT else None
    return {named[0]} if named is not None and is_uuid(named[0]) else set()


def _transfer_problems(fact: RecordFact, known: Mapping[str, Order]) -> Iterator[tuple[Reason, Problem]]:
    """What an order sends moves with the order: in the ledger alone it would be where the order does not know of."""
    if _orders_named_as_transfer(fact) & known.keys():
        step = "arrive" if fact.kind is FactKind.ARRIVE else "ship"
        said = f"{fact.reference} is a fulfillment order, whose goods move by its own steps: take its step {step}"
        yield Reason.INVALID_INPUT, Problem("reference", said)


def _move_problems(fact: RecordFact, network: Network) -> Iterator[tuple[Reason, Problem]]:
    if fact.kind is not FactKind.MOVE:
        if fact.to_node is not None:
            yield Reason.INVALID_INPUT, Problem("to_node", f"a fact of kind {fact.kind} has no other node")
    elif fact.to_node is None or fact.to_node == fact.node:
        yield Reason.INVALID_INPUT, Problem("to_node", "a move names another node that the goods are at now")
    elif fact.to_node not in network.nodes:
        yield Reason.UNKNOWN_NODE, Problem("to_node", f"there is no node {fact.to_node!r}")


def _lines(fact: RecordFact, terms: Mapping[str, SkuTerms]) -> list[FactLine] | Refused:
    """The fact in smallest units, a kit by its components."""
    known = terms[fact.sku]
    units = _units(fact, known.decimals)
    if isinstance(units, str):
        return Refused(Reason.INVALID_QUANTITY, f"quantity: {units}", (Problem("quantity", units),))
    if not known.components:
        return [FactLine(fact.sku, fact.node, units)]
    if fact.kind is FactKind.COUNT:
        return refused_field(Reason.INVALID_INPUT, "sku", "is a kit and has no stock of its own: count its components")
    lines = [FactLine(part, fact.node, units * each) for part, each in known.components]
    if any(abs(line.quantity) > QUANTITY_MAX for line in lines):
        problem = Problem("quantity", "is too large for the components of this kit")
        return Refused(Reason.INVALID_QUANTITY, f"quantity: {problem.message}", (problem,))
    return lines


def _units(fact: RecordFact, decimals: int) -> int | str:
    if fact.kind is FactKind.ADJUST:
        units = to_units(fact.quantity, decimals)
        return "must not be zero" if units == 0 else units
    if fact.kind is FactKind.COUNT:
        units = to_units(fact.quantity, decimals)
        return "must not be negative" if isinstance(units, int) and units < 0 else units
    return to_positive_units(fact.quantity, decimals)
