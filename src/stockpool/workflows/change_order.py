"""Changing an order: every step of it and of its fulfillment orders, and other nodes for what a node gives up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

import msgspec

from stockpool.inventory import api as inventory
from stockpool.inventory.api import Event, Ledger, Move, Movement, Needs
from stockpool.inventory.messages import Line
from stockpool.kernel.ids import is_uuid
from stockpool.kernel.refusals import Reason, Refused
from stockpool.orders import api as orders
from stockpool.orders.api import Change, Found, Order, OrderRecord, SourcingRecord
from stockpool.orders.messages import (
    AdvanceFulfillment,
    CancelOrder,
    Cause,
    ClaimSupply,
    ConfirmPayment,
    EditOrder,
    FailPayment,
    FulfillmentAdvanced,
    FulfillmentStep,
    HoldUse,
    OrderCancelled,
    OrderChanged,
    OrderRepaired,
    OrderStatus,
    ReturnedStock,
    ServeWaiting,
)
from stockpool.runtime.lane_worker import Again
from stockpool.workflows.explaining import sourcing_record
from stockpool.workflows.finding import Findings, find_nodes
from stockpool.workflows.order_stock import freed_by, ledger_moves, name_needs, owner_of, resolve_lines
from stockpool.workflows.place_order import wrong_nodes
from stockpool.workflows.promised import date_change, date_order, with_moved_promises
from stockpool.workflows.requests import demands_of
from stockpool.workflows.short_picks import count_wanted, told
from stockpool.workflows.snapshot import ChannelView
from stockpool.workflows.supplies import claimed
from stockpool.workflows.task import Answered, Looking, Lost, Plain, View

C = TypeVar("C", AdvanceFulfillment, CancelOrder, ClaimSupply, ConfirmPayment, EditOrder, FailPayment, ServeWaiting)

Told = tuple[str, msgspec.Struct]
"""The kind of a movement, and its answer."""


def _always(_task: object) -> bool:
    """Nodes may be sought."""
    return True


class ChangeOrderTask(Plain, Generic[C]):
    """One command about an order that stands; each kind says what it makes of it and what it tells."""

    def __init__(self, command: C) -> None:
        """Carry out a command."""
        self.command: C = command
        self.records: Sequence[msgspec.Struct] = ()
        self._view: View
        self._before: Order | None = None
        self._refused: Refused | None = None
        self._change: Change
        self._planned: Change
        self._findings: Findings | None = None

    def may_source(self) -> bool:
        """Whether nodes may be sought, so that the order's stock everywhere must be seen."""
        return False

    def look(self, looking: Looking) -> None:
        """Lock the order; where nodes may be sought, its SKUs' stock everywhere."""
        if is_uuid(self.command.order_id):
            looking.orders.add(self.command.order_id)
            if self.may_source():
                looking.sourced_again.add(self.command.order_id)

    def plan(self, view: View, needs: Needs) -> Refused | None:
        """Decide on the order as it stands; where another of the group changes it meanwhile, it is planned again."""
        self._view = view
        self._before = view.orders.get(self.command.order_id)
        changed = self.changed(self._before, view)
        self._refused = changed if isinstance(changed, Refused) else None
        if isinstance(changed, Refused):
            return None
        self._change = changed
        self._findings = self._found(changed, view) if changed.wanted else None
        settled = self._planned = self._settled()
        if settled.moves:  # most steps of a fulfillment order move nothing
            name_needs(needs, settled.moves, self.command.order_id)
        view.supply_of.update([sku for _, sku in orders.unclaimed(settled.order)])
        if changed.order.hold_id is not None:
            needs.reservations.add(changed.order.hold_id)
        return None

    def waits(self) -> bool:
        """Whether what no node has may wait; else the command is refused for lack of stock."""
        return True

    def is_too_little(self, after: Order) -> bool:  # noqa: ARG002 -- of the role
        """Whether more would wait than may."""
        return False

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """What the command makes of the order."""
        raise NotImplementedError

    def told(self, change: Change, ledger: Ledger) -> Told:
        """What the command answers."""
        raise NotImplementedError

    def held(self, view: View, order: Order) -> Sequence[tuple[inventory.PositionKey, int]]:  # noqa: ARG002
        """What a hold has for what is wanted."""
        return ()

    def paths(self, order: Order) -> Mapping[int, str]:  # noqa: ARG002 -- of the role
        """The request's names for lines that it does not call by their number."""
        return {}

    def _channel(self, order: Order) -> ChannelView | None:
        return self._view.network.channel(order.channel)

    def _found(self, change: Change, view: View) -> Findings | None:
        channel = self._channel(change.order)
        if channel is None:
            return None
        return find_nodes(
            change.order,
            change.wanted,
            channel,
            view,
            held=self.held(view, change.order),
            freed=freed_by(change.moves),
            paths=self.paths(change.order),
            partial=self.waits(),
        )

    def _settled(self, *, nothing_found: bool = False) -> Change:
        """The change with nodes for what is wanted; what lacks nothing any more gets its time of release."""
        view, change = self._view, self._change
        found: Sequence[Found] = () if nothing_found or self._findings is None else self._findings.found
        waits = view.rules.backorder_when_unserved or not any(each.cause for each in change.wanted)
        return orders.settle(change, found, view.now, view.rules, waits=waits)

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost | Answered:
        """Change the order and move its units; where another was quicker, look again."""
        if self._view.orders.get(self.command.order_id) is not self._before:
            if self._view.last_round:
                raise Again("an order was changed many times in one group")
            return Lost()
        if self._refused is not None:
            return self._refused
        unplaced = self._findings.unplaced if self._findings is not None else None
        if unplaced is not None and unplaced.contended and not self._view.last_round:
            return Lost()
        if unplaced is not None and (not self.waits() or self.is_too_little(self._planned.order)):
            return unplaced.refusal(ledger)
        decided = self._moved(self._planned, ledger, movement_id)
        if not isinstance(decided, Refused):
            return decided
        if not self._view.last_round:
            return Lost()
        waiting = self._settled(nothing_found=True) if self.waits() else None
        if waiting is None or self.is_too_little(waiting.order):
            return decided
        return self._moved(waiting, ledger, movement_id)

    def _moved(self, change: Change, ledger: Ledger, movement_id: int) -> Movement | Refused:
        moved = inventory.decide_moves(ledger, self.moves(change, ledger), movement_id)
        return moved if isinstance(moved, Refused) else self._granted(change, moved, ledger, movement_id)

    def moves(self, change: Change, ledger: Ledger) -> list[Move]:  # noqa: ARG002 -- of the role
        """What the change moves in the ledger."""
        return ledger_moves(change.order, change.moves, self._channel(change.order))

    def redated(self, order: Order, before: Order) -> tuple[Order, tuple[Event, ...]]:
        """The order with the dates that its nodes and its supply allow, and what tells that they moved."""
        assert self._view.promiser is not None
        dated = date_change(order, before, self._view.promiser)
        return dated.order, tuple(dated.events())

    def _promised(self, change: Change) -> tuple[Change, tuple[Event, ...]]:
        """The change with supply to come for what waits, and with dates."""
        view, before = self._view, self._before
        assert before is not None
        assert view.promiser is not None
        kept = orders.trimmed(change.order)
        view.supply.account(before, kept)
        order = claimed(kept, view.supply, self._channel(kept), view.promiser)
        view.supply.account(kept, order)
        order, told = self.redated(order, before)
        repairs = with_moved_promises(change.repairs, before, order, view.promiser)
        return msgspec.structs.replace(change, order=order, repairs=repairs), told

    def _granted(self, change: Change, moved: inventory.Moved, ledger: Ledger, movement_id: int) -> Movement:
        promised: Change
        of_dates: tuple[Event, ...]
        promised, of_dates = self._promised(change)
        order = promised.order
        self._view.orders[order.order_id] = order
        kind, reply = self.told(promised, ledger)
        weighed = self._findings.explanation if self._findings is not None else None
        why: tuple[SourcingRecord, ...] = sourcing_record(kind, promised, movement_id, self._view.now, weighed)
        self.records = (OrderRecord(order, self._before), *why)
        events = (*moved.events, *_repaired(promised), *of_dates)
        return Movement(kind, reply, order.order_id, moved.entries, moved.reservations, events)


