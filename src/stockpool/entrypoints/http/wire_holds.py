"""Holds on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from stockpool.entrypoints.http.wire_types import LINES_MAX, Id, LineInput, Lines, Refusal, TtlSeconds
from stockpool.inventory.messages import HeldFor, HoldPlaced, Line, StockLine
from stockpool.network.messages import PromiseMethod
from stockpool.orders.messages import ShipTo

HOLDS_MAX = 1_000


class HoldInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units to reserve for a while; all lines or none, unless partial.

    Told how the order will be had, it is where that will be served.
    """

    channel: Id
    lines: Lines
    ttl_seconds: TtlSeconds | None = None
    reference: Id | None = None
    partial: bool = False
    method: PromiseMethod | None = None
    ship_to: ShipTo | None = None
    pickup_node: Id | None = None

    def held_for(self) -> HeldFor | None:
        """How the order will be had, if that is said."""
        if self.method is None and self.ship_to is None and self.pickup_node is None:
            return None
        to = self.ship_to or ShipTo()
        return HeldFor(self.method or PromiseMethod.SHIP, to.latitude, to.longitude, self.pickup_node)


class HoldBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Holds to place, each by itself."""

    holds: Annotated[tuple[HoldInput, ...], msgspec.Meta(min_length=1, max_length=HOLDS_MAX)]


class ExtendInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long a hold shall last from now."""

    ttl_seconds: TtlSeconds | None = None


class ReleaseInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to give back; everything when no lines are named."""

    lines: Annotated[tuple[LineInput, ...], msgspec.Meta(max_length=LINES_MAX)] = ()


class HoldReply(msgspec.Struct, frozen=True, tag="placed", tag_field="outcome", omit_defaults=True):
    """Units are held until `expires_at`; `short` is what a partial hold did not get."""

    hold_id: str
    channel: str
    expires_at: datetime
    lines: tuple[StockLine, ...]
    reference: str | None = None
    short: tuple[Line, ...] = ()


class ExtendReply(msgspec.Struct, frozen=True):
    """The hold lasts until another moment."""

    hold_id: str
    expires_at: datetime


class ReleaseReply(msgspec.Struct, frozen=True):
    """These units are available again."""

    hold_id: str
    lines: tuple[StockLine, ...]


class HoldBatchReply(msgspec.Struct, frozen=True):
    """One result for each hold, in their order."""

    results: tuple[HoldReply | Refusal, ...]


def hold_reply(placed: HoldPlaced) -> HoldReply:
    """What a caller is told of a placed hold."""
    return HoldReply(placed.hold_id, placed.channel, placed.expires_at, placed.lines, placed.reference, placed.short)
