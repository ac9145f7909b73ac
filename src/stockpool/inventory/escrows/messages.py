"""What tills ask of escrows, and what is answered; a reply doubles as the body of the event."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.inventory.messages import Line, StockLine
from stockpool.kernel.commands import Command
from stockpool.kernel.quantities import Amount


class SellingTime(msgspec.Struct, frozen=True, gc=False):
    """Until when a till may sell: a moment, or so long from now; and how much longer late sales find their units."""

    grace_seconds: int
    sells_until: datetime | None = None
    ttl_seconds: int | None = None


class OpenEscrow(Command, frozen=True, kw_only=True, gc=False):
    """Let a till sell units of its node while it is cut off; all lines or none unless partial."""

    escrow_id: str
    node: str
    till: str
    lines: tuple[Line, ...]
    time: SellingTime
    partial: bool = False


class TopUpEscrow(Command, frozen=True, kw_only=True, gc=False):
    """Add units to an open escrow, let it last until another moment, or both."""

    escrow_id: str
    lines: tuple[Line, ...] = ()
    time: SellingTime | None = None
    partial: bool = False


class SettleEscrow(Command, frozen=True, kw_only=True, gc=False):
    """All sales are told: what is left of an escrow is available again."""

    escrow_id: str


class EscrowOpened(msgspec.Struct, frozen=True, gc=False, tag="escrow.opened", tag_field="type"):
    """A till may sell these units until `sells_until`; `short` is what a partial escrow did not get."""

    escrow_id: str
    node: str
    till: str
    sells_until: datetime
    keeps_until: datetime
    lines: tuple[StockLine, ...]
    short: tuple[Line, ...] = ()


class EscrowChanged(msgspec.Struct, frozen=True, gc=False, tag="escrow.changed", tag_field="type"):
    """An escrow has these units more, or lasts until another moment."""

    escrow_id: str
    node: str
    till: str
    sells_until: datetime
    keeps_until: datetime
    lines: tuple[StockLine, ...]
    short: tuple[Line, ...] = ()


class EscrowLine(msgspec.Struct, frozen=True, gc=False):
    """What of a SKU was in an escrow altogether, what of it was sold, and what is available again."""

    sku: str
    node: str
    placed: Amount
    sold: Amount
    given_back: Amount


class EscrowSettled(msgspec.Struct, frozen=True, gc=False, tag="escrow.settled", tag_field="type"):
    """All sales of an escrow are told, and what was left is available again."""

    escrow_id: str
    node: str
    till: str
    lines: tuple[EscrowLine, ...]


class EscrowExpired(msgspec.Struct, frozen=True, gc=False, tag="escrow.expired", tag_field="type"):
    """An escrow was kept until its time was over and nobody settled it; these units are available again."""

    escrow_id: str
    lines: tuple[StockLine, ...]


EscrowReply = EscrowOpened | EscrowChanged | EscrowSettled
"""What a granted command about an escrow answers."""
