"""Webhooks on the wire: what is asked of endpoints, and the pages they are answered with."""

from __future__ import annotations

from typing import Annotated

import msgspec

from stockpool.entrypoints.http.wire_stock import Limit, Number
from stockpool.webhooks.messages import Attempt, DeadLetter, EndpointInput, EndpointState

OVERLAP_HOURS_MAX = 720

EventId = Annotated[str, msgspec.Meta(pattern="^[0-9]{1,18}$")]


class NewEndpoint(EndpointInput, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An endpoint, and the position behind which it begins; left out, what happens from now on."""

    after: Number | None = None


class EndpointPage(msgspec.Struct, frozen=True):
    """Endpoints in the order in which they were made; `next` is the cursor of the following page."""

    webhooks: tuple[EndpointState, ...]
    next: str | None


class Deleted(msgspec.Struct, frozen=True):
    """The endpoint that is no more."""

    deleted: str


class Rotation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how long the present secret signs beside the new one."""

    overlap_hours: Annotated[float, msgspec.Meta(ge=0, le=OVERLAP_HOURS_MAX)] = 24


class Replay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The position behind which everything is sent."""

    after: Number


class Answered(msgspec.Struct, frozen=True):
    """What came back of a ping; no status where nothing was answered, `text` is the beginning of it."""

    delivered: bool
    status: int | None
    milliseconds: int
    error: str
    text: str


class LetterPage(msgspec.Struct, frozen=True):
    """Dead letters in the order of the feed; `next` is the cursor of the following page."""

    dead_letters: tuple[DeadLetter, ...]
    next: str | None


class LetterReplay(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which dead letters are sent once more; all where none is named."""

    event_ids: Annotated[tuple[EventId, ...], msgspec.Meta(max_length=1_000)] | None = None


class Asked(msgspec.Struct, frozen=True):
    """How many dead letters are sent once more."""

    asked: int


class AttemptQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many of the latest calls."""

    limit: Limit = 100


class Attempts(msgspec.Struct, frozen=True):
    """Calls of the receiver, the newest first."""

    attempts: tuple[Attempt, ...]
