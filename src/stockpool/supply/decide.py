"""Rules of supply to come."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from stockpool.kernel.editing import Outcome, refuse_repeated
from stockpool.kernel.findings import Findings
from stockpool.kernel.ids import id_problem
from stockpool.kernel.quantities import to_units
from stockpool.kernel.refusals import Reason, Refused, refused_field
from stockpool.supply.messages import SupplyInput, SupplyKind
from stockpool.supply.model import StoredSupply

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""Goods that are expected outside of these come from a clock that was never set."""


class KnownSku(msgspec.Struct, frozen=True):
    """What a supply must know of its SKU."""

    decimals: int
    is_kit: bool = False


class Decided(msgspec.Struct, frozen=True):
    """A supply as it is to be stored, and what that changes."""

    value: StoredSupply
    outcome: Outcome


def decide_supplies(
    rows: Sequence[SupplyInput],
    stored: Mapping[str, StoredSupply],
    skus: Mapping[str, KnownSku],
    nodes: Collection[str],
) -> list[Decided | Refused]:
    """Each row by itself, in order; what was received stays as it is. Bad rows do not stop good ones."""
    repeated = refuse_repeated([row.id for row in rows], "id", repr)
    return [repeated.get(place) or _decide(row, stored.get(row.id), skus, nodes) for place, row in enumerate(rows)]


def made_meanwhile(supply_id: str) -> Refused:
    """The refusal of a new id that another has announced in the same moment."""
    said = f"{supply_id!r} was announced meanwhile, of another SKU, node or kind"
    return refused_field(Reason.IMMUTABLE_FIELD, "id", said)


def _decide(
    row: SupplyInput, known: StoredSupply | None, skus: Mapping[str, KnownSku], nodes: Collection[str]
) -> Decided | Refused:
    findings = Findings()
    findings.check("id", id_problem(row.id))
    sku = skus.get(row.sku)
    if sku is None:
        findings.add("sku", f"SKU {row.sku!r} is not in the catalog", Reason.UNKNOWN_SKU)
    elif sku.is_kit:
        findings.add("sku", "is a kit and has no stock of its own: name its components")
    if row.node not in nodes:
        findings.add("node", f"there is no node {row.node!r}", Reason.UNKNOWN_NODE)
    findings.check("from_node", _origin_problem(row, nodes))
    units = to_units(row.quantity, sku.decimals if sku is not None else 0)
    if sku is not None and isinstance(units, str):
        findings.add("quantity", units, Reason.INVALID_QUANTITY)
    if isinstance(units, int) and units < 0:
        findings.add("quantity", "must not be negative", Reason.INVALID_QUANTITY)
    findings.check("expected_at", _moment_problem(row.expected_at))
    for field in ("sku", "node", "kind") if known is not None else ():
        if getattr(row, field) != getattr(known, field):
            findings.add(field, f"cannot change, is {getattr(known, field)!s}", Reason.IMMUTABLE_FIELD)
    refused = findings.refusal()
    if refused is not None:
        return refused
    assert isinstance(units, int)
    received = known.received if known is not None else 0
    value = StoredSupply(
        row.id,
        row.sku,
        row.node,
        row.kind,
        units,
        received,
        row.expected_at.astimezone(UTC),
        row.status,
        from_node=row.from_node,
    )
    if known is None:
        return Decided(value, Outcome.CREATED)
    same = msgspec.structs.replace(known, claimed=0) == value
    return Decided(value, Outcome.UNCHANGED if same else Outcome.UPDATED)


def _origin_problem(row: SupplyInput, nodes: Collection[str]) -> str | None:
    if row.from_node is None:
        return None
    if row.kind is not SupplyKind.TRANSFER:
        return "is for transfers: a purchase order comes from outside"
    if row.from_node == row.node:
        return "is where it is to come to"
    return None if row.from_node in nodes else f"there is no node {row.from_node!r}"


def _moment_problem(moment: datetime) -> str | None:
    if moment.tzinfo is None:
        return "must have a time zone, as in 2026-01-31T10:00:00Z"
    return None if EARLIEST <= moment < LATEST else f"must lie between {EARLIEST.year} and {LATEST.year}"
