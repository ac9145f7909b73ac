"""A naive ledger, written from the design and not from the code: lists of what happened, added up anew each time.

World events of a position are kept with their moment and the order in which they were told. What is on hand at a
moment is found by going through them from the beginning: a change adds, a count sets. There are no running totals, no
corrections and no balances, so nothing of how the real ledger books late facts is repeated here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

Key = tuple[str, str]


@dataclass
class Happening:
    """Something that changed what is on hand, or a count that said what was."""

    at: datetime
    told: int
    units: int
    is_count: bool


@dataclass
class Promise:
    """Units that are kept for somebody, by position."""

    kind: str
    units: dict[Key, int]
    was_over: bool = False
    was_committed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether anything is still kept."""
        return any(self.units.values())

    def take(self, key: Key, units: int) -> None:
        """So much is not kept any more."""
        if units:
            self.units[key] -= units

    def end(self) -> None:
        """Its time is over."""
        self.was_over = self.is_open
        self.units = {}


@dataclass
class Oracle:
    """What must be true of every position and promise."""

    happened: dict[Key, list[Happening]] = field(default_factory=dict)
    unavailable: dict[tuple[Key, str], int] = field(default_factory=dict)
    promises: dict[str, Promise] = field(default_factory=dict)
    in_transit: dict[str, int] = field(default_factory=dict)
    told: int = 0

    def _tell(self, key: Key, at: datetime, units: int, *, is_count: bool) -> None:
        self.told += 1
        self.happened.setdefault(key, []).append(Happening(at, self.told, units, is_count))

    def change(self, key: Key, at: datetime, units: int) -> None:
        """Goods came or went."""
        self._tell(key, at, units, is_count=False)

    def count(self, key: Key, at: datetime, units: int) -> None:
        """So much was there."""
        self._tell(key, at, units, is_count=True)

    def mark(self, key: Key, account: str, units: int) -> int:
        """So much more, or less, cannot be sold; never less than nothing. How much it was."""
        now = self.unavailable.get((key, account), 0)
        units = max(units, -now)
        self.unavailable[key, account] = now + units
        return units

    def carry(self, transfer: str, units: int) -> None:
        """So much more, or less, is on its way."""
        self.in_transit[transfer] = self.in_transit.get(transfer, 0) + units

    def on_hand(self, key: Key, moment: datetime | None = None) -> int:
        """What is there, or was at a moment as far as is known now."""
        there = 0
        for each in sorted(self.happened.get(key, []), key=lambda h: (h.at, h.told)):
            if moment is None or each.at <= moment:
                there = each.units if each.is_count else there + each.units
        return there

    def moments(self, key: Key) -> set[datetime]:
        """When anything happened, or was counted, at a position."""
        return {each.at for each in self.happened.get(key, [])}

    def promised(self, key: Key, kind: str) -> int:
        """Units that are held or committed."""
        return sum(each.units.get(key, 0) for each in self.promises.values() if each.kind == kind)

    def available(self, key: Key) -> int:
        """What nobody was promised and nothing is wrong with; below zero where more was promised than there is."""
        spoiled = sum(units for (where, _), units in self.unavailable.items() if where == key)
        return self.on_hand(key) - spoiled - self.promised(key, "hold") - self.promised(key, "commitment")

    def free(self, key: Key, buffer: int) -> int:
        """What can be promised."""
        return max(self.available(key) - buffer, 0)

    def short(self, key: Key) -> int:
        """Promised units that are not there."""
        promised = self.promised(key, "hold") + self.promised(key, "commitment")
        return min(max(-self.available(key), 0), promised)

    def accounts(self, key: Key) -> dict[str, int]:
        """Every account of a position."""
        spoiled = {name: self.unavailable.get((key, name), 0) for name in ("damaged", "quality_control", "other")}
        held, committed = self.promised(key, "hold"), self.promised(key, "commitment")
        return {"available": self.available(key), "held": held, "committed": committed, **spoiled}
