"""Moves of units that belong to orders: what is committed leaves, comes back, is sent on, or is found missing.

A command of an order is one movement of several moves; each is decided over what those before it left. Only what takes
free stock can be refused: everything else has happened, or gives back what was promised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from stockpool.inventory.decide.facts import shortfalls
from stockpool.inventory.decide.stock import insufficient
from stockpool.inventory.model import (
    Account,
    DemandLine,
    Entry,
    Event,
    Ledger,
    PositionKey,
    Reservation,
    ReservationStatus,
)
from stockpool.kernel.refusals import Reason, Refused


class Owner(msgspec.Struct, frozen=True, gc=False):
    """Whose reserved units these are; a hold has a time at which it ends."""

    reference: str
    channel: str | None = None
    name: str | None = None
    expires_at: datetime | None = None
    is_order: bool = False


class Move(msgspec.Struct, frozen=True, gc=False):
    """Units of a position that change their account; `source_of` and `target_of` own what is reserved or in transit."""

    sku: str
    node: str
    units: int
    source: Account
    target: Account
    source_of: Owner | None = None
    target_of: Owner | None = None
    buffer: int = 0
    """What the channel leaves untouched where the move takes free stock."""
    occurred_at: datetime | None = None

    @property
    def key(self) -> PositionKey:
        """Its position."""
        return (self.sku, self.node)

    @property
    def takes_free(self) -> bool:
        """Whether the units must be free, which only a promise asks."""
        return self.source == "available" and self.target in RESERVED


class Moved(msgspec.Struct, frozen=True, gc=False):
    """What moves become in a movement."""

    entries: tuple[Entry, ...]
    reservations: tuple[Reservation, ...]
    events: tuple[Event, ...]


RESERVED: tuple[Account, ...] = ("held", "committed")

CLOSES_AS: dict[Account, ReservationStatus] = {
    "available": "released",
    "committed": "committed",
    "held": "committed",
    "customer": "shipped",
    "in_transit": "moved",
}
"""How a reservation ends whose last units went there; anywhere else they were given up.

A hold that became another, which lasts until an order is paid for, was used by that order.
"""


def decide_moves(ledger: Ledger, moves: Sequence[Move], movement_id: int) -> Moved | Refused:
    """All moves in their order, or the refusal of those that take stock which is not free."""
    positions = {move.key: ledger.positions[move.key].copy() for move in moves}
    reservations: dict[tuple[str, PositionKey], Reservation] = {}
    missing: list[tuple[DemandLine, int]] = []
    for move in moves:
        position = positions[move.key]
        free = position.free(move.buffer)
        if move.takes_free and move.units > free:
            missing.append((DemandLine(move.sku, move.node, move.units, move.buffer), free))
        position.change(move.source, -move.units)
        position.change(move.target, move.units)
        for reservation in _reserved(ledger, reservations, move):
            reservations[reservation.reservation_id, reservation.key] = reservation
    if missing:
        return insufficient(ledger, missing, Reason.INSUFFICIENT_STOCK)
    return Moved(
        tuple([_entry(move) for move in moves]),
        tuple(reservations.values()),
        tuple(shortfalls(ledger, positions, movement_id)),
    )


def names_of(moves: Iterable[Move]) -> set[str]:
    """The holds and commitments that moves draw on or add to."""
    owners = [owner for move in moves for owner in _owners(move) if owner is not None]
    return {owner.reference for owner in owners}


def _owners(move: Move) -> tuple[Owner | None, Owner | None]:
    """The owners of reserved units; those of units in transit are no reservations."""
    return (
        move.source_of if move.source in RESERVED else None,
        move.target_of if move.target in RESERVED else None,
    )


def _entry(move: Move) -> Entry:
    return Entry(
        move.sku,
        move.node,
        move.source,
        move.target,
        move.units,
        move.source_of.reference if move.source_of else None,
        move.target_of.reference if move.target_of else None,
        move.occurred_at,
    )


def _reserved(ledger: Ledger, changed: dict[tuple[str, PositionKey], Reservation], move: Move) -> Iterable[Reservation]:
    """The reservations that a move leaves smaller or larger."""
    source_of, target_of = _owners(move)
    if source_of is not None:
        found = _known(ledger, changed, source_of, move.key)
        assert found is not None, f"nothing is reserved for {source_of.reference} at {move.key}"
        assert found.quantity >= move.units, f"{found.quantity} are reserved for {source_of.reference} at {move.key}"
        yield found.reduced(move.units, CLOSES_AS.get(move.target, "released"))
    if target_of is not None:
        yield _larger(ledger, _known(ledger, changed, target_of, move.key), target_of, move)


def _known(
    ledger: Ledger, changed: dict[tuple[str, PositionKey], Reservation], owner: Owner, key: PositionKey
) -> Reservation | None:
    return changed.get((owner.reference, key)) or ledger.reservations.get(owner.reference, {}).get(key)


def _larger(ledger: Ledger, found: Reservation | None, owner: Owner, move: Move) -> Reservation:
    quantity, placed = (found.quantity, found.placed_quantity) if found else (0, 0)
    return Reservation(
        reservation_id=owner.reference,
        sku=move.sku,
        node=move.node,
        kind="hold" if move.target == "held" else "commitment",
        quantity=quantity + move.units,
        placed_quantity=placed + move.units,
        placed_at=found.placed_at if found else ledger.now,
        expires_at=owner.expires_at,
        channel=owner.channel,
        reference=owner.name,
        of_order=owner.is_order,
    )
