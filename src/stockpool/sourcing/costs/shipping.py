"""What the carrier charges."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec

from stockpool.sourcing.strategies import Cost, Refers
from stockpool.sourcing.wording import number


class Shipping(Cost, frozen=True):
    """What a parcel costs by a rate table: by zone or distance and by weight, with the table's surcharges.

    A SKU without a weight counts as `grams_unknown`. Where the carrier does not go, the node cannot serve.
    """

    name: ClassVar[str] = "shipping"
    refers: ClassVar[Mapping[str, Refers]] = {"rates": Refers.RATES}
    by_place: ClassVar[bool] = True

    rates: Annotated[str, msgspec.Meta(min_length=1)]
    grams_unknown: Annotated[int, msgspec.Meta(ge=1)] = 500

    def english(self) -> str:
        """As a sentence."""
        return (
            f"Each parcel costs what the rate table {self.rates} says for its way and weight;"
            f" a unit whose weight is not known counts as {number(self.grams_unknown)} g."
        )
