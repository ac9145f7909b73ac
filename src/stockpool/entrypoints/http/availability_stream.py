"""What a channel can promise, as a stream: everything first, then what changes, each SKU's last value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec

from stockpool.access.api import Caller, Scope
from stockpool.entrypoints.http.answers import Answer, to_json
from stockpool.entrypoints.http.authentication import node_problem
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import field_problem
from stockpool.entrypoints.http.streams import Frames, Stream, frame, note_place
from stockpool.entrypoints.http.wire_stock import Named
from stockpool.entrypoints.http.wire_types import Id
from stockpool.inventory.api import Versions
from stockpool.inventory.messages import Saleability, Threshold
from stockpool.kernel.quantities import Amount
from stockpool.kernel.refusals import Reason, Refused
from stockpool.workflows.watch_availability import ChannelWatch, Level, Watches

PATH = "/v1/availability/stream"
ITEMS_MAX = 500
NOTE_S = 15.0

SCHEMA_ORG = {
    Saleability.IN: "https://schema.org/InStock",
    Saleability.LOW: "https://schema.org/LimitedAvailability",
    Saleability.OUT: "https://schema.org/OutOfStock",
    Saleability.BACKORDER: "https://schema.org/BackOrder",
    Saleability.DISCONTINUED: "https://schema.org/Discontinued",
}
"""What shop pages, feeds and marketplaces call it."""


class WatchQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A channel, and the SKUs of which it is told; all where none is named. `pause_ms` is the least time in between."""

    channel: Id
    sku: Named = ()
    pause_ms: Annotated[int, msgspec.Meta(ge=0, le=60_000)] = 0


class ItemLevel(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What can be promised of a SKU, by the words of schema.org too, and the threshold that this crossed."""

    sku: str
    available: Amount
    availability: str
    crossed: Threshold | None = None


class Levels(msgspec.Struct, frozen=True, gc=False):
    """The data of `snapshot` and `change`; `more` where further items of the same moment follow."""

    channel: str
    items: tuple[ItemLevel, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class AvailabilityStream:
    """The call."""

    watches: Watches
    patience_s: float

    def endpoints(self) -> list[Endpoint]:
        """Follow a channel."""
        return [
            Endpoint(
                method="GET",
                path=PATH,
                summary="Follow what a channel can promise, as server-sent events",
                scopes=(Scope.READ, Scope.SELL),
                respond=self._stream,
                query=WatchQuery,
                reply=Levels,
                media_type="text/event-stream",
                refusals=(Reason.UNKNOWN_CHANNEL,),
            )
        ]

    async def _stream(self, call: Call[None, WatchQuery]) -> Answer | Stream | Refused:
        if trouble := _limited(call.caller):
            return trouble
        place = _place_of(call.headers.get(b"last-event-id", b"").decode("latin-1").strip())
        if isinstance(place, Answer):
            return place
        async with self.watches.watch(call.query.channel) as watch:
            if refused := await watch.ready():
                return refused
        return Stream("availability", lambda: self._frames(call.query, place), self.patience_s)

    async def _frames(self, query: WatchQuery, place: tuple[int, Versions] | None) -> Frames:
        """What has changed since a place, or everything; then what changes."""
        yield b"retry: 1000\n\n"
        wanted = frozenset(query.sku)
        async with self.watches.watch(query.channel) as watch:
            await watch.ready()
            number = watch.number
            changed = watch.changed_behind(*place) if place else None
            event = "change" if changed is not None else "snapshot"
            for each in _told(watch, event, list(watch.levels.values()) if changed is None else changed, wanted):
                yield each
            while not watch.closed:
                if not await watch.wait_beyond(number, NOTE_S):
                    yield note_place(_id_of(watch))
                    continue
                changed, event, number = watch.changed_since(number), "change", watch.number
                if changed is None:
                    changed, event = list(watch.levels.values()), "snapshot"
                for each in _told(watch, event, changed, wanted):
                    yield each
                if query.pause_ms:
                    await watch.rest(query.pause_ms / 1000)
        yield frame(b'{"reason":"stopping"}', event="end")


def _limited(caller: Caller) -> Answer | None:
    """A channel's availability is that of all its nodes."""
    return node_problem(caller, (("channel", None),)) if caller.nodes is not None else None


def _place_of(token: str) -> tuple[int, Versions] | Answer | None:
    """Where a reader was: position and versions; None where it begins."""
    if not token:
        return None
    parts = token.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return field_problem("Last-Event-ID", "is not an id that this stream has sent")
    position, catalog, network = map(int, parts)
    return position, Versions(catalog, network)


def _id_of(watch: ChannelWatch) -> str:
    return f"{watch.position}-{watch.versions.catalog}-{watch.versions.network}"


def _told(watch: ChannelWatch, event: str, levels: Sequence[Level], wanted: frozenset[str]) -> Iterable[bytes]:
    """Levels in portions; only the last has an id, so that whoever is cut off in between gets all of them again."""
    items = [_item(level, event) for level in levels if not wanted or level.sku in wanted]
    if not items and event == "change":
        return
    place = _id_of(watch)
    for first in range(0, max(len(items), 1), ITEMS_MAX):
        more = first + ITEMS_MAX < len(items)
        data = to_json(Levels(watch.channel, tuple(items[first : first + ITEMS_MAX]), more))
        yield frame(data, event=event, event_id=None if more else place)


def _item(level: Level, event: str) -> ItemLevel:
    crossed = level.crossed if event == "change" else None
    return ItemLevel(level.sku, level.available, SCHEMA_ORG[level.saleability], crossed)
