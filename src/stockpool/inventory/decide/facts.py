"""Facts: what happened to goods is always booked, even when it leaves less than was promised.

A fact dated before a count of its position was seen by that count: it is booked at its own moment and made up for at
the first count behind it, so that what was counted then and ever since stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

import msgspec

from stockpool.inventory.messages import FactKind, FactRecorded, RecordFact, ShortfallFound, StockLevel, Unavailability
from stockpool.inventory.model import (
    Account,
    Entry,
    Event,
    FactLine,
    Ledger,
    Movement,
    Position,
    PositionKey,
    Reservation,
)
from stockpool.kernel.idempotency import key_digest

Booking = tuple[list[Entry], list[Reservation]]


def decide_fact(ledger: Ledger, fact: RecordFact, lines: Sequence[FactLine], movement_id: int) -> Movement:
    """Book a fact; where it breaks promises, say so."""
    occurred_at = min(fact.occurred_at or ledger.now, ledger.now)
    entries: list[Entry] = []
    reservations: list[Reservation] = []
    for line in lines:
        moved, kept = BOOKINGS[fact.kind](ledger, fact, line, occurred_at)
        entries += moved
        reservations += kept
    entries += _made_up(ledger, entries, occurred_at)
    after = {key: _after(ledger.positions[key], entries) for key in _touched(fact, lines)}
    return Movement(
        kind=f"stock.{fact.kind.value}",
        reply=_recorded(ledger, fact, occurred_at, movement_id, after, _notes(ledger, fact, lines, entries)),
        subject=f"{fact.sku}@{fact.node}",
        entries=tuple(entries),
        reservations=tuple(reservations),
        events=tuple(shortfalls(ledger, after, movement_id)),
        counted=tuple((line.key, occurred_at) for line in lines) if fact.kind is FactKind.COUNT else (),
    )


def _touched(fact: RecordFact, lines: Sequence[FactLine]) -> list[PositionKey]:
    keys = [line.key for line in lines]
    if fact.kind is FactKind.MOVE and fact.to_node is not None:
        keys += [(line.sku, fact.to_node) for line in lines]
    return keys


def _entry(line: FactLine, source: Account, target: Account, quantity: int, at: datetime) -> list[Entry]:
    return [Entry(line.sku, line.node, source, target, quantity, occurred_at=at)] if quantity else []


def _inward(source: Account) -> Callable[[Ledger, RecordFact, FactLine, datetime], Booking]:
    """Goods come in, available unless a reason says otherwise."""

    def book(_ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
        target: Account = fact.reason.value if fact.reason else "available"
        return _entry(line, source, target, line.quantity, at), []

    return book


def _outward(ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    """Goods go to a customer: of the hold, commitment and escrow that the fact names, the rest of what is available."""
    if fact.reference is None and fact.escrow is None:
        return _entry(line, "available", "customer", line.quantity, at), []
    entries: list[Entry] = []
    after: list[Reservation] = []
    left = line.quantity
    for reserved in _reserved(ledger, fact, line):
        taken = min(reserved.quantity, left)
        account: Account = "committed" if reserved.kind == "commitment" else "held"
        if taken:
            entries.append(
                Entry(line.sku, line.node, account, "customer", taken, reserved.reservation_id, occurred_at=at)
            )
            after.append(reserved.reduced(taken, "shipped"))
            left -= taken
    return [*entries, *_entry(line, "available", "customer", left, at)], after


def _reserved(ledger: Ledger, fact: RecordFact, line: FactLine) -> Iterator[Reservation]:
    """What is open here of the promises that a fact names: the customer's own first, then the till's."""
    for name in dict.fromkeys((fact.reference, fact.escrow)):
        reserved = ledger.reservations.get(name, {}).get(line.key) if name is not None else None
        if reserved is not None and reserved.status == "open":
            yield reserved


def _adjusted(_ledger: Ledger, _fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    return _corrected(line, line.quantity, at), []


def _corrected(line: FactLine, change: int, at: datetime) -> list[Entry]:
    if change < 0:
        return _entry(line, "available", "shrinkage", -change, at)
    return _entry(line, "shrinkage", "available", change, at)


def _counted(ledger: Ledger, _fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    """What was there at that moment becomes what was counted; everything since is kept."""
    then = ledger.positions[line.key].on_hand - ledger.on_hand_changed_since(line.key, at)
    return _corrected(line, line.quantity - then, at), []


def _reason(fact: RecordFact) -> Unavailability:
    return fact.reason or Unavailability.DAMAGED


def _damaged(_ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    return _entry(line, "available", _reason(fact).value, line.quantity, at), []


def _restored(ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    """Unavailable goods can be promised again; no more than were unavailable."""
    source: Account = _reason(fact).value
    known = min(getattr(ledger.positions[line.key], source), line.quantity)
    return _entry(line, source, "available", known, at), []


def _disposed(ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    """Goods are gone for good: from the unavailable ones, and where those are fewer, from the available."""
    source: Account = _reason(fact).value
    known = min(getattr(ledger.positions[line.key], source), line.quantity)
    marked = _entry(line, source, "shrinkage", known, at)
    return [*marked, *_entry(line, "available", "shrinkage", line.quantity - known, at)], []


def _moved(_ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    out = Entry(line.sku, line.node, "available", "in_transit", line.quantity, None, fact.key, at)
    into = Entry(line.sku, fact.to_node or "", "in_transit", "available", line.quantity, fact.key, None, at)
    return [out, into], []


def transfer_reference(transfer: str) -> str:
    """The reference under which the units of a transfer are in transit."""
    return key_digest("transfer", transfer)


def _dispatched(_ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    transfer = transfer_reference(fact.reference or "")
    return [Entry(line.sku, line.node, "available", "in_transit", line.quantity, None, transfer, at)], []


def _arrived(_ledger: Ledger, fact: RecordFact, line: FactLine, at: datetime) -> Booking:
    transfer = transfer_reference(fact.reference or "")
    target: Account = fact.reason.value if fact.reason else "available"
    return [Entry(line.sku, line.node, "in_transit", target, line.quantity, transfer, None, at)], []


BOOKINGS: dict[FactKind, Callable[[Ledger, RecordFact, FactLine, datetime], Booking]] = {
    FactKind.RECEIVE: _inward("supplier"),
    FactKind.SELL: _outward,
    FactKind.SHIP: _outward,
    FactKind.RETURN: _inward("customer"),
    FactKind.ADJUST: _adjusted,
    FactKind.COUNT: _counted,
    FactKind.DAMAGE: _damaged,
    FactKind.RESTORE: _restored,
    FactKind.DISPOSE: _disposed,
    FactKind.MOVE: _moved,
    FactKind.DISPATCH: _dispatched,
    FactKind.ARRIVE: _arrived,
}


def _made_up(ledger: Ledger, entries: Sequence[Entry], occurred_at: datetime) -> list[Entry]:
    """What restores the first count behind the entries, and with it all later ones, of each position that has one."""
    changes: dict[PositionKey, int] = {}
    for entry in entries:
        key = (entry.sku, entry.node)
        changes[key] = changes.get(key, 0) + entry.on_hand_change
    made_up: list[Entry] = []
    for key, change in changes.items():
        counted_at = ledger.first_count_behind(key, occurred_at) if change else None
        if counted_at is not None:
            made_up += _corrected(FactLine(*key, change), -change, counted_at)
    return made_up


def _after(position: Position, entries: Sequence[Entry]) -> Position:
    after = position.copy()
    for entry in entries:
        if (entry.sku, entry.node) == position.key:
            after.change(entry.from_account, -entry.quantity)
            after.change(entry.to_account, entry.quantity)
    return after


def with_levels_now(ledger: Ledger, recorded: FactRecorded) -> FactRecorded:
    """A recorded fact with the levels that stand after what followed it at once."""
    positions = [ledger.positions[level.sku, level.node] for level in recorded.levels]
    return msgspec.structs.replace(recorded, levels=_levels(ledger, positions))


def _levels(ledger: Ledger, positions: Iterable[Position]) -> tuple[StockLevel, ...]:
    return tuple(
        StockLevel(p.sku, p.node, ledger.amount(p.sku, p.on_hand), ledger.amount(p.sku, p.available)) for p in positions
    )


def _notes(ledger: Ledger, fact: RecordFact, lines: Sequence[FactLine], entries: Sequence[Entry]) -> tuple[str, ...]:
    """What its teller should know of a fact that was recorded otherwise than told."""
    early = fact.occurred_at is not None and fact.occurred_at > ledger.now
    notes = (*fact.notes, "occurred_at lay in the future and was set to now") if early else fact.notes
    if fact.escrow is None:
        return notes
    beyond = [_beyond_escrow(ledger, fact.escrow, line, entries) for line in lines]
    return (*notes, *[note for note in beyond if note])


def _beyond_escrow(ledger: Ledger, escrow: str, line: FactLine, entries: Sequence[Entry]) -> str:
    """What of a line was taken from what is available although the till named its escrow."""
    units = sum(
        entry.quantity
        for entry in entries
        if (entry.sku, entry.node) == line.key and (entry.from_account, entry.to_account) == ("available", "customer")
    )
    if not units:
        return ""
    return f"escrow {escrow} did not have {ledger.amount(line.sku, units)} of {line.sku}: taken from what is available"


def _recorded(
    ledger: Ledger,
    fact: RecordFact,
    occurred_at: datetime,
    movement_id: int,
    after: dict[PositionKey, Position],
    notes: tuple[str, ...],
) -> FactRecorded:
    return FactRecorded(
        kind=fact.kind,
        sku=fact.sku,
        node=fact.node,
        quantity=fact.quantity,
        occurred_at=occurred_at,
        movement=movement_id,
        levels=_levels(ledger, after.values()),
        to_node=fact.to_node,
        reason=fact.reason,
        reference=fact.reference,
        notes=notes,
        escrow=fact.escrow,
        by=fact.by,
    )


def shortfalls(ledger: Ledger, after: dict[PositionKey, Position], movement_id: int) -> list[Event]:
    """What tells of promises that could be kept before and cannot be any more."""
    events: list[Event] = []
    for key, position in after.items():
        broken = position.short - ledger.positions[key].short
        if broken > 0:
            body = ShortfallFound(
                sku=position.sku,
                node=position.node,
                quantity=ledger.amount(position.sku, broken),
                held=ledger.amount(position.sku, position.held),
                committed=ledger.amount(position.sku, position.committed),
                available=ledger.amount(position.sku, position.available),
                movement=movement_id,
            )
            events.append(Event("shortfall.found", f"{position.sku}@{position.node}", body))
    return events
