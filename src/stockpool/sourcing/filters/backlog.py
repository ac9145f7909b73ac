"""Nodes that are not too far behind with their work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred, Filter, Refers
from stockpool.sourcing.wording import counted, nodes_named


class Backlog(Filter, frozen=True):
    """Bars nodes (of the `kinds`, if any are named) with more than `hours_max` hours of orders to do."""

    name: ClassVar[str] = "backlog"
    measure: ClassVar[str] = "h"
    refers: ClassVar[Mapping[str, Refers]] = {"kinds": Refers.KINDS}

    hours_max: Annotated[float, msgspec.Meta(ge=0)]
    kinds: tuple[str, ...] = ()

    def english(self) -> str:
        """As a sentence's part."""
        whose = f", if it is one of the {nodes_named(self.kinds)}" if self.kinds else ""
        return f"must have at most {counted(self.hours_max, 'hour')} of orders to do{whose}"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        """By open orders over the node's pace."""
        if self.kinds and node.kind not in self.kinds:
            return None
        hours = asked.load(node.node).backlog_hours
        return Barred(self.name, hours, self.hours_max) if hours > self.hours_max else None

    def passing(self, barred: Barred) -> str:  # noqa: ARG002 -- of the role
        """By the limit."""
        return f"had at most {counted(self.hours_max, 'hour')} of orders to do"
