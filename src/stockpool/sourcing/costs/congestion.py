"""What it takes to add to the work of a node that is behind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from stockpool.kernel.tariffs import MICRO
from stockpool.sourcing.asked import Asked, micro
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost, Needed, Refers
from stockpool.sourcing.wording import amount, counted, nodes_named


class Congestion(Cost, frozen=True):
    """So much for each hour of orders that a node (of the `kinds`, if any are named) has to do beyond `from_hours`."""

    name: ClassVar[str] = "congestion"
    refers: ClassVar[Mapping[str, Refers]] = {"kinds": Refers.KINDS}
    by_load: ClassVar[bool] = True

    per_hour: Annotated[float, msgspec.Meta(ge=0)]
    from_hours: Annotated[float, msgspec.Meta(ge=0)] = 0
    most: Annotated[float, msgspec.Meta(ge=0)] | None = None
    kinds: tuple[str, ...] = ()

    def english(self) -> str:
        """As a sentence."""
        whose = f" ({nodes_named(self.kinds, 'and')} only)" if self.kinds else ""
        since = f" beyond {counted(self.from_hours, 'hour')}" if self.from_hours else ""
        most = f", at most {amount(self.most)}" if self.most is not None else ""
        cost = f"{amount(self.per_hour)} for each hour of it{since}{most}"
        return f"A node that is behind with its work{whose} costs {cost}."

    def node_cost(self, node: Candidate, asked: Asked) -> int:
        """By the live backlog."""
        if self.kinds and node.kind not in self.kinds:
            return 0
        return self.at_hours(asked.load(node.node).backlog_hours)

    def at_hours(self, hours: float) -> int:
        """What so many hours of backlog cost an order."""
        cost = micro(self.per_hour * max(hours - self.from_hours, 0.0))
        return cost if self.most is None else min(cost, micro(self.most))

    def to_fall(self, part: int, by: int) -> Needed | None:
        """The hours of backlog below which it must be."""
        if not self.per_hour:
            return None
        hours = self.from_hours + (part - by) / MICRO / self.per_hour
        return Needed(hours, f"its backlog were under {hours:.3g} hours")
