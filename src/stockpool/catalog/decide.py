"""Whether a row may be stored in the catalog, with all that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stockpool.catalog.gtins import gtin_problem
from stockpool.catalog.kits import check_kit, check_retirement, read_components
from stockpool.catalog.messages import Sku, SkuInput, SkuResult
from stockpool.catalog.model import CatalogView, gtin_key
from stockpool.kernel.editing import decide_rows, refused_if_stale, upserted
from stockpool.kernel.findings import Findings, range_problem, text_problem
from stockpool.kernel.ids import id_problem
from stockpool.kernel.money import Money, MoneyInput, parse_money
from stockpool.kernel.quantities import DECIMALS_MAX
from stockpool.kernel.refusals import Reason

NAME_LENGTH_MAX = 500
CATEGORY_LENGTH_MAX = 200
MEASURE_MAX = 10**9
"""Largest weight in grams and side in millimeters: a thousand tons, a thousand kilometers."""


def decide_skus(rows: Sequence[SkuInput], view: CatalogView, if_revision: Mapping[str, int]) -> list[SkuResult]:
    """Decide a batch whose rows may refer to each other in any order; bad rows do not stop good ones."""
    return decide_rows(rows, lambda row: decide_sku(row, view, if_revision), view.accept)


def decide_sku(row: SkuInput, view: CatalogView, if_revision: Mapping[str, int] | None = None) -> SkuResult:
    """Store the row or refuse it with every problem of every field."""
    stored = view.stored(row.id)
    if stale := refused_if_stale(row.id, stored, if_revision or {}):
        return stale
    existing = stored.value if stored else None
    findings = Findings()
    _check_texts(row, findings)
    _check_gtins(row, view, findings)
    _check_measures(row, findings)
    sku = _sku_of(row, existing, view, findings)
    check_kit(sku, existing, view, findings)
    check_retirement(sku, existing, view, findings)
    return findings.refusal() or upserted(sku, stored)


def _sku_of(row: SkuInput, existing: Sku | None, view: CatalogView, findings: Findings) -> Sku:
    """The SKU that the row describes; a field that cannot be read is noted and left out."""
    return Sku(
        id=row.id,
        name=row.name,
        gtins=row.gtins,
        category=row.category,
        decimals=_decimals(row, existing, findings),
        weight_g=row.weight_g,
        length_mm=row.length_mm,
        width_mm=row.width_mm,
        height_mm=row.height_mm,
        cost=_money("cost", row.cost, findings),
        price=_money("price", row.price, findings),
        components=read_components(row, view, findings),
        active=row.active if row.active is not None else existing is None or existing.active,
    )


def _decimals(row: SkuInput, existing: Sku | None, findings: Findings) -> int:
    """Immutable once the SKU exists, for the ledger counts in this unit."""
    if row.decimals is None:
        return existing.decimals if existing else 0
    findings.check("decimals", range_problem(row.decimals, 0, DECIMALS_MAX))
    if existing and row.decimals != existing.decimals:
        message = f"is {existing.decimals} and cannot change once the SKU exists"
        findings.add("decimals", message, Reason.IMMUTABLE_FIELD)
    return row.decimals


def _money(path: str, wire: MoneyInput | None, findings: Findings) -> Money | None:
    if wire is None:
        return None
    money = parse_money(wire.amount, wire.currency)
    if isinstance(money, str):
        findings.add(path, money)
        return None
    if money.minor < 0:
        findings.add(path, f"must not be negative, is {money}")
    return money


def _check_texts(row: SkuInput, findings: Findings) -> None:
    findings.check("id", id_problem(row.id))
    findings.check("name", text_problem(row.name, NAME_LENGTH_MAX))
    if row.category is not None:
        findings.check("category", text_problem(row.category, CATEGORY_LENGTH_MAX))


def _check_gtins(row: SkuInput, view: CatalogView, findings: Findings) -> None:
    places: dict[str, int] = {}
    for place, gtin in enumerate(row.gtins):
        first = places.setdefault(gtin_key(gtin), place)
        owner = view.gtin_owner(gtin)
        findings.check(f"gtins[{place}]", gtin_problem(gtin))
        if first != place:
            findings.add(f"gtins[{place}]", f"is the same GTIN as gtins[{first}]")
        if owner not in (None, row.id):
            findings.add(f"gtins[{place}]", f"{gtin} belongs to SKU {owner!r}")


def _check_measures(row: SkuInput, findings: Findings) -> None:
    for field in ("weight_g", "length_mm", "width_mm", "height_mm"):
        value = getattr(row, field)
        if value is not None:
            findings.check(field, range_problem(value, 0, MEASURE_MAX))
