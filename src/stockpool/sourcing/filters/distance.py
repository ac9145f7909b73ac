"""Nodes near enough."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.asked import Asked
from stockpool.sourcing.messages import Candidate
from stockpool.sourcing.strategies import Barred, Filter
from stockpool.sourcing.wording import number


class Distance(Filter, frozen=True):
    """Bars nodes farther away than `km_max`, and nodes whose distance is not known if `known` is demanded."""

    name: ClassVar[str] = "distance"
    measure: ClassVar[str] = "km"
    by_place: ClassVar[bool] = True

    km_max: Annotated[float, msgspec.Meta(gt=0)]
    known: bool = False

    def english(self) -> str:
        """As a sentence's part."""
        unknown = ", and its distance must be known" if self.known else ""
        return f"must be within {number(self.km_max)} km of the destination{unknown}"

    def bars(self, node: Candidate, asked: Asked) -> Barred | None:
        """By the great-circle distance."""
        km = asked.km(node)
        if km is None:
            return Barred(self.name, None, self.km_max) if self.known else None
        return Barred(self.name, km, self.km_max) if km > self.km_max else None

    def passing(self, barred: Barred) -> str:
        """By the limit."""
        return f"were {'known to be ' if barred.found is None else ''}within {number(self.km_max)} km"
