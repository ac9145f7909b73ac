"""Barcode numbers: GTIN-8, GTIN-12 (UPC), GTIN-13 (EAN) and GTIN-14."""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)


def is_numeric(text: str) -> bool:
    """Whether a text consists of the digits 0 to 9 only."""
    return text.isascii() and text.isdigit()


def gtin_problem(gtin: str) -> str | None:
    """What is wrong with a GTIN, or None."""
    if not is_numeric(gtin):
        return f"a GTIN has digits only, not {gtin!r}"
    if len(gtin) not in LENGTHS:
        return f"a GTIN has 8, 12, 13 or 14 digits, {gtin} has {len(gtin)}"
    from biip.checksums import gs1_standard_check_digit  # a tenth of a second to import

    expected = gs1_standard_check_digit(gtin[:-1])
    if int(gtin[-1]) != expected:
        return f"the check digit of {gtin} must be {expected}"
    return None
