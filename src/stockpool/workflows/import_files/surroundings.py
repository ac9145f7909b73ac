"""What the import of any table works with, and how it says what it did."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from stockpool.connectors.api import CheckedTable
from stockpool.connectors.messages import Known
from stockpool.kernel.commands import Command
from stockpool.kernel.ids import NewId
from stockpool.runtime.database import Database

ACTOR = "import"


class Tally(msgspec.Struct, frozen=True):
    """Good rows that changed something, and those that were as they are already."""

    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(self.changed + other.changed, self.unchanged + other.unchanged)


class Surroundings(msgspec.Struct, frozen=True):
    """The database, the lanes' way in, and where identifiers come from."""

    database: Database
    submit: Callable[[Command], Awaitable[msgspec.Struct]]
    new_id: NewId
    told: dict[str, Tally] = {}
    """What became of tables that went in together with another one."""


class ReadTable(msgspec.Struct, frozen=True):
    """A checked table with what it was checked against and the digest of its file."""

    checked: CheckedTable
    known: Known
    kits: frozenset[str]
    fingerprint: str
    beside: Callable[[str], CheckedTable | None] = lambda _: None
    """Another table of the same folder, checked; None where there is none."""

    @property
    def fractional(self) -> dict[str, int]:
        """The decimals of the SKUs that have some."""
        return {sku: decimals for sku, decimals in self.known.skus.items() if decimals}


Advance = Callable[[int], None]
"""Told how many more rows are through."""

ImportTable = Callable[[ReadTable, Surroundings, Advance], Awaitable[Tally]]
"""Brings in the good rows of one table; safe to be broken off anywhere and begun again."""
