"""What parcels cost by their tariffs, whose pieces stand one after the other in three arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from stockpool.sourcing.search.compiled import compiled, inlined

if TYPE_CHECKING:
    from stockpool.sourcing.search.tables import Array


@inlined
def parcel_cost(first: int, count: int, upto: Array, base: Array, per_g: Array, grams: int) -> int:
    """What a parcel costs by the tariff of so many pieces from `first` on; see `problem.parcel_cost`."""
    if count == 0:
        return 0
    last = first + count - 1
    heaviest = upto[last]
    full = (grams - 1) // heaviest if grams > heaviest else 0
    rest = grams - full * heaviest
    place = first
    while upto[place] < rest:
        place += 1
    whole = base[last] + per_g[last] * heaviest
    return base[place] + per_g[place] * rest + full * whole


@compiled
def tariff_sums(
    first: Array, pieces: Array, upto: Array, base: Array, per_g: Array, grams: int
) -> tuple[Array, Array, Array]:
    """Of each tariff: about what a gram costs, a parcel of a gram, and what any parcel costs at least.

    What a gram costs is reckoned between an eighth of all that is sent, so many `grams`, and all of it.
    """
    slope = np.zeros(len(first))
    light, least = np.zeros(len(first), np.int64), np.zeros(len(first), np.int64)
    low, high = max(grams // 8, 1), max(grams, 2)
    for tariff in range(len(first)):
        start, count = first[tariff], pieces[tariff]
        if count == 0:
            continue
        dear = parcel_cost(start, count, upto, base, per_g, high)
        slope[tariff] = (dear - parcel_cost(start, count, upto, base, per_g, low)) / (high - low)
        light[tariff] = parcel_cost(start, count, upto, base, per_g, 1)
        # at the beginning of a piece, since none falls with the weight
        least[tariff] = base[start]
        for piece in range(start + 1, start + count):
            least[tariff] = min(least[tariff], base[piece] + per_g[piece] * upto[piece - 1])
    return slope, light, least
