"""Whose promises break where there is less than was promised."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec


class Promised(msgspec.Struct, frozen=True, gc=False):
    """Units of one position that a fulfillment order was promised and nobody has picked yet."""

    order_id: str
    number: int
    units: int
    collected: bool
    priority: int
    placed_at: datetime


def breaks_first(promised: Iterable[Promised], lacking: int) -> list[tuple[Promised, int]]:
    """The promises that break, and by how many units.

    What is shipped breaks before what is collected, for another node can ship it; then what has least priority, then
    the newest: the oldest promise keeps its stock.
    """
    newest_first = sorted(promised, key=lambda each: (each.placed_at, each.order_id), reverse=True)
    order = sorted(newest_first, key=lambda each: (each.collected, each.priority))
    broken: list[tuple[Promised, int]] = []
    for each in order:
        units = min(each.units, lacking)
        if not units:
            break
        lacking -= units
        broken.append((each, units))
    return broken
