"""Rules of postal addresses."""

from __future__ import annotations

import re

from stockpool.kernel.findings import Findings, text_problem
from stockpool.network.messages import Address

TEXT_LENGTH_MAX = 500

_COUNTRY = re.compile("[A-Z]{2}")


def country_problem(text: str) -> str | None:
    """What is wrong with the code of a country, or None."""
    return None if _COUNTRY.fullmatch(text) else f"must be a two letter ISO 3166 code, not {text!r}"


def check_address(address: Address | None, findings: Findings) -> None:
    """Note what of an address is none."""
    if address is None:
        return
    for field in ("street", "city", "region", "postal_code"):
        text = getattr(address, field)
        if text is not None:
            findings.check(f"address.{field}", text_problem(text, TEXT_LENGTH_MAX))
    if address.country is not None:
        findings.check("address.country", country_problem(address.country))
