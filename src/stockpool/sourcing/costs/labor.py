"""What picking and packing take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, AskedLine, micro
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost, Refers
from stockpool.sourcing.wording import amount, nodes_named

Amount = Annotated[float, msgspec.Meta(ge=0)]


class LaborRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an order costs a node, and each unit of it."""

    per_order: Amount = 0
    per_unit: Amount = 0


class Labor(Cost, frozen=True):
    """So much for each order that a node gets and for each unit; `of` names other rates by node or by kind."""

    name: ClassVar[str] = "labor"
    refers: ClassVar[Mapping[str, Refers]] = {"of": Refers.NODES}
    by_units: ClassVar[bool] = True

    per_order: Amount = 0
    per_unit: Amount = 0
    of: dict[str, LaborRate] = {}

    def english(self) -> str:
        """As a sentence."""
        others = [f"; at {nodes_named([name])} {_said(rate)}" for name, rate in sorted(self.of.items())]
        return f"Picking and packing costs {_said(self)}{''.join(others)}."

    def node_cost(self, node: Candidate, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        """What the order costs."""
        return micro(self._rate(node).per_order)

    def least(self, node: Candidate, km: float | None, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        """What the order costs."""
        return micro(self._rate(node).per_order)

    def unit_least(self, line: AskedLine) -> int:
        """What it costs where that is least."""
        return min(
            [micro(each) // line.unit for each in (self.per_unit, *[rate.per_unit for rate in self.of.values()])]
        )

    def unit_costs(self, node: Candidate, line: AskedLine, free: int, asked: Asked) -> tuple[int, ...]:  # noqa: ARG002 -- of the role
        """The same for each unit."""
        return (micro(self._rate(node).per_unit) // line.unit,) * line.units

    def _rate(self, node: Candidate) -> Labor | LaborRate:
        return self.of.get(node.node) or self.of.get(node.kind) or self


def _said(rate: Labor | LaborRate) -> str:
    parts = [f"{amount(rate.per_order)} an order"] if rate.per_order or not rate.per_unit else []
    parts += [f"{amount(rate.per_unit)} a unit"] if rate.per_unit else []
    return " and ".join(parts)
