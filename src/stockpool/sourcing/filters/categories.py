"""Goods that only some nodes may handle: hazardous, refrigerated, oversized."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import AskedLine
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Filter, Refers
from stockpool.sourcing.wording import listed, nodes_named


class Categories(Filter, frozen=True):
    """SKUs of the `categories` come only from the nodes of `only` (names or kinds) and never from those of `never`."""

    name: ClassVar[str] = "categories"
    refers: ClassVar[Mapping[str, Refers]] = {
        "categories": Refers.CATEGORIES,
        "only": Refers.NODES,
        "never": Refers.NODES,
    }
    by_lines: ClassVar[bool] = True

    categories: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def english(self) -> str:
        """As a sentence's part."""
        parts = [f"only if it is one of these: {nodes_named(self.only)}"] if self.only else []
        parts += [f"not if it is one of these: {nodes_named(self.never)}"] if self.never else []
        return f"may serve goods of the category {listed(self.categories)} {', and '.join(parts) or 'freely'}"

    def bars_line(self, node: Candidate, line: AskedLine) -> bool:
        """By the SKU's category."""
        if line.category not in self.categories:
            return False
        names = {node.node, node.kind}
        return bool(self.only and names.isdisjoint(self.only)) or not names.isdisjoint(self.never)
