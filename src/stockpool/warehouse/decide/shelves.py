"""Where things lie: what a shelf may be called, and in which order a walk passes shelves."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from stockpool.kernel.editing import Outcome, refuse_repeated
from stockpool.kernel.findings import Findings, text_problem
from stockpool.kernel.refusals import Reason, Refused
from stockpool.warehouse.messages import ShelfInput
from stockpool.warehouse.model import KnownSku, PositionKey, Shelved

SHELF_LENGTH_MAX = 32
SHELVES_MAX = 20

_NUMBER = re.compile(r"([0-9]+)")

ShelfOrder = tuple[tuple[tuple[int, int, str], ...], str]


def shelf_order(shelf: str) -> ShelfOrder:
    """By which shelves are sorted: `A-2` comes before `A-10`, whatever the case, numbers before letters."""
    parts = [part for part in _NUMBER.split(shelf.casefold()) if part]
    found = [(0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts]
    return tuple(found), shelf


class DecidedShelves(msgspec.Struct, frozen=True):
    """A row as it is to be stored, and what that changes."""

    value: Shelved
    outcome: Outcome


def decide_shelves(
    rows: Sequence[ShelfInput],
    stored: Mapping[PositionKey, Shelved],
    skus: Mapping[str, KnownSku],
    nodes: Collection[str],
) -> list[DecidedShelves | Refused]:
    """Each row by itself; bad rows do not stop good ones."""
    repeated = refuse_repeated([(row.node, row.sku) for row in rows], "sku", lambda key: f"{key[1]!r} at {key[0]!r}")
    return [
        repeated.get(place) or _decide(row, stored.get((row.node, row.sku)), skus, nodes)
        for place, row in enumerate(rows)
    ]


def _decide(
    row: ShelfInput, known: Shelved | None, skus: Mapping[str, KnownSku], nodes: Collection[str]
) -> DecidedShelves | Refused:
    findings = Findings()
    if row.node not in nodes:
        findings.add("node", f"there is no node {row.node!r}", Reason.UNKNOWN_NODE)
    check_sku(findings, "sku", row.sku, skus)
    shelves = tuple([shelf.strip() for shelf in row.shelves])
    if len(shelves) > SHELVES_MAX:
        findings.add("shelves", f"must be at most {SHELVES_MAX}")
    for place, shelf in enumerate(shelves):
        findings.check(f"shelves[{place}]", text_problem(shelf, SHELF_LENGTH_MAX))
        if shelf in shelves[:place]:
            findings.add(f"shelves[{place}]", f"{shelf!r} is named twice")
    refused = findings.refusal()
    if refused is not None:
        return refused
    value = Shelved(row.node, row.sku, shelves)
    if known is None:
        return DecidedShelves(value, Outcome.CREATED if shelves else Outcome.UNCHANGED)
    return DecidedShelves(value, Outcome.UNCHANGED if known == value else Outcome.UPDATED)


def check_sku(findings: Findings, path: str, sku: str, skus: Mapping[str, KnownSku]) -> None:
    """A SKU that something can lie, be counted or come of."""
    known = skus.get(sku)
    if known is None:
        findings.add(path, f"SKU {sku!r} is not in the catalog", Reason.UNKNOWN_SKU)
    elif known.is_kit:
        findings.add(path, f"{sku!r} is a kit and has no stock of its own: name its components")
