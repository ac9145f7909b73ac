"""What a further parcel takes."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.strategies import Cost, Needed
from stockpool.sourcing.wording import amount


class Parcel(Cost, frozen=True):
    """So much for each parcel beyond the first: packaging, and a customer who must be at home again."""

    name: ClassVar[str] = "parcel"

    further: Annotated[float, msgspec.Meta(ge=0)]

    def english(self) -> str:
        """As a sentence."""
        return f"Each parcel after the first costs {amount(self.further)} more."

    def to_fall(self, part: int, by: int) -> Needed | None:  # noqa: ARG002 -- of the role
        """No node can do anything about it."""
        return None
