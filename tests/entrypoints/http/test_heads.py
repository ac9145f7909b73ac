"""A request's head is bounded while it comes, over real sockets; with the parser alone it has no end."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from contextlib import asynccontextmanager
from typing import Any

import psutil
import pytest
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from stockpool.entrypoints.http.heads import HEAD_MAX_BYTES, STEP_BYTES, HeadLimitedProtocol
from tests.entrypoints.http.server_process import ServerProcess, serving

START = b"GET / HTTP/1.1\r\nhost: t\r\n"
REQUEST = START + b"\r\n"
CHUNKED = b"POST / HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n"
MUCH = 2 * HEAD_MAX_BYTES

Protocol = type[HttpToolsProtocol]


async def echo_size(scope: Any, receive: Any, send: Any) -> None:  # noqa: ANN401 - ASGI
    """Answers how long the body was; `/slow` takes its time, `/early` does not wait for the body."""
    size, more = 0, scope["path"] != "/early"
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        size, more = size + len(message["body"]), message["more_body"]
    if scope["path"] == "/slow":
        await asyncio.sleep(0.3)
    body = b"%d bytes" % size
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})


@asynccontextmanager
async def connected(protocol: Protocol) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that speaks this protocol."""
    config = Config(echo_size, http=protocol, ws="none", lifespan="off", log_config=None, proxy_headers=False)
    config.load()
    state = ServerState()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: protocol(config, state, {}), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.close()
        for connection in list(state.connections):
            connection.transport.abort()


async def answers(
    pieces: Iterable[bytes], protocol: Protocol = HeadLimitedProtocol, patience_s: float = 1
) -> list[tuple[int, bytes]]:
    """What the server says to these pieces, each sent by itself, until it hangs up or has nothing more to say."""
    async with connected(protocol) as (reader, writer):
        sending = asyncio.create_task(_send(writer, pieces))
        found = [answer async for answer in _answers(reader, patience_s)]
        await asyncio.gather(sending, return_exceptions=True)
        return found


async def _send(writer: asyncio.StreamWriter, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)


async def _answers(reader: asyncio.StreamReader, patience_s: float) -> AsyncIterator[tuple[int, bytes]]:
    while True:
        try:
            async with asyncio.timeout(patience_s):
                head = await reader.readuntil(b"\r\n\r\n")
        except (TimeoutError, asyncio.IncompleteReadError, ConnectionResetError):
            return
        fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
        yield int(head.split(b" ")[1]), await reader.readexactly(int(fields[b"content-length"]))


def in_pieces(data: bytes, size: int) -> Iterator[bytes]:
    return (data[i : i + size] for i in range(0, len(data), size))


