"""The event feed over HTTP: pages with a cursor, and a stream."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import JSON, Answer
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import Fault, field_problem, problem
from stockpool.entrypoints.http.streams import Frames, Stream, frame, note_place
from stockpool.entrypoints.http.wire_stock import Limit, Named, Number
from stockpool.feed.api import EventFilter, FeedEvent, cloud_event, wants
from stockpool.workflows.event_kinds import types_problem
from stockpool.workflows.follow_feed import Feed

PATH = "/v1/events"
SCAN_MAX = 5_000
"""So many events a page looks at for a reader who wants few of them; `next` moves on all the same."""

STREAM_EVENTS_MAX = 500
NOTE_S = 15.0
"""A stream with nothing to tell says so often where it is."""

BEHIND = "behind"
STOPPING = "stopping"
EXPIRED = "expired"

TypeName = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Types = Annotated[tuple[TypeName, ...], msgspec.Meta(max_length=100)]


class EventQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Which events: behind a position, of these types, and about one of these SKUs, nodes and channels."""

    after: Number | None = None
    type: Types = ()
    sku: Named = ()
    node: Named = ()
    channel: Named = ()


class EventStreamQuery(EventQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As above; without names all of them reach the one handler that a browser has for messages of no name."""

    named: bool = True


class EventPageQuery(EventQuery, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """As above; `wait_seconds` is how long an empty page may take in case something happens."""

    limit: Limit = 100
    wait_seconds: Annotated[float, msgspec.Meta(ge=0, le=30)] = 0


class CloudEvent(msgspec.Struct, frozen=True):
    """An event as CloudEvents 1.0; `data` has the fields of its type, and `sequence` is its position in the feed."""

    specversion: str
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str
    sequence: str
    partitionkey: str
    data: dict[str, Any]
    traceparent: str | msgspec.UnsetType = msgspec.UNSET


class EventPage(msgspec.Struct, frozen=True):
    """Events in the order of the feed; `next` is the `after` of the following page, `latest` the end of the feed."""

    events: tuple[CloudEvent, ...]
    next: int
    latest: int


@dataclass(frozen=True, slots=True)
class EventCalls:
    """The calls about events."""

    feed: Feed
    source: str
    patience_s: float

    def endpoints(self) -> list[Endpoint]:
        """Read a page, follow."""
        return [
            Endpoint(
                method="GET",
                path=PATH,
                summary="Read what happened, in the order of the feed",
                scopes=(Scope.READ, Scope.WORK),
                respond=self._page,
                query=EventPageQuery,
                reply=EventPage,
                refusals=(Fault.CURSOR_EXPIRED,),
            ),
            Endpoint(
                method="GET",
                path=f"{PATH}/stream",
                summary="Follow what happens, as server-sent events",
                scopes=(Scope.READ, Scope.WORK),
                respond=self._stream,
                query=EventStreamQuery,
                reply=str,
                media_type="text/event-stream",
                refusals=(Fault.CURSOR_EXPIRED,),
            ),
        ]

    async def _page(self, call: Call[None, EventPageQuery]) -> Answer:
        query = call.query
        if trouble := types_problem(query.type):
            return field_problem("type", trouble)
        after = await self._begin(query.after if query.after is not None else -1)
        if isinstance(after, Answer):
            return after
        if query.wait_seconds and self.feed.latest <= after:
            with self.feed.follow():
                await self.feed.wait_beyond(after, query.wait_seconds)
        found, place = await self._find(after, filter_of(query, call.caller), query.limit)
        if await self._has_lost(after):
            return _expired((await self.feed.ends()).oldest - 1)
        events = b",".join(cloud_event(event, self.source) for event in found)
        latest = max(self.feed.latest, place)
        body = b'{"events":[%s],"next":%d,"latest":%d}' % (events, place, latest)
        return Answer(200, body, (JSON,))

    async def _find(self, after: int, reader: EventFilter, limit: int) -> tuple[list[FeedEvent], int]:
        """Events for a reader, and how far that was looked."""
        found: list[FeedEvent] = []
        place, looked_at = after, 0
        everything = reader == EventFilter()
        while len(found) < limit and looked_at < SCAN_MAX:
            events = await self.feed.read(place, limit - len(found) if everything else SCAN_MAX // 5)
            if not events:
                break
            for event in events:
                place, looked_at = event.position, looked_at + 1
                if wants(reader, event):
                    found.append(event)
                    if len(found) == limit:
                        break
        return found, place

    async def _begin(self, after: int, named: str = "after") -> int | Answer:
        """Where a reader begins, -1 at what is oldest; a problem when what it has not read is gone or never was."""
        ends = await self.feed.ends()
        if after < 0:
            return ends.oldest - 1
        if after < ends.oldest - 1:
            return _expired(ends.oldest - 1)
        if after > ends.latest:
            return field_problem(named, f"is beyond the end of the feed, which is {ends.latest}")
        return after

    async def _stream(self, call: Call[None, EventStreamQuery]) -> Answer | Stream:
        if trouble := types_problem(call.query.type):
            return field_problem("type", trouble)
        given = call.headers.get(b"last-event-id", b"").decode("latin-1").strip()
        if given and not (given.isascii() and given.isdigit() and len(given) < 19):
            return field_problem("Last-Event-ID", "is not an id that this stream has sent")
        after = int(given) if given else call.query.after
        named = "Last-Event-ID" if given else "after"
        begin = await self._begin(after, named) if after is not None else (await self.feed.ends()).latest
        if isinstance(begin, Answer):
            return begin
        reader = filter_of(call.query, call.caller)
        return Stream("events", lambda: self._frames(begin, reader, named=call.query.named), self.patience_s)

    async def _frames(self, place: int, reader: EventFilter, *, named: bool) -> Frames:
        """Events behind a place from now on; who was at the end and falls behind what is kept is told to come again."""
        caught_up = False
        with self.feed.follow() as feed:
            yield b"retry: 1000\n" + note_place(str(place))
            while not feed.closed:
                kept = feed.kept_since(place)
                if kept is None and caught_up:
                    yield frame(_json_of(BEHIND, feed.latest - place), event="end")
                    return
                events = kept[:STREAM_EVENTS_MAX] if kept is not None else await feed.read(place, STREAM_EVENTS_MAX)
                if await self._has_lost(place):
                    yield frame(_json_of(EXPIRED, feed.latest - place), event="end")
                    return
                caught_up = caught_up or (kept is not None and not events)
                if events:
                    place = events[-1].position
                    if frames := self._told(events, reader, named=named):
                        yield frames
                elif not await feed.wait_beyond(place, NOTE_S) and not feed.closed:
                    yield note_place(str(place))
            yield frame(_json_of(STOPPING, 0), event="end")

    async def _has_lost(self, place: int) -> bool:
        """Whether events behind a place left the feed while they were being read from the database."""
        return self.feed.kept_since(place) is None and (await self.feed.ends()).oldest - 1 > place

    def _told(self, events: Sequence[FeedEvent], reader: EventFilter, *, named: bool) -> bytes:
        """The frames of those events that a reader wants."""
        source, everything = self.source, reader == EventFilter()
        return b"".join(
            [
                frame(cloud_event(event, source), event=event.type if named else None, event_id=str(event.position))
                for event in events
                if everything or wants(reader, event)
            ]
        )


def _expired(gone: int) -> Answer:
    return problem(
        Fault.CURSOR_EXPIRED,
        f"events up to {gone} are no longer kept; read the present state, then go on from there",
    )


def filter_of(query: EventQuery, caller: Caller) -> EventFilter:
    """What a reader asked for, within what it may see."""
    return EventFilter(
        types=query.type,
        skus=frozenset(query.sku),
        nodes=frozenset(query.node),
        channels=frozenset(query.channel),
        within=caller.nodes,
    )


def _json_of(reason: str, behind: int) -> bytes:
    """Why a stream ends; whoever was cut off goes on from the last id that it has."""
    return msgspec.json.encode({"reason": reason, "behind": behind, "resume": "connect again with Last-Event-ID"})
