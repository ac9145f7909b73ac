"""Asking for a return, or taking one at a till, and placing the order that is wanted instead, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Event, Ledger, Movement, Needs
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.api import Disposition, Order, RequestReturn, Return, ReturnChange
from stockpool.orders.messages import OrderMethod, PlaceOrder
from stockpool.workflows.place_order import PlaceOrderTask
from stockpool.workflows.return_goods import ReturnTask, known_skus, ledger_moves, returns_of
from stockpool.workflows.task import Looking, Lost, View


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
        refused = super().plan(view, needs) or self._unwelcome()
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

    def _unwelcome(self) -> Refused | None:
        """The refusal to send goods to a node that takes no returns; goods that are there already are."""
        node = self.view.network.network.nodes.get(self.command.node or "")
        if node is None or node.can_return or self.command.received:
            return None
        return refused_field(Reason.INVALID_INPUT, "node", f"node {node.id!r} takes no returns")

    def nodes(self) -> Iterator[tuple[str, str | None]]:
        """Where goods come, and where they are sent."""
        yield "node", self.command.node
        for place, line in enumerate(self.command.lines):
            yield f"lines[{place}].to_node", line.to_node

    def changed(self) -> ReturnChange | Refused:
        """What is asked for is expected, or is here."""
        view, command = self.view, self.command
        if command.return_id in view.returns:
            return Refused(Reason.IN_USE, f"there is a return {command.return_id} already")
        order = self._order()
        if isinstance(order, Refused):
            return order
        if order is None and command.channel is not None and command.channel not in view.network.network.channels:
            return refused_field(Reason.UNKNOWN_CHANNEL, "channel", f"there is no channel {command.channel!r}")
        returns = returns_of(view, order.order_id) if order is not None else []
        known = known_skus([line.sku for line in command.lines], view.terms)
        return orders.decide_return(command, order, returns, known, view.now, view.rules)

    def unseen(self) -> bool:
        """As a receipt that has become the reference of an order since."""
        order_id = self._order_id()
        return self.command.order_id is None and order_id is not None and order_id not in self.view.orders

    def _order_id(self) -> str | None:
        command = self.command
        if command.order_id is None and command.channel is not None and command.receipt is not None:
            return self.view.references.get((command.channel, command.receipt))
        return command.order_id

    def _order(self) -> Order | Refused | None:
        """The order that goods come back of, if any is known."""
        view, order_id = self.view, self._order_id()
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
            return self.lost()
        moves = ledger_moves(change)
        if not self.named >= {move.key for move in moves}:
            return self.lost()
        placed = self._exchange_refused or self._exchange.decide(ledger, movement_id)
        if isinstance(placed, Lost):
            return placed
        moved = inventory.decide_moves(ledger, moves, movement_id)
        assert not isinstance(moved, Refused), "nothing takes free stock"
        returns = returns_of(self.view, change.order.order_id) if change.order is not None else []
        outcome = placed if isinstance(placed, Refused) else self._exchange.command.order_id
        change = orders.with_exchange(change, self.command.exchange, returns, outcome)
        if isinstance(placed, Refused):
            return self.granted(change, moved)
        assert placed.subject is not None
        self.records = self._exchange.records
        told = Event(placed.kind, placed.subject, placed.reply)
        granted = self.granted(change, moved, (*placed.events, told))
        return msgspec.structs.replace(
            granted,
            entries=(*granted.entries, *placed.entries),
            reservations=(*granted.reservations, *placed.reservations),
        )
