"""Keep-alive connections to one server, over which requests are sent once."""

from __future__ import annotations

import asyncio

from stockpool.simulation.http_load import HEAD_END, answer_length, encode_request
from stockpool.simulation.traffic.client import Answer, Request

ANSWER_SECONDS_MAX = 15.0


class Connections:
    """As many connections as requests are under way at once; idle ones are used again."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._host = host
        self._port = port
        self._headers = {
            "host": f"{host}:{port}",
            "authorization": f"Bearer {token}",
            "content-type": "application/json",
        }
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, request: Request) -> Answer:
        """Send a request once; an OSError when no whole answer came back in time."""
        async with asyncio.timeout(ANSWER_SECONDS_MAX):
            reader, writer = await self._connection()
            try:
                writer.write(self._encode(request))
                await writer.drain()
                answer = await _read_answer(reader)
            except BaseException:
                writer.close()
                raise
        self._idle.append((reader, writer))
        return answer

    def close(self) -> None:
        """Close the idle connections; those under way close with their requests."""
        while self._idle:
            self._idle.pop()[1].close()

    async def _connection(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        while self._idle:
            reader, writer = self._idle.pop()
            if not reader.at_eof() and not writer.is_closing():
                return reader, writer
            writer.close()
        return await asyncio.open_connection(self._host, self._port)

    def _encode(self, request: Request) -> bytes:
        headers = self._headers if request.key is None else {**self._headers, "idempotency-key": request.key}
        return encode_request(request.method, request.path, headers, request.body)


async def _read_answer(reader: asyncio.StreamReader) -> Answer:
    try:
        head = await reader.readuntil(HEAD_END)
        length = answer_length(head)
        assert length is not None, "the head is complete"
        body = await reader.readexactly(length - len(head))
    except (asyncio.IncompleteReadError, asyncio.LimitOverrunError) as broken:
        raise ConnectionError("the server did not answer completely") from broken
    return Answer(int(head[9:12]), body, _retry_after(head))


def _retry_after(head: bytes) -> float | None:
    """The pause that the server asks for, in whole seconds as it must be."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"retry-after" and value.strip().isdigit():
            return float(value)
    return None
