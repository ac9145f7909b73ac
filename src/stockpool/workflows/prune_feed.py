"""Keeping the feed as long as the retailer wants it."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from stockpool.feed import api as feed
from stockpool.feed.api import Keeping, Pruned
from stockpool.inventory.messages import FactKind
from stockpool.runtime.database import Database
from stockpool.webhooks import api as webhooks

OF_TWO_POSITIONS = frozenset({FactKind.MOVE, FactKind.DISPATCH, FactKind.ARRIVE})
COMPACTED = tuple(f"stock.{kind}" for kind in FactKind if kind not in OF_TWO_POSITIONS)
"""Each says all of the one position that is its subject, so that the latest stands for those before it."""


class FeedTerms(msgspec.Struct, frozen=True):
    """For how many days events are kept, all facts of a position, and what a reader has yet to read; 0 is for ever."""

    days: int
    all_days: int
    unread_days: int


async def prune_feed(database: Database, now: datetime, terms: FeedTerms) -> Pruned:
    """Take out of the feed what is older, and of facts what a later one has superseded."""
    async with database.read() as connection:
        read_to = await webhooks.read_by_all(connection)
    keeping = Keeping(
        since=_ago(now, terms.days),
        all_since=_ago(now, terms.all_days),
        unread_since=now - timedelta(days=max(terms.days, terms.all_days, terms.unread_days)),
        compacted=COMPACTED,
        read_to=read_to,
    )
    async with database.read() as connection:
        return await feed.prune(connection, keeping)


def _ago(now: datetime, days: int) -> datetime | None:
    return now - timedelta(days=days) if days else None
