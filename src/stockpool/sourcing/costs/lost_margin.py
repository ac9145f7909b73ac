"""What a unit would have earned where it lies."""

from __future__ import annotations

from functools import lru_cache
from math import exp, sqrt
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost
from stockpool.sourcing.wording import number

DEMAND_MAX = 500.0
"""Units until the next delivery from which on every unit counts as sold."""

SURELY_MORE = 20
"""So many standard deviations above its mean the demand never is, as far as numbers can tell."""


class LostMargin(Cost, frozen=True):
    """The margin of a unit times the chance that its node sells it itself before more of it is delivered.

    The node's own demand until its next delivery is taken as Poisson; the unit taken is the last of those that are
    free, so the first costs least. The margin is price less cost, or `margin_share` of the price where no cost is
    known.
    """

    name: ClassVar[str] = "lost_margin"
    by_units: ClassVar[bool] = True
    by_outlook: ClassVar[bool] = True

    margin_share: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.3
    weight: Annotated[float, msgspec.Meta(ge=0)] = 1.0

    def english(self) -> str:
        """As a sentence."""
        times = "" if self.weight == 1 else f", counted {number(self.weight)} times"
        return (
            f"A unit costs the margin that its node is likely to lose by giving it away{times}: price less cost"
            f" ({number(100 * self.margin_share)} % of the price where no cost is known), by the chance that the node"
            " would sell it itself before its next delivery."
        )

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        """More for each further unit."""
        outlook = asked.outlook(line.sku, node.node)
        mean = outlook.demand_per_day * outlook.days_to_delivery
        margin = self._margin(line)
        if not mean or not margin:
            return (0,) * line.units
        return tuple([round(margin * chance_of(mean, free - taken) / line.unit) for taken in range(line.units)])

    def _margin(self, line: AskedLine) -> float:
        if line.price is None:
            return 0.0
        margin = line.price - line.cost if line.cost is not None else line.price * self.margin_share
        return self.weight * max(margin, 0)


@lru_cache(100_000)
def chance_of(mean: float, units: int) -> float:
    """The chance that a Poisson demand of this mean is at least so many units."""
    if units <= 0 or mean >= DEMAND_MAX:
        return 1.0
    if units > mean + SURELY_MORE * (1 + sqrt(mean)):
        return 0.0
    term = total = exp(-mean)
    for count in range(1, units):
        term *= mean / count
        total += term
    return max(0.0, 1.0 - total)
