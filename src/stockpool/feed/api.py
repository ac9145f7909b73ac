"""The feed's only door."""

from __future__ import annotations

from stockpool.feed.decide import cloud_event, cloud_type, wants, what_is_named
from stockpool.feed.model import EVERYTHING, EventFilter, FeedEnds, FeedEvent, Named
from stockpool.feed.queries import all_cursors, cursor_of, ends_of_feed, read_feed
from stockpool.feed.store import CHANNEL, move_cursor, sequence

__all__ = [
    "CHANNEL",
    "EVERYTHING",
    "EventFilter",
    "FeedEnds",
    "FeedEvent",
    "Named",
    "all_cursors",
    "cloud_event",
    "cloud_type",
    "cursor_of",
    "ends_of_feed",
    "move_cursor",
    "read_feed",
    "sequence",
    "wants",
    "what_is_named",
]