def _repaired(change: Change) -> tuple[Event, ...]:
    """What tells that units which a node gave up are served otherwise."""
    if not change.repairs:
        return ()
    order = change.order
    body = OrderRepaired(
        order.order_id, order.channel, order.status, tuple([orders.shown_repair(each) for each in change.repairs])
    )
    return (Event("order.repaired", order.order_id, body),)


def changed_reply(change: Change, hold: HoldUse = HoldUse.NONE) -> OrderChanged:
    """The order as it stands, as an answer."""
    order = change.order
    return OrderChanged(
        order_id=order.order_id,
        channel=order.channel,
        status=order.status,
        lines=orders.shown_lines(order),
        fulfillment_orders=orders.shown_fulfillments(order),
        payment=order.payment,
        hold=hold,
        deliveries=order.deliveries,
    )


class AdvanceFulfillmentTask(ChangeOrderTask[AdvanceFulfillment]):
    """A step of a fulfillment order."""

    def may_source(self) -> bool:
        """Whether the step may give up units."""
        step = self.command.step
        return step in {FulfillmentStep.REJECT, FulfillmentStep.GIVE_UP} or (
            step is FulfillmentStep.PICK and self.command.picked is not None
        )

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """As the chart says."""
        return orders.check_advance(self.command) or orders.decide_advance(order, self.command, view.now, view.rules)

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost | Answered:
        """A node gives up what it lacks as long as it lacks it, and what is too much for it where another can do it."""
        command = self.command
        if command.cause is Cause.SHORTFALL and self._refused is None and not self._still_short(ledger):
            return Answered(Refused(Reason.ORDER_STATE, "the stock is there again"))
        findings = self._findings
        if command.cause is Cause.OVER_CAPACITY and findings is not None and findings.unplaced is not None:
            return Answered(Refused(Reason.ORDER_STATE, "no other node can do it"))
        return super().decide(ledger, movement_id)

    def _granted(self, change: Change, moved: inventory.Moved, ledger: Ledger, movement_id: int) -> Movement:
        """What a pick did not find is to be counted."""
        granted = super()._granted(change, moved, ledger, movement_id)
        wanted = count_wanted(self.command, self._change)
        if wanted is None:
            return granted
        self.records = (*self.records, wanted)
        return msgspec.structs.replace(granted, events=(*granted.events, *told(wanted)))

    def _still_short(self, ledger: Ledger) -> bool:
        """Whether the node of the fulfillment order still lacks as much as it is to give up."""
        fulfillment = self._before.fulfillment(self.command.number) if self._before is not None else None
        if fulfillment is None:
            return False
        position = ledger.positions.get((self.command.sku or "", fulfillment.node))
        lacking = -position.available - position.held if position is not None else 0
        return lacking >= (self.command.units_most or 1)

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The fulfillment order, and what became of what it gave up."""
        fulfillment = change.order.fulfillment(self.command.number)
        assert fulfillment is not None
        reply = FulfillmentAdvanced(
            order_id=change.order.order_id,
            channel=change.order.channel,
            step=self.command.step,
            order_status=change.order.status,
            fulfillment_order=orders.shown_fulfillment(change.order.order_id, fulfillment),
            repairs=tuple([orders.shown_repair(each) for each in change.repairs]),
            by=self.command.by,
        )
        return f"fulfillment.{fulfillment.status.value}", reply


class CancelOrderTask(ChangeOrderTask[CancelOrder]):
    """One cancellation of a group."""

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """What has not left comes back."""
        return orders.check_cancel(self.command) or orders.decide_cancel(order, self.command, view.now)

    def moves(self, change: Change, ledger: Ledger) -> list[Move]:
        """What was committed, and of an order that was not paid for what its hold has beyond what is left."""
        assert self._before is not None
        return [*super().moves(change, ledger), *released_hold(self._before, change.order, ledger)]

    def told(self, change: Change, ledger: Ledger) -> Told:
        """What is available again."""
        order = change.order
        moves = [move for move in self.moves(change, ledger) if move.target == "available"]
        units: dict[inventory.PositionKey, int] = {}
        for move in sorted(moves, key=lambda each: each.key):
            units[move.key] = units.get(move.key, 0) + move.units
        lines = [ReturnedStock(sku, node, ledger.amount(sku, count)) for (sku, node), count in units.items()]
        reply = OrderCancelled(order.order_id, order.channel, order.status, self.command.reason, tuple(lines))
        return "order.cancelled" if order.status is OrderStatus.CANCELLED else "order.partly_cancelled", reply


def released_hold(before: Order, after: Order, ledger: Ledger) -> list[Move]:
    """What the hold of an unpaid order has beyond what the order still waits to pay for, made available."""
    if before.status is not OrderStatus.PAYMENT_PENDING or before.hold_id is None:
        return []
    owner, kept = inventory.Owner(before.hold_id), dict[str, int]()
    for part in after.parts:
        kept[part.sku] = kept.get(part.sku, 0) + part.pending
    moves: list[Move] = []
    for line in ledger.open_lines(before.hold_id):
        given = max(line.quantity - kept.get(line.sku, 0), 0)
        kept[line.sku] = kept.get(line.sku, 0) - (line.quantity - given)
        if given:
            moves.append(Move(line.sku, line.node, given, "held", "available", owner))
    return moves


class FailPaymentTask(ChangeOrderTask[FailPayment]):
    """One payment of a group that will not come."""

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """The order ends."""
        return orders.decide_fail_payment(order, self.command, view.now)

    def moves(self, change: Change, ledger: Ledger) -> list[Move]:
        """What its hold still has."""
        assert self._before is not None
        return [*super().moves(change, ledger), *released_hold(self._before, change.order, ledger)]

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The order as it ended."""
        return f"order.payment_{change.order.payment.value}", changed_reply(change)


