"""Amounts of price lists: decimal text with up to six decimals, in millionths."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from stockpool.kernel.quantities import DIGITS_MAX

AMOUNT_MAX = 1_000_000_000
PLACES = 6


def parse_micro(text: str) -> int | str:
    """An amount in millionths, or in words why it is none."""
    try:
        value = Decimal(text)
    except ArithmeticError:
        return f"must be a decimal number, not {text[:40]!r}"
    if not value.is_finite() or value.adjusted() > DIGITS_MAX or len(text) > 40:
        return f"must be a number from 0 to {AMOUNT_MAX}, not {text[:40]!r}"
    if not 0 <= value <= AMOUNT_MAX:
        return f"must be from 0 to {AMOUNT_MAX}, is {text}"
    if value.adjusted() < -DIGITS_MAX or (scaled := value.scaleb(PLACES)) != scaled.to_integral_value():
        return f"must have at most {PLACES} decimals, is {text}"
    return int(scaled)


def decimal_text(micro: int) -> str:
    """Millionths as decimal text without idle zeros."""
    text = f"{Decimal(micro).scaleb(-PLACES):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded_text(micro: Fraction) -> str:
    """An exact cost as decimal text, rounded to a millionth."""
    return decimal_text(round(micro))
