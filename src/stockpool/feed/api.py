"""The feed's only door."""

from __future__ import annotations

from stockpool.feed.decide import broker_subject, cloud_event, cloud_type, wants, what_is_named
from stockpool.feed.model import (
    EVERYTHING,
    EventFilter,
    FeedEnds,
    FeedEvent,
    FeedLag,
    Keeping,
    Named,
    Pruned,
    Telling,
)
from stockpool.feed.pruning import prune
from stockpool.feed.queries import all_cursors, cursor_of, ends_of_feed, feed_lag, read_feed
from stockpool.feed.store import CHANNEL, advance_cursor, move_cursor, sequence, take_office, tell
from stockpool.feed.thresholds import Crossing, begin_telling, tell_crossings, told_availability

__all__ = [
    "CHANNEL",
    "EVERYTHING",
    "Crossing",
    "EventFilter",
    "FeedEnds",
    "FeedEvent",
    "FeedLag",
    "Keeping",
    "Named",
    "Pruned",
    "Telling",
    "advance_cursor",
    "all_cursors",
    "begin_telling",
    "broker_subject",
    "cloud_event",
    "cloud_type",
    "cursor_of",
    "ends_of_feed",
    "feed_lag",
    "move_cursor",
    "prune",
    "read_feed",
    "sequence",
    "take_office",
    "tell",
    "tell_crossings",
    "told_availability",
    "wants",
    "what_is_named",
]
