"""Stock that stays for customers who walk in."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Filter, Refers
from stockpool.sourcing.wording import counted, nodes_named


class WalkIns(Filter, frozen=True):
    """Leaves `units` of each SKU, or `days` of its own demand if that is more, at nodes of the `kinds` (stores)."""

    name: ClassVar[str] = "keep_for_walk_ins"
    refers: ClassVar[Mapping[str, Refers]] = {"kinds": Refers.KINDS}
    by_lines: ClassVar[bool] = True
    by_outlook: ClassVar[bool] = True

    units: Annotated[int, msgspec.Meta(ge=0)] = 0
    days: Annotated[float, msgspec.Meta(ge=0)] = 0
    kinds: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)] = ("store",)

    @property
    def asks_outlook(self) -> bool:
        """Only where days of demand are kept."""
        return self.days > 0

    def english(self) -> str:
        """As a sentence's part."""
        parts = [counted(self.units, "unit")] if self.units or not self.days else []
        parts += [f"{counted(self.days, 'day')} of its own demand"] if self.days else []
        what = parts[0] if len(parts) == 1 else f"{parts[0]} or {parts[1]}, whichever is more,"
        return f"keeps {what} of each SKU for customers who walk in, if it is one of the {nodes_named(self.kinds)}"

    def keeps(self, node: Candidate, line: AskedLine, asked: Asked) -> int:
        """The larger of both."""
        if node.kind not in self.kinds:
            return 0
        kept = self.units * line.unit
        if self.days:
            kept = max(kept, ceil(self.days * asked.outlook(line.sku, node.node).demand_per_day))
        return kept