class ConfirmPaymentTask(ChangeOrderTask[ConfirmPayment]):
    """One payment of a group that came; after the hold is over, whatever stock there is is committed anew."""

    may_source = _always
    _hold = HoldUse.NONE

    def look(self, looking: Looking) -> None:
        """The order, and what its hold has."""
        super().look(looking)
        looking.holds_of_orders.add(self.command.order_id)

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """What was held is wanted."""
        del view
        return orders.decide_confirm_payment(order, self.command)

    def held(self, view: View, order: Order) -> Sequence[tuple[inventory.PositionKey, int]]:
        """What the order's hold has."""
        return [(line.key, line.quantity) for line in view.holds.get(order.hold_id or "", ())]

    def redated(self, order: Order, before: Order) -> tuple[Order, tuple[Event, ...]]:
        """What counts is when it was paid."""
        del before
        assert self._view.promiser is not None
        return date_order(order, self._view.promiser), ()

    def moves(self, change: Change, ledger: Ledger) -> list[Move]:
        """From the hold as far as that reaches, else from what is free; what the hold has beyond is given back."""
        order = change.order
        held = {line.key: line.quantity for line in ledger.open_lines(order.hold_id or "")}
        self._hold = HoldUse.USED if held else HoldUse.REHELD
        owner, holder = owner_of(order), inventory.Owner(order.hold_id or "")
        moves: list[Move] = []
        for move in super().moves(change, ledger):
            from_hold = min(held.get(move.key, 0), move.units) if move.takes_free else 0
            if from_hold:
                held[move.key] -= from_hold
                moves.append(Move(move.sku, move.node, from_hold, "held", "committed", holder, owner))
            if move.units > from_hold:
                moves.append(msgspec.structs.replace(move, units=move.units - from_hold))
        left = [Move(*key, units, "held", "available", holder) for key, units in held.items() if units]
        return [*left, *moves]

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The order, and whether its hold still stood."""
        return "order.paid", changed_reply(change, self._hold)


class EditOrderTask(ChangeOrderTask[EditOrder]):
    """One edit of a group."""

    may_source = _always

    def waits(self) -> bool:
        """Only what waited before may wait on."""
        return self._before is not None and any(part.waiting for part in self._before.parts)

    def is_too_little(self, after: Order) -> bool:
        """Whether something is to wait that did not."""
        return self._before is None or orders.waits_for_more(after, self._before)

    def look(self, looking: Looking) -> None:
        """The order, and the stock of added lines."""
        super().look(looking)
        looking.stock.update([line.sku for line in self.command.add])

    def changed(self, order: Order | None, view: View) -> Change | Refused:
        """The order as it is to be."""
        command = self.command
        refused = orders.check_edit(command)
        if refused is not None:
            return refused
        if command.add:
            demands = demands_of([Line(line.sku, line.quantity) for line in command.add], view.terms)
            if isinstance(demands, Refused):
                return _under(demands, "add")
        edited = orders.decide_edit(order, command, resolve_lines(command.add, view.terms), view.now)
        if isinstance(edited, Refused):
            return edited
        channel = view.network.channel(edited.order.channel)
        if channel is None:
            return Refused(Reason.UNKNOWN_CHANNEL, f"there is no channel {edited.order.channel!r}")
        named = [each for each in edited.order.deliveries if command.delivery in {None, each.number}]
        return wrong_nodes(msgspec.structs.replace(edited.order, deliveries=tuple(named)), channel, view) or edited

    def paths(self, order: Order) -> Mapping[int, str]:
        """Lines whose quantity changes, and added ones, which come last."""
        command = self.command
        first = len(order.lines) - len(command.add) + 1
        changing = {each.line: f"quantities[{place}]" for place, each in enumerate(command.quantities)}
        return changing | {first + place: f"add[{place}]" for place in range(len(command.add))}

    def redated(self, order: Order, before: Order) -> tuple[Order, tuple[Event, ...]]:
        """Who has it another way is promised anew; the answer says it."""
        command = self.command
        dated, _ = super().redated(order, before)
        if not orders.is_another_way(command):
            return dated, ()
        assert self._view.promiser is not None
        anew = date_order(order, self._view.promiser).deliveries
        pairs = zip(dated.deliveries, anew, strict=True)
        moved = tuple([new if command.delivery in {None, new.number} else kept for kept, new in pairs])
        return msgspec.structs.replace(dated, deliveries=moved), ()

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The order as it is now."""
        return "order.edited", changed_reply(change)