ATTACKS: dict[str, Callable[[], Iterable[bytes]]] = {
    "one long header": lambda: [START + b"x: " + b"a" * MUCH + b"\r\n\r\n"],
    "one long name": lambda: [START + b"a" * MUCH + b": x\r\n\r\n"],
    "many short headers": lambda: [START + b"x: a\r\n" * (MUCH // 6) + b"\r\n"],
    "an endless address": lambda: [b"GET /" + b"a" * MUCH],
    "small pieces": lambda: in_pieces(START + b"x: a\r\n" * (MUCH // 6) + b"\r\n", 1_000),
    "behind a body": lambda: [b"POST / HTTP/1.1\r\ncontent-length: 5\r\n\r\n12345" + START + b"x: " + b"a" * MUCH],
    "long trailers": lambda: [CHUNKED + b"1\r\na\r\n0\r\nx: " + b"a" * MUCH + b"\r\n\r\n"],
    "many trailers": lambda: in_pieces(CHUNKED + b"1\r\na\r\n0\r\n" + b"x: a\r\n" * (MUCH // 6) + b"\r\n", 1_000),
    "a long extension of a chunk": lambda: [CHUNKED + b"1;x=" + b"a" * MUCH + b"\r\na\r\n0\r\n\r\n"],
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_a_head_without_end_is_refused_and_the_refusal_heard(attack: Callable[[], Iterable[bytes]]) -> None:
    status, body = (await answers(attack()))[-1]
    problem = json.loads(body)
    assert (status, problem["status"], problem["type"]) == (431, 431, "/problems/head-too-large")


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
async def test_the_parser_alone_swallows_the_same(attack: Callable[[], Iterable[bytes]]) -> None:
    """The control: without the limit each attack is served, or waited for."""
    statuses = [status for status, _ in await answers(attack(), HttpToolsProtocol, 0.3)]
    assert set(statuses) <= {200}


async def test_a_refusal_closes_the_connection() -> None:
    async with connected(HeadLimitedProtocol) as (reader, writer):
        writer.write(START + b"x: " + b"a" * MUCH)
        head, _, _ = (await reader.read()).partition(b"\r\n\r\n")  # until the server hangs up
    assert b"\r\nconnection: close" in head
    assert b"\r\ncontent-type: application/problem+json" in head


@pytest.mark.parametrize(("length", "status"), [(HEAD_MAX_BYTES, 200), (HEAD_MAX_BYTES + 1, 431)])
@pytest.mark.parametrize("piece", [100_000, 1_000, STEP_BYTES, STEP_BYTES + 1])
async def test_the_limit_is_exact_for_a_head_that_comes_by_itself(length: int, status: int, piece: int) -> None:
    head = START + b"x: " + b"a" * (length - len(START) - 7) + b"\r\n\r\n"
    assert len(head) == length
    assert [status for status, _ in await answers(in_pieces(head, piece))] == [status]


async def test_a_head_behind_another_request_has_at_most_a_step_more() -> None:
    head = START + b"x: " + b"a" * (HEAD_MAX_BYTES + STEP_BYTES - len(START) - 6) + b"\r\n\r\n"
    assert [status for status, _ in await answers([REQUEST + head])] == [200, 431]


async def test_bodies_are_not_counted() -> None:
    size = 20 * HEAD_MAX_BYTES
    whole = b"POST / HTTP/1.1\r\ncontent-length: %d\r\n\r\n" % size + b"a" * size
    tiny_chunks = CHUNKED + b"1\r\na\r\n" * HEAD_MAX_BYTES + b"0\r\n\r\n"
    assert await answers([whole, tiny_chunks]) == [(200, b"%d bytes" % size), (200, b"%d bytes" % HEAD_MAX_BYTES)]


async def test_each_head_of_a_connection_is_counted_by_itself() -> None:
    head = START + b"x: " + b"a" * (HEAD_MAX_BYTES - 1_000) + b"\r\n\r\n"
    trailed = CHUNKED + b"1\r\na\r\n0\r\nx: " + b"a" * (HEAD_MAX_BYTES - 1_000) + b"\r\n\r\n"
    statuses = [status for status, _ in await answers([head * 5 + trailed * 3 + head * 2])]
    assert statuses == [200] * 10


@pytest.mark.parametrize("end", [START + b"x: " + b"a" * MUCH, CHUNKED + b"1\r\na\r\n0\r\nx: " + b"a" * MUCH])
async def test_requests_before_the_refused_one_are_answered_first(end: bytes) -> None:
    slow = REQUEST.replace(b"/", b"/slow", 1)
    assert [status for status, _ in await answers([slow + REQUEST + end])] == [200, 200, 431]


async def test_a_request_is_not_answered_twice() -> None:
    """Its answer did not wait for the body, so the trailers that are too long have nobody left to tell."""
    early = CHUNKED.replace(b"/", b"/early", 1)

    async def slowly(writer: asyncio.StreamWriter) -> None:
        writer.write(early)
        await asyncio.sleep(0.1)
        writer.write(b"0\r\nx: " + b"a" * MUCH)

    async with connected(HeadLimitedProtocol) as (reader, writer):
        said = await _say(slowly, reader, writer)
    assert said.count(b"HTTP/1.1 ") == 1


async def _say(
    speak: Callable[[asyncio.StreamWriter], Awaitable[None]], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bytes:
    await speak(writer)
    try:
        return await reader.read()
    except ConnectionResetError:
        return b"HTTP/1.1 "  # the one answer was lost with the connection


@pytest.fixture
def server(database_url: str) -> Iterator[ServerProcess]:
    """One server process."""
    with serving(database_url) as running:
        yield running


@pytest.mark.parametrize("unit", [b"x: " + b"a" * 100_000, b"x: a\r\n" * 16_000])
def test_forty_megabytes_of_head_do_not_reach_the_memory_of_the_server(server: ServerProcess, unit: bytes) -> None:
    with socket.create_connection(server.address, timeout=10) as sock:
        sock.sendall(b"GET /healthz HTTP/1.1\r\nhost: t\r\n")
        before = psutil.Process(server.process.pid).memory_info().rss
        try:
            for _ in range(40_000_000 // len(unit)):
                sock.sendall(unit)
        except OSError:
            pass
        assert sock.recv(100).startswith(b"HTTP/1.1 431 ")
    assert psutil.Process(server.process.pid).memory_info().rss - before < 10_000_000


@pytest.mark.parametrize(
    "begun", [(b"",), (START,), (REQUEST, START)], ids=["nothing", "half a head", "behind another"]
)
async def test_a_head_that_does_not_come_to_its_end_is_not_waited_for(
    begun: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stockpool.entrypoints.http.heads.HEAD_S", 0.1)
    async with connected(HeadLimitedProtocol) as (reader, writer):
        await _begin(begun, reader, writer)
        assert not await _is_left_open(reader)
    async with connected(HttpToolsProtocol) as (reader, writer):
        await _begin(begun, reader, writer)
        assert await _is_left_open(reader), "the control"


async def _begin(begun: tuple[bytes, ...], reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    for piece in begun:
        writer.write(piece)
        if piece == REQUEST:
            await reader.readuntil(b"0 bytes")


async def _is_left_open(reader: asyncio.StreamReader) -> bool:
    try:
        async with asyncio.timeout(1):
            await reader.read(1)
    except TimeoutError:
        return True
    except ConnectionResetError:
        pass
    return False


async def test_requests_that_take_their_time_and_quiet_connections_are_not_cut_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("stockpool.entrypoints.http.heads.HEAD_S", 0.1)
    async with connected(HeadLimitedProtocol) as (reader, writer):
        for path in (b"/slow", b"/"):
            writer.write(b"GET " + path + b" HTTP/1.1\r\nhost: t\r\n\r\n")
            assert await reader.readuntil(b"0 bytes")
            await asyncio.sleep(0.35)
