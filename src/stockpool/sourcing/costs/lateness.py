"""What a day of waiting takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, micro
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost, Needed
from stockpool.sourcing.wording import amount, counted


class Lateness(Cost, frozen=True):
    """So much a day for each parcel that is with the customer later than `within_days` days after the order.

    The days are those of the promised date: calendar, cut-off, backlog and transit. A node that can make no date counts
    as `days_unknown` days.
    """

    name: ClassVar[str] = "lateness"
    by_place: ClassVar[bool] = True
    by_load: ClassVar[bool] = True

    per_day: Annotated[float, msgspec.Meta(ge=0)]
    within_days: Annotated[int, msgspec.Meta(ge=0)] = 0
    days_unknown: Annotated[int, msgspec.Meta(ge=0)] = 30

    def english(self) -> str:
        """As a sentence."""
        late = f"beyond {counted(self.within_days, 'day')} after the order" if self.within_days else "after the order"
        unknown = f"a node that can promise no date counts as {counted(self.days_unknown, 'day')}"
        return f"Each day {late} that a parcel needs costs {amount(self.per_day)}; {unknown}."

    def node_cost(self, node: Candidate, asked: Asked) -> int:
        """By the latest day that is promised."""
        return self._cost(asked.days(node.node))

    def least(self, node: Candidate, km: float | None, asked: Asked) -> int:
        """By the day on which it would come if the node had nothing else to do."""
        return self._cost(asked.days_from(node.node, km))

    def _cost(self, days: int | None) -> int:
        return micro(self.per_day) * max((self.days_unknown if days is None else days) - self.within_days, 0)

    def to_fall(self, part: int, by: int) -> Needed | None:  # noqa: ARG002 -- of the role
        """The days by which it must be sooner."""
        if not self.per_day:
            return None
        days = by // micro(self.per_day) + 1
        return Needed(days, f"it could deliver {counted(days, 'day')} sooner")
