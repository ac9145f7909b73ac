"""Rules of what positions keep back from every channel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from stockpool.inventory.messages import SafetyStockInput
from stockpool.inventory.model import PositionKey
from stockpool.kernel.editing import Outcome, refuse_repeated
from stockpool.kernel.findings import Findings
from stockpool.kernel.quantities import to_units
from stockpool.kernel.refusals import Reason, Refused


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
    keys: list[PositionKey] = [(row.sku, row.node) for row in rows]
    repeated = refuse_repeated(keys, "sku", lambda key: f"{key[0]!r} at {key[1]!r}")
    return [
        repeated.get(place) or _decide(row, stored.get(key, 0), skus, nodes)
        for place, (row, key) in enumerate(zip(rows, keys, strict=True))
    ]


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
