"""What the rows of one zone and the surcharges come to, as an exact curve of the cost by weight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial

from stockpool.kernel.tariffs import MICRO
from stockpool.network.rates.curves import Line, at_least, changed_above, spans
from stockpool.network.rates.messages import RateRow, SurchargeKind, SurchargeRow

PERCENT = 100 * MICRO
GRAMS_PER_KG = 1_000


def freight_curve(rows: Sequence[RateRow]) -> list[Line]:
    """The rows of one zone, by weight: `base + per_kg * kg`, but at least the minimum."""
    curve: list[Line] = []
    for row in rows:
        line = Line(row.weight_upto_g, Fraction(row.base), Fraction(row.per_kg, GRAMS_PER_KG))
        begun = curve[-1].upto_g if curve else 0
        curve += [each for each in at_least(line, Fraction(row.minimum)) if each.upto_g > begun]
    return curve


def with_surcharges(curve: Sequence[Line], surcharges: Iterable[SurchargeRow], zone: str) -> list[Line]:
    """Each that holds in the zone added in its order; a percentage is of all before it."""
    for surcharge in surcharges:
        if surcharge.zone in (None, zone):
            curve = changed_above(curve, surcharge.above_g, partial(_added, surcharge))
    return list(curve)


def _added(surcharge: SurchargeRow, line: Line) -> Line:
    amount = surcharge.amount
    match surcharge.kind:
        case SurchargeKind.FIXED:
            return line._replace(base=line.base + amount)
        case SurchargeKind.PER_KG:
            return line._replace(per_g=line.per_g + Fraction(amount, GRAMS_PER_KG))
        case SurchargeKind.PERCENT:
            factor = 1 + Fraction(amount, PERCENT)
            return Line(line.upto_g, line.base * factor, line.per_g * factor)


def charged_as(curve: Sequence[Line], grams: int) -> int | None:
    """The weight, its own or a heavier one, as which a parcel is cheapest; None where it is too heavy."""
    if not curve or grams > curve[-1].upto_g:
        return None
    candidates = [
        (line.at(max(first, grams)), max(first, grams))
        for (first, last), line in zip(spans(curve), curve, strict=True)
        if last >= grams
    ]
    return min(candidates)[1]
