"""Many readers at once, and slow ones: memory stays bounded, and whoever is cut off goes on without a gap."""

from __future__ import annotations

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from itertools import count

import httpx2
import psutil
import pytest

from stockpool.simulation.sse import EventReader, read_stream
from tests.entrypoints.http.conftest import Furnished
from tests.entrypoints.http.listening import TLS, listening, post
from tests.entrypoints.http.server_process import ServerProcess, serving

READERS = 500
IDS = re.compile(rb"^id: (\d+)\r?\nevent: stock", re.MULTILINE)
MEGABYTE = 1 << 20

numbers = count()


def sell_many(server: ServerProcess, token: str, many: int) -> None:
    facts = [
        {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": f"m{next(numbers)}"}
        for _ in range(many)
    ]
    post(server, token, "/v1/facts", {"facts": facts})


def memory_of(server: ServerProcess) -> int:
    resident: int = psutil.Process(server.process.pid).memory_info().rss
    return resident


def test_five_hundred_readers_hear_everything_in_bounded_memory(furnished: Furnished, database_url: str) -> None:
    heard = [0] * READERS

    async def follow(server: ServerProcess) -> tuple[int, int]:
        headers = {"host": "test", "authorization": f"Bearer {furnished.token}"}
        before = memory_of(server)
        readers: list[EventReader] = []
        for number in range(READERS):

            def hear(events: bytes, number: int = number) -> None:
                heard[number] += len(IDS.findall(b"\n" + events))

            readers.append(await read_stream(*server.address, "/v1/events/stream", headers, hear))
        assert {reader.status for reader in readers} == {200}
        for _ in range(5):
            await asyncio.to_thread(sell_many, server, furnished.token, 40)
        for _ in range(400):
            if min(heard) >= 200:
                break
            await asyncio.sleep(0.05)
        after = memory_of(server)
        for reader in readers:
            reader.leave()
        return before, after

    with serving(database_url) as server:
        before, after = asyncio.run(follow(server))
    assert set(heard) == {200}
    assert after - before < READERS * 200_000, "a reader may cost a connection and a buffer, not a queue"


def sleepy_reader(server: ServerProcess, token: str) -> socket.socket:
    """Asks for the stream and then does not read."""
    sleepy = socket.socket()
    sleepy.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    sleepy.connect(server.address)
    sleepy.sendall(f"GET /v1/events/stream HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {token}\r\n\r\n".encode())
    return sleepy


def rest_of(sleepy: socket.socket) -> Iterator[bytes]:
    """What is still in the pipe; a connection that was cut may end in a reset."""
    sleepy.settimeout(10)
    try:
        while data := sleepy.recv(65_536):
            yield data
    except ConnectionResetError:
        return


@pytest.mark.timeout(120)
def test_a_reader_that_takes_nothing_is_cut_off_and_goes_on_without_a_gap(
    furnished: Furnished, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STOCKPOOL_STREAM_PATIENCE_S", "1")
    with serving(database_url) as server:
        sleepy = sleepy_reader(server, furnished.token)
        first = sleepy.recv(4_096)
        assert b"200 OK" in first
        before = memory_of(server)
        for _ in range(12):
            sell_many(server, furnished.token, 1_000)
        grown = memory_of(server) - before
        deadline = time.monotonic() + 10
        while b'stockpool_streams_ended_total{stream="events",why="slow"} 1.0' not in metrics_of(server, furnished):
            assert time.monotonic() < deadline, "the server keeps a reader that takes nothing"
            time.sleep(0.1)
        got = [int(found) for found in IDS.findall(b"".join([first, *rest_of(sleepy)]))]
        sleepy.close()
        assert got == list(range(got[0], got[0] + len(got)))
        assert len(got) < 12_000
        with listening(server, furnished.token, last_id=str(got[-1])) as told:
            again = [int(next(told).id) for _ in range(12_000 - len(got))]
        assert again == list(range(got[-1] + 1, got[-1] + 1 + len(again)))
        assert grown < 120 * MEGABYTE


def metrics_of(server: ServerProcess, furnished: Furnished) -> bytes:
    headers = {"authorization": f"Bearer {furnished.token}"}
    return httpx2.get(f"{server.url}/metrics", headers=headers, timeout=10, verify=TLS).content
