"""Rules that holds and commitments share: what is free, what is missing, how a part is given back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from stockpool.inventory.messages import StockLine
from stockpool.inventory.model import Account, DemandLine, Entry, Ledger, PositionKey, Reservation, ReservationStatus
from stockpool.kernel.refusals import Problem, Reason, Refused


def shown(ledger: Ledger, sku: str, node: str, units: int) -> StockLine:
    """A line as the caller reads it."""
    return StockLine(sku, node, ledger.amount(sku, units))


def already_used(ledger: Ledger, reservation_id: str) -> Refused | None:
    """The refusal of an id that a hold or commitment has already."""
    if reservation_id not in ledger.reservations:
        return None
    return Refused(Reason.IN_USE, f"there is a hold or commitment {reservation_id} already")


def insufficient(ledger: Ledger, missing: Sequence[tuple[DemandLine, int]], reason: Reason) -> Refused:
    """The refusal that says line by line what would have been possible; `missing` pairs lines with what is free."""
    problems: list[Problem] = []
    rows: list[dict[str, Any]] = []
    for line, free in missing:
        available, wanted = ledger.amount(line.sku, free), ledger.amount(line.sku, line.quantity)
        problems.append(Problem(f"{line.path}.quantity", f"{available} available of {line.sku} at {line.node}"))
        rows.append({"sku": line.sku, "node": line.node, "requested": wanted, "available": available})
    first = missing[0][0]
    message = f"not enough stock: {problems[0].message}, {ledger.amount(first.sku, first.quantity)} requested"
    return Refused(reason, message, tuple(problems), {"available": rows})


def give_back(
    line: Reservation, quantity: int, account: Account, status: ReservationStatus
) -> tuple[Entry, Reservation]:
    """The entry that makes reserved units available again, and the reservation as it is then."""
    entry = Entry(line.sku, line.node, account, "available", quantity, from_reference=line.reservation_id)
    return entry, line.reduced(quantity, status)


def quantities_to_release(
    open_lines: Sequence[Reservation], asked: Mapping[PositionKey, int] | None
) -> list[tuple[Reservation, int]] | Problem:
    """How much of each open line to give back: all of it, or exactly what was asked."""
    if asked is None:
        return [(line, line.quantity) for line in open_lines]
    by_key = {line.key: line for line in open_lines}
    for key, quantity in asked.items():
        if key not in by_key or by_key[key].quantity < quantity:
            there = by_key[key].quantity if key in by_key else 0
            return Problem("lines", f"only {there} smallest units of {key[0]} at {key[1]} are still open")
    return [(by_key[key], asked[key]) for key in sorted(asked)]
