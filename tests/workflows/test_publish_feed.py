"""Every event is on a real NATS JetStream, in order and once, whoever is killed in the middle."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from stockpool.connectors import jetstream
from stockpool.connectors.api import BrokerMessage, JetStream, StreamSettings
from stockpool.feed.api import FeedEvent, broker_subject, cursor_of, ends_of_feed
from stockpool.runtime.database import Database
from stockpool.workflows.follow_feed import Feed
from stockpool.workflows.publish_feed import READER, Publisher
from tests.workflows.nats_server import NatsServer

pytestmark = [pytest.mark.anyio, pytest.mark.timeout(60)]

WRITE = """
insert into further_events (event_id, type, subject, recorded_at, data)
select n, 'stock.sell', 'sku' || n %% 7 || '@n1', now(), '{"type":"x","sku":"a","node":"n1"}'
from generate_series(%s::bigint, %s::bigint) as n
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[NatsServer]:
    server = NatsServer(tmp_path)
    server.start()
    yield server
    server.kill()


@asynccontextmanager
async def publishing(database: Database, broker: NatsServer) -> AsyncIterator[Publisher]:
    """A publisher with a feed of its own, as another process has it."""
    feed = Feed(database)
    await feed.start()
    settings = StreamSettings(broker.url, "STOCKPOOL", "stockpool.>")
    publisher = Publisher(database, feed, settings, "stockpool", "/stockpool")
    task = asyncio.create_task(publisher.run())
    try:
        yield publisher
    finally:
        task.cancel()
        await asyncio.wait([task])
        await feed.close()


async def write(database: Database, first: int, last: int) -> None:
    async with database.read() as connection:
        await connection.execute(WRITE, (first, last))


async def until(held: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(30):
        while not await held():  # noqa: ASYNC110 -- another process does it
            await asyncio.sleep(0.05)


async def all_published(database: Database, count: int) -> bool:
    async with database.read() as connection:
        place = await cursor_of(connection, READER)
        return place == (await ends_of_feed(connection)).latest == count


async def ids_in(broker: NatsServer) -> list[int]:
    """The ids of the events in the stream, in its order."""
    return [int((message.headers or {})["Nats-Msg-Id"]) for message in await broker.messages()]


async def test_each_event_is_published_once_and_in_order(database: Database, broker: NatsServer) -> None:
    await write(database, 1, 700)
    async with publishing(database, broker):
        await until(lambda: all_published(database, 700))
        await write(database, 701, 710)
        await until(lambda: all_published(database, 710))
    assert await ids_in(broker) == list(range(1, 711))
    message = (await broker.messages())[0]
    assert message.subject == "stockpool.stock.sell.n1"
    event = msgspec.json.decode(message.data or b"")
    assert (event["specversion"], event["id"], event["type"]) == ("1.0", "1", "stockpool.stock.sell.v1")


async def test_a_broker_that_is_killed_again_and_again_gets_everything_in_order(
    database: Database, broker: NatsServer
) -> None:
    async with publishing(database, broker):
        for round_ in range(3):
            await write(database, round_ * 2_000 + 1, round_ * 2_000 + 2_000)
            await asyncio.sleep(0.05 + 0.1 * round_)
            broker.kill()
            await asyncio.sleep(0.1)
            broker.start()
        await until(lambda: all_published(database, 6_000))
    assert await ids_in(broker) == list(range(1, 6_001)), "the stream knows the ids of what it has, and takes it once"


async def test_a_publisher_that_is_killed_is_followed_by_the_one_that_stands_by(
    database: Database, broker: NatsServer
) -> None:
    command = [sys.executable, "-m", "tests.workflows.publish_process", database.url, broker.url]
    first = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stderr=asyncio.subprocess.DEVNULL)
    try:
        await write(database, 1, 3_000)
        await until(lambda: has_begun(database))
        async with publishing(database, broker):
            await write(database, 3_001, 9_000)
            first.send_signal(signal.SIGKILL)
            await until(lambda: all_published(database, 9_000))
    finally:
        with suppress(ProcessLookupError):
            first.kill()
        await first.wait()
    assert await ids_in(broker) == list(range(1, 9_001))


async def has_begun(database: Database) -> bool:
    async with database.read() as connection:
        return bool(await cursor_of(connection, READER))


async def test_only_one_publishes(database: Database, broker: NatsServer) -> None:
    async with publishing(database, broker), publishing(database, broker):
        await write(database, 1, 50)
        await until(lambda: all_published(database, 50))
        async with database.read() as connection:
            locks = await (
                await connection.execute(
                    "select count(*) from pg_locks where locktype = 'advisory' and granted and database = "
                    "(select oid from pg_database where datname = current_database())"
                )
            ).fetchone()
    assert locks == (1,)
    assert len(await broker.messages()) == 50


async def test_a_cursor_whose_events_are_gone_goes_on_at_the_oldest(database: Database, broker: NatsServer) -> None:
    await write(database, 1, 10)
    async with publishing(database, broker):
        await until(lambda: all_published(database, 10))
    async with database.read() as connection:
        await connection.execute("update feed_cursors set position = 2")
        await connection.execute("update feed_state set oldest = 6")
        await connection.execute("delete from feed_positions where position < 6")
    await write(database, 11, 12)
    async with publishing(database, broker):
        await until(lambda: all_published(database, 12))
    assert await ids_in(broker) == list(range(1, 13)), "what the stream has is not in it twice"


async def test_none_overtakes_one_that_was_lost(broker: NatsServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jetstream, "ACKNOWLEDGE_S", 0.5)
    stream = await JetStream.connect(StreamSettings(broker.url, "STOCKPOOL", "stockpool.>"))
    messages = [BrokerMessage(str(n), "stockpool.a" if n != 3 else "elsewhere.a", b"{}") for n in range(1, 7)]
    try:
        assert await stream.publish(messages) == 2, "the third is for no stream"
        assert await ids_in(broker) == [1, 2]
        mended = [BrokerMessage(each.id, "stockpool.a", b"{}") for each in messages]
        assert await stream.publish(mended) == 6
    finally:
        await stream.close()
    assert await ids_in(broker) == [1, 2, 3, 4, 5, 6]


def test_subjects_have_nothing_in_them_that_means_something_else() -> None:
    def event(data: str) -> FeedEvent:
        return FeedEvent(1, 1, "stock.sell", "s", datetime(2026, 1, 1, tzinfo=UTC), data.encode())

    assert broker_subject("p", event('{"node":"Berlin. *>Ä"}')) == "p.stock.sell.Berlin%2E%20%2A%3E%C3%84"
    assert broker_subject("p", event('{"from_node":"a","to_node":"b"}')) == "p.stock.sell"
    assert broker_subject("p", event("{}")) == "p.stock.sell"
