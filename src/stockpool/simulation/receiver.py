"""A receiver of webhooks for measurements: takes every call and says so, with as little work as can be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import cast

from stockpool.simulation.http_load import answer_length

TAKEN = b"HTTP/1.1 204 No Content\r\n\r\n"

Hear = Callable[[bytes], None]


class _Call(asyncio.Protocol):
    """One connection, on which one call follows another. A call's length is found as an answer's is."""

    def __init__(self, hear: Hear) -> None:
        self._hear = hear
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        self._received += data
        length = answer_length(self._received)
        if length is not None and len(self._received) >= length:
            call, self._received = self._received[:length], self._received[length:]
            self._hear(call)
            self._transport.write(TAKEN)


@asynccontextmanager
async def receiving(hear: Hear) -> AsyncIterator[str]:
    """Listen on a free port of this machine until the block is left; yields the address."""
    server = await asyncio.get_running_loop().create_server(lambda: _Call(hear), "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
