"""Nodes that are open, or that still take up an order today."""

from __future__ import annotations

from typing import ClassVar, Literal

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred, Filter


class OpenHours(Filter, frozen=True):
    """Bars nodes that are closed `now`, or that take up nothing more `today`: its cut-off is over, or it is closed."""

    name: ClassVar[str] = "open"

    when: Literal["now", "today"] = "today"

    def english(self) -> str:
        """As a sentence's part."""
        return "must be open now" if self.when == "now" else "must be one that still takes up orders today"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        """By the node's calendar."""
        load = asked.load(node.node)
        return None if (load.open_now if self.when == "now" else load.today) else Barred(self.name)

    def passing(self, barred: Barred) -> str:  # noqa: ARG002 -- of the role
        """By the clock."""
        return "were open" if self.when == "now" else "still took up orders today"
