"""What the catalog is told and what it answers."""

from __future__ import annotations

import msgspec

from stockpool.kernel.editing import Outcome, Stored, Upserted
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Refused


class Component(msgspec.Struct, frozen=True):
    """What one kit contains of a SKU, in that SKU's smallest unit."""

    sku: str
    quantity: int


class Sku(msgspec.Struct, frozen=True):
    """Something that is stocked or, as a kit, sold by its components."""

    id: str
    name: str
    gtins: tuple[str, ...] = ()
    category: str | None = None
    decimals: int = 0
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    cost: Money | None = None
    price: Money | None = None
    components: tuple[Component, ...] = ()
    active: bool = True


class SkuTerms(msgspec.Struct, frozen=True, gc=False):
    """What a command must know of a SKU; components as (SKU, its smallest units in one kit)."""

    id: str
    decimals: int
    active: bool
    components: tuple[tuple[str, int], ...] = ()
    price: Money | None = None
    cost: Money | None = None
    category: str | None = None
    weight_g: int | None = None
    volume_cc: int | None = None


class SkuUnits(msgspec.Struct, frozen=True):
    """The unit of every SKU, and which of them are kits, which hold no stock of their own."""

    decimals: dict[str, int]
    kits: frozenset[str]


class ComponentInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A component on the wire, in its SKU's display unit."""

    sku: str
    quantity: Amount


class SkuInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A SKU on the wire. It replaces what is stored; only `decimals` and `active` stay as they are when left out."""

    id: str
    name: str
    gtins: tuple[str, ...] = ()
    category: str | None = None
    decimals: int | None = None
    weight_g: int | None = None
    length_mm: int | None = None
    width_mm: int | None = None
    height_mm: int | None = None
    cost: MoneyInput | None = None
    price: MoneyInput | None = None
    components: tuple[ComponentInput, ...] = ()
    active: bool | None = None


class SkuChanged(msgspec.Struct, frozen=True, tag="catalog.sku_changed", tag_field="type"):
    """A SKU was made or edited, and stands at this revision now."""

    sku: str
    outcome: Outcome
    revision: int


class SkusChanged(msgspec.Struct, frozen=True, tag="catalog.skus_changed", tag_field="type"):
    """Many SKUs were made or edited at once; column by column, with the revisions at which they stand now."""

    sku: tuple[str, ...]
    revision: tuple[int, ...]


StoredSku = Stored[Sku]
SkuUpserted = Upserted[Sku]
SkuResult = SkuUpserted | Refused
