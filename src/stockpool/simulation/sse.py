"""Readers of server-sent events for measurements: raw connections, for a client library costs more than the server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

EVENT_END = b"\n\n"
STATUS = slice(9, 12)

Hear = Callable[[bytes], None]
"""Told of whole events, one or several at once, as they arrive."""


class EventReader(asyncio.Protocol):
    """One connection that follows a stream. What frames the chunks of the transfer stays in between the events."""

    def __init__(self, request: bytes, hear: Hear) -> None:
        self._request = request
        self._hear = hear
        self._received = b""
        self._transport: asyncio.Transport | None = None
        self.status = 0
        loop = asyncio.get_running_loop()
        self.opened: asyncio.Future[None] = loop.create_future()
        self.closed: asyncio.Future[None] = loop.create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        """Pass on what is whole."""
        if not self.status:
            self.status = int(data[STATUS])
            self.opened.set_result(None)
        received = self._received + data
        end = received.rfind(EVENT_END)
        if end < 0:
            self._received = received
            return
        self._received = received[end:]
        self._hear(received[:end])

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits learns that it is over."""
        del exc
        for waiter in (self.opened, self.closed):
            if not waiter.done():
                waiter.set_result(None)

    def leave(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.abort()


async def read_stream(host: str, port: int, path: str, headers: Mapping[str, str], hear: Hear) -> EventReader:
    """Follow a stream of a server."""
    lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    request = "\r\n".join(lines).encode()
    _, reader = await asyncio.get_running_loop().create_connection(partial(EventReader, request, hear), host, port)
    await reader.opened
    return reader
