"""Kilometers, where nobody knows freight."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked, micro
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Cost
from stockpool.sourcing.wording import amount

KM_UNKNOWN = 20_100.0
"""A node without a place counts as farther away than any: half around the globe."""


class DistanceCost(Cost, frozen=True):
    """So much for each kilometer between the node and the destination; the great circle, to the meter."""

    name: ClassVar[str] = "distance"
    by_place: ClassVar[bool] = True

    per_km: Annotated[float, msgspec.Meta(ge=0)]

    def english(self) -> str:
        """As a sentence."""
        return f"Each parcel costs {amount(self.per_km)} for each km that it travels."

    def node_cost(self, node: Candidate, asked: Asked) -> int:
        """By the distance."""
        return self.least(node, asked.km(node), asked)

    def least(self, node: Candidate, km: float | None, asked: Asked) -> int:  # noqa: ARG002 -- of the role
        """By that distance."""
        return micro(self.per_km * (KM_UNKNOWN if km is None else km))
