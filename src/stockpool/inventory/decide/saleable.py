"""How well a SKU can be sold in a channel, and when that is worth telling."""

from __future__ import annotations

from stockpool.inventory.messages import Saleability, Threshold

SOLD_OUT = frozenset({Saleability.OUT, Saleability.BACKORDER, Saleability.DISCONTINUED})


def saleability(units: int, *, low: int | None, active: bool, to_come: bool) -> Saleability:
    """By what can be promised, in smallest units; `low` is from where on it is little, None never."""
    if not active:
        return Saleability.DISCONTINUED
    if units <= 0:
        return Saleability.BACKORDER if to_come else Saleability.OUT
    return Saleability.LOW if low is not None and units <= low else Saleability.IN


def crossed(before: Saleability, now: Saleability) -> Threshold | None:
    """What there is to tell: sold out, sellable again, or little left."""
    if (before in SOLD_OUT) != (now in SOLD_OUT):
        return Threshold.OUT if now in SOLD_OUT else Threshold.BACK
    return Threshold.LOW if now is Saleability.LOW and before is Saleability.IN else None
