"""Values that rules and stores of webhooks share."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from stockpool.webhooks.messages import EndpointInput, Status


class Verdict(StrEnum):
    """What an answer, or none, means for what was sent."""

    DELIVERED = "delivered"
    RETRY = "retry"
    STOP = "stop"
    DEAD = "dead"


class Patience(msgspec.Struct, frozen=True):
    """How long it is tried again, and at which pauses."""

    give_up_after_s: float = 86_400
    pause_min_s: float = 2
    pause_max_s: float = 3_600


class Secret(msgspec.Struct, frozen=True):
    """A secret that signs since a moment, and until another."""

    secret: str
    since: datetime
    until: datetime | None = None


class Progress(msgspec.Struct, frozen=True):
    """How far an endpoint has come, and how it fares."""

    position: int
    status: Status = Status.ACTIVE
    reason: str = ""
    attempts: int = 0
    failing_since: datetime | None = None
    next_attempt_at: datetime | None = None
    last_error: str = ""
    delivered_at: datetime | None = None


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint as it is stored."""

    id: str
    revision: int
    touched: int
    epoch: int
    created_at: datetime
    definition: EndpointInput
    progress: Progress


class Sent(msgspec.Struct, frozen=True):
    """An event that was sent, by its place and its age."""

    position: int
    recorded_at: datetime


class Heard(msgspec.Struct, frozen=True):
    """What came of a call: the verdict, in words where it is none of success, and when we are asked to come back."""

    verdict: Verdict
    error: str = ""
    retry_after_s: float | None = None


class Outcome(msgspec.Struct, frozen=True):
    """Where an endpoint is after a call; the first `died` events that were sent are dead letters.

    `singly`: nothing has moved, and the events are to be sent one by one, so that each is judged for itself.
    """

    progress: Progress
    died: int = 0
    singly: bool = False


class Letter(msgspec.Struct, frozen=True):
    """A dead letter as it is written."""

    position: int
    event_id: int
    type: str
    event: bytes
    died_at: datetime
    attempts: int
    error: str


class Called(msgspec.Struct, frozen=True):
    """A call as it is noted."""

    at: datetime
    first_position: int
    events: int
    verdict: Verdict
    status: int | None
    milliseconds: int
    error: str
