"""Fields that many bodies share, with what they may hold."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated

import msgspec

from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.problems import ProblemDocument, field_problem
from stockpool.inventory.messages import Line
from stockpool.kernel.ids import ID_LENGTH_MAX

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=ID_LENGTH_MAX, description="Chosen by the retailer.")]
Moment = Annotated[datetime, msgspec.Meta(tz=True, description="RFC 3339, with a time zone.")]

INTEGER_MAX = 10**18
Quantity = Annotated[int, msgspec.Meta(ge=-INTEGER_MAX, le=INTEGER_MAX)] | Decimal
"""An amount in a SKU's display unit. The bounds only keep integers within 64 bits; the ledger's own are narrower."""

MOMENT_MIN = datetime(1970, 1, 1, tzinfo=UTC)
MOMENT_MAX = datetime(2200, 1, 1, tzinfo=UTC)

TTL_S_MAX = 30 * 24 * 3_600
TtlSeconds = Annotated[int, msgspec.Meta(ge=1, le=TTL_S_MAX)]

LINES_MAX = 5_000


class LineInput(Line, frozen=True, gc=False, forbid_unknown_fields=True):
    """A quantity of a SKU, in its display unit; without a node, sourcing chooses."""

    sku: Id
    quantity: Quantity
    node: Id | None = None


Lines = Annotated[tuple[LineInput, ...], msgspec.Meta(min_length=1, max_length=LINES_MAX)]


def moment_problem(path: str, moment: datetime | None) -> Answer | None:
    """A time that no business was done at: clocks that were never set, years that calendars cannot convert."""
    if moment is None or MOMENT_MIN <= moment < MOMENT_MAX:
        return None
    return field_problem(path, f"must lie between {MOMENT_MIN.year} and {MOMENT_MAX.year}")


class Refusal(msgspec.Struct, frozen=True, tag="refused", tag_field="outcome"):
    """One row of a batch that was not granted."""

    problem: ProblemDocument
