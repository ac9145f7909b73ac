"""The ledger's values: positions, entries, reservations, and the part of them that a group of commands decides over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from stockpool.kernel.quantities import Amount, to_amount

Account = Literal[
    "available",
    "held",
    "committed",
    "damaged",
    "quality_control",
    "other",
    "supplier",
    "customer",
    "shrinkage",
    "in_transit",
]
"""Where a unit can be: the first six inside a position, the others outside of every position."""

INSIDE: tuple[Account, ...] = ("available", "held", "committed", "damaged", "quality_control", "other")

PositionKey = tuple[str, str]
"""(sku, node)."""

Balances = tuple[int, int, int, int, int, int]
"""Of the accounts inside a position, in the order of INSIDE."""


class Position(msgspec.Struct, gc=False):
    """The running totals of one SKU at one node, in the SKU's smallest unit."""

    sku: str
    node: str
    available: int = 0
    held: int = 0
    committed: int = 0
    damaged: int = 0
    quality_control: int = 0
    other: int = 0
    safety_stock: int = 0
    counted_at: datetime | None = None
    confidence_buffer: int = 0

    @property
    def key(self) -> PositionKey:
        """Its SKU and node."""
        return (self.sku, self.node)

    @property
    def on_hand(self) -> int:
        """Every unit that is physically there."""
        return self.available + self.held + self.committed + self.damaged + self.quality_control + self.other

    @property
    def promised(self) -> int:
        """Units that somebody was promised."""
        return self.held + self.committed

    @property
    def short(self) -> int:
        """Promised units that are not there."""
        return min(max(-self.available, 0), self.promised)

    @property
    def balances(self) -> Balances:
        """Its accounts, in the order of INSIDE."""
        return (self.available, self.held, self.committed, self.damaged, self.quality_control, self.other)

    def balances_since(self, before: Balances) -> Balances:
        """By how much its accounts are others than before."""
        now = self.balances
        return (
            now[0] - before[0],
            now[1] - before[1],
            now[2] - before[2],
            now[3] - before[3],
            now[4] - before[4],
            now[5] - before[5],
        )

    def copy(self) -> Position:
        """The same, to be changed by itself."""
        return Position(**{field: getattr(self, field) for field in self.__struct_fields__})

    def change(self, account: Account, change: int) -> int | None:
        """Change the balance of an account: the new one, or None for accounts outside the position."""
        if account not in INSIDE:
            return None
        balance: int = getattr(self, account) + change
        setattr(self, account, balance)
        return balance

    def free(self, buffer: int) -> int:
        """What can still be promised, where a channel may not touch the buffer."""
        return max(self.available - self.safety_stock - self.confidence_buffer - buffer, 0)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """Units that move from one account to another of one position."""

    sku: str
    node: str
    from_account: Account
    to_account: Account
    quantity: int
    from_reference: str | None = None
    to_reference: str | None = None
    occurred_at: datetime | None = None

    @property
    def on_hand_change(self) -> int:
        """By how much the position's on hand changes."""
        return self.quantity * ((self.to_account in INSIDE) - (self.from_account in INSIDE))


class BookedEntry(msgspec.Struct, frozen=True, gc=False):
    """An entry with the balances it left and the moment it is about."""

    entry: Entry
    from_after: int | None
    to_after: int | None
    occurred_at: datetime


ReservationKind = Literal["hold", "commitment", "escrow"]
ReservationStatus = Literal["open", "released", "expired", "committed", "shipped", "moved"]


class Reservation(msgspec.Struct, frozen=True, gc=False):
    """Units of one position that are promised to a hold, a commitment or a till's escrow."""

    reservation_id: str
    sku: str
    node: str
    kind: ReservationKind
    quantity: int
    placed_quantity: int
    placed_at: datetime
    status: ReservationStatus = "open"
    expires_at: datetime | None = None
    channel: str | None = None
    reference: str | None = None
    of_order: bool = False
    """Whether a hold is an order's own, which waits for its payment: nobody else may use it or give it back."""

    @property
    def key(self) -> PositionKey:
        """The position it is on."""
        return (self.sku, self.node)

    def reduced(self, quantity: int, status: ReservationStatus) -> Reservation:
        """The same with so much less; when nothing is left it closes with the status."""
        left = self.quantity - quantity
        return msgspec.structs.replace(self, quantity=left, status=status if left == 0 else self.status)


