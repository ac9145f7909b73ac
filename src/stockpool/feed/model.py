"""An event with its place in the feed, and what a reader wants of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec


class FeedEvent(msgspec.Struct, gc=False):
    """One event at its position; `data` is JSON as it was written with what it tells of.

    What is made of it for its readers is made once for all of them.
    """

    position: int
    event_id: int
    type: str
    subject: str
    recorded_at: datetime
    data: bytes
    named: Named | None = None
    told: bytes = b""
    traceparent: str | None = None
    """The request that caused it, where that is known: told, and never stored."""


class Telling(msgspec.Struct, frozen=True):
    """An event that is to be told of a subject; its data bears its type as a tag, where it has no name of its own."""

    subject: str
    data: msgspec.Struct
    name: str | None = None

    @property
    def type(self) -> str:
        """The name of the event."""
        return self.name or str(self.data.__struct_config__.tag)


class Named(msgspec.Struct, frozen=True):
    """What an event is about: the SKUs, nodes and channels that its data names."""

    skus: frozenset[str]
    nodes: frozenset[str]
    channels: frozenset[str]


class EventFilter(msgspec.Struct, frozen=True):
    """What a reader wants: an event must match each of the lists that are not empty.

    Types may end in `.*`. `within` are the nodes that the reader may see, None means all: events that name another
    node, or none, are not for a reader with a limit.
    """

    types: tuple[str, ...] = ()
    skus: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    within: frozenset[str] | None = None

    @property
    def looks_inside(self) -> bool:
        """Whether it must know what an event names."""
        return bool(self.skus or self.nodes or self.channels) or self.within is not None


class FeedEnds(msgspec.Struct, frozen=True):
    """Where the feed begins and ends: the first position that is kept, and the latest.

    Up to `compacted` there are holes, where a later event says more.
    """

    oldest: int
    latest: int
    compacted: int = 0


class Keeping(msgspec.Struct, frozen=True):
    """What of the feed is kept: events recorded since these moments; None is whatever their age.

    What a reader with a cursor has not read stays, unless it was recorded before `unread_since`.
    """

    since: datetime | None
    all_since: datetime | None
    """Of older ones only the latest of each subject, where they are of `compacted` types."""
    unread_since: datetime
    compacted: tuple[str, ...] = ()
    read_to: int | None = None
    """How far the last of the readers is whose cursor stands elsewhere; None where there is none."""


class Pruned(msgspec.Struct, frozen=True):
    """How many events left the feed by their age, and how many since a later one says more."""

    retired: int
    compacted: int


class FeedLag(msgspec.Struct, frozen=True):
    """How far the feed is, how many committed events have no position yet, and how old the oldest of them is."""

    position: int
    unplaced: int
    oldest_s: float


EVERYTHING = EventFilter()

Batch = Sequence[FeedEvent]
