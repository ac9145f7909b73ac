"""How much SKUs are alike: by category, price and attributes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.features import PRICE
from stockpool.forecasting.panel import Panel, mean_of

Floats = NDArray[np.float64]
Codes = NDArray[np.intp]

OTHER_CATEGORY = 0.03
HALF_AT = 1.4
"""A price so many times as high is half as near."""
NO_PRICE = 0.5
OTHER_ATTRIBUTE = 0.5
PRICE_WEEKS = 8
UNKNOWN = -1


@dataclass(frozen=True)
class Traits:
    """Of each SKU the number of its category, its price (NaN where nobody knows), and the number of each attribute."""

    category: Codes
    price: Floats
    attributes: NDArray[np.intp]

    def likeness(self, chosen: Codes) -> Floats:
        """How alike all SKUs are to the chosen ones, of the shape (chosen, SKUs); a SKU is not alike to itself."""
        same = self.category[chosen][:, None] == self.category[None, :]
        found = np.where(same, 1.0, OTHER_CATEGORY)
        with np.errstate(invalid="ignore", divide="ignore"):
            farther = np.log(self.price[chosen][:, None] / self.price[None, :]) / np.log(HALF_AT)
        found *= np.where(np.isfinite(farther), 0.5 ** (np.nan_to_num(farther) ** 2), NO_PRICE)
        for column in self.attributes.T:
            found *= np.where(column[chosen][:, None] == column[None, :], 1.0, OTHER_ATTRIBUTE)
        found[np.arange(len(chosen)), chosen] = 0
        return found


def traits_of(known: Panel, skus: tuple[str, ...], sku_of: Codes) -> Traits:
    """What is known of SKUs; `sku_of` is the number of each series' SKU."""
    width = max((len(each) for each in known.attributes.values()), default=0)
    none: tuple[str | None, ...] = (None,) * width
    columns = [_codes([known.attributes.get(sku, none)[at] for sku in skus]) for at in range(width)]
    return Traits(
        category=_codes([known.categories.get(sku) for sku in skus]),
        price=_prices(known, skus, sku_of),
        attributes=np.stack(columns, axis=1) if columns else np.empty((len(skus), 0), dtype=np.intp),
    )


def _codes(names: list[str | None]) -> Codes:
    """A number for each name, `UNKNOWN` where there is none."""
    numbers = {name: at for at, name in enumerate(sorted({name for name in names if name}))}
    return np.asarray([numbers.get(name, UNKNOWN) if name else UNKNOWN for name in names], dtype=np.intp)


def _prices(known: Panel, skus: tuple[str, ...], sku_of: Codes) -> Floats:
    """The mean price of the last weeks and of what is known ahead, over nodes; else the one that was told."""
    told = np.asarray([known.prices.get(sku, np.nan) for sku in skus], dtype=np.float64)
    price = next((each for each in known.covariates if each.group == PRICE and each.name == "price"), None)
    if price is None:
        return told
    recent = mean_of(price.values[:, max(known.periods - PRICE_WEEKS * known.week, 0) :]).astype(np.float64)
    seen = np.isfinite(recent)
    total = np.bincount(sku_of[seen], weights=recent[seen], minlength=len(skus))
    count = np.bincount(sku_of[seen], minlength=len(skus))
    return np.where(count > 0, total / np.maximum(count, 1), told)
