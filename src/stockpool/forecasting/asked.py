"""Where that stands which is forecast."""

from __future__ import annotations

from pathlib import Path

import msgspec


class ForecastFiles(msgspec.Struct, frozen=True, kw_only=True):
    """Where a retailer's demand, prices and signals stand."""

    demand: Path
    prices: Path | None = None
    signals: Path | None = None
    country: str | None = None
    """Whose public holidays are known ahead, by ISO 3166."""
