"""Cost by weight as straight lines: exact ones from a price list's rows, and whole ones for the search.

A curve covers all weights from 1 g to the end of its last line; along a line the cost never falls. Costs are in
millionths of a currency, exact ones as fractions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from stockpool.kernel.tariffs import Piece, Tariff

ERROR_MAX = 5_000
"""What a whole line may be below the exact one, in millionths: half a cent."""

ERROR_SHARE = 1_000
"""Or the thousandth part of the cost, where that is more."""


class Line(NamedTuple):
    """Parcels behind the line before and up to so many grams cost the base and so much a gram."""

    upto_g: int
    base: Fraction
    per_g: Fraction = Fraction(0)

    def at(self, grams: int) -> Fraction:
        """The cost of a weight on it."""
        return self.base + self.per_g * grams


Curve = Sequence[Line]


def spans(curve: Sequence[Line] | Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """The first and the last gram of each line."""
    first = 1
    for line in curve:
        yield first, line.upto_g
        first = line.upto_g + 1


def at_least(line: Line, minimum: Fraction) -> list[Line]:
    """A line that costs no less than a minimum, from the first gram on."""
    if line.base >= minimum:
        return [line]
    reach = line.upto_g if line.per_g == 0 else (minimum - line.base) // line.per_g
    if reach >= line.upto_g:
        return [Line(line.upto_g, minimum)]
    return [Line(int(reach), minimum), line] if reach > 0 else [line]


def changed_above(curve: Curve, above_g: int, change: Callable[[Line], Line]) -> list[Line]:
    """The curve with all that is heavier than `above_g` changed."""
    changed: list[Line] = []
    for (first, last), line in zip(spans(curve), curve, strict=True):
        if first <= above_g:
            changed.append(line._replace(upto_g=min(last, above_g)))
        if last > above_g:
            changed.append(change(line))
    return changed


def cheapest_declared(curve: Curve) -> list[Line]:
    """At each weight the least that it and any heavier one costs: the highest curve below that never falls."""
    lowest: list[Line] = []
    beyond: Fraction | None = None
    for (first, last), line in reversed(list(zip(spans(curve), curve, strict=True))):
        if beyond is None or line.at(last) <= beyond:
            lowest.append(line)
        elif line.at(first) >= beyond:
            lowest.append(Line(last, beyond))
        else:
            lowest += [Line(last, beyond), line._replace(upto_g=int((beyond - line.base) // line.per_g))]
        beyond = min(line.at(first), line.at(first) if beyond is None else beyond)
    return lowest[::-1]


def falls_below(near: Curve, far: Curve) -> int | None:
    """A weight at which `far` is cheaper than `near`, or taken and `near` not; None where it never is."""
    for grams in sorted({grams for curve in (near, far) for span in spans(curve) for grams in span}):
        price = cost_at(far, grams)
        if price is not None and ((other := cost_at(near, grams)) is None or price < other):
            return grams
    return None


def cost_at(curve: Curve, grams: int) -> Fraction | None:
    """The cost of a weight; None where it is too heavy."""
    place = bisect_left(curve, grams, key=_upto)
    return curve[place].at(grams) if place < len(curve) else None


def _upto(line: Line) -> int:
    return line.upto_g


def whole(curve: Curve) -> Tariff:
    """In whole millionths a gram: never above the curve, and below it by no more than the errors above."""
    pieces: list[Piece] = []
    for (first, last), line in zip(spans(curve), curve, strict=True):
        per_g = line.per_g.__floor__()
        rest = line.per_g - per_g
        begin = first
        while begin <= last:
            cost = line.at(begin).__floor__()
            length = last - begin if rest == 0 else (max(ERROR_MAX, cost // ERROR_SHARE) / rest).__floor__()
            upto_g = min(last, begin + length)
            pieces.append(Piece(upto_g, cost - per_g * begin, per_g))
            begin = upto_g + 1
    return joined(pieces)


def lower(one: Tariff, other: Tariff) -> Tariff:
    """At each weight the cheaper of two; what one does not take, the other may."""
    pieces: list[Piece] = []
    for first, last, a, b in _side_by_side(one, other):
        if a is None or b is None:
            pieces.append(Piece(last, *(a or b or ())[1:]))
        else:
            pieces += _crossing(first, last, a, b)
    return joined(pieces)


def upper(one: Tariff, other: Tariff) -> Tariff:
    """At each weight the dearer of two; what one does not take, neither does."""
    pieces: list[Piece] = []
    for first, last, a, b in _side_by_side(one, other):
        if a is not None and b is not None:
            pieces += [_negative(each) for each in _crossing(first, last, _negative(a), _negative(b))]
    return joined(pieces)


def joined(pieces: Sequence[Piece]) -> Tariff:
    """Neighbors on one straight line as one piece."""
    result: list[Piece] = []
    for piece in pieces:
        if result and result[-1][1:] == piece[1:]:
            result.pop()
        result.append(piece)
    return tuple(result)


def _negative(piece: Piece) -> Piece:
    return Piece(piece.upto_g, -piece.base, -piece.per_g)


def _side_by_side(one: Tariff, other: Tariff) -> Iterator[tuple[int, int, Piece | None, Piece | None]]:
    """Stretches of weights on which both are one piece each, None where one has ended."""
    first, i, j = 1, 0, 0
    while i < len(one) or j < len(other):
        a = one[i] if i < len(one) else None
        b = other[j] if j < len(other) else None
        last = min(each.upto_g for each in (a, b) if each is not None)
        yield first, last, a, b
        i += a is not None and a.upto_g == last
        j += b is not None and b.upto_g == last
        first = last + 1


def _crossing(first: int, last: int, a: Piece, b: Piece) -> list[Piece]:
    """The lower of two lines between two weights."""
    if b.base + b.per_g * first < a.base + a.per_g * first:
        a, b = b, a
    if a.base + a.per_g * last <= b.base + b.per_g * last:
        return [Piece(last, a.base, a.per_g)]
    reach = (b.base - a.base) // (a.per_g - b.per_g)
    return [Piece(reach, a.base, a.per_g), Piece(last, b.base, b.per_g)]
