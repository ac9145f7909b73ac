"""What units that come back are worth: exact shares of their order line, rounded so that all of them make its total."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from stockpool.orders.model import Line, Order, Part, PartKey
from stockpool.orders.returning.model import Refunded, Return, ReturnLine, counted

HALF = Fraction(1, 2)


def worth(line: Line, parts: Sequence[Part], units: Mapping[PartKey, int]) -> int | None:
    """What so many units of a line's parts are worth in minor units, half a unit rounded up; None without a price.

    Each component of a kit is an equal share of it. Whatever the parts in which a line comes back, differences of
    this sum to what the whole line is worth.
    """
    if line.unit_price is None:
        return None
    shares = [Fraction(units.get(part.key, 0), part.each * 10**line.decimals) for part in parts]
    return int(line.unit_price * sum(shares, Fraction(0)) / len(parts) + HALF)


def refunds(
    order: Order | None, returns: Iterable[Return], units: Sequence[tuple[ReturnLine, int]]
) -> tuple[Refunded, ...]:
    """What units of lines are refunded for, over what `returns` have refunded before.

    Units that came with a return of an order but are not of it are worth nothing.
    """
    if order is None:
        return _of_no_order([line for ret in returns for line in ret.lines], units)
    before = dict(counted(returns, "refunded"))
    parts = order.parts_by_line()
    found: list[Refunded] = []
    for line, count in units:
        if line.key is None:
            continue
        of_order = order.line(line.key[0])
        was = worth(of_order, parts[of_order.number], before)
        before[line.key] = before.get(line.key, 0) + count
        now = worth(of_order, parts[of_order.number], before)
        if count:
            found.append(Refunded(line, count, None if now is None or was is None else now - was))
    return tuple(found)


def _of_no_order(lines: Sequence[ReturnLine], units: Sequence[tuple[ReturnLine, int]]) -> tuple[Refunded, ...]:
    """By the prices that the return has itself."""
    before = {(line.number, line.sku): line.refunded for line in lines}
    found: list[Refunded] = []
    for line, count in units:
        was = _worth_of_line(lines, line.number, before)
        before[line.number, line.sku] += count
        now = _worth_of_line(lines, line.number, before)
        if count:
            found.append(Refunded(line, count, None if now is None or was is None else now - was))
    return tuple(found)


def _worth_of_line(lines: Sequence[ReturnLine], number: int, units: Mapping[tuple[int, str], int]) -> int | None:
    """As `worth`, of a line of a return."""
    worths: list[Fraction] = []
    for line in lines:
        if line.number == number:
            if line.unit_price is None:
                return None
            worths.append(Fraction(line.unit_price * units[line.number, line.sku], line.per))
    return int(sum(worths, Fraction(0)) + HALF)


def total(found: Iterable[Refunded]) -> int | None:
    """The sum of refunds; None where the price of one is not known."""
    amounts = [each.amount for each in found]
    return None if any(amount is None for amount in amounts) else sum(amount or 0 for amount in amounts)


def worth_of(order: Order | None, returns: Iterable[Return], after: Return) -> int | None:
    """What a return is worth if all of it that is not inspected yet comes and is refunded; None without a price."""
    if order is None:
        prices = [line.unit_price for line in after.lines]
    else:
        prices = [order.line(line.key[0]).unit_price for line in after.lines if line.key]
    if None in prices:
        return None
    others = [each for each in returns if each.return_id != after.return_id]
    still = [(line, line.expected + line.uninspected) for line in after.lines]
    open_worth = total(refunds(order, [*others, after], still))
    return None if open_worth is None else after.refunded_amount + open_worth