class DemandLine(msgspec.Struct, frozen=True, gc=False):
    """What a promise asks of one position, in smallest units; `path` names the line it came from."""

    sku: str
    node: str
    quantity: int
    buffer: int = 0
    path: str = "lines[0]"

    @property
    def key(self) -> PositionKey:
        """The position it asks."""
        return (self.sku, self.node)


class FactLine(msgspec.Struct, frozen=True, gc=False):
    """What a fact says of one SKU at one node, in smallest units; several where a kit was sold."""

    sku: str
    node: str
    quantity: int

    @property
    def key(self) -> PositionKey:
        """The position it is about."""
        return (self.sku, self.node)


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something that readers of the feed hear about."""

    type: str
    subject: str
    body: msgspec.Struct


class Movement(msgspec.Struct, frozen=True, gc=False):
    """What one granted command does: entries, reservations as they become, the reply, further events.

    The reply is also the body of the movement's own event; one without a subject is not announced.
    """

    kind: str
    reply: msgspec.Struct
    subject: str | None
    entries: tuple[Entry, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    events: tuple[Event, ...] = ()
    counted: tuple[tuple[PositionKey, datetime], ...] = ()


class BookedMovement(msgspec.Struct, frozen=True, gc=False):
    """A movement in the ledger, with its number and its entries' balances."""

    movement_id: int
    key: str
    fingerprint: str
    actor: str
    movement: Movement
    entries: list[BookedEntry]


