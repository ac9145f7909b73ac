"""What stands on printed sheets, before anybody says how it looks."""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from stockpool.kernel.quantities import Amount
from stockpool.warehouse.decide.picking import PickLine


class Party(msgspec.Struct, frozen=True):
    """Who sends or gets something; lines of an address as they are written on a parcel."""

    name: str
    lines: tuple[str, ...] = ()


class LabelSheet(msgspec.Struct, frozen=True, kw_only=True):
    """The label of a parcel or a bag: what carriers need, and the code that our own scanners read."""

    fulfillment_order: str
    code: str
    """In digits, as a Code 128."""
    method: str
    sender: Party
    recipient: Party
    carrier: str | None = None
    tracking: str | None = None
    reference: str | None = None


class SlipLine(msgspec.Struct, frozen=True):
    """What is in a parcel."""

    sku: str
    name: str
    quantity: Amount


class SlipSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What goes with the goods of a fulfillment order."""

    fulfillment_order: str
    code: str
    sender: Party
    recipient: Party
    ordered_at: datetime
    lines: tuple[SlipLine, ...]
    reference: str | None = None


class PickSheet(msgspec.Struct, frozen=True, kw_only=True):
    """One walk past the shelves, on paper."""

    node: str
    printed_at: datetime
    fulfillment_orders: tuple[str, ...]
    lines: tuple[PickLine, ...]


class CountedRow(msgspec.Struct, frozen=True):
    """A line of a count that was closed."""

    sku: str
    name: str
    expected: Amount
    quantity: Amount
    disputed: bool = False


class ShortRow(msgspec.Struct, frozen=True):
    """Units that a pick did not find, or a fulfillment order that was rejected (no SKU), with its reason."""

    fulfillment_order: str
    sku: str = ""
    quantity: Amount = 0
    reason: str = ""


class ReportSheet(msgspec.Struct, frozen=True, kw_only=True):
    """What a node did on a day: figures by name, and what was out of the ordinary."""

    node: str
    day: date
    printed_at: datetime
    figures: tuple[tuple[str, int], ...]
    shorts: tuple[ShortRow, ...] = ()
    rejects: tuple[ShortRow, ...] = ()
    counts: tuple[CountedRow, ...] = ()
