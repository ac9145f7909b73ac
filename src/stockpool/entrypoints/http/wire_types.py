"""Fields that many bodies share, with what they may hold."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from stockpool.entrypoints.http.problems import ProblemDocument
from stockpool.kernel.ids import ID_LENGTH_MAX
from stockpool.kernel.quantities import Amount

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=ID_LENGTH_MAX, description="Chosen by the retailer.")]
Moment = Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339, with a time zone.")]

TTL_S_MAX = 30 * 24 * 3_600
TtlSeconds = Annotated[int, msgspec.Meta(ge=1, le=TTL_S_MAX)]

LINES_MAX = 1_000


class LineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quantity of a SKU, in its display unit; without a node, sourcing chooses."""

    sku: Id
    quantity: Amount
    node: Id | None = None


Lines = Annotated[tuple[LineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]


class Refusal(msgspec.Struct, frozen=True, tag="refused", tag_field="outcome"):
    """One row of a batch that was not granted."""

    problem: ProblemDocument
