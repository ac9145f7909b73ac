"""A pick list: one walk past the shelves for one or several fulfillment orders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from stockpool.kernel.quantities import Amount
from stockpool.warehouse.decide.shelves import shelf_order


class PickWanted(msgspec.Struct, frozen=True):
    """So much of a SKU that is to be picked for a fulfillment order."""

    fulfillment_order: str
    sku: str
    quantity: Amount


class PickSku(msgspec.Struct, frozen=True):
    """What a picker must know of a SKU."""

    name: str
    category: str | None = None
    gtins: tuple[str, ...] = ()


class PickFor(msgspec.Struct, frozen=True):
    """What of a line is for one fulfillment order."""

    fulfillment_order: str
    quantity: Amount


class PickLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One stop of a walk."""

    sku: str
    name: str
    quantity: Amount
    orders: tuple[PickFor, ...]
    gtins: tuple[str, ...] = ()
    category: str | None = None
    shelf: str | None = None
    other_shelves: tuple[str, ...] = ()


def pick_lines(
    wanted: Sequence[PickWanted], skus: Mapping[str, PickSku], shelves: Mapping[str, tuple[str, ...]]
) -> list[PickLine]:
    """The lines in the order of shelves; what has none comes last, by category and name."""
    by_sku: dict[str, list[PickWanted]] = {}
    for each in wanted:
        by_sku.setdefault(each.sku, []).append(each)
    lines = [_line(sku, each, skus.get(sku, PickSku(sku)), shelves.get(sku, ())) for sku, each in by_sku.items()]
    return sorted(lines, key=_walk)


def _line(sku: str, wanted: Sequence[PickWanted], known: PickSku, shelves: tuple[str, ...]) -> PickLine:
    quantity: Amount = 0
    for each in wanted:
        quantity += each.quantity
    return PickLine(
        sku=sku,
        name=known.name,
        quantity=quantity,
        orders=tuple([PickFor(each.fulfillment_order, each.quantity) for each in wanted]),
        gtins=known.gtins,
        category=known.category,
        shelf=shelves[0] if shelves else None,
        other_shelves=shelves[1:],
    )


def _walk(line: PickLine) -> tuple[object, ...]:
    if line.shelf is not None:
        return (0, shelf_order(line.shelf), line.sku)
    return (1, line.category is None, (line.category or "").casefold(), line.name.casefold(), line.sku)
