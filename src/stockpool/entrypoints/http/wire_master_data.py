"""Batches and pages of master data on the wire."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from stockpool.catalog.messages import SkuInput
from stockpool.network.messages import Channel, NodeInput, ShippingLaneInput

ROWS_MAX = 10_000

T = TypeVar("T")
Rows = Annotated[tuple[T, ...], msgspec.Meta(min_length=1, max_length=ROWS_MAX)]


class SkuBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """SKUs to create or replace."""

    skus: Rows[SkuInput]


class SkuPage(msgspec.Struct, frozen=True):
    """SKUs in the order of their ids; `next` is the cursor of the following page."""

    skus: tuple[SkuInput, ...]
    next: str | None


class NodeBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Nodes to create or replace."""

    nodes: Rows[NodeInput]


class NodePage(msgspec.Struct, frozen=True):
    """Nodes in the order of their ids; `next` is the cursor of the following page."""

    nodes: tuple[NodeInput, ...]
    next: str | None


class ChannelBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Channels to create or replace."""

    channels: Rows[Channel]


class ChannelPage(msgspec.Struct, frozen=True):
    """Channels in the order of their ids; `next` is the cursor of the following page."""

    channels: tuple[Channel, ...]
    next: str | None


class ShippingLaneBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shipping lanes to create or replace."""

    shipping_lanes: Rows[ShippingLaneInput]


class ShippingLanePage(msgspec.Struct, frozen=True):
    """Shipping lanes by where they start, then by where they go; `next` is the cursor of the following page."""

    shipping_lanes: tuple[ShippingLaneInput, ...]
    next: str | None
