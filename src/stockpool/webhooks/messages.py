"""What is said about endpoints: how they are made and edited, and what is told of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

import msgspec

BATCH_MAX = 1_000
URL_MAX = 2_000
NAMED_MAX = 1_000

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Names = Annotated[tuple[Name, ...], msgspec.Meta(max_length=NAMED_MAX)]


class Status(StrEnum):
    """Whether an endpoint is served; `stopped` by its receiver, or because it cannot go on."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"


class EndpointInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Where events go, and which; lists that are empty leave everything in."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=URL_MAX)]
    description: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    types: Names = ()
    skus: Names = ()
    nodes: Names = ()
    channels: Names = ()
    batch_max: Annotated[int, msgspec.Meta(ge=1, le=BATCH_MAX)] = 1


class SecretTimes(msgspec.Struct, frozen=True):
    """When a secret signs; until null the present one."""

    since: datetime
    until: datetime | None


class EndpointState(msgspec.Struct, frozen=True, kw_only=True):
    """An endpoint as it stands; never its secrets."""

    id: str
    url: str
    description: str
    types: tuple[str, ...]
    skus: tuple[str, ...]
    nodes: tuple[str, ...]
    channels: tuple[str, ...]
    batch_max: int
    status: Status
    reason: str
    position: int
    lag_events: int
    attempts: int
    failing_since: datetime | None
    next_attempt_at: datetime | None
    last_error: str
    delivered_at: datetime | None
    created_at: datetime
    dead_letters: int
    secrets: tuple[SecretTimes, ...]
    revision: int


class DeadLetter(msgspec.Struct, frozen=True):
    """An event that did not arrive; `asked` while it waits to be sent once more."""

    position: int
    event_id: str
    type: str
    died_at: datetime
    attempts: int
    error: str
    asked: bool
    event: dict[str, Any]


class Attempt(msgspec.Struct, frozen=True):
    """One call of a receiver; no status where nothing was answered."""

    at: datetime
    first_position: int
    events: int
    outcome: str
    status: int | None
    milliseconds: int
    error: str