def _under(refused: Refused, field: str) -> Refused:
    """The refusal of lines that the request calls otherwise."""
    problems = [msgspec.structs.replace(each, path=each.path.replace("lines", field, 1)) for each in refused.problems]
    message = refused.message.replace("lines", field, 1)
    return msgspec.structs.replace(refused, message=message, problems=tuple(problems))


class ServeWaitingTask(ChangeOrderTask[ServeWaiting]):
    """One order of a group that waits for stock."""

    may_source = _always

    def changed(self, order: Order | None, view: View) -> Change | Refused:  # noqa: ARG002 -- of the role
        """What waits is wanted."""
        return orders.decide_serve_waiting(order, self.command.order_id)

    def decide(self, ledger: Ledger, movement_id: int) -> Movement | Refused | Lost | Answered:
        """Where there is nothing for it, nothing is written."""
        findings = self._findings
        unchanged = self._view.orders.get(self.command.order_id) is self._before
        if unchanged and findings is not None and not findings.found and findings.unplaced is not None:
            if findings.unplaced.contended and not self._view.last_round:
                return Lost()
            return Answered(findings.unplaced.refusal(ledger))
        return super().decide(ledger, movement_id)

    def told(self, change: Change, ledger: Ledger) -> Told:  # noqa: ARG002 -- of the role
        """The order, allocated as far as there is stock."""
        return "order.allocated", changed_reply(change)
