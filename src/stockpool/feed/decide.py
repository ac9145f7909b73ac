"""Which events a reader wants, and how an event looks as a CloudEvent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

import msgspec

from stockpool.feed.model import EventFilter, FeedEvent, Named

TYPE_PREFIX = "stockpool."
VERSION = "v1"
SEQUENCE_DIGITS = 19
"""CloudEvents compares sequences as texts."""

NODE_FIELDS = frozenset({"node", "from_node", "to_node", "pickup_node", "sold_at"})


def wants(reader: EventFilter, event: FeedEvent) -> bool:
    """Whether an event is for a reader."""
    if reader.types and not any(_is_of_type(event.type, wanted) for wanted in reader.types):
        return False
    if not reader.looks_inside:
        return True
    named = what_is_named(event)
    if reader.within is not None and (not named.nodes or not named.nodes <= reader.within):
        return False
    asked = ((reader.skus, named.skus), (reader.nodes, named.nodes), (reader.channels, named.channels))
    return all(not wanted or not wanted.isdisjoint(found) for wanted, found in asked)


def _is_of_type(name: str, wanted: str) -> bool:
    return wanted in (name, "*") or (wanted.endswith(".*") and name.startswith(wanted[:-1]))


def what_is_named(event: FeedEvent) -> Named:
    """The SKUs, nodes and channels that stand anywhere in an event's data."""
    if event.named is None:
        found: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        _collect(msgspec.json.decode(event.data), found)
        event.named = Named(*map(frozenset, found))
    return event.named


def _collect(value: object, found: tuple[set[str], set[str], set[str]]) -> None:
    if isinstance(value, dict):
        for name, member in value.items():
            if name == "sku":
                found[0].update(_texts(member))
            elif name in NODE_FIELDS:
                found[1].update(_texts(member))
            elif name == "channel":
                found[2].update(_texts(member))
            elif isinstance(member, dict | list):
                _collect(member, found)
    elif isinstance(value, list):
        for member in value:
            if isinstance(member, dict | list):
                _collect(member, found)


def _texts(value: object) -> Iterable[str]:
    """One id, or a column of them."""
    if isinstance(value, str):
        return (value,)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else ()


def cloud_type(name: str) -> str:
    """The CloudEvents type of an event: with who tells it, and the version of its data."""
    return f"{TYPE_PREFIX}{name}.{VERSION}"


def cloud_event(event: FeedEvent, source: str) -> bytes:
    """An event in the JSON format of CloudEvents 1.0; its data is passed on as it was written."""
    if not event.told:
        event.told = _encode(
            _CloudEvent(
                id=str(event.event_id),
                source=source,
                type=cloud_type(event.type),
                subject=event.subject,
                time=event.recorded_at.astimezone(UTC),
                sequence=str(event.position).zfill(SEQUENCE_DIGITS),
                partitionkey=event.subject,
                traceparent=event.traceparent or msgspec.UNSET,
                data=msgspec.Raw(event.data),
            )
        )
    return event.told


def broker_subject(prefix: str, event: FeedEvent) -> str:
    """Where an event goes on a broker: prefix, name, and the node where its data names a single one."""
    nodes = what_is_named(event).nodes
    return ".".join([prefix, event.type, *(map(_as_token, nodes) if len(nodes) == 1 else ())])


def _as_token(name: str) -> str:
    """What means something in a subject, or may not stand there, as in a URL."""
    return quote(name, safe="").replace(".", "%2E").replace("~", "%7E")


class _CloudEvent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    specversion: str = "1.0"
    id: str
    source: str
    type: str
    subject: str
    time: datetime
    datacontenttype: str = "application/json"
    sequence: str
    partitionkey: str
    traceparent: str | msgspec.UnsetType = msgspec.UNSET
    data: msgspec.Raw


_encode = msgspec.json.Encoder().encode
