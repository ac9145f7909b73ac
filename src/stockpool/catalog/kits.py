"""Rules of kits, which are sold by their components and hold no stock of their own."""

from __future__ import annotations

from stockpool.catalog.messages import Component, ComponentInput, Sku, SkuInput
from stockpool.catalog.model import CatalogView
from stockpool.kernel.findings import Findings
from stockpool.kernel.quantities import to_positive_units
from stockpool.kernel.refusals import Reason


def read_components(row: SkuInput, view: CatalogView, findings: Findings) -> tuple[Component, ...]:
    """The components in smallest units; those that cannot be read are noted and left out."""
    first_places: dict[str, int] = {}
    components = []
    for place, wire in enumerate(row.components):
        path = f"components[{place}]"
        first = first_places.setdefault(wire.sku, place)
        if first != place:
            findings.add(f"{path}.sku", f"{wire.sku!r} is named before, in components[{first}]")
        elif wire.sku == row.id:
            findings.add(f"{path}.sku", "a kit cannot contain itself")
        elif component := _read_component(path, wire, view, findings):
            components.append(component)
    return tuple(components)


def _read_component(path: str, wire: ComponentInput, view: CatalogView, findings: Findings) -> Component | None:
    sku = view.sku(wire.sku)
    if sku is None:
        findings.add(f"{path}.sku", f"there is no SKU {wire.sku!r}", Reason.UNKNOWN_SKU)
        return None
    if sku.components:
        findings.add(f"{path}.sku", f"{wire.sku!r} is a kit itself")
    units = to_positive_units(wire.quantity, sku.decimals)
    if isinstance(units, str):
        findings.add(f"{path}.quantity", units, Reason.INVALID_QUANTITY)
        return None
    return Component(wire.sku, units)


def check_kit(sku: Sku, existing: Sku | None, view: CatalogView, findings: Findings) -> None:
    """Note what keeps a SKU from being this kit."""
    if not sku.components:
        return
    if sku.decimals:
        findings.add("components", f"a kit is sold whole, this SKU has {sku.decimals} decimals")
    if sku.active:
        _check_components_active(sku, view, findings)
    if existing is None or not existing.components:
        _check_becoming_kit(sku, view, findings)


def _check_components_active(kit: Sku, view: CatalogView, findings: Findings) -> None:
    for component in kit.components:
        sku = view.sku(component.sku)
        if sku and not sku.active:
            findings.add("components", f"{component.sku!r} is not active", Reason.IN_USE)


def _check_becoming_kit(sku: Sku, view: CatalogView, findings: Findings) -> None:
    if sku.id in view.with_stock:
        findings.add("components", "a SKU that has stock cannot become a kit", Reason.IN_USE)
    for kit in view.kits_of(sku.id):
        findings.add("components", f"a component of kit {kit.id!r} cannot become a kit", Reason.IN_USE)


def check_retirement(sku: Sku, existing: Sku | None, view: CatalogView, findings: Findings) -> None:
    """Note what still needs a SKU that is to become inactive."""
    if sku.active or existing is None or not existing.active:
        return
    if sku.id in view.with_promises:
        findings.add("active", "stock of this SKU is held or committed", Reason.IN_USE)
    for kit in view.kits_of(sku.id):
        if kit.active:
            findings.add("active", f"this SKU is a component of the active kit {kit.id!r}", Reason.IN_USE)
