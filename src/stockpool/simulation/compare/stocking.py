"""The assumption of where stock stands: how much comes each month, and to which nodes it is dealt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from math import floor

from stockpool.simulation.backtest.playing import luck_of
from stockpool.simulation.compare.olist import Record

Units = dict[tuple[str, str], int]
"""Units by SKU and seller."""


def month_of(moment: datetime) -> datetime:
    """Its first moment, in UTC."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def monthly_units(record: Record, level: float, seed: int) -> dict[datetime, Units]:
    """What comes at the beginning of each month: `level` times what is wanted in it, whole units.

    Of each SKU and seller so many have come by then: the level times all that was wanted until the month's end, rounded
    down or up by a draw of its own, so that on average it is the level. Every world gets the same.
    """
    wanted: dict[datetime, Units] = {}
    for sent in record.sent:
        month = wanted.setdefault(month_of(sent.at), {})
        for sku, units in sent.lines:
            month[sku, sent.seller] = month.get((sku, sent.seller), 0) + units
    total: Units = {}
    arrived: Units = {}
    coming: dict[datetime, Units] = {}
    for first, units_of in sorted(wanted.items()):
        comes = coming.setdefault(first, {})
        for key, units in sorted(units_of.items()):
            total[key] = total.get(key, 0) + units
            due = floor(level * total[key] + luck_of("\0".join(key), seed)) - arrived.get(key, 0)
            if due > 0:
                comes[key] = due
                arrived[key] = arrived.get(key, 0) + due
    return coming


def deal(units: int, shares: Sequence[float], dealt: list[int]) -> Mapping[int, int]:
    """Deal units of a SKU to places by their shares, with what was dealt before (Sainte-Laguë); `dealt` is counted on.

    The next unit goes where the share over twice the units there, and one, is largest; of equals to the first.
    """
    given: dict[int, int] = {}
    for _ in range(units):
        place = max(range(len(shares)), key=lambda each: (shares[each] / (2 * dealt[each] + 1), -each))
        dealt[place] += 1
        given[place] = given.get(place, 0) + 1
    return given