class Ledger:
    """The loaded, locked part of the ledger; commands are decided over it and booked into it one by one."""

    def __init__(
        self,
        now: datetime,
        first_movement_id: int,
        positions: Iterable[Position],
        reservations: Iterable[Reservation] = (),
        changes_since: Mapping[tuple[PositionKey, datetime], int] | None = None,
        decimals: Mapping[str, int] | None = None,
        *,
        first_counts: Mapping[tuple[PositionKey, datetime], datetime] | None = None,
    ) -> None:
        """Take what was loaded; `changes_since` holds on-hand changes behind the moments that counts name.

        `first_counts` has, for late facts, the first count behind their moment where that is not the latest.
        """
        self.now = now
        self.next_id = first_movement_id
        self.positions = {(position.sku, position.node): position for position in positions}
        self.reservations: dict[str, dict[PositionKey, Reservation]] = {}
        for reservation in reservations:
            self.reservations.setdefault(reservation.reservation_id, {})[reservation.key] = reservation
        self.changed: set[tuple[str, PositionKey]] = set()
        self.booked: list[BookedMovement] = []
        self.before: dict[PositionKey, Balances] = {}
        self.counted: dict[PositionKey, datetime] = {}
        self.earlier_counts: dict[PositionKey, list[datetime]] = {}
        self._placed: dict[tuple[str, PositionKey], Reservation] = {}
        self._written = 0
        self._changes_since = changes_since or {}
        self._first_counts = first_counts or {}
        self._changes: dict[PositionKey, list[tuple[datetime, int]]] = {}
        self._movements_in_changes = 0
        self._decimals = decimals or {}

    def amount(self, sku: str, units: int) -> Amount:
        """A quantity in the SKU's display unit."""
        return to_amount(units, self._decimals.get(sku, 0))

    def free(self, key: PositionKey, buffer: int) -> int:
        """What can be promised at a position; nothing where there is none."""
        position = self.positions.get(key)
        return position.free(buffer) if position else 0

    def open_lines(self, reservation_id: str) -> list[Reservation]:
        """The open lines of a hold or commitment, in position order."""
        lines = self.reservations.get(reservation_id, {})
        return [lines[key] for key in sorted(lines) if lines[key].status == "open"]

    def open_reservations(self) -> Iterator[Reservation]:
        """Every loaded reservation that is open."""
        for lines in self.reservations.values():
            yield from (line for line in lines.values() if line.status == "open")

    def on_hand_changed_since(self, key: PositionKey, moment: datetime) -> int:
        """By how much the on hand of a position changed through what happened after a moment."""
        self._gather_changes()
        here = (change for occurred_at, change in self._changes.get(key, ()) if occurred_at > moment)
        return self._changes_since.get((key, moment), 0) + sum(here)

    def _gather_changes(self) -> None:
        """Put what was booked since the last count under its positions; groups without counts pay nothing for it."""
        for movement in self.booked[self._movements_in_changes :]:
            for booked in movement.entries:
                change = booked.entry.on_hand_change
                if change:
                    key = (booked.entry.sku, booked.entry.node)
                    self._changes.setdefault(key, []).append((booked.occurred_at, change))
        self._movements_in_changes = len(self.booked)

    def first_count_behind(self, key: PositionKey, moment: datetime) -> datetime | None:
        """When a position was counted for the first time after a moment, if it was."""
        latest = self.positions[key].counted_at
        if latest is None or latest <= moment:
            return None
        of_group = self.earlier_counts.get(key, [])
        place = bisect_right(of_group, moment)
        return min(latest, self._first_counts.get((key, moment), latest), *of_group[place : place + 1])

    def take_id(self) -> int:
        """The next number for a movement or an event."""
        self.next_id += 1
        return self.next_id - 1

    def book(self, movement_id: int, key: str, fingerprint: str, actor: str, movement: Movement) -> None:
        """Write a movement into the loaded part: later commands of the group see it."""
        entries = [self._book_entry(entry) for entry in movement.entries]
        for reservation in movement.reservations:
            self._book_reservation(reservation)
        for position_key, moment in movement.counted:
            self._book_count(position_key, moment)
        self.booked.append(BookedMovement(movement_id, key, fingerprint, actor, movement, entries))

    def retell(self, movement_id: int, reply: msgspec.Struct) -> None:
        """Let a movement that is not written yet answer otherwise."""
        place = next(at for at in reversed(range(len(self.booked))) if self.booked[at].movement_id == movement_id)
        assert place >= self._written, "what is written does not change"
        booked = self.booked[place]
        movement = msgspec.structs.replace(booked.movement, reply=reply)
        self.booked[place] = msgspec.structs.replace(booked, movement=movement)

    def _book_count(self, key: PositionKey, moment: datetime) -> None:
        """Keep the moment of the latest count with its position, and beside it that of the one before or between."""
        position = self.positions[key]
        before = position.counted_at or moment
        position.counted_at = self.counted[key] = max(before, moment)
        if before == moment:
            return
        earlier, known = min(before, moment), self.earlier_counts.setdefault(key, [])
        place = bisect_left(known, earlier)
        if known[place : place + 1] != [earlier]:
            known.insert(place, earlier)

    def take_unwritten(self) -> tuple[Sequence[BookedMovement], Sequence[Reservation]]:
        """What was booked since the last call, and the reservations that it placed, as they are now.

        They count as written from now on: a later change to such a reservation is a change of a row.
        """
        booked, placed = self.booked[self._written :], list(self._placed.values())
        self._written = len(self.booked)
        self._placed = {}
        return booked, placed

    def changes(self) -> dict[PositionKey, Balances]:
        """By how much the balances of each position that was touched are others than when it was loaded."""
        return {key: self.positions[key].balances_since(before) for key, before in self.before.items()}

    def _book_entry(self, entry: Entry) -> BookedEntry:
        key = (entry.sku, entry.node)
        position = self.positions[key]
        if key not in self.before:
            self.before[key] = position.balances
        from_after = position.change(entry.from_account, -entry.quantity)
        to_after = position.change(entry.to_account, entry.quantity)
        return BookedEntry(entry, from_after, to_after, entry.occurred_at or self.now)

    def _book_reservation(self, reservation: Reservation) -> None:
        key = (reservation.sku, reservation.node)
        lines = self.reservations.get(reservation.reservation_id)
        if lines is None:
            lines = self.reservations[reservation.reservation_id] = {}
        name = (reservation.reservation_id, key)
        if key not in lines or name in self._placed:
            self._placed[name] = reservation
        else:
            self.changed.add(name)
        lines[key] = reservation
