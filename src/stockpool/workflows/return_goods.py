"""Goods that come back: the return, its order, the goods' way through the ledger, refunds and exchanges.

All of a command is one transaction: rows of the return, its order's counters, entries, and the events for the payment
system. A return is decided anew under the locks, so that of several in one group each sees those before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import Event, Ledger, Move, Movement, Needs, Owner, PositionKey, transfer_reference
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.api import (
    CancelReturn,
    Disposition,
    ExpireReturn,
    InspectReturn,
    Known,
    Order,
    OrderRecord,
    ReceiveReturn,
    RequestReturn,
    Return,
    ReturnChange,
    ReturnChanged,
    ReturnRecord,
    SourcingRecord,
    StockMove,
)
from stockpool.runtime.lane_worker import Again
from stockpool.workflows.serve_waiting import served, waiting_for
from stockpool.workflows.task import Looking, Lost, Plain, View

C = TypeVar("C", RequestReturn, ReceiveReturn, InspectReturn, CancelReturn, ExpireReturn)


class ReturnTask(Plain, Generic[C]):
    """One command about a return; each kind says what it makes of it."""

    def __init__(self, command: C) -> None:
        """Carry out a command."""
        self.command: C = command
        self.records: Sequence[msgspec.Struct] = ()
        self.view: View
        self.named: set[PositionKey] = set()
        self._freed: set[PositionKey] = set()

    def look(self, looking: Looking) -> None:
        """Lock the return and its order; where goods may become available, the orders that wait for them too."""
        looking.moment = True
        if is_uuid(self.command.return_id):
            looking.returns.add(self.command.return_id)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Refuse what makes no sense whatever else there is, and name the positions that would be touched now."""
        self.view = view
        refused = orders.check_words(self.command) or self._wrong_nodes()
        if refused is not None:
            return refused
        change = self.changed()
        if not isinstance(change, Refused):
            self.named = {move.key for move in ledger_moves(change)}
            needs.positions |= self.named
            needs.facts |= self.named
            needs.reservations |= waiting_for(freed_by(change.moves), view)
        return None

    def changed(self) -> ReturnChange | Refused:
        """What the command makes of the return as it stands now."""
        raise NotImplementedError

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:
        """Decide over what those before it in the group left; where that touches other goods, look again."""
        if self.unseen():
            return self.lost()
        change = self.changed()
        if isinstance(change, Refused):
            return change
        moves = ledger_moves(change)
        if not self.named >= {move.key for move in moves}:
            return self.lost()
        refused = _not_there(moves, ledger)
        if refused is not None:
            return refused
        moved = inventory.decide_moves(ledger, moves, movement_id)
        assert not isinstance(moved, Refused), "nothing takes free stock"
        return self.granted(change, moved)

    def unseen(self) -> bool:
        """Whether the order was placed after the group had locked those it saw."""
        return False

    def lost(self) -> Lost:
        """What the command touches was not locked: look again."""
        if self.view.last_round:
            raise Again("a return was changed many times in one group")
        return Lost()

    def granted(self, change: ReturnChange, moved: inventory.Moved, further: Sequence[Event] = ()) -> Movement:
        """The movement, with the rows that go with it and the events that tell of it."""
        view, ret = self.view, change.after
        view.returns[ret.return_id] = ret
        self.records = (*self.records, ReturnRecord(ret))
        if change.order is not None:
            before = view.orders[change.order.order_id]
            view.orders[change.order.order_id] = change.order
            self.records = (*self.records, OrderRecord(change.order, before))
        self._freed = freed_by(change.moves)
        subject: str = ret.order_id or ret.return_id
        reply = ReturnChanged(orders.shown_return(ret), orders.refund_due(change), self.command.by)
        events = (*moved.events, *further, *_told(change, subject))
        return Movement(f"return.{ret.status.value}", reply, subject, moved.entries, moved.reservations, events)

    def follow(self, ledger: Ledger) -> Iterable[Movement]:
        """Orders that wait for what was restocked get it, first in line first."""
        return served(self._freed, self.view, ledger, self._write)

    def _write(self, before: Order, after: Order, why: tuple[SourcingRecord, ...] = ()) -> None:
        self.view.orders[after.order_id] = after
        self.records = (*self.records, OrderRecord(after, before), *why)

    def _wrong_nodes(self) -> Refused | None:
        nodes = self.view.network.network.nodes
        for path, node in self.nodes():
            if node is not None and node not in nodes:
                return refused_field(Reason.UNKNOWN_NODE, path, f"there is no node {node!r}")
        return None

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """The nodes that the command names, by field."""
        yield from ()

    def _stands(self) -> tuple[Return, Order | None, Sequence[Return]] | Refused:
        """The return, its order, and all returns of that."""
        view = self.view
        ret = view.returns.get(self.command.return_id)
        if ret is None:
            return Refused(Reason.UNKNOWN_RETURN, f"there is no return {self.command.return_id!r}")
        if ret.order_id is None:
            return ret, None, [ret]
        return ret, view.orders[ret.order_id], returns_of(view, ret.order_id)


