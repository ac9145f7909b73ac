"""The region that goods are sent to, as far as an address tells it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

POSTAL_DIGITS = 2
"""The beginning of a postal code that stands for a region where none is named."""


class Region(msgspec.Struct, frozen=True):
    """A region by its name, and the place in it."""

    name: str
    latitude: float | None = None
    longitude: float | None = None


def region_of(ship_to: Mapping[str, Any] | None) -> Region:
    """Country with region or with the beginning of the postal code; `?` where the address has none of it."""
    if not ship_to:
        return Region("?")
    country, code = ship_to.get("country"), ship_to.get("postal_code")
    part = ship_to.get("region") or (code[:POSTAL_DIGITS] if code else None)
    name = "-".join([each for each in (country, part) if each]) or "?"
    return Region(name, ship_to.get("latitude"), ship_to.get("longitude"))
