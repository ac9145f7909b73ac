"""A caller over HTTP who keeps one connection, and who may repeat a request until it is answered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NamedTuple

from stockpool.simulation.http_load import HEAD_END, answer_length, encode_request

Address = tuple[str, int]

ANSWER_S_MAX = 30.0


class Request(NamedTuple):
    """What is asked; the same request is the same bytes however often it is sent."""

    method: str
    path: str
    body: bytes = b""
    key: str | None = None


class Answer(NamedTuple):
    """What came back."""

    status: int
    body: bytes
    head: bytes

    def header(self, name: bytes) -> bytes | None:
        """A header's value."""
        for line in self.head.split(b"\r\n")[1:]:
            found, _, value = line.partition(b":")
            if found.lower() == name:
                return value.strip()
        return None


class Caller:
    """One connection; `address` says where the server is at the moment."""

    def __init__(self, address: Callable[[], Address], token: str) -> None:
        self._address = address
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, request: Request) -> Answer:
        """Send once; an OSError, which a time-out is too, when no whole answer came back."""
        try:
            async with asyncio.timeout(ANSWER_S_MAX):
                answer = await _read(await self._write(request))
        except (OSError, asyncio.IncompleteReadError) as broken:
            await self.close()
            raise ConnectionError(f"no answer: {broken!r}") from broken
        if answer.header(b"connection") == b"close":
            await self.close()
        return answer

    async def send_and_hang_up(self, request: Request) -> None:
        """Send, and be gone before the answer comes."""
        try:
            await self._write(request)
        except OSError:
            return
        finally:
            await self.close()

    async def close(self) -> None:
        """Close the connection; the next request opens another."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def _write(self, request: Request) -> asyncio.StreamReader:
        host, port = self._address()
        if self._streams is None:
            self._streams = await asyncio.open_connection(host, port)
        reader, writer = self._streams
        headers = {"host": f"{host}:{port}", "authorization": f"Bearer {self._token}"}
        headers |= {"content-type": "application/json"} if request.body else {}
        headers |= {"idempotency-key": request.key} if request.key else {}
        writer.write(encode_request(request.method, request.path, headers, request.body))
        await writer.drain()
        return reader


async def _read(reader: asyncio.StreamReader) -> Answer:
    head = await reader.readuntil(HEAD_END)
    length = answer_length(head)
    assert length is not None, "the head is complete"
    return Answer(int(head[9:12]), await reader.readexactly(length - len(head)), head)
