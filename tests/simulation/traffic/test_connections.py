"""Requests over a real socket: kept alive, completed or reported as broken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from stockpool.simulation.traffic import Connections, Request

ASK = Request("POST", "/v1/holds", b'{"a":1}', "key-1")
Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def serving(talk: Talk) -> AsyncIterator[Connections]:
    async def closing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await talk(reader, writer)
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(closing, "127.0.0.1", 0)
    connections = Connections("127.0.0.1", server.sockets[0].getsockname()[1], "token")
    try:
        yield connections
    finally:
        connections.close()
        server.close()
        await server.wait_closed()


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
    return head + await reader.readexactly(length)


async def test_a_request_carries_key_token_and_body_and_its_connection_is_used_again() -> None:
    seen: list[bytes] = []
    opened = 0

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal opened
        opened += 1
        while True:
            seen.append(await read_request(reader))
            writer.write(b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\n{}")

    async with serving(talk) as connections:
        for _ in range(3):
            answer = await connections.send(ASK)
            assert (answer.status, answer.body, answer.retry_after_seconds) == (201, b"{}", None)
    assert opened == 1
    assert seen[0].startswith(b"POST /v1/holds HTTP/1.1\r\n")
    assert b"idempotency-key: key-1\r\n" in seen[0]
    assert b"authorization: Bearer token\r\n" in seen[0]
    assert seen[0].endswith(b'{"a":1}')


async def test_the_pause_that_the_server_asks_for_is_read() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()

    async with serving(talk) as connections:
        answer = await connections.send(ASK)
    assert (answer.status, answer.retry_after_seconds) == (503, 2.0)


async def test_half_an_answer_is_an_error_that_can_be_retried() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
        await writer.drain()

    async with serving(talk) as connections:
        with pytest.raises(OSError, match="did not answer completely"):
            await connections.send(ASK)


async def test_a_connection_that_the_server_closed_is_replaced() -> None:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()

    async with serving(talk) as connections:
        assert (await connections.send(ASK)).status == 200
        await asyncio.sleep(0.05)
        assert (await connections.send(ASK)).status == 200


async def test_a_server_that_is_not_there_is_an_error_that_can_be_retried() -> None:
    async with serving(read_request_forever) as connections:
        pass
    with pytest.raises(OSError, match="Connect call failed"):
        await connections.send(ASK)


async def read_request_forever(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()
