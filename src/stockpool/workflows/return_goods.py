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
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.api import (
    CancelReturn,
    Disposition,
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
    StockMove,
)
from stockpool.orders.messages import OrderMethod, PlaceOrder
from stockpool.runtime.lane_worker import Again
from stockpool.workflows.place_order import PlaceOrderTask
from stockpool.workflows.serve_waiting import served, waiting_for
from stockpool.workflows.task import Looking, Lost, Plain, View

C = TypeVar("C", RequestReturn, ReceiveReturn, InspectReturn, CancelReturn)


class ReturnTask(Plain, Generic[C]):
    """One command about a return; each kind says what it makes of it."""

    def __init__(self, command: C) -> None:
        """Carry out a command."""
        self.command: C = command
        self.records: Sequence[msgspec.Struct] = ()
        self._view: View
        self._named: set[PositionKey] = set()
        self._freed: set[PositionKey] = set()

    def look(self, looking: Looking) -> None:
        """Lock the return and its order; where goods may become available, the orders that wait for them too."""
        looking.moment = True
        if is_uuid(self.command.return_id):
            looking.returns.add(self.command.return_id)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Refuse what makes no sense whatever else there is, and name the positions that would be touched now."""
        self._view = view
        refused = orders.check_words(self.command) or self._wrong_nodes()
        if refused is not None:
            return refused
        change = self.changed()
        if not isinstance(change, Refused):
            self._named = {move.key for move in ledger_moves(change)}
            needs.positions |= self._named
            needs.facts |= self._named
            needs.reservations |= waiting_for(_freed(change.moves), view)
        return None

    def changed(self) -> ReturnChange | Refused:
        """What the command makes of the return as it stands now."""
        raise NotImplementedError

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:
        """Decide over what those before it in the group left; where that touches other goods, look again."""
        if self.unseen():
            return self._lost()
        change = self.changed()
        if isinstance(change, Refused):
            return change
        moves = ledger_moves(change)
        if not self._named >= {move.key for move in moves}:
            return self._lost()
        refused = _not_there(moves, ledger)
        if refused is not None:
            return refused
        moved = inventory.decide_moves(ledger, moves, movement_id)
        assert not isinstance(moved, Refused), "nothing takes free stock"
        return self._granted(change, moved)

    def unseen(self) -> bool:
        """Whether the order was placed after the group had locked those it saw."""
        return False

    def _lost(self) -> Lost:
        if self._view.last_round:
            raise Again("a return was changed many times in one group")
        return Lost()

    def _granted(self, change: ReturnChange, moved: inventory.Moved, further: Sequence[Event] = ()) -> Movement:
        view, ret = self._view, change.after
        view.returns[ret.return_id] = ret
        self.records = (*self.records, ReturnRecord(ret))
        if change.order is not None:
            before = view.orders[change.order.order_id]
            view.orders[change.order.order_id] = change.order
            self.records = (*self.records, OrderRecord(change.order, before))
        self._freed = _freed(change.moves)
        subject: str = ret.order_id or ret.return_id
        reply = ReturnChanged(orders.shown_return(ret), orders.refund_due(change))
        events = (*moved.events, *further, *_told(change, subject))
        return Movement(f"return.{ret.status.value}", reply, subject, moved.entries, moved.reservations, events)

    def follow(self, ledger: Ledger) -> Iterable[Movement]:
        """Orders that wait for what was restocked get it, first in line first."""
        return served(self._freed, self._view, ledger, self._write)

    def _write(self, before: Order, after: Order) -> None:
        self._view.orders[after.order_id] = after
        self.records = (*self.records, OrderRecord(after, before))

    def _wrong_nodes(self) -> Refused | None:
        nodes = self._view.network.network.nodes
        for path, node in self.nodes():
            if node is not None and node not in nodes:
                return refused_field(Reason.UNKNOWN_NODE, path, f"there is no node {node!r}")
        return None

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """The nodes that the command names, by field."""
        yield from ()

    def _stands(self) -> tuple[Return, Order | None, Sequence[Return]] | Refused:
        """The return, its order, and all returns of that."""
        view = self._view
        ret = view.returns.get(self.command.return_id)
        if ret is None:
            return Refused(Reason.UNKNOWN_RETURN, f"there is no return {self.command.return_id!r}")
        if ret.order_id is None:
            return ret, None, [ret]
        return ret, view.orders[ret.order_id], _returns_of(view, ret.order_id)


def _returns_of(view: View, order_id: str) -> list[Return]:
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


def _freed(moves: Iterable[StockMove]) -> set[PositionKey]:
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


def _known(skus: Iterable[str | None], terms: Mapping[str, SkuTerms]) -> dict[str, Known]:
    """What the catalog says of SKUs; those it does not have are absent, inactive ones come back too."""
    found = {sku: terms[sku] for sku in skus if sku is not None and sku in terms}
    return {
        sku: Known(
            known.decimals,
            tuple([(part, terms[part].decimals, each) for part, each in known.components])
            or ((sku, known.decimals, 1),),
        )
        for sku, known in found.items()
    }


def _storable(channel: str, receipt: str) -> set[tuple[str, str]]:
    """What may be looked up; what no order can have is refused later by its field."""
    return set() if id_problem(channel) or id_problem(receipt) else {(channel, receipt)}


class RequestReturnTask(ReturnTask[RequestReturn]):
    """One return of a group that is asked for, or taken at a till; with an exchange, also the order placed for it."""

    _exchange: PlaceOrderTask | None = None
    _exchange_refused: Refused | None = None

    def look(self, looking: Looking) -> None:
        """The order, by its id or by what the customer shows, the SKUs, and the stock of what is wanted instead."""
        command = self.command
        looking.moment = True
        looking.skus.update([line.sku for line in command.lines if line.sku is not None])
        if command.order_id is not None and is_uuid(command.order_id):
            looking.returned.add(command.order_id)
        elif command.order_id is None and command.channel is not None and command.receipt is not None:
            looking.receipts.update(_storable(command.channel, command.receipt))
        if any(line.disposition is Disposition.RESTOCK for line in command.lines):
            looking.restocked = True
            looking.waiting.update([line.sku for line in command.lines if line.sku is not None])
        if command.exchange is not None:
            looking.stock.update([line.sku for line in command.exchange.lines])

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """As for all, and nodes for what is wanted instead."""
        refused = super().plan(view, needs)
        if refused is not None or self.command.exchange is None:
            return refused
        order = self._order()
        change = self.changed()
        if isinstance(order, Refused) or isinstance(change, Refused):
            return None
        self._exchange = PlaceOrderTask(self._wanted(order, change.after))
        exchange_needs = Needs()
        self._exchange_refused = self._exchange.plan(view, exchange_needs)
        needs.add(exchange_needs)
        return None

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """Where goods come, and where they are sent."""
        yield "node", self.command.node
        for place, line in enumerate(self.command.lines):
            yield f"lines[{place}].to_node", line.to_node

    def changed(self) -> ReturnChange | Refused:
        """What is asked for is expected, or is here."""
        view, command = self._view, self.command
        if command.return_id in view.returns:
            return Refused(Reason.IN_USE, f"there is a return {command.return_id} already")
        order = self._order()
        if isinstance(order, Refused):
            return order
        if order is None and command.channel is not None and command.channel not in view.network.network.channels:
            return refused_field(Reason.UNKNOWN_CHANNEL, "channel", f"there is no channel {command.channel!r}")
        returns = _returns_of(view, order.order_id) if order is not None else []
        known = _known([line.sku for line in command.lines], view.terms)
        return orders.decide_return(command, order, returns, known, view.now)

    def unseen(self) -> bool:
        """As a receipt that has become the reference of an order since."""
        order_id = self._order_id()
        return self.command.order_id is None and order_id is not None and order_id not in self._view.orders

    def _order_id(self) -> str | None:
        command = self.command
        if command.order_id is None and command.channel is not None and command.receipt is not None:
            return self._view.references.get((command.channel, command.receipt))
        return command.order_id

    def _order(self) -> Order | Refused | None:
        """The order that goods come back of, if any is known."""
        view, order_id = self._view, self._order_id()
        if order_id is None:
            return None
        return view.orders.get(order_id) or refused_field(
            Reason.UNKNOWN_ORDER, "order_id", f"there is no order {order_id!r}"
        )

    def _wanted(self, order: Order | None, ret: Return) -> PlaceOrder:
        """The order that is placed for what comes back; its reference is the return."""
        command, wanted = self.command, self.command.exchange
        assert wanted is not None
        assert command.exchange_order_id is not None
        carried_out = wanted.method is OrderMethod.CARRY_OUT
        return PlaceOrder(
            key=command.key,
            fingerprint=command.fingerprint,
            actor=command.actor,
            order_id=command.exchange_order_id,
            channel=order.channel if order is not None else command.channel or "",
            lines=wanted.lines,
            method=wanted.method,
            ship_to=wanted.ship_to,
            pickup_node=wanted.pickup_node,
            reference=command.return_id,
            sold_at=command.node if carried_out else None,
            currency=orders.currency_of(ret, wanted),
        )

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:
        """The return, and the order placed for it if that can be; else the return stands alone and says why."""
        if self.command.exchange is None:
            return super().decide(ledger, movement_id)
        change = self.changed()
        if isinstance(change, Refused) and not self.unseen():
            return change
        if isinstance(change, Refused) or self._exchange is None or self.unseen():
            return self._lost()
        moves = ledger_moves(change)
        if not self._named >= {move.key for move in moves}:
            return self._lost()
        placed = self._exchange_refused or self._exchange.decide(ledger, movement_id)
        if isinstance(placed, Lost):
            return placed
        moved = inventory.decide_moves(ledger, moves, movement_id)
        assert not isinstance(moved, Refused), "nothing takes free stock"
        returns = _returns_of(self._view, change.order.order_id) if change.order is not None else []
        outcome = placed if isinstance(placed, Refused) else self._exchange.command.order_id
        change = orders.with_exchange(change, self.command.exchange, returns, outcome)
        if isinstance(placed, Refused):
            return self._granted(change, moved)
        assert placed.subject is not None
        self.records = self._exchange.records
        told = Event(placed.kind, placed.subject, placed.reply)
        granted = self._granted(change, moved, (*placed.events, told))
        return msgspec.structs.replace(
            granted,
            entries=(*granted.entries, *placed.entries),
            reservations=(*granted.reservations, *placed.reservations),
        )


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
        known = _known([line.sku for line in self.command.lines or ()], self._view.terms)
        return orders.decide_receive(ret, self.command, order, returns, known, self._view.now)


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
        return orders.decide_inspect(ret, self.command.lines, order, returns, self._view.now)


class CancelReturnTask(ReturnTask[CancelReturn]):
    """One cancellation of a group."""

    def changed(self) -> ReturnChange | Refused:
        """Nothing comes back."""
        stands = self._stands()
        if isinstance(stands, Refused):
            return stands
        ret, order, _ = stands
        return orders.decide_cancel_return(ret, self.command, order, self._view.now)
