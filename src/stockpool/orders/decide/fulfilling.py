"""The steps of a fulfillment order: what each needs, what it leaves, and which units it gives up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

import msgspec

from stockpool.kernel.findings import Findings, text_problem
from stockpool.kernel.quantities import to_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.orders.decide.settling import lacking_deliveries, released
from stockpool.orders.decide.transitions import standing, status_after
from stockpool.orders.decide.wording import TEXT_LENGTH_MAX
from stockpool.orders.messages import AdvanceFulfillment, Cause, Delivery, FulfillmentStatus, FulfillmentStep
from stockpool.orders.model import (
    Account,
    Change,
    Fulfillment,
    Order,
    Part,
    Piece,
    Rules,
    StockMove,
    Wanted,
    fulfillment_order_id,
    is_sent_on,
    shelf_of,
)

replace = msgspec.structs.replace

NOT_COLLECTED = "not collected in time"
"""Why an order is cancelled of which nothing is owed after a step: only an expiry takes what is owed."""


class Step(msgspec.Struct, frozen=True, gc=False):
    """A step that the chart allows, with all that it is decided over."""

    order: Order
    fulfillment: Fulfillment
    delivery: Delivery
    after: FulfillmentStatus
    command: AdvanceFulfillment
    now: datetime
    rules: Rules

    @property
    def name(self) -> str:
        """The fulfillment order, as callers name it."""
        return fulfillment_order_id(self.order.order_id, self.fulfillment.number)

    def there(self) -> Fulfillment:
        """The fulfillment order in the status that the step leads to."""
        return replace(self.fulfillment, status=self.after, since=self.now, release_at=None)


def decide_advance(order: Order | None, command: AdvanceFulfillment, now: datetime, rules: Rules) -> Change | Refused:
    """Take a step, or say why it cannot be taken."""
    fulfillment = order.fulfillment(command.number) if order is not None else None
    if order is None or fulfillment is None:
        name = fulfillment_order_id(command.order_id, command.number)
        return Refused(Reason.UNKNOWN_FULFILLMENT_ORDER, f"there is no fulfillment order {name!r}")
    delivery = order.delivery(fulfillment.delivery)
    after = status_after(fulfillment, delivery, command.step)
    if isinstance(after, Refused):
        return after
    return STEPS[command.step](Step(order, fulfillment, delivery, after, command, now, rules))


def changed(step: Step, fulfillment: Fulfillment, *moves: StockMove, parts: Sequence[Part] | None = None) -> Change:
    """The order with the fulfillment order as it is after the step."""
    order = step.order
    others = [fulfillment if each.number == fulfillment.number else each for each in order.fulfillments]
    order = replace(order, fulfillments=tuple(others), parts=tuple(parts) if parts is not None else order.parts)
    return Change(standing(order, step.now, NOT_COLLECTED), moves)


def _advance(step: Step) -> Change | Refused:
    """Nothing but the status changes."""
    return changed(step, step.there())


def _release(step: Step) -> Change | Refused:
    order, delivery = step.order, step.delivery
    if order.together and delivery.number in lacking_deliveries(order):
        said = "the customer wants everything together, and some of it waits for stock"
        return Refused(Reason.ORDER_STATE, said, details={"status": step.fulfillment.status})
    return changed(step, released(step.fulfillment, step.now, step.rules))


def _moves(fulfillment: Fulfillment, source: Account, target: Account, *, at: str | None = None) -> list[StockMove]:
    """Everything that a fulfillment order has, from one account to another."""
    units: dict[str, int] = {}
    for piece in fulfillment.pieces:
        units[piece.sku] = units.get(piece.sku, 0) + piece.quantity
    node = at or fulfillment.node
    return [StockMove(sku, node, count, source, target) for sku, count in sorted(units.items()) if count]


def _ship(step: Step) -> Change | Refused:
    """Goods leave for the customer, or are in transit to the store where they are collected."""
    command = step.command
    there = replace(step.there(), carrier=command.carrier, tracking=command.tracking)
    if not is_sent_on(step.fulfillment, step.delivery):
        return changed(step, there, *_moves(there, "committed", "customer"))
    moves = [replace(move, transfer=step.name) for move in _moves(there, "committed", "in_transit")]
    return changed(step, there, *moves)


def _arrive(step: Step) -> Change | Refused:
    there = _ready_there(step)
    moves = [
        replace(move, transfer=step.name)
        for move in _moves(there, "in_transit", "committed", at=step.delivery.pickup_node)
    ]
    return changed(step, there, *moves)


def _ready(step: Step) -> Change | Refused:
    return changed(step, _ready_there(step))


def _ready_there(step: Step) -> Fulfillment:
    until = step.now + timedelta(seconds=step.rules.pickup_within_s)
    return replace(step.there(), ready_until=until, code=step.command.new_code)


def _hand_over(step: Step) -> Change | Refused:
    """The customer is given the goods for the pickup code."""
    code = step.fulfillment.code
    if code is not None and not step.command.code:
        return refused_field(Reason.WRONG_CODE, "code", "is missing: the customer shows the pickup code")
    if code is not None and not compare_digest(code.encode(), (step.command.code or "").encode()):
        return refused_field(Reason.WRONG_CODE, "code", "is not the pickup code of this fulfillment order")
    return changed(step, step.there(), *_moves(step.fulfillment, "committed", "customer", at=_shelf(step)))


def _shelf(step: Step) -> str:
    """Where goods are that wait to be collected."""
    return shelf_of(step.fulfillment, step.delivery)


def _expire(step: Step) -> Change | Refused:
    """Nobody came: the goods go back to stock where they are, and what was not collected is cancelled."""
    due = step.fulfillment.ready_until
    if due is not None and step.now < due:
        return Refused(Reason.ORDER_STATE, f"the customer may come until {due.isoformat()}")
    given = {piece.key: piece.quantity for piece in step.fulfillment.pieces}
    parts = [replace(part, cancelled=part.cancelled + given.get(part.key, 0)) for part in step.order.parts]
    moves = _moves(step.fulfillment, "committed", "available", at=_shelf(step))
    return changed(step, emptied(step.there()), *moves, parts=parts)


def emptied(fulfillment: Fulfillment) -> Fulfillment:
    """A fulfillment order that has nothing any more."""
    return replace(fulfillment, pieces=tuple([replace(piece, quantity=0) for piece in fulfillment.pieces]))


def _pick(step: Step) -> Change | Refused:
    """What was picked stays, what is missing is not where the book says: it is set aside to be counted."""
    picked = _picked_units(step)
    if isinstance(picked, Refused):
        return picked
    pieces, lacking = _shared_out(step.fulfillment.pieces, picked)
    not_found = {piece.key for piece in lacking}
    there = replace(
        step.there(),
        pieces=tuple([replace(piece, short=True) if piece.key in not_found else piece for piece in pieces]),
    )
    if there.units == 0:
        there = replace(there, status=FulfillmentStatus.REJECTED, cause=Cause.SHORT_PICK)
    missing = replace(step.fulfillment, pieces=tuple(lacking))
    change = changed(step, there, *_moves(missing, "committed", "other"))
    return replace(change, wanted=_wanted(missing, Cause.SHORT_PICK))


def _picked_units(step: Step) -> Mapping[str, int] | Refused:
    """Smallest units by SKU, all of them where the command does not say."""
    asked: dict[str, int] = {}
    decimals = {piece.sku: piece.decimals for piece in step.fulfillment.pieces}
    for piece in step.fulfillment.pieces:
        asked[piece.sku] = asked.get(piece.sku, 0) + piece.quantity
    if step.command.picked is None:
        return asked
    picked: dict[str, int] = dict.fromkeys(asked, 0)
    for place, line in enumerate(step.command.picked):
        path = f"picked[{place}]"
        if line.sku not in asked:
            return refused_field(Reason.INVALID_INPUT, f"{path}.sku", f"{line.sku!r} is not in this fulfillment order")
        units = to_units(line.quantity, decimals[line.sku])
        if isinstance(units, str) or units < 0:
            said = units if isinstance(units, str) else "must not be negative"
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", said)
        picked[line.sku] += units
        if picked[line.sku] > asked[line.sku]:
            return refused_field(Reason.INVALID_QUANTITY, f"{path}.quantity", "is more than was asked for")
    return picked


def _shared_out(pieces: Sequence[Piece], picked: Mapping[str, int]) -> tuple[list[Piece], list[Piece]]:
    """What was picked goes to the lines in their order: the pieces as they are now, and what each lacks."""
    left = dict(picked)
    kept: list[Piece] = []
    lacking: list[Piece] = []
    for piece in pieces:
        got = min(piece.quantity, left[piece.sku])
        left[piece.sku] -= got
        kept.append(replace(piece, quantity=got))
        if got < piece.quantity:
            lacking.append(replace(piece, quantity=piece.quantity - got))
    return kept, lacking


def _wanted(fulfillment: Fulfillment, cause: Cause) -> tuple[Wanted, ...]:
    """Everything that a fulfillment order has, to be served by another node."""
    return tuple(
        [
            Wanted(piece.line, piece.sku, piece.decimals, piece.quantity, fulfillment.delivery, fulfillment.node, cause)
            for piece in fulfillment.pieces
            if piece.quantity
        ]
    )


def _reject(step: Step) -> Change | Refused:
    return _given_up(step, Cause.REJECTED)


def _give_up(step: Step) -> Change | Refused:
    command, fulfillment = step.command, step.fulfillment
    cause = command.cause or Cause.REJECTED
    if cause is Cause.NOT_ACCEPTED_IN_TIME:
        waits = fulfillment.status is FulfillmentStatus.RELEASED and fulfillment.accept_by is not None
        if not waits or step.now < (fulfillment.accept_by or step.now):
            return Refused(Reason.ORDER_STATE, "its node has accepted it, or has time to")
    if command.sku is not None and command.units_most is not None:
        return _given_up_in_part(step, cause, command.sku, command.units_most)
    return _given_up(step, cause)


def _given_up(step: Step, cause: Cause) -> Change:
    """The stock is free at its node again, and another node is wanted for all of it."""
    there = replace(step.there(), cause=cause, reason=step.command.reason)
    change = changed(step, emptied(there), *_moves(step.fulfillment, "committed", "available"))
    return replace(change, wanted=_wanted(step.fulfillment, cause))


def _given_up_in_part(step: Step, cause: Cause, sku: str, units_most: int) -> Change:
    """So many units of one SKU are given up, of the last lines first; the rest stays with the node."""
    keeps = {piece.sku: 0 for piece in step.fulfillment.pieces}
    for piece in step.fulfillment.pieces:
        keeps[piece.sku] += piece.quantity
    keeps[sku] = max(keeps.get(sku, 0) - units_most, 0)
    kept, lacking = _shared_out(step.fulfillment.pieces, keeps)
    given = replace(step.fulfillment, pieces=tuple(lacking))
    rest = replace(step.fulfillment, pieces=tuple(kept))
    if rest.units == 0:
        rest = replace(rest, status=FulfillmentStatus.REJECTED, since=step.now, release_at=None, cause=cause)
    change = changed(step, rest, *_moves(given, "committed", "available"))
    return replace(change, wanted=_wanted(given, cause))


STEPS: Mapping[FulfillmentStep, Callable[[Step], Change | Refused]] = {
    FulfillmentStep.RELEASE: _release,
    FulfillmentStep.ACCEPT: _advance,
    FulfillmentStep.REJECT: _reject,
    FulfillmentStep.START_PICKING: _advance,
    FulfillmentStep.PICK: _pick,
    FulfillmentStep.PACK: _advance,
    FulfillmentStep.SHIP: _ship,
    FulfillmentStep.ARRIVE: _arrive,
    FulfillmentStep.READY: _ready,
    FulfillmentStep.HAND_OVER: _hand_over,
    FulfillmentStep.DELIVER: _advance,
    FulfillmentStep.EXPIRE: _expire,
    FulfillmentStep.GIVE_UP: _give_up,
}


def check_advance(command: AdvanceFulfillment) -> Refused | None:
    """What is wrong with the words of a step."""
    findings = Findings()
    for name in ("reason", "carrier", "tracking"):
        text = getattr(command, name)
        if text is not None:
            findings.check(name, text_problem(text, TEXT_LENGTH_MAX))
    return findings.refusal()
