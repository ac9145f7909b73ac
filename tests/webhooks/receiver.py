"""A receiver of webhooks on this machine: it notes what it gets and answers as a test says."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import msgspec
from standardwebhooks import Webhook


class Got(msgspec.Struct):
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        """The CloudEvents in it."""
        value = json.loads(self.body)
        return value if isinstance(value, list) else [value]

    @property
    def positions(self) -> list[int]:
        return [int(each["sequence"]) for each in self.events]


Behavior = Callable[[Got, asyncio.StreamWriter], Awaitable[int | bytes | None]]
"""Answers with a status, with bytes as they are, or with nothing because it has dealt with the connection itself."""


async def accept(_got: Got, _writer: asyncio.StreamWriter) -> int:
    return 204


class Receiver:
    """Its address, what it got, and what it does next."""

    def __init__(self) -> None:
        self.got: list[Got] = []
        self.taken: list[Got] = []
        self.behave: Behavior = accept
        self.port = 0
        self.connections = 0
        self._answered = asyncio.Event()
        self._serving: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def arrived(self) -> list[int]:
        """The positions of the events that it answered with success, in the order in which they came."""
        return [position for got in self.taken for position in got.positions]

    async def until(self, count: int, seconds: float = 10) -> list[int]:
        """Wait until so many events have arrived."""
        await self._until(lambda: len(self.arrived) >= count, seconds)
        return self.arrived

    async def until_called(self, count: int, seconds: float = 10) -> None:
        await self._until(lambda: len(self.got) >= count, seconds)

    async def _until(self, holds: Callable[[], bool], seconds: float) -> None:
        async with asyncio.timeout(seconds):
            while not holds():
                self._answered.clear()
                await self._answered.wait()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        try:
            while line := await reader.readline():
                await self._answer(line.split()[1].decode(), reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        except asyncio.CancelledError:  # the test is over
            writer.transport.abort()
        finally:
            self._serving.discard(task)
            writer.close()
            with suppress(ConnectionError):
                await writer.wait_closed()

    async def close(self) -> None:
        """End what is still being answered."""
        serving = list(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)

    async def _answer(self, path: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        headers: dict[str, str] = {}
        while (header := (await reader.readline()).decode().strip()) != "":
            name, _, value = header.partition(":")
            headers[name.lower()] = value.strip()
        got = Got(path, headers, await reader.readexactly(int(headers["content-length"])))
        self.got.append(got)
        answer = await self.behave(got, writer)
        if isinstance(answer, int):
            if 200 <= answer < 300:
                self.taken.append(got)
            answer = b"HTTP/1.1 %d X\r\ncontent-length: 0\r\n\r\n" % answer
        self._answered.set()
        if answer is not None:
            writer.write(answer)
            await writer.drain()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    yield receiver
    server.close()
    await receiver.close()


def verified(got: Got, secret: str) -> Any:  # noqa: ANN401 -- JSON
    """What is in a request, if its signature is good; raises otherwise."""
    return Webhook(secret).verify(got.body, got.headers)
