"""How sure a mean is: bootstrap intervals over blocks of time, seeded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy import bool_, float64
    from numpy.typing import NDArray

DRAWS = 10_000
LEVEL = 0.95
WEEKS_MIN = 12
"""With fewer weeks of record the blocks are days: an interval from a handful of blocks is too narrow."""

DAY_S = 86_400


class Estimate(msgspec.Struct, frozen=True):
    """A mean over orders with its interval; None where no order says anything."""

    mean: float | None
    low: float | None
    high: float | None
    orders: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval lies on one side of zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class Blocks(msgspec.Struct, frozen=True):
    """The block of each order, numbered from 0, and what a block is."""

    of_orders: tuple[int, ...]
    count: int
    kind: str


def blocks_of(moments: Sequence[datetime]) -> Blocks:
    """Weeks, or days where there are few weeks: orders of one share backlogs and shelves and stay together."""
    seconds = [round(each.astimezone(UTC).timestamp()) for each in moments]
    weeks = _numbered([each // (7 * DAY_S) for each in seconds], "week")
    return weeks if weeks.count >= WEEKS_MIN else _numbered([each // DAY_S for each in seconds], "day")


def _numbered(numbers: Sequence[int], kind: str) -> Blocks:
    places = {number: place for place, number in enumerate(sorted(set(numbers)))}
    return Blocks(tuple([places[number] for number in numbers]), len(places), kind)


def estimate(
    values: NDArray[float64], known: NDArray[bool_], blocks: Blocks, seed: int, draws: int = DRAWS
) -> Estimate:
    """The mean of the known values and its percentile interval (Efron 1979; of blocks: Davison and Hinkley 1997, 3.8).

    `values` and `known` are one number and one truth an order. Each draw takes as many blocks as there are, with
    replacement, and all of their orders; the ratio of sums is the mean.
    """
    import numpy as np

    orders = int(known.sum())
    if not orders:
        return Estimate(None, None, None, 0)
    place = np.asarray(blocks.of_orders)
    sums = np.bincount(place, np.where(known, values, 0.0), blocks.count)
    counts = np.bincount(place, known, blocks.count)
    mean = float(sums.sum() / counts.sum())
    if not sums.any():
        return Estimate(mean, 0.0, 0.0, orders)
    chance = np.full(blocks.count, 1 / blocks.count)
    drawn = np.random.default_rng(seed).multinomial(blocks.count, chance, size=draws)
    there = drawn @ counts
    means = (drawn @ sums)[there > 0] / there[there > 0]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(means, [tail, 1 - tail])
    return Estimate(mean, float(low), float(high), orders)
