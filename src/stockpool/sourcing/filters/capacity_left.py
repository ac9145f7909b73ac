"""Nodes that can still do an order today."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred, Filter
from stockpool.sourcing.wording import counted


class CapacityLeft(Filter, frozen=True):
    """Bars nodes whose daily capacity less the orders that they have to do is below `orders_min`."""

    name: ClassVar[str] = "capacity_left"
    measure: ClassVar[str] = "orders"

    orders_min: Annotated[int, msgspec.Meta(ge=1)] = 1

    def english(self) -> str:
        """As a sentence's part."""
        return f"must have capacity left for {counted(self.orders_min, 'more order')} today"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        """By what the node has to do; one without a capacity is never full."""
        left = asked.load(node.node).capacity_left
        return None if left is None or left >= self.orders_min else Barred(self.name, left, self.orders_min)

    def passing(self, barred: Barred) -> str:  # noqa: ARG002 -- of the role
        """By the limit."""
        return f"had capacity left for {counted(self.orders_min, 'more order')}"
