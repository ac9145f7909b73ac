"""What importing files answers: what was read, what was wrong with a file, orders of the past."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec


class BrokenFile(msgspec.Struct, frozen=True):
    """A file that cannot be read at all: which, what is wrong with it, and how to mend it."""

    file: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        """As one line for a person; a problem that has several lines, such as a drawn arrow, ends with its own."""
        lines = [line for line in self.problem.splitlines() if line.strip()]
        return f"{self.file}: " + (
            f"{self.problem}. {self.remedy}" if len(lines) < 2 else "\n".join([*lines, self.remedy])
        )


class Known(msgspec.Struct, frozen=True):
    """Identifiers that rows may refer to; SKUs with their decimals."""

    skus: Mapping[str, int] = {}
    nodes: AbstractSet[str] = frozenset()
    channels: AbstractSet[str] = frozenset()


class TableCounts(msgspec.Struct, frozen=True):
    """What became of the rows of one table."""

    table: str
    rows: int
    good: int
    rejected: int


class CopyBatch(msgspec.Struct, frozen=True):
    """Good rows as lines for PostgreSQL's `COPY … FROM STDIN` in text format."""

    rows: int
    lines: bytes


class NumberedRow(msgspec.Struct, frozen=True):
    """A good row as its wire form, with the number a person finds it by in the file."""

    row: int
    value: dict[str, Any]


class OrderMethod(StrEnum):
    """How an order of a file reaches its customer."""

    SHIP = "ship"
    PICKUP = "pickup"


class OrderStatus(StrEnum):
    """Whether an order of a file is still to be served."""

    OPEN = "open"
    CLOSED = "closed"


class ImportedLine(msgspec.Struct, frozen=True):
    """One line of an order of a file; the quantity in the SKU's smallest unit."""

    line: str
    sku: str
    quantity: int


class ImportedOrder(msgspec.Struct, frozen=True):
    """One order of a file with all its lines."""

    order_id: str
    channel: str
    method: OrderMethod
    ordered_at: datetime
    status: OrderStatus
    pickup_node: str | None
    ship_latitude: float | None
    ship_longitude: float | None
    ship_postal_code: str | None
    ship_country: str | None
    lines: tuple[ImportedLine, ...]
