"""Rules of what positions keep back from every channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from stockpool.inventory.messages import SafetyStockInput
from stockpool.inventory.model import PositionKey
from stockpool.kernel.editing import Outcome
from stockpool.kernel.findings import Findings
from stockpool.kernel.quantities import to_units
from stockpool.kernel.refusals import Reason, Refused, refused_field


class StockedSku(msgspec.Struct, frozen=True):
    """What must be known of a SKU to set its safety stock."""

    decimals: int
    is_kit: bool = False


class SafetyStockDecided(msgspec.Struct, frozen=True):
    """What a position is to keep back, in smallest units, and what that changes."""

    key: PositionKey
    units: int
    outcome: Outcome


def decide_safety_stocks(
    rows: Sequence[SafetyStockInput],
    stored: Mapping[PositionKey, int],
    skus: Mapping[str, StockedSku],
    nodes: Collection[str],
) -> list[SafetyStockDecided | Refused]:
    """Each row by itself, in order. A position that nothing has happened at keeps back nothing so far."""
    places: dict[PositionKey, int] = {}
    results: list[SafetyStockDecided | Refused] = []
    for place, row in enumerate(rows):
        first = places.setdefault((row.sku, row.node), place)
        if first != place:
            said = f"{row.sku!r} at {row.node!r} was given before in this batch, in row {first + 1}"
            results.append(refused_field(Reason.INVALID_INPUT, "sku", said))
            continue
        results.append(_decide(row, stored.get((row.sku, row.node), 0), skus, nodes))
    return results


def _decide(
    row: SafetyStockInput, before: int, skus: Mapping[str, StockedSku], nodes: Collection[str]
) -> SafetyStockDecided | Refused:
    findings = Findings()
    sku = skus.get(row.sku)
    if sku is None:
        findings.add("sku", f"SKU {row.sku!r} is not in the catalog", Reason.UNKNOWN_SKU)
    elif sku.is_kit:
        findings.add("sku", "is a kit and has no stock of its own: name its components")
    if row.node not in nodes:
        findings.add("node", f"there is no node {row.node!r}", Reason.UNKNOWN_NODE)
    units = to_units(row.safety_stock, sku.decimals if sku is not None else 0)
    if isinstance(units, str):
        if sku is not None:
            findings.add("safety_stock", units, Reason.INVALID_QUANTITY)
    elif units < 0:
        findings.add("safety_stock", "must not be negative", Reason.INVALID_QUANTITY)
    refused = findings.refusal()
    if refused is not None:
        return refused
    assert isinstance(units, int)
    return SafetyStockDecided((row.sku, row.node), units, Outcome.UNCHANGED if units == before else Outcome.UPDATED)
