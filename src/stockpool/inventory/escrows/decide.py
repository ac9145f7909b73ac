"""Rules of escrows: opened when the stock is there, topped up, settled. Sales are facts, and take by themselves."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.inventory.decide.stock import already_used, give_back, insufficient, shown
from stockpool.inventory.escrows.messages import (
    EscrowChanged,
    EscrowLine,
    EscrowOpened,
    EscrowSettled,
    OpenEscrow,
    SellingTime,
    SettleEscrow,
    TopUpEscrow,
)
from stockpool.inventory.escrows.model import Escrow
from stockpool.inventory.messages import Line, StockLine
from stockpool.inventory.model import DemandLine, Entry, Ledger, Movement, Reservation
from stockpool.kernel.refusals import Reason, Refused, refused_field

AHEAD_MAX = timedelta(days=30)
"""No till is cut off for longer without somebody who looks after it."""

Granted = Sequence[tuple[DemandLine, int]]


def decide_open(ledger: Ledger, command: OpenEscrow, lines: Sequence[DemandLine]) -> tuple[Movement, Escrow] | Refused:
    """Keep every line in full for the till or refuse; a partial escrow takes what there is, if there is anything."""
    until = already_used(ledger, command.escrow_id) or _until(command.time, ledger.now)
    if isinstance(until, Refused):
        return until
    taken = _take(ledger, lines, partial=command.partial)
    if isinstance(taken, Refused):
        return taken
    granted, short = taken
    escrow = Escrow(command.escrow_id, command.node, command.till, *until, ledger.now)
    reply = EscrowOpened(escrow.escrow_id, escrow.node, escrow.till, *until, _shown(ledger, granted), short)
    entries, reservations = _kept(ledger, escrow, granted)
    return Movement("escrow.opened", reply, escrow.escrow_id, entries, reservations), escrow


def decide_top_up(
    ledger: Ledger, escrow: Escrow, command: TopUpEscrow, lines: Sequence[DemandLine]
) -> tuple[Movement, Escrow] | Refused:
    """Add to an escrow that still keeps its units; one behind its selling time is given another with it."""
    refused = _closed(escrow, ledger.now)
    if refused is not None:
        return refused
    until = (escrow.sells_until, escrow.keeps_until) if command.time is None else _until(command.time, ledger.now)
    if isinstance(until, Refused):
        return until
    if until[0] <= ledger.now:
        said = f"escrow {escrow.escrow_id} may not be sold from any more: name another sells_until"
        return Refused(Reason.ESCROW_CLOSED, said)
    taken = _take(ledger, lines, partial=command.partial) if lines else ([], ())
    if isinstance(taken, Refused):
        return taken
    granted, short = taken
    after = msgspec.structs.replace(escrow, sells_until=until[0], keeps_until=until[1])
    entries, topped = _kept(ledger, after, granted)
    others = {line.key for line in topped}
    rest = [
        msgspec.structs.replace(line, expires_at=after.keeps_until)
        for line in ledger.open_lines(escrow.escrow_id)
        if line.key not in others and line.expires_at != after.keeps_until
    ]
    reply = EscrowChanged(after.escrow_id, after.node, after.till, *until, _shown(ledger, granted), short)
    return Movement("escrow.changed", reply, after.escrow_id, entries, (*topped, *rest)), after


def decide_settle(ledger: Ledger, escrow: Escrow, _command: SettleEscrow) -> tuple[Movement, Escrow] | Refused:
    """What is left becomes available, and no sale finds the escrow any more."""
    refused = _closed(escrow, ledger.now)
    if refused is not None:
        return refused
    given = [give_back(line, line.quantity, "held", "released") for line in ledger.open_lines(escrow.escrow_id)]
    lines = ledger.reservations.get(escrow.escrow_id, {})
    told = tuple([_settled(ledger, lines[key]) for key in sorted(lines)])
    reply = EscrowSettled(escrow.escrow_id, escrow.node, escrow.till, told)
    movement = Movement(
        "escrow.settled",
        reply,
        escrow.escrow_id,
        tuple([entry for entry, _ in given]),
        tuple([line for _, line in given]),
    )
    return movement, msgspec.structs.replace(escrow, settled_at=ledger.now)


def _until(time: SellingTime, now: datetime) -> tuple[datetime, datetime] | Refused:
    """Until when the till sells and the ledger keeps the units."""
    sells_until = time.sells_until if time.sells_until is not None else now + timedelta(seconds=time.ttl_seconds or 0)
    if not now < sells_until <= now + AHEAD_MAX:
        said = f"must lie ahead, by {AHEAD_MAX.days} days at most"
        return refused_field(Reason.INVALID_INPUT, "sells_until", said)
    return sells_until, sells_until + timedelta(seconds=time.grace_seconds)


def _closed(escrow: Escrow, now: datetime) -> Refused | None:
    if escrow.settled_at is not None:
        return Refused(Reason.ESCROW_CLOSED, f"escrow {escrow.escrow_id} was settled before")
    if escrow.is_over(now):
        said = f"the time of escrow {escrow.escrow_id} is over; its stock was given back"
        return Refused(Reason.ESCROW_CLOSED, said)
    return None


def _take(ledger: Ledger, lines: Sequence[DemandLine], *, partial: bool) -> tuple[Granted, tuple[Line, ...]] | Refused:
    """What each line gets; a till may have whatever stands there and is promised to nobody."""
    free = [(line, _there(ledger, line)) for line in lines]
    missing = [(line, there) for line, there in free if line.quantity > there]
    granted = [(line, min(line.quantity, there)) for line, there in free if there]
    if missing and not (partial and granted):
        return insufficient(ledger, missing, Reason.INSUFFICIENT_STOCK)
    return granted, tuple(
        [Line(line.sku, ledger.amount(line.sku, line.quantity - there), line.node) for line, there in missing]
    )


def _there(ledger: Ledger, line: DemandLine) -> int:
    position = ledger.positions.get(line.key)
    return max(position.available, 0) if position is not None else 0


def _kept(ledger: Ledger, escrow: Escrow, granted: Granted) -> tuple[tuple[Entry, ...], tuple[Reservation, ...]]:
    """The entries, and each line of the escrow as it is then."""
    entries: list[Entry] = []
    reservations: list[Reservation] = []
    there = ledger.reservations.get(escrow.escrow_id, {})
    for line, units in granted:
        entries.append(Entry(line.sku, line.node, "available", "held", units, None, escrow.escrow_id))
        known = there.get(line.key)
        reservations.append(
            Reservation(
                escrow.escrow_id, line.sku, line.node, "escrow", units, units, ledger.now, "open", escrow.keeps_until
            )
            if known is None
            else msgspec.structs.replace(
                known,
                quantity=known.quantity + units,
                placed_quantity=known.placed_quantity + units,
                status="open",
                expires_at=escrow.keeps_until,
            )
        )
    return tuple(entries), tuple(reservations)


def _shown(ledger: Ledger, granted: Granted) -> tuple[StockLine, ...]:
    return tuple([shown(ledger, line.sku, line.node, units) for line, units in granted])


def _settled(ledger: Ledger, line: Reservation) -> EscrowLine:
    """Nothing leaves an open escrow but what is sold."""
    left = line.quantity
    placed, sold = ledger.amount(line.sku, line.placed_quantity), line.placed_quantity - left
    return EscrowLine(line.sku, line.node, placed, ledger.amount(line.sku, sold), ledger.amount(line.sku, left))
