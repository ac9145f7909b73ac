"""Reconciliation on the wire: sources, runs, exceptions, feeds and what a confidence would hold back."""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpool.entrypoints.http.problems import ProblemDocument
from stockpool.entrypoints.http.wire_stock import Limit, Named
from stockpool.entrypoints.http.wire_types import Id, Moment, Quantity
from stockpool.reconciliation.messages import (
    Cause,
    ExceptionStatus,
    FeedHealth,
    HeldBack,
    Measures,
    Run,
    Source,
    StockException,
)

SOURCES_MAX = 200
ROWS_MAX = 5_000
SourceNodes = Annotated[tuple[Id, ...], msgspec.Meta(max_length=5_000)]
Path = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000)]


class SourceRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A system whose stock is compared with the pool; `tolerance` in smallest units of each SKU."""

    id: Id
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    nodes: SourceNodes = ()
    measures: Measures = Measures.ON_HAND
    complete: bool = False
    tolerance: Annotated[int, msgspec.Meta(ge=0, le=10**12)] = 0
    lateness_minutes: Annotated[int, msgspec.Meta(ge=0, le=7 * 1_440)] = 60
    file: Path | None = None
    mapping: Path | None = None
    interval_minutes: Annotated[int, msgspec.Meta(ge=1, le=366 * 1_440)] | None = None


class SourceBatch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sources to create or replace."""

    sources: Annotated[tuple[SourceRow, ...], msgspec.Meta(min_length=1, max_length=SOURCES_MAX)]


class SourceResultRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one row: stored, or refused with the problem."""

    id: str
    outcome: str
    problem: ProblemDocument | None = None


class SourceReply(msgspec.Struct, frozen=True):
    """One result for each row, in their order."""

    results: tuple[SourceResultRow, ...]


class SourceList(msgspec.Struct, frozen=True):
    """All sources, by id."""

    sources: tuple[Source, ...]


class OutsideRowInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the source says of one position, in the SKU's display unit; when, if not as all."""

    sku: Id
    node: Id
    quantity: Quantity
    as_of: Moment | None = None


class RunInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What to compare: rows, or a file of the server; without either the newest file of the source.

    `as_of` is when all of it was taken; left out, now for rows and the time of the file for a file.
    """

    source: Id
    rows: Annotated[tuple[OutsideRowInput, ...], msgspec.Meta(min_length=1, max_length=ROWS_MAX)] | None = None
    file: Path | None = None
    as_of: Moment | None = None


class RunQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Runs of which source; of all where none is named."""

    source: Id | None = None
    limit: Limit = 100
    cursor: str | None = None


class RunPage(msgspec.Struct, frozen=True):
    """Runs, the newest first; `next` is the cursor of the following page."""

    runs: tuple[Run, ...]
    next: str | None


class ExceptionQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which exceptions; what is not named leaves none out."""

    source: Named = ()
    status: tuple[ExceptionStatus, ...] = ()
    cause: tuple[Cause, ...] = ()
    sku: Named = ()
    node: Named = ()
    limit: Limit = 100
    cursor: str | None = None


class ExceptionPage(msgspec.Struct, frozen=True):
    """Exceptions, the newest first; `next` is the cursor of the following page."""

    exceptions: tuple[StockException, ...]
    next: str | None


class AcceptInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why theirs is right."""

    note: Note | None = None


class ExplainInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why it differs."""

    note: Note


class FeedQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Feeds of which source; of all where none is named."""

    source: Id | None = None


class FeedList(msgspec.Struct, frozen=True):
    """Each source at each node that it was heard of at within two days."""

    feeds: tuple[FeedHealth, ...]


class BufferQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """With which confidence a promise is to be good."""

    confidence: Annotated[float, msgspec.Meta(ge=0.5, le=0.9999)] = 0.95


class BufferList(msgspec.Struct, frozen=True):
    """What that would hold back, by node; nothing is changed by asking."""

    confidence: float
    nodes: tuple[HeldBack, ...]
