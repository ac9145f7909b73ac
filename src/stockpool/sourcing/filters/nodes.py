"""Only some nodes, or all but some: by name or by kind."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred, Filter, Refers
from stockpool.sourcing.wording import nodes_named


class Nodes(Filter, frozen=True):
    """Bars nodes that are not among `only` (names or kinds), and those of `never`."""

    name: ClassVar[str] = "nodes"
    refers: ClassVar[Mapping[str, Refers]] = {"only": Refers.NODES, "never": Refers.NODES}

    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def english(self) -> str:
        """As a sentence's part."""
        parts = [f"must be one of these: {nodes_named(self.only)}"] if self.only else []
        parts += [f"must not be one of these: {nodes_named(self.never)}"] if self.never else []
        return ", and ".join(parts) or "may be any"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:  # noqa: ARG002 -- of the role
        """By name and kind."""
        names = {node.node, node.kind}
        if (self.only and names.isdisjoint(self.only)) or not names.isdisjoint(self.never):
            return Barred(self.name)
        return None

    def passing(self, barred: Barred) -> str:  # noqa: ARG002 -- of the role
        """By the document."""
        return "were not left out by name or kind"
