"""Placing an order: its stock committed or held, its rows written and its event told, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec

from stockpool.catalog.messages import SkuTerms
from stockpool.inventory import api as inventory
from stockpool.inventory.api import DemandLine, Ledger, Move, Movement, Needs, PositionKey
from stockpool.inventory.messages import Commit, Committed, HoldOutcome, Line
from stockpool.kernel.ids import id_problem, is_uuid
from stockpool.kernel.refusals import Problem, Reason, Refused, refused_field
from stockpool.orders import api as orders
from stockpool.orders.api import Change, Found, Order, OrderRecord
from stockpool.orders.messages import Delivery, HoldUse, OrderMethod, OrderPlaced, Payment, PlaceOrder, Shortage
from stockpool.sourcing.messages import Destination
from stockpool.workflows.fallbacks import shortage_of
from stockpool.workflows.finding import Findings, find_nodes
from stockpool.workflows.nearby import Nearby
from stockpool.workflows.order_stock import owner_of, payment_owner_of, resolve_lines
from stockpool.workflows.promised import date_order
from stockpool.workflows.requests import demands_of, refusal_of, unknown_channel
from stockpool.workflows.shadowing import Shadowing, shadowing_of
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.supplies import claimed
from stockpool.workflows.task import Looking, Lost, Plain, View

_encode = msgspec.json.Encoder().encode

NOT_THERE = (Reason.INSUFFICIENT_STOCK, Reason.HOLD_EXPIRED)
"""Refusals that may be due to another order's haste: sourcing looks again."""


