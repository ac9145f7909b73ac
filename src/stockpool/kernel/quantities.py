"""Quantities: integers in a SKU's smallest unit inside, its display unit outside.

A SKU with `decimals` 2 that is sold by the meter counts centimeters: 2.5 m is 250.
"""

from __future__ import annotations

from decimal import Decimal

QUANTITY_MAX = 10**12
"""Largest quantity of one line, in the smallest unit; far above trade, far below overflow of 64 bits."""

DECIMALS_MAX = 6

DIGITS_MAX = 25
"""Digits a decimal may have, below the precision at which decimal arithmetic would round."""

Amount = int | Decimal
"""A quantity as it travels: in the SKU's display unit."""


def to_units(amount: Amount, decimals: int) -> int | str:
    """The amount in smallest units, or in words why it does not fit."""
    if isinstance(amount, Decimal):
        if not amount.is_finite():
            return "must be a finite number"
        if amount.adjusted() > len(str(QUANTITY_MAX)):
            return f"must be at most {QUANTITY_MAX} smallest units"
        if len(amount.as_tuple().digits) > DIGITS_MAX:
            return f"has more than {DIGITS_MAX} digits"
        scaled = amount.scaleb(decimals)
        if scaled != scaled.to_integral_value():
            return f"has more than the {decimals} decimals of this SKU"
        units = int(scaled)
    else:
        units = amount * 10**decimals if decimals else amount
    if abs(units) > QUANTITY_MAX:
        return f"must be at most {QUANTITY_MAX} smallest units"
    return units


def to_positive_units(amount: Amount, decimals: int) -> int | str:
    """As `to_units`, but zero and negative amounts are refused too."""
    units = to_units(amount, decimals)
    if isinstance(units, int) and units <= 0:
        return "must be greater than zero"
    return units


def to_amount(units: int, decimals: int) -> Amount:
    """Smallest units back in the display unit."""
    return Decimal(units).scaleb(-decimals) if decimals else units
