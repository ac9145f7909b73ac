"""What it takes to add to the work of a node that is behind."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, micro
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost
from stockpool.sourcing.wording import listed


class Congestion(Cost, frozen=True):
    """So much for each hour of orders that a node (of the `kinds`, if any are named) has to do beyond `from_hours`."""

    name: ClassVar[str] = "congestion"
    by_load: ClassVar[bool] = True

    per_hour: Annotated[float, msgspec.Meta(ge=0)]
    from_hours: Annotated[float, msgspec.Meta(ge=0)] = 0
    most: Annotated[float, msgspec.Meta(ge=0)] | None = None
    kinds: tuple[str, ...] = ()

    def english(self) -> str:
        """As a sentence."""
        whose = f" at {listed(self.kinds)}" if self.kinds else ""
        most = f", at most {self.most:g}" if self.most is not None else ""
        return f"Each hour of backlog{whose} beyond {self.from_hours:g} hours costs an order {self.per_hour:g}{most}."

    def node_cost(self, node: Candidate, asked: Asked) -> int:
        """By the live backlog."""
        if self.kinds and node.kind not in self.kinds:
            return 0
        return self.at_hours(asked.load(node.node).backlog_hours)

    def at_hours(self, hours: float) -> int:
        """What so many hours of backlog cost an order."""
        cost = micro(self.per_hour * max(hours - self.from_hours, 0.0))
        return cost if self.most is None else min(cost, micro(self.most))