class PlaceOrderTask(Plain):
    """One order of a group."""

    _view: View
    _channel: ChannelView
    _change: Change
    _findings: Findings
    _nearby: Nearby | None = None
    _shadow: Shadowing | None = None
    _shortage = Shortage.REFUSE
    _sells = False

    def __init__(self, command: PlaceOrder) -> None:
        """Carry out a command."""
        self.command = command
        self.records: Sequence[msgspec.Struct] = ()

    def look(self, looking: Looking) -> None:
        """The stock everywhere of what is ordered, the hold's nodes, and whose the reference is."""
        command = self.command
        looking.moment = True
        self._nearby = _nearby(command)
        if self._nearby is not None:
            looking.nearby.append(self._nearby)
        else:
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
        known = self._nearby.demands if self._nearby is not None else None
        demands = known or demands_of([Line(line.sku, line.quantity) for line in command.lines], view.terms)
        if isinstance(demands, Refused):
            return demands
        refused = orders.check_place(command) or short_kit(command, view.terms)
        if refused is not None:
            return refused
        change = orders.draft(command, resolve_lines(command.lines, view.terms), view.now)
        draft = change.order
        refused = orders.check_value(draft, "lines") or wrong_nodes(
            draft, channel, view, lambda: orders.node_paths(command, draft)
        )
        if refused is not None:
            return refused
        self._view, self._channel, self._change = view, channel, change
        self._shadow = shadowing_of(view.network)
        if self._shadow is not None and self._nearby is not None:
            self._shadow.near = self._nearby.beside
        self._shortage = shortage_of(command, draft, change.wanted, view)
        self._findings = find_nodes(
            draft,
            change.wanted,
            channel,
            view,
            held=[(line.key, line.quantity) for line in view.holds.get(command.hold_id or "", ())],
            partial=self._shortage is not Shortage.REFUSE,
            nearby=self._nearby.nodes if self._nearby is not None else None,
            shadow=self._shadow,
        )
        self._sells = any(each.method is OrderMethod.CARRY_OUT for each in draft.deliveries)
        self._name(needs)
        unplaced = self._findings.unplaced
        if unplaced is not None and self._shortage is Shortage.BACKORDER:
            view.supply_of.update([each.demand.sku for each in unplaced.missing])
        return None

    def _name(self, needs: Needs) -> None:
        keys = [(each.wanted.sku, each.node) for each in self._findings.found]
        needs.positions.update(keys)
        if self._sells:
            sales = zip(keys, self._findings.found, strict=True)
            needs.facts.update([key for key, each in sales if self._is_sale(each)])
        if self.command.hold_id is not None:
            needs.reservations.add(self.command.hold_id)

    def _is_sale(self, found: Found) -> bool:
        """Goods that the customer has already: a fact, which is booked whatever there is."""
        return self._change.order.delivery(found.wanted.delivery).method is OrderMethod.CARRY_OUT

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:
        """Commit under the lock; what sourcing chose and another took meanwhile is sourced again."""
        refused = self._impossible(ledger)
        if refused is not None:
            return refused
        unplaced = self._findings.unplaced
        if unplaced is not None and unplaced.contended and not self._view.last_round:
            return Lost()
        if unplaced is not None and self._is_too_little(self._findings.found):
            return self._after_hold(unplaced.refusal(ledger), ledger)
        return self._placed(ledger, movement_id)

    def _is_too_little(self, found: Sequence[Found]) -> bool:
        """Whether an order that lacks something is refused; of one that is to be cut down, something must be left."""
        shortage = self._shortage
        return shortage is Shortage.REFUSE or (shortage is Shortage.CANCEL and not found)

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
        of_order = inventory.belongs_to_order(ledger, command.hold_id)
        if of_order is not None:
            return refused_field(Reason.HOLD_CLOSED, "hold_id", of_order.message)
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

    def _placed(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost:
        found = self._findings.found
        booked = self._booked(ledger, movement_id, found)
        if not isinstance(booked, Refused):
            return self._granted(booked, found)
        if not self._view.last_round:
            return Lost()
        there = self._there(ledger)
        if self._is_too_little(there):
            return booked
        booked = self._booked(ledger, movement_id, there)
        return booked if isinstance(booked, Refused) else self._granted(booked, there)

    def _booked(self, ledger: Ledger, movement_id: int, found: Sequence[Found]) -> Movement | Refused:
        """What the order does in the ledger: units held until it is paid for, or committed, or sold at a till."""
        if self.command.payment is Payment.CAPTURED and not self._sells:
            return inventory.decide_allocation(ledger, self._commit(), self._lines(found))
        return self._moved(ledger, movement_id, found)

    def _moved(self, ledger: Ledger, movement_id: int, found: Sequence[Found]) -> Movement | Refused:
        """As one movement of moves: of the cart's hold what is used, of what is free the rest, and what is sold."""
        order, command = self._change.order, self.command
        pending = command.payment is Payment.PENDING
        owner = payment_owner_of(order) if pending else owner_of(order)
        target: inventory.Account = "held" if pending else "committed"
        cart, held_by = ledger.open_lines(command.hold_id or ""), inventory.Owner(command.hold_id or "")
        in_cart = {line.key: line.quantity for line in cart}
        moves: list[Move] = []
        for key, units in _units([each for each in found if not self._is_sale(each)]).items():
            from_cart = min(units, in_cart.get(key, 0))
            if from_cart:
                in_cart[key] -= from_cart
                moves.append(Move(*key, from_cart, "held", target, held_by, owner))
            if units > from_cart:
                buffer = self._channel.buffers[key[1]]
                moves.append(Move(*key, units - from_cart, "available", target, None, owner, buffer))
        left = [Move(*key, units, "held", "available", held_by) for key, units in in_cart.items() if units]
        sold = [each for each in found if self._is_sale(each)]
        gone = [Move(*key, units, "available", "customer") for key, units in _units(sold).items()]
        moved = inventory.decide_moves(ledger, [*left, *gone, *moves], movement_id)
        if isinstance(moved, Refused):
            return self._after_hold(moved, ledger)
        outcome = HoldUse.NONE if command.hold_id is None else HoldUse.USED if cart else HoldUse.REHELD
        reply = Committed(order.order_id, (), HoldOutcome(outcome.value))
        return Movement("", reply, None, moved.entries, moved.reservations, moved.events)

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

    def _lines(self, found: Sequence[Found]) -> list[DemandLine]:
        """What was found as demands on positions."""
        buffers = self._channel.buffers
        return [DemandLine(sku, node, units, buffers[node]) for (sku, node), units in sorted(_units(found).items())]

    def _there(self, ledger: Ledger) -> list[Found]:
        """What was found, as far as the locked stock and the hold reach."""
        left = {line.key: line.quantity for line in ledger.open_lines(self.command.hold_id or "")}
        for line in self._lines(self._findings.found):
            left[line.key] = left.get(line.key, 0) + ledger.free(line.key, line.buffer)
        there: list[Found] = []
        for each in self._findings.found:
            key = (each.wanted.sku, each.node)
            units = each.units if self._is_sale(each) else min(each.units, max(left.get(key, 0), 0))
            if units:
                left[key] = left.get(key, 0) - units
                there.append(msgspec.structs.replace(each, units=units))
        return there

    def _granted(self, booked: Movement, found: Sequence[Found]) -> Movement:
        command, view = self.command, self._view
        assert isinstance(booked.reply, Committed)
        order = self._dated(found)
        if command.payment is Payment.PENDING:
            pending = orders.still_pending(self._change, found, waits=self._shortage is not Shortage.CANCEL)
            order = msgspec.structs.replace(pending, deliveries=order.deliveries)
        beside = self._shadow.record(order.order_id, view) if self._shadow is not None else ()
        self.records = (OrderRecord(order, None, _encode(self._findings.explanation)), *beside)
        view.orders[order.order_id] = order
        if command.reference is not None:
            view.references[command.channel, command.reference] = command.order_id
        reply = placed_reply(order, HoldUse(booked.reply.hold_outcome))
        return msgspec.structs.replace(booked, kind="order.placed", reply=reply, subject=command.order_id)

    def _dated(self, found: Sequence[Found]) -> Order:
        """The order with its nodes, supply to come for what waits, and the dates that both allow."""
        command, view = self.command, self._view
        assert view.promiser is not None
        waits = self._shortage is Shortage.BACKORDER
        order = orders.settled_order(self._change, found, view.now, view.rules, waits=waits)
        if waits and command.payment is not Payment.PENDING:
            order = claimed(order, view.supply, self._channel, view.promiser)
            view.supply.account(None, order)
        return date_order(order, view.promiser)


def _nearby(command: PlaceOrder) -> Nearby | None:
    """What an order wants around its destination; None where it wants something of nodes elsewhere too."""
    to = command.ship_to
    if command.method is not OrderMethod.SHIP or command.hold_id is not None or to is None:
        return None
    if to.latitude is None or to.longitude is None or any(line.method or line.ship_to for line in command.lines):
        return None
    lines = [Line(line.sku, line.quantity) for line in command.lines]
    delivery = Delivery(1, command.method, ship_to=to)
    return Nearby(command.channel, Destination(to.latitude, to.longitude), lines, delivery)


def placed_reply(order: Order, hold: HoldUse) -> OrderPlaced:
    """The answer to an order that was placed."""
    return OrderPlaced(
        order_id=order.order_id,
        channel=order.channel,
        status=order.status,
        deliveries=order.deliveries,
        lines=orders.shown_lines(order),
        fulfillment_orders=orders.shown_fulfillments(order),
        hold=hold,
        reference=order.reference,
        payment_due_at=order.payment_due_at,
    )


def _units(found: Sequence[Found]) -> dict[PositionKey, int]:
    """What was found, by position."""
    units: dict[PositionKey, int] = {}
    for each in found:
        key = (each.wanted.sku, each.node)
        units[key] = units.get(key, 0) + each.units
    return units


def wrong_nodes(
    order: Order, channel: ChannelView, view: View, paths: Callable[[], Mapping[int, str]] = dict
) -> Refused | None:
    """The refusal of nodes that do not exist, that the channel may not draw on, or that hand nothing out.

    `paths` tells the request's names for the nodes of deliveries, if it comes to that.
    """
    nodes = view.network.network.nodes
    if order.sold_at is not None and order.sold_at not in nodes:
        return refused_field(Reason.UNKNOWN_NODE, "sold_at", f"there is no node {order.sold_at!r}")
    for delivery in order.deliveries:
        node = delivery.pickup_node
        if node is None:
            continue
        if node in channel.buffers and channel.candidates.by_node[node].can_pickup:
            continue
        path = paths().get(delivery.number, "pickup_node")
        if node not in nodes:
            return refused_field(Reason.UNKNOWN_NODE, path, f"there is no node {node!r}")
        if node not in channel.buffers:
            said = f"node {node!r} is not in the pool of channel {order.channel!r}"
            return refused_field(Reason.NODE_OUTSIDE_POOL, path, said)
        if delivery.method is not OrderMethod.CARRY_OUT and not channel.candidates.by_node[node].can_pickup:
            return refused_field(Reason.INVALID_INPUT, path, f"node {node!r} does not offer pickup")
    return None


def short_kit(command: PlaceOrder, terms: Mapping[str, SkuTerms]) -> Refused | None:
    """The refusal of kits that would be sold in part."""
    if command.shortage is not Shortage.CANCEL:
        return None
    kits = [index for index, line in enumerate(command.lines) if terms[line.sku].components]
    said = "kits are sold whole: let shortage be refuse or backorder, or order the components"
    return refusal_of([(Reason.INVALID_INPUT, Problem("shortage", f"lines[{i}] is a kit; {said}")) for i in kits])
