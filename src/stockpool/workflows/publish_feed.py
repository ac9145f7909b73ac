"""The feed on NATS JetStream: one publisher in the cluster, in the order of the feed, behind a cursor of its own.

The cursor moves behind what the stream has acknowledged, so that after any crash the rest is sent again; the stream
knows the ids of the last minutes and takes none twice.
"""

from __future__ import annotations

import asyncio

import psycopg
import structlog
from psycopg import AsyncConnection

from stockpool.connectors.api import BrokerMessage, BrokerUnavailable, JetStream, StreamSettings
from stockpool.feed import api as feed
from stockpool.feed.api import FeedEvent
from stockpool.runtime import telemetry
from stockpool.runtime.database import Database
from stockpool.runtime.unavailable import DatabaseUnavailable
from stockpool.workflows.follow_feed import Feed

log = structlog.get_logger(__name__)

READER = "nats"
WINDOW = 256
"""So many messages are under way without an acknowledgment."""

STAND_BY_S = 1.0
IDLE_S = 5.0
BACKOFF_S = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0)


class Publisher:
    """Publishes in this process while no other does."""

    def __init__(self, database: Database, following: Feed, stream: StreamSettings, prefix: str, source: str) -> None:
        """Nothing is connected before `run`."""
        self._database, self._feed, self._stream = database, following, stream
        self._prefix, self._source = prefix, source
        self._failures = 0

    async def run(self) -> None:
        """Publish until cancelled or told no more; the database or the broker being away is waited out."""
        while not self._feed.closed:
            try:
                connection = await self._database.connect()
                try:
                    await self._stand_by(connection)
                    await self._serve(connection)
                finally:
                    await connection.close()
            except (psycopg.Error, DatabaseUnavailable, BrokerUnavailable) as trouble:
                pause = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
                self._failures += 1
                log.warning("events are not published", cause=str(trouble).strip(), again_in_s=pause)
                await asyncio.sleep(pause)

    async def _stand_by(self, connection: AsyncConnection) -> None:
        while not await feed.take_office(connection, READER):  # noqa: ASYNC110 -- the other is another process
            await asyncio.sleep(STAND_BY_S)

    async def _serve(self, connection: AsyncConnection) -> None:
        place = await self._begin(connection)
        stream = await JetStream.connect(self._stream)
        try:
            with self._feed.follow():
                while True:
                    place = await self._publish_behind(connection, stream, place)
                    self._failures = 0
                    telemetry.reader_lag(READER, self._feed.latest - place)
                    await self._feed.wait_beyond(place, IDLE_S)
                    if self._feed.closed:
                        return
        finally:
            await stream.close()

    async def _begin(self, connection: AsyncConnection) -> int:
        """Where it was; at the oldest event the first time, or where what it has not published is gone."""
        ends, place = await feed.ends_of_feed(connection), await feed.cursor_of(connection, READER)
        if place is not None and ends.oldest - 1 <= place <= ends.latest:
            return place
        if place is not None:
            log.error("events left the feed before they were published", cursor=place, oldest=ends.oldest)
        await feed.move_cursor(connection, READER, ends.oldest - 1)
        return ends.oldest - 1

    async def _publish_behind(self, connection: AsyncConnection, stream: JetStream, place: int) -> int:
        """Publish all there is behind a place, a window at a time; the place that was come to."""
        while events := await self._feed.read(place, WINDOW):
            taken = await stream.publish([self._message(event) for event in events])
            if taken:
                place = events[taken - 1].position
                await feed.move_cursor(connection, READER, place)
                telemetry.published(taken)
            telemetry.reader_lag(READER, self._feed.latest - place)
            if taken < len(events):
                raise BrokerUnavailable(f"the stream has taken {taken} of {len(events)} messages")
        return place

    def _message(self, event: FeedEvent) -> BrokerMessage:
        subject = feed.broker_subject(self._prefix, event)
        return BrokerMessage(str(event.event_id), subject, feed.cloud_event(event, self._source))
