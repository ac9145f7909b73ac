"""What else a node offers: prices and promotions of its other SKUs in the period that is forecast.

One SKU's promotion takes from the others. They are weighed by what they usually sell, since a small one takes little.
Of the period only that is read which is known ahead; usual prices and sales are those before the origin.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from stockpool.forecasting.panel import Covariate, Panel

USUAL_WEEKS = 26
"""A price stands to its mean of so many weeks before the origin."""
LEAST_SHARE = 1e-6
"""Others that have less of their group's weight are none."""

Floats = NDArray[np.float64]


class Beside:
    """The other SKUs of each series' node, and those of its category there, at an origin."""

    def __init__(
        self, whole: Panel, origin: int, level: NDArray[np.float32], offers: Sequence[tuple[Covariate, bool]]
    ) -> None:
        """`level` is of each series; `offers` are covariates known ahead, with whether each is a price."""
        self._weight = np.nan_to_num(level).astype(np.float64)
        self._groups = dict(groups_of(whole))
        self._offers = [
            (each, each.mean(origin - USUAL_WEEKS * whole.week, origin) if is_price else None)
            for each, is_price in offers
        ]

    def at(self, period: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """What is told of the others, by its name, of each series; NaN where there are none.

        Of each covariate their mean. A price is told over what it usually is, and so is the lowest: who looks for what
        is cheap buys that.
        """
        for each, usual in self._offers:
            values = each.at(period).astype(np.float64)
            if usual is not None:
                with np.errstate(invalid="ignore", divide="ignore"):
                    values = values / usual
            for whose, group_of in self._groups.items():
                yield f"{each.name}_others_of_{whose}", mean_of_others(values, self._weight, group_of)
                if usual is not None:
                    known = np.where(self._weight > 0, values, np.nan)
                    yield f"{each.name}_lowest_other_of_{whose}", least_of_others(known, group_of)


def groups_of(whole: Panel) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """The node of each series and, where categories are told, its category there, as numbers; by its name each."""
    _, node_of = np.unique(np.asarray(whole.nodes), return_inverse=True)
    yield "node", node_of
    names, category_of = np.unique([whole.categories.get(sku, "") for sku in whole.skus], return_inverse=True)
    if len(names) > 1:  # all of one category, or of none, are those of the node
        nobody_knows = np.asarray([sku not in whole.categories for sku in whole.skus])
        category_of = np.where(nobody_knows, len(names) + np.arange(len(category_of)), category_of)
        _, both = np.unique(np.stack([node_of, category_of]), axis=1, return_inverse=True)
        yield "category", both.reshape(-1)


def mean_of_others(values: Floats, weight: Floats, group_of: NDArray[np.intp]) -> NDArray[np.float32]:
    """The weighted mean of the others of each one's group; NaN where no other one has a value and a weight."""
    weight = np.where(np.isfinite(values), weight, 0)
    weighted = np.where(weight > 0, values, 0) * weight
    group_weight = np.bincount(group_of, weights=weight)[group_of]
    left = group_weight - weight
    total = np.bincount(group_of, weights=weighted)[group_of] - weighted
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(left > LEAST_SHARE * group_weight, total / left, np.nan)
    return np.asarray(found, dtype=np.float32)


def least_of_others(values: Floats, group_of: NDArray[np.intp]) -> NDArray[np.float32]:
    """The smallest value of the others of each one's group; NaN where no other one has a value."""
    finite = np.where(np.isfinite(values), values, np.inf)
    order = np.lexsort((finite, group_of))
    sorted_groups = group_of[order]
    first = np.searchsorted(sorted_groups, np.arange(group_of.max(initial=-1) + 1))
    second = np.minimum(first + 1, len(order) - 1)
    least, least_at = finite[order][first], order[first]
    next_least = np.where(sorted_groups[second] == sorted_groups[first], finite[order][second], np.inf)
    next_least = np.where(second == first, np.inf, next_least)
    own = least_at[group_of] == np.arange(len(values))
    found = np.where(own, next_least[group_of], least[group_of])
    return np.where(np.isfinite(found), found, np.nan).astype(np.float32)
