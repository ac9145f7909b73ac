"""What a parcel costs by its weight: pieces, each with a base and so much a gram, in millionths of a currency."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

MICRO = 1_000_000
"""Millionths in one unit of a currency: costs are whole numbers, so that sums are the same everywhere."""


class Piece(NamedTuple):
    """Parcels of more grams than the piece before and of at most so many cost the base and so much for each gram."""

    upto_g: int
    base: int
    per_g: int = 0


Tariff = tuple[Piece, ...]
"""Pieces in the order of their weights. What is heavier never costs less, and heavier than the last is not taken."""


def tariff_cost(tariff: Tariff, grams: int) -> int | None:
    """What a parcel of so many grams costs, in millionths; None where it is too heavy."""
    place = bisect_left(tariff, (grams,))
    if place == len(tariff):
        return None
    _, base, per_g = tariff[place]
    return base + per_g * grams
