"""Ledgers in memory for the rules: positions with round numbers, a fixed moment, and a check of every movement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec

from stockpool.inventory.messages import FactKind, PlaceHold, RecordFact
from stockpool.inventory.model import (
    INSIDE,
    DemandLine,
    FactLine,
    Ledger,
    Movement,
    Position,
    PositionKey,
    Reservation,
    ReservationKind,
)
from stockpool.kernel.refusals import Refused
from tests.inventory.asking import asked

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TEA = ("tea", "east")
CUP = ("cup", "east")
TEA_WEST = ("tea", "west")

Reply = TypeVar("Reply")


def minutes_ago(minutes: float) -> datetime:
    return NOW - timedelta(minutes=minutes)


def reservation(
    reservation_id: str,
    quantity: int,
    *,
    key: PositionKey = TEA,
    kind: ReservationKind = "hold",
    minutes_left: float = 15,
) -> Reservation:
    """An open line of a hold or a commitment."""
    ends = NOW + timedelta(minutes=minutes_left) if kind == "hold" else None
    return Reservation(reservation_id, *key, kind, quantity, quantity, minutes_ago(30), expires_at=ends)


def books(
    *positions: Position,
    reserved: Sequence[Reservation] = (),
    since: Mapping[tuple[PositionKey, datetime], int] | None = None,
    decimals: Mapping[str, int] | None = None,
    first_counts: Mapping[tuple[PositionKey, datetime], datetime] | None = None,
) -> Ledger:
    """A ledger as a lane would have loaded it; what is reserved is taken out of what is available."""
    ledger = Ledger(NOW, 1, positions, reserved, since, decimals, first_counts=first_counts)
    for line in reserved:
        position = ledger.positions[line.key]
        position.available -= line.quantity
        if line.kind == "hold":
            position.held += line.quantity
        else:
            position.committed += line.quantity
    return ledger


def tea(available: int, **more: int) -> Position:
    """The usual position."""
    return msgspec.structs.replace(Position(*TEA, available=available), **more)


def fact(kind: FactKind, quantity: int, **more: object) -> RecordFact:
    """A fact about tea at the east node."""
    return asked(RecordFact, kind=kind, sku="tea", node="east", quantity=quantity, **more)


def hold_of(**more: object) -> PlaceHold:
    """A hold of fifteen minutes."""
    return asked(PlaceHold, channel="web", lines=(), ttl_seconds=900, **more)


def of(quantity: int, key: PositionKey = TEA, buffer: int = 0) -> DemandLine:
    """What a promise asks of one position."""
    return DemandLine(*key, quantity, buffer)


def fact_line(quantity: int, key: PositionKey = TEA) -> FactLine:
    """What a fact says of one position."""
    return FactLine(*key, quantity)


def booked(ledger: Ledger, decided: Movement | Refused) -> Movement:
    """Book a decision that must have been granted; the books then agree with themselves."""
    assert isinstance(decided, Movement), decided
    before = {key: position.on_hand for key, position in ledger.positions.items()}
    ledger.book(ledger.take_id(), decided.kind, decided.kind, "test", decided)
    for key, position in ledger.positions.items():
        moved = sum(entry.on_hand_change for entry in decided.entries if (entry.sku, entry.node) == key)
        assert position.on_hand == before[key] + moved
    assert disagreements(ledger) == []
    return decided


def disagreements(ledger: Ledger) -> list[str]:
    """Where open reservations and positions say different things, or an account is below zero that cannot be."""
    found: list[str] = []
    for key, position in ledger.positions.items():
        lines = [line for line in ledger.open_reservations() if line.key == key]
        held = sum(line.quantity for line in lines if line.kind == "hold")
        committed = sum(line.quantity for line in lines if line.kind == "commitment")
        if (held, committed) != (position.held, position.committed):
            found.append(f"{key}: held {position.held}, reserved {held}; committed {position.committed}/{committed}")
        found += [f"{key} {name} below zero" for name in INSIDE[1:] if getattr(position, name) < 0]
    return found


def state(ledger: Ledger, key: PositionKey = TEA) -> dict[str, int]:
    """The accounts of a position that are not zero."""
    position = ledger.positions[key]
    return {name: getattr(position, name) for name in INSIDE if getattr(position, name)}
