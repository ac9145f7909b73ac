"""Money: an integer of minor units with its ISO 4217 currency."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from stockpool.kernel.quantities import DIGITS_MAX

MINOR_DIGITS = {"BHD": 3, "CLP": 0, "ISK": 0, "JOD": 3, "JPY": 0, "KRW": 0, "KWD": 3, "OMR": 3, "TND": 3, "VND": 0}
"""Currencies whose minor unit is not a hundredth (ISO 4217)."""


class MoneyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Money on the wire: the amount as decimal text in the major unit."""

    amount: str
    currency: str


class Money(msgspec.Struct, frozen=True, order=True):
    """An amount in minor units (cents) of one currency."""

    minor: int
    currency: str

    def __str__(self) -> str:
        """As `12.50 EUR`."""
        return f"{self.amount} {self.currency}"

    @property
    def amount(self) -> str:
        """The amount in the major unit, as decimal text."""
        return f"{Decimal(self.minor).scaleb(-minor_digits(self.currency)):f}"


def minor_digits(currency: str) -> int:
    """Digits behind the point of a currency."""
    return MINOR_DIGITS.get(currency, 2)


def micro_amount(micro: int, currency: str) -> str:
    """Millionths of a currency as exact decimal text: with its own decimals, or with as many more as it takes."""
    whole, _, rest = f"{Decimal(micro).scaleb(-6):.6f}".partition(".")
    digits = rest.rstrip("0").ljust(minor_digits(currency), "0")
    return f"{whole}.{digits}" if digits else whole


def parse_money(amount: str, currency: str) -> Money | str:
    """Money from its wire form, or in words why it is none."""
    if len(currency) != 3 or not (currency.isascii() and currency.isalpha() and currency.isupper()):
        return f"currency must be a three letter ISO 4217 code, not {currency!r}"
    try:
        value = Decimal(amount)
    except ArithmeticError:
        return f"amount must be a decimal number, not {amount!r}"
    if not value.is_finite() or not -DIGITS_MAX <= value.adjusted() <= 12:
        return f"amount is out of range: {amount!r}"
    if len(value.as_tuple().digits) > DIGITS_MAX:
        return f"amount has more than {DIGITS_MAX} digits"
    scaled = value.scaleb(minor_digits(currency))
    if scaled != scaled.to_integral_value():
        return f"{currency} has {minor_digits(currency)} decimals, {amount!r} has more"
    return Money(int(scaled), currency)
