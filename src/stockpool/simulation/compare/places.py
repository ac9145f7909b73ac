"""Where nodes stand: of the sellers' zip areas those from which past customers are nearest, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from stockpool.kernel.geography import EARTH_RADIUS_KM

if TYPE_CHECKING:
    from numpy import float64
    from numpy.typing import NDArray

Point = tuple[float, float]


def kilometers(ones: Sequence[Point], others: Sequence[Point]) -> NDArray[float64]:
    """Great circle distances, one row for each of the ones."""
    import numpy as np

    first, second = np.radians(np.array(ones, dtype=float)), np.radians(np.array(others, dtype=float))
    half = (first[:, None, :] - second[None, :, :]) / 2
    across = np.cos(first[:, None, 0]) * np.cos(second[None, :, 0])
    haversine = np.sin(half[..., 0]) ** 2 + across * np.sin(half[..., 1]) ** 2
    far: NDArray[float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(haversine, 1.0)))
    return far


def choose_places(areas: Sequence[Point], customers: Sequence[Point], count: int) -> list[int]:
    """The numbers of so many areas: always that which brings customers nearest to what is chosen already.

    The first is the best single place. Greedy choice is within 1 - 1/e of the best saving (Cornuejols, Fisher and
    Nemhauser, Location of Bank Accounts to Optimize Float, 1977).
    """
    import numpy as np

    far = kilometers(areas, customers)
    nearest = np.full(len(customers), np.inf)
    chosen: list[int] = []
    for _ in range(min(count, len(areas))):
        sums = np.minimum(far, nearest).sum(axis=1)
        sums[chosen] = np.inf
        best = int(sums.argmin())
        chosen.append(best)
        nearest = np.minimum(nearest, far[best])
    return chosen
