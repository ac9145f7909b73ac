"""How a table's columns are described: one description drives the checks, the typed rows and the documentation."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What a column holds; the value is what the documentation calls it."""

    ID = "id"
    TEXT = "text"
    LIST = "list"
    WHOLE = "whole number"
    QUANTITY = "quantity"
    NUMBER = "number"
    MONEY = "money"
    RATE = "rate"
    CURRENCY = "currency"
    COUNTRY = "country"
    TIME = "time"
    FLAG = "yes or no"
    CHOICE = "choice"


class Target(StrEnum):
    """What an id may refer to."""

    SKU = "SKU"
    NODE = "node"
    CHANNEL = "channel"


HOME = {Target.SKU: "skus", Target.NODE: "nodes", Target.CHANNEL: "channels"}
"""The tables that make them known."""


class Column(msgspec.Struct, frozen=True):
    """One column of a table."""

    name: str
    kind: Kind
    meaning: str
    example: str
    required: bool = False
    default: str | None = None
    unit: str | None = None
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    positive: bool = False
    past: bool = False
    refers: Target | None = None


class Rule(msgspec.Struct, frozen=True):
    """A condition over several columns of one row, as DuckDB SQL that is true for a bad row, and what to say then."""

    broken_when: str
    message: str


class Table(msgspec.Struct, frozen=True):
    """One table that can be imported."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rules: tuple[Rule, ...] = ()
    whole: str | None = None
    """Column whose rows with the same value stand or fall together."""
    agreeing: tuple[str, ...] = ()
    """Columns that must be the same in all rows that stand together."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names in order."""
        return tuple(column.name for column in self.columns)

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that a file must have."""
        return tuple(column.name for column in self.columns if column.required)
