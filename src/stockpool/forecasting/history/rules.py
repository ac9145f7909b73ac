"""The numbers in the rules of the history."""

from __future__ import annotations

from typing import Any, Final

from stockpool.kernel.money import MINOR_DIGITS, minor_digits

BULK_QUANTILE: Final = 0.99
BULK_TIMES: Final = 5
"""A line of more than so many times the 0.99 quantile of its SKU's other lines of the quarter will not come again."""
BULK_LEAST: Final = 10
"""No line of so many display units or fewer is marked, however small the others are."""

OTHER_DIGITS: Final = {code: digits for code, digits in MINOR_DIGITS.items() if digits != minor_digits("EUR")}
"""Currencies whose minor unit is not a hundredth."""

NUMBERS: Final[dict[str, Any]] = {
    "bulk_quantile": BULK_QUANTILE,
    "bulk_times": BULK_TIMES,
    "bulk_least": BULK_LEAST,
    "currencies": list(OTHER_DIGITS),
    "digits": list(OTHER_DIGITS.values()),
}
"""As parameters of the statements."""
