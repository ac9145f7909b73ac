"""Commitments: units allocated to an order, from its hold as far as that reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.inventory.decide.holds import belongs_to_order, open_hold
from stockpool.inventory.decide.stock import already_used, give_back, insufficient, quantities_to_release, shown
from stockpool.inventory.messages import Commit, Committed, HoldOutcome, Reallocate, Reallocated, Uncommit, Uncommitted
from stockpool.inventory.model import DemandLine, Entry, Ledger, Movement, PositionKey, Reservation
from stockpool.kernel.refusals import Reason, Refused, refused_field

replace = msgspec.structs.replace


def decide_commit(ledger: Ledger, command: Commit, lines: Sequence[DemandLine]) -> Movement | Refused:
    """As `decide_allocation`, with a reply that names every line."""
    booked = decide_allocation(ledger, command, lines)
    if isinstance(booked, Refused):
        return booked
    named = tuple([shown(ledger, line.sku, line.node, line.quantity) for line in lines])
    return replace(booked, reply=replace(booked.reply, lines=named))


def decide_allocation(ledger: Ledger, command: Commit, lines: Sequence[DemandLine]) -> Movement | Refused:
    """Allocate every line or refuse; a hold that no longer stands is replaced by fresh stock where there is some.

    What a hold keeps beyond the lines is given back: it was placed for this order. The reply leaves the lines out:
    an order's answer names them in its own way.
    """
    refused = already_used(ledger, command.commitment_id) or _impossible_hold(ledger, command.hold_id)
    if refused is not None:
        return refused
    held, outcome = _held_lines(ledger, command.hold_id)
    from_hold = {line.key: min(line.quantity, held[line.key].quantity) for line in lines if line.key in held}
    found = [(line, ledger.free(line.key, line.buffer) + from_hold.get(line.key, 0)) for line in lines]
    missing = [(line, free) for line, free in found if line.quantity > free]
    if missing:
        lost = command.hold_id is not None and outcome is HoldOutcome.REHELD
        return insufficient(ledger, missing, Reason.HOLD_EXPIRED if lost else Reason.INSUFFICIENT_STOCK)
    entries, reservations = _allocate(command, lines, from_hold, ledger)
    for key, line in held.items():
        used = from_hold.get(key, 0)
        if line.quantity > used:
            entry, line = give_back(line, line.quantity - used, "held", "released")  # noqa: PLW2901 -- the rest of it
            entries.append(entry)
        reservations.append(line.reduced(used, "committed") if used else line)
    reply = Committed(command.commitment_id, (), outcome, command.reference)
    return Movement("stock.committed", reply, command.commitment_id, tuple(entries), tuple(reservations))


def _impossible_hold(ledger: Ledger, hold_id: str | None) -> Refused | None:
    """A hold that never was, or that became a commitment before: a second one would take the stock twice."""
    if hold_id is None:
        return None
    refused = belongs_to_order(ledger, hold_id)
    if refused is not None:
        return refused
    lines = [line for line in ledger.reservations.get(hold_id, {}).values() if line.kind == "hold"]
    if not lines:
        return Refused(Reason.UNKNOWN_HOLD, f"there is no hold {hold_id}")
    if any(line.status == "committed" for line in lines):
        return Refused(Reason.HOLD_CLOSED, f"hold {hold_id} was committed before")
    return None


def _held_lines(ledger: Ledger, hold_id: str | None) -> tuple[dict[PositionKey, Reservation], HoldOutcome]:
    if hold_id is None:
        return {}, HoldOutcome.NONE
    held = open_hold(ledger, hold_id)
    if isinstance(held, Refused):
        return {}, HoldOutcome.REHELD
    return {line.key: line for line in held}, HoldOutcome.USED


def _allocate(
    command: Commit, lines: Sequence[DemandLine], from_hold: Mapping[PositionKey, int], ledger: Ledger
) -> tuple[list[Entry], list[Reservation]]:
    entries: list[Entry] = []
    for line in lines:
        held = from_hold.get(line.key, 0)
        to = command.commitment_id
        if held:
            entries.append(Entry(line.sku, line.node, "held", "committed", held, command.hold_id, to))
        if line.quantity > held:
            rest = line.quantity - held
            entries.append(Entry(line.sku, line.node, "available", "committed", rest, to_reference=to))
    return entries, [_commitment(command, line, ledger) for line in lines]


def _commitment(command: Commit, line: DemandLine, ledger: Ledger) -> Reservation:
    return Reservation(
        reservation_id=command.commitment_id,
        sku=line.sku,
        node=line.node,
        kind="commitment",
        quantity=line.quantity,
        placed_quantity=line.quantity,
        placed_at=ledger.now,
        channel=command.channel,
        reference=command.reference,
    )


def decide_uncommit(ledger: Ledger, command: Uncommit, asked: Mapping[PositionKey, int] | None) -> Movement | Refused:
    """Give back a commitment, or the asked quantities in smallest units by position and keep the rest."""
    lines = [line for line in ledger.open_lines(command.commitment_id) if line.kind == "commitment"]
    if not lines:
        return Refused(Reason.UNKNOWN_COMMITMENT, f"there is no open commitment {command.commitment_id}")
    wanted = quantities_to_release(lines, asked)
    if not isinstance(wanted, list):
        return Refused(Reason.INVALID_QUANTITY, wanted.message, (wanted,))
    given = [give_back(line, quantity, "committed", "released") for line, quantity in wanted]
    reply = Uncommitted(
        command.commitment_id, tuple(shown(ledger, line.sku, line.node, quantity) for line, quantity in wanted)
    )
    return Movement(
        "stock.uncommitted",
        reply,
        command.commitment_id,
        tuple(entry for entry, _ in given),
        tuple(rest for _, rest in given),
    )


def decide_reallocate(ledger: Ledger, command: Reallocate, target: DemandLine) -> Movement | Refused:
    """Move part of a commitment to another node, where the stock must be free."""
    lines = ledger.reservations.get(command.commitment_id, {})
    source = lines.get((command.sku, command.from_node))
    left = source.quantity if source is not None and source.kind == "commitment" else 0
    if source is None or left < target.quantity:
        there = ledger.amount(command.sku, left)
        message = f"commitment {command.commitment_id} has {there} of {command.sku} at {command.from_node}"
        return Refused(Reason.UNKNOWN_COMMITMENT, message)
    if target.key == source.key:
        return refused_field(Reason.INVALID_INPUT, "to_node", "must be another node than from_node")
    free = ledger.free(target.key, target.buffer)
    if target.quantity > free:
        return insufficient(ledger, [(target, free)], Reason.INSUFFICIENT_STOCK)
    back, rest = give_back(source, target.quantity, "committed", "moved")
    there_now = _joined(lines.get(target.key), source, target, ledger)
    taken = Entry(
        target.sku, target.node, "available", "committed", target.quantity, to_reference=command.commitment_id
    )
    reply = Reallocated(command.commitment_id, command.sku, command.quantity, command.from_node, command.to_node)
    return Movement("stock.reallocated", reply, command.commitment_id, (back, taken), (rest, there_now))


def _joined(existing: Reservation | None, source: Reservation, target: DemandLine, ledger: Ledger) -> Reservation:
    already, placed = (existing.quantity, existing.placed_quantity) if existing else (0, 0)
    return Reservation(
        reservation_id=source.reservation_id,
        sku=target.sku,
        node=target.node,
        kind="commitment",
        quantity=already + target.quantity,
        placed_quantity=placed + target.quantity,
        placed_at=existing.placed_at if existing else ledger.now,
        channel=source.channel,
        reference=source.reference,
    )
