"""The feed's only door."""

from __future__ import annotations

from stockpool.feed.decide import cloud_event, cloud_type, wants, what_is_named
from stockpool.feed.model import EVERYTHING, EventFilter, FeedEnds, FeedEvent, Named, Telling
from stockpool.feed.queries import all_cursors, cursor_of, ends_of_feed, read_feed
from stockpool.feed.store import CHANNEL, move_cursor, sequence, tell

__all__ = [
    "CHANNEL",
    "EVERYTHING",
    "EventFilter",
    "FeedEnds",
    "FeedEvent",
    "Named",
    "Telling",
    "all_cursors",
    "cloud_event",
    "cloud_type",
    "cursor_of",
    "ends_of_feed",
    "move_cursor",
    "read_feed",
    "sequence",
    "tell",
    "wants",
    "what_is_named",
]
