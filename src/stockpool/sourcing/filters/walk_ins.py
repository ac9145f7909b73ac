"""Stock that stays for customers who walk in."""

from __future__ import annotations

from math import ceil
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Filter
from stockpool.sourcing.wording import listed


class WalkIns(Filter, frozen=True):
    """Leaves `units` of each SKU, or `days` of its own demand if that is more, at nodes of the `kinds`."""

    name: ClassVar[str] = "keep_for_walk_ins"
    by_lines: ClassVar[bool] = True

    units: Annotated[int, msgspec.Meta(ge=0)] = 0
    days: Annotated[float, msgspec.Meta(ge=0)] = 0
    kinds: tuple[str, ...] = ("store",)

    def english(self) -> str:
        """As a sentence's part."""
        parts = [f"{self.units} unit{'s' if self.units != 1 else ''}"] if self.units or not self.days else []
        parts += [f"{self.days:g} days of its own demand"] if self.days else []
        what = parts[0] if len(parts) == 1 else f"the larger of {parts[0]} and {parts[1]}"
        return f"keeps {what} of each SKU for customers who walk in, if it is one of {listed(self.kinds)}"

    def keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int:
        """The larger of both."""
        if node.kind not in self.kinds:
            return 0
        kept = self.units * line.unit
        if self.days:
            kept = max(kept, ceil(self.days * asked.outlook(line.sku, node.node).demand_per_day))
        return kept