def returns_of(view: View, order_id: str) -> list[Return]:
    """All returns of an order that the group has locked."""
    return [each for each in view.returns.values() if each.order_id == order_id]


def _told(change: ReturnChange, subject: str) -> Iterator[Event]:
    """What the payment system is told."""
    refund, exchange, charge = orders.refund_due(change), orders.exchange_placed(change), orders.charge_due(change)
    if exchange is not None:
        yield Event("exchange.placed", subject, exchange)
    if refund is not None:
        yield Event("refund.due", subject, refund)
    if charge is not None:
        yield Event("charge.due", subject, charge)


def ledger_moves(change: ReturnChange) -> list[Move]:
    """The moves with the return that goods came under, and the transfer that sent ones travel under."""
    return_id = change.after.return_id
    return [
        Move(
            move.sku,
            move.node,
            move.units,
            move.source,
            move.target,
            Owner(return_id) if move.source == "customer" else None,
            Owner(transfer_reference(move.transfer)) if move.transfer is not None else None,
        )
        for move in change.moves
    ]


def freed_by(moves: Iterable[StockMove]) -> set[PositionKey]:
    """The positions at which goods become available."""
    return {(move.sku, move.node) for move in moves if move.target == "available"}


def _not_there(moves: Sequence[Move], ledger: Ledger) -> Refused | None:
    """The refusal of goods that are not in quality control any more: a fact has taken them out."""
    there: dict[PositionKey, int] = {}
    for move in moves:
        left = there.setdefault(move.key, ledger.positions[move.key].quality_control)
        if move.target == "quality_control":
            there[move.key] = left + move.units
        elif move.source == "quality_control":
            there[move.key] = left - move.units
            if there[move.key] < 0:
                available = ledger.amount(move.sku, max(left, 0))
                said = f"{available} of {move.sku} are in quality control at {move.node}: facts took others out of it"
                row = {"sku": move.sku, "node": move.node, "available": available}
                return Refused(Reason.INSUFFICIENT_STOCK, said, (Problem("lines", said),), {"available": [row]})
    return None


def known_skus(skus: Iterable[str | None], terms: Mapping[str, SkuTerms]) -> dict[str, Known]:
    """What the catalog says of SKUs; those it does not have are absent, inactive ones come back too."""
    found = {sku: terms[sku] for sku in skus if sku is not None and sku in terms}
    return {
        sku: Known(
            known.decimals,
            tuple([(part, terms[part].decimals, each) for part, each in known.components])
            or ((sku, known.decimals, 1),),
            known.price,
        )
        for sku, known in found.items()
    }


class ReceiveReturnTask(ReturnTask[ReceiveReturn]):
    """One receipt of a group."""

    def look(self, looking: Looking) -> None:
        """The return, and the SKUs that came."""
        super().look(looking)
        looking.skus.update([line.sku for line in self.command.lines or () if line.sku is not None])

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """Where goods came."""
        yield "node", self.command.node

    def changed(self) -> ReturnChange | Refused:
        """What came waits in quality control."""
        stands = self._stands()
        if isinstance(stands, Refused):
            return stands
        ret, order, returns = stands
        known = known_skus([line.sku for line in self.command.lines or ()], self.view.terms)
        return orders.decide_receive(ret, self.command, order, returns, known, self.view.now)


class InspectReturnTask(ReturnTask[InspectReturn]):
    """One inspection of a group."""

    def look(self, looking: Looking) -> None:
        """The return, and the orders that wait for what may be restocked."""
        super().look(looking)
        looking.restocked |= any(line.disposition is Disposition.RESTOCK for line in self.command.lines)

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """Where goods are sent."""
        for place, line in enumerate(self.command.lines):
            yield f"lines[{place}].to_node", line.to_node

    def changed(self) -> ReturnChange | Refused:
        """What becomes of goods."""
        stands = self._stands()
        if isinstance(stands, Refused):
            return stands
        ret, order, returns = stands
        return orders.decide_inspect(ret, self.command.lines, order, returns, self.view.now)


class CancelReturnTask(ReturnTask[CancelReturn]):
    """One cancellation of a group."""

    def changed(self) -> ReturnChange | Refused:
        """Nothing comes back."""
        stands = self._stands()
        if isinstance(stands, Refused):
            return stands
        ret, order, _ = stands
        return orders.decide_cancel_return(ret, self.command, order, self.view.now)


class ExpireReturnTask(ReturnTask[ExpireReturn]):
    """One return of a group of which nothing came in time."""

    def changed(self) -> ReturnChange | Refused:
        """Nothing is waited for any more."""
        stands = self._stands()
        if isinstance(stands, Refused):
            return stands
        ret, order, _ = stands
        return orders.decide_expire_return(ret, order, self.view.now)
