"""Holds: placed when the stock is there, extended, released, and over when their time is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from stockpool.inventory.decide.stock import already_used, give_back, insufficient, quantities_to_release, shown
from stockpool.inventory.escrows.messages import EscrowExpired
from stockpool.inventory.messages import (
    ExtendHold,
    HoldExpired,
    HoldExtended,
    HoldPlaced,
    HoldReleased,
    HoldsExpired,
    Line,
    PlaceHold,
    ReleaseHold,
    StockLine,
)
from stockpool.inventory.model import DemandLine, Entry, Event, Ledger, Movement, PositionKey, Reservation
from stockpool.kernel.refusals import Reason, Refused


def decide_hold(
    ledger: Ledger, command: PlaceHold, lines: Sequence[DemandLine], nowhere: Sequence[Line] = ()
) -> Movement | Refused:
    """Hold every line in full or refuse; a partial hold takes what there is, if there is anything.

    `nowhere` is what sourcing found at no node: a partial hold says that it did not get it.
    """
    refused = already_used(ledger, command.hold_id)
    if refused is not None:
        return refused
    granted: list[tuple[DemandLine, int]] = []
    missing: list[tuple[DemandLine, int]] = []
    for line in lines:
        free = ledger.free((line.sku, line.node), line.buffer)
        if line.quantity > free:
            missing.append((line, free))
        if free:
            granted.append((line, min(line.quantity, free)))
    if not missing:
        return _hold_movement(ledger, command, granted, tuple(nowhere))
    if not (command.partial and granted):
        return insufficient(ledger, missing, Reason.INSUFFICIENT_STOCK)
    short = [Line(line.sku, ledger.amount(line.sku, line.quantity - free), line.node) for line, free in missing]
    return _hold_movement(ledger, command, granted, (*short, *nowhere))


def _hold_movement(
    ledger: Ledger,
    command: PlaceHold,
    granted: Sequence[tuple[DemandLine, int]],
    short: tuple[Line, ...],
) -> Movement:
    expires_at, hold_id = ledger.now + timedelta(seconds=command.ttl_seconds), command.hold_id
    held: list[StockLine] = []
    entries: list[Entry] = []
    reservations: list[Reservation] = []
    for line, quantity in granted:
        held.append(shown(ledger, line.sku, line.node, quantity))
        entries.append(Entry(line.sku, line.node, "available", "held", quantity, None, hold_id))
        reservations.append(_reservation(command, line, quantity, ledger.now, expires_at))
    reply = HoldPlaced(hold_id, command.channel, expires_at, tuple(held), command.reference, short)
    return Movement("hold.placed", reply, hold_id, tuple(entries), tuple(reservations))


def _reservation(
    command: PlaceHold, line: DemandLine, quantity: int, now: datetime, expires_at: datetime
) -> Reservation:
    return Reservation(
        command.hold_id,
        line.sku,
        line.node,
        "hold",
        quantity,
        quantity,
        now,
        "open",
        expires_at,
        command.channel,
        command.reference,
    )


def belongs_to_order(ledger: Ledger, hold_id: str) -> Refused | None:
    """The refusal of a hold that an order waits for its payment with."""
    if not any(line.of_order for line in ledger.open_lines(hold_id)):
        return None
    return Refused(
        Reason.HOLD_CLOSED, f"hold {hold_id} belongs to an order that waits for its payment: change the order"
    )


def open_hold(ledger: Ledger, hold_id: str) -> list[Reservation] | Refused:
    """The open lines of a hold, or why there are none."""
    lines = [line for line in ledger.reservations.get(hold_id, {}).values() if line.kind == "hold"]
    if not lines:
        return Refused(Reason.UNKNOWN_HOLD, f"there is no hold {hold_id}")
    still_open = [line for line in ledger.open_lines(hold_id) if not is_over(line, ledger.now)]
    if still_open:
        return still_open
    if any(line.status == "expired" or is_over(line, ledger.now) for line in lines):
        return Refused(Reason.HOLD_EXPIRED, f"the time of hold {hold_id} is over; its stock was given back")
    became = "used by an order" if any(line.status == "committed" for line in lines) else "released before"
    return Refused(Reason.HOLD_CLOSED, f"hold {hold_id} was {became}")


def is_over(line: Reservation, now: datetime) -> bool:
    """Whether a reservation's time is over at that moment."""
    return line.status == "open" and line.expires_at is not None and line.expires_at <= now


def decide_extend(ledger: Ledger, command: ExtendHold) -> Movement | Refused:
    """An open hold lasts so long from now; one whose time is over stays over."""
    lines = belongs_to_order(ledger, command.hold_id) or open_hold(ledger, command.hold_id)
    if isinstance(lines, Refused):
        return lines
    expires_at = ledger.now + timedelta(seconds=command.ttl_seconds)
    later = tuple(_until(line, expires_at) for line in lines)
    return Movement(
        "hold.extended",
        HoldExtended(command.hold_id, lines[0].channel, expires_at),
        command.hold_id,
        reservations=later,
    )


def _until(line: Reservation, expires_at: datetime) -> Reservation:
    return msgspec.structs.replace(line, expires_at=expires_at)


def decide_release(ledger: Ledger, command: ReleaseHold, asked: Mapping[PositionKey, int] | None) -> Movement | Refused:
    """Give back a hold, or the asked quantities in smallest units by position and keep the rest."""
    lines = belongs_to_order(ledger, command.hold_id) or open_hold(ledger, command.hold_id)
    if isinstance(lines, Refused):
        return lines
    wanted = quantities_to_release(lines, asked)
    if not isinstance(wanted, list):
        return Refused(Reason.INVALID_QUANTITY, wanted.message, (wanted,))
    given = [give_back(line, quantity, "held", "released") for line, quantity in wanted]
    reply = HoldReleased(
        command.hold_id,
        lines[0].channel,
        tuple(shown(ledger, line.sku, line.node, quantity) for line, quantity in wanted),
    )
    return Movement(
        "hold.released", reply, command.hold_id, tuple(e for e, _ in given), tuple(rest for _, rest in given)
    )


def expire_holds(ledger: Ledger) -> Movement | None:
    """What holds and escrows past their time still keep becomes available; None where nothing is due."""
    due = [line for line in ledger.open_reservations() if is_over(line, ledger.now)]
    if not due:
        return None
    given = [give_back(line, line.quantity, "held", "expired") for line in due]
    by_hold: dict[str, list[Reservation]] = {}
    for line in due:
        by_hold.setdefault(line.reservation_id, []).append(line)
    events = [_expired(ledger, hold_id, lines) for hold_id, lines in by_hold.items()]
    return Movement(
        "holds.expired",
        HoldsExpired(len(due)),
        None,
        tuple(entry for entry, _ in given),
        tuple(rest for _, rest in given),
        tuple(events),
    )


def _expired(ledger: Ledger, name: str, lines: Sequence[Reservation]) -> Event:
    given = tuple(shown(ledger, line.sku, line.node, line.quantity) for line in lines)
    if lines[0].kind == "escrow":
        return Event("escrow.expired", name, EscrowExpired(name, given))
    return Event("hold.expired", name, HoldExpired(name, lines[0].channel, given))
