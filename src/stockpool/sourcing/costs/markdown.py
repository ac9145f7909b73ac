"""What is gained by selling what would have to be marked down."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost
from stockpool.sourcing.wording import counted, number


class Markdown(Cost, frozen=True):
    """A gain of `share` of the price for each unit of a slow seller: one with more free than `cover_days` of demand.

    It holds for the units beyond that cover only, so that a node is not emptied for it.
    """

    name: ClassVar[str] = "markdown"
    by_units: ClassVar[bool] = True
    by_outlook: ClassVar[bool] = True

    share: Annotated[float, msgspec.Meta(ge=0, le=1)]
    cover_days: Annotated[float, msgspec.Meta(gt=0)] = 90

    def english(self) -> str:
        """As a sentence."""
        return (
            f"A unit that its node would not sell within {counted(self.cover_days, 'day')} counts as a gain of"
            f" {number(100 * self.share)} % of its price, for it would have to be marked down."
        )

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:
        """Below nothing for what is beyond the cover; the units that are not slow come last."""
        if not line.price:
            return (0,) * line.units
        cover = self.cover_days * asked.outlook(line.sku, node.node).demand_per_day
        gain = self.gain_max(line)
        return tuple([-gain if free - taken > cover else 0 for taken in range(line.units)])

    def gain_max(self, line: AskedLine) -> int:
        """The gain of a unit."""
        return round((line.price or 0) * self.share / line.unit)
