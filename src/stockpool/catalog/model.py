"""The catalog as a batch of rows sees it, and SKUs back in their wire form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from stockpool.catalog.messages import Component, ComponentInput, Sku, SkuInput, SkuUpserted, StoredSku
from stockpool.kernel.money import Money, MoneyInput
from stockpool.kernel.quantities import to_amount

GTIN_DIGITS = 14
"""Shorter GTINs are the same number with leading zeros left out (GS1 General Specifications 2.1)."""


class CatalogView:
    """The stored SKUs that a batch leans on; grows with each row that is accepted."""

    def __init__(
        self,
        stored: Iterable[StoredSku] = (),
        gtin_owners: Mapping[str, str] | None = None,
        *,
        with_stock: Collection[str] = (),
        with_promises: Collection[str] = (),
    ) -> None:
        self.with_stock = frozenset(with_stock)
        self.with_promises = frozenset(with_promises)
        self._stored = {entry.value.id: entry for entry in stored}
        self._gtin_owners = dict(gtin_owners or {})
        self._kits: defaultdict[str, set[str]] = defaultdict(set)
        for entry in self._stored.values():
            self._link(entry.value)

    def stored(self, sku_id: str) -> StoredSku | None:
        """A SKU with its revision."""
        return self._stored.get(sku_id)

    def sku(self, sku_id: str) -> Sku | None:
        """A SKU."""
        entry = self._stored.get(sku_id)
        return entry.value if entry else None

    def gtin_owner(self, gtin: str) -> str | None:
        """The SKU that carries a GTIN, in whatever length it is written."""
        return self._gtin_owners.get(gtin_key(gtin))

    def kits_of(self, sku_id: str) -> list[Sku]:
        """The kits that contain a SKU."""
        return [self._stored[kit].value for kit in sorted(self._kits.get(sku_id, ()))]

    def accept(self, row: SkuUpserted) -> None:
        """Take a decided row into the view."""
        before = self.sku(row.value.id)
        if before:
            self._unlink(before)
        self._stored[row.value.id] = StoredSku(row.value, row.revision)
        self._link(row.value)

    def _link(self, sku: Sku) -> None:
        self._gtin_owners.update((gtin_key(gtin), sku.id) for gtin in sku.gtins)
        for component in sku.components:
            self._kits[component.sku].add(sku.id)

    def _unlink(self, sku: Sku) -> None:
        for gtin in sku.gtins:
            self._gtin_owners.pop(gtin_key(gtin), None)
        for component in sku.components:
            self._kits[component.sku].discard(sku.id)


def gtin_key(gtin: str) -> str:
    """A GTIN in its full length, by which it is unique."""
    return gtin.rjust(GTIN_DIGITS, "0")


def wire_sku(sku: Sku, decimals: Mapping[str, int]) -> SkuInput:
    """The input that would store this SKU; `decimals` are those of its components."""
    return SkuInput(
        id=sku.id,
        name=sku.name,
        gtins=sku.gtins,
        category=sku.category,
        decimals=sku.decimals,
        weight_g=sku.weight_g,
        length_mm=sku.length_mm,
        width_mm=sku.width_mm,
        height_mm=sku.height_mm,
        cost=_wire_money(sku.cost),
        price=_wire_money(sku.price),
        components=tuple(_wire_component(component, decimals) for component in sku.components),
        active=sku.active,
    )


def _wire_component(component: Component, decimals: Mapping[str, int]) -> ComponentInput:
    return ComponentInput(component.sku, to_amount(component.quantity, decimals[component.sku]))


def _wire_money(money: Money | None) -> MoneyInput | None:
    return MoneyInput(money.amount, money.currency) if money else None
