"""A feed that loses its connection leaves nothing behind: the number of its socket is somebody else's at once."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
import uvloop
from psycopg import AsyncConnection

from stockpool.runtime.database import Database
from stockpool.workflows import follow_feed
from stockpool.workflows.follow_feed import Feed

LOSSES, CALLERS = 4, 4
MANY = 40
"""A loss that is noticed while something is asked leaves nothing behind in any case: one in so many is not."""
HEARD_S_MAX = 2.0


class Following(Feed):
    """A feed whose connection can be seen."""

    seen: AsyncConnection | None = None

    async def _follow(self, connection: AsyncConnection) -> None:
        self.seen = connection
        await super()._follow(connection)


class Forgetful(Following):
    """As it was: whoever heard the good-bye did not know any more which socket to leave alone."""

    def _hear(self, connection: AsyncConnection, socket: int) -> None:  # noqa: ARG002 -- it forgets
        try:
            connection.pgconn.consume_input()
        except psycopg.Error:
            self._committed.set()


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes back before long, and not before the next caller."""
    monkeypatch.setattr(follow_feed, "AFTER_OUTAGE_S", 0.3)


def test_whoever_gets_the_number_of_its_lost_socket_is_heard(database_url: str) -> None:
    assert uvloop.run(asked_after_losses(Following, database_url, LOSSES)) == LOSSES * CALLERS


def test_the_test_sees_a_socket_that_was_not_left_alone(database_url: str) -> None:
    with pytest.raises(TimeoutError):
        uvloop.run(asked_after_losses(Forgetful, database_url, MANY))


async def asked_after_losses(kind: type[Following], database_url: str, losses: int) -> int:
    """How many callers were answered who came as soon as a connection was lost, on a socket of the same number."""
    database = await Database.open(database_url)
    feed, answered = kind(database), 0
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    await feed.start()
    try:
        for _ in range(losses):
            await lose(feed, database)
            async with asyncio.timeout(HEARD_S_MAX):
                answered += sum(await asyncio.gather(*[is_answered(server) for _ in range(CALLERS)]))
    finally:
        await feed.close()
        server.close()
        await database.close()
    return answered


async def lose(feed: Following, database: Database) -> None:
    """End the server's side of the connection while the feed waits on it, until the feed has noticed."""
    while feed.seen is None or feed.seen.closed:  # noqa: ASYNC110 -- nobody tells
        await asyncio.sleep(0.01)
    lost = feed.seen
    async with database.read() as connection:
        await connection.execute("select pg_terminate_backend(%s)", (lost.info.backend_pid,))
    while not lost.closed:  # noqa: ASYNC110 -- the same turn of the loop counts
        await asyncio.sleep(0)


async def is_answered(server: asyncio.Server) -> bool:
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"ping\n")
    heard = await reader.readline()
    writer.close()
    return heard == b"ping\n"


async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(await reader.readline())
    writer.close()
