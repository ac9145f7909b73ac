"""A return in smallest units, as decisions see it and leave it: immutable, whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from stockpool.kernel.money import Money
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.orders.model import Order, PartKey, StockMove
from stockpool.orders.returning.messages import Condition, Disposition, ReturnReason, ReturnStatus


class Known(msgspec.Struct, frozen=True, gc=False):
    """What the catalog says of a SKU: its decimals, and which SKUs with stock one of it takes."""

    decimals: int
    takes: tuple[tuple[str, int, int], ...]
    """(SKU, its decimals, units for each smallest unit)."""
    price: Money | None = None


class ReturnLine(msgspec.Struct, frozen=True, gc=False):
    """Units of one SKU that has stock; a kit's line has one for each component, under the same number."""

    number: int
    sku: str
    decimals: int
    requested: int
    order_line: int | None = None
    each: int = 1
    """Units of the SKU that one smallest unit of the line takes."""
    expected: int = 0
    """Asked for, and still to come."""
    received: int = 0
    inspected: int = 0
    refunded: int = 0
    reason: ReturnReason = ReturnReason.UNKNOWN
    condition: Condition | None = None
    note: str | None = None
    unit_price: int | None = None
    """Of a return of no order, what `per` units of the line are worth in minor units; None where it is not known."""
    per: int = 1

    @property
    def key(self) -> PartKey | None:
        """The part of the order that it gives back; None where it is of no order, or not of this one."""
        return None if self.order_line is None else (self.order_line, self.sku)

    @property
    def uninspected(self) -> int:
        """Units that wait in quality control."""
        return self.received - self.inspected

    def amount(self, units: int) -> Amount:
        """A quantity in the SKU's display unit."""
        return to_amount(units, self.decimals)


class Disposed(msgspec.Struct, frozen=True, gc=False):
    """What became of units of a line."""

    number: int
    line: int
    sku: str
    decimals: int
    units: int
    disposition: Disposition
    at: datetime
    refund: bool = True
    to_node: str | None = None
    transfer: str | None = None
    condition: Condition | None = None
    note: str | None = None


class Exchange(msgspec.Struct, frozen=True, gc=False):
    """The order placed instead, or why none was; `credit` is what is settled with it, in minor units."""

    order_id: str | None = None
    price: int | None = None
    credit: int | None = None
    currency: str | None = None
    refused: str | None = None
    refused_because: str | None = None


class Return(msgspec.Struct, frozen=True, gc=False):
    """A return with everything that a decision about it needs."""

    return_id: str
    status: ReturnStatus
    requested_at: datetime
    lines: tuple[ReturnLine, ...]
    order_id: str | None = None
    channel: str | None = None
    receipt: str | None = None
    node: str | None = None
    currency: str | None = None
    dispositions: tuple[Disposed, ...] = ()
    refunded_amount: int = 0
    """What its inspected units are worth, before an exchange is settled with it."""
    exchange: Exchange | None = None
    expires_at: datetime | None = None
    """Until when its goods are waited for."""
    closed_at: datetime | None = None
    cancel_reason: str | None = None

    @property
    def received(self) -> int:
        """Units that came, of any SKU."""
        return sum(line.received for line in self.lines)

    @property
    def expected(self) -> int:
        """Units still to come, of any SKU."""
        return sum(line.expected for line in self.lines)

    @property
    def credit(self) -> int:
        """What an exchange has used up of what its goods are worth."""
        return (self.exchange.credit or 0) if self.exchange is not None else 0

    @property
    def due(self) -> int:
        """What is to be paid out for what was inspected so far."""
        return max(self.refunded_amount - self.credit, 0)


class Refunded(msgspec.Struct, frozen=True, gc=False):
    """Units of a line that are refunded, and what for; None where the price is not known."""

    line: ReturnLine
    units: int
    amount: int | None


class ReturnChange(msgspec.Struct, frozen=True, gc=False):
    """What a decision makes of a return and of its order, and what it moves in the ledger."""

    after: Return
    before: Return | None = None
    order: Order | None = None
    moves: tuple[StockMove, ...] = ()
    refunds: tuple[Refunded, ...] = ()

    @property
    def due(self) -> int:
        """What is to be paid out now."""
        return self.after.due - (self.before.due if self.before is not None else 0)

    @property
    def charge(self) -> int:
        """What the customer owes when a return ends that an exchange was credited for."""
        ended = self.after.closed_at is not None and (self.before is None or self.before.closed_at is None)
        return max(self.after.credit - self.after.refunded_amount, 0) if ended else 0


class ReturnRecord(msgspec.Struct, frozen=True, gc=False):
    """A return to write as it is now."""

    after: Return


def counted(returns: Iterable[Return], field: str) -> Mapping[PartKey, int]:
    """What returns have of each part of their order in one of a line's counters."""
    found: dict[PartKey, int] = {}
    for each in returns:
        for line in each.lines:
            if line.key is not None:
                found[line.key] = found.get(line.key, 0) + getattr(line, field)
    return found


def returnable(order: Order, returns: Iterable[Return]) -> dict[PartKey, int]:
    """What of each part left for the customer, is not back and is not expected back."""
    fulfilled, expected = order.fulfilled(), counted(returns, "expected")
    return {part.key: fulfilled.get(part.key, 0) - part.returned - expected.get(part.key, 0) for part in order.parts}
