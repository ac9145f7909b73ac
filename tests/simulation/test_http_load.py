"""The load client: what it counts, and that its numbers are right."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from random import Random

import pytest

from stockpool.simulation.http_load import LoadResult, Script, answer_length, encode_request, run_load, run_scripts
from stockpool.simulation.latencies import Latencies

PAUSE_S = 0.02


class Server:
    """Answers every request with the status that its path names, in two pieces; `/close` hangs up."""

    def __init__(self) -> None:
        self.requests: list[bytes] = []
        self.came_at: list[float] = []
        self.answering = asyncio.Event()
        self.answering.set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await self._head(reader):
            self.requests.append(head)
            self.came_at.append(asyncio.get_running_loop().time())
            await self.answering.wait()
            path = head.split(b" ")[1]
            if path == b"/close":
                break
            await asyncio.sleep(PAUSE_S)
            writer.write(b"HTTP/1.1 " + path[1:] + b" x\r\nContent-Length: 4\r\n\r\nab")
            await writer.drain()
            await asyncio.sleep(0)
            writer.write(b"cd")
        writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> bytes:
        try:
            return await reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return b""


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[Server, int]]:
    server = Server()
    listener = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    async with listener:
        yield server, listener.sockets[0].getsockname()[1]


async def load(path: str, *, connections: int = 4, requests_max: int | None = None, seconds: float = 5) -> LoadResult:
    async with listening() as (server, port):
        result = await run_load(
            "127.0.0.1",
            port,
            lambda i: encode_request("GET", path, {"x-number": str(i)}),
            connections=connections,
            seconds_max=seconds,
            requests_max=requests_max,
        )
        numbers = [line for head in server.requests for line in head.split(b"\r\n") if line.startswith(b"x-number")]
        assert len(set(numbers)) == len(numbers)
    return result


async def test_it_sends_as_many_requests_as_it_was_told() -> None:
    result = await load("/201", requests_max=50)
    assert result.statuses == {201: 50}
    assert result.answered == 50
    assert result.per_s(201) == pytest.approx(50 / result.duration_s)


async def test_it_stops_when_its_time_is_over() -> None:
    result = await load("/503", seconds=0.3)
    assert result.duration_s < 2
    assert set(result.statuses) == {503}
    assert result.per_s(201) == 0


def endless(path: str) -> Script:
    while True:
        yield encode_request("GET", path, {})


@pytest.mark.parametrize(("step_s", "least", "most"), [(0.2, 4, 8), (0.0, 12, 400)])
async def test_scripts_keep_their_pace_and_without_one_do_not_wait(step_s: float, least: int, most: int) -> None:
    async with listening() as (_, port):
        result = await run_scripts(
            "127.0.0.1", port, [endless("/200"), endless("/200")], seconds_max=0.7, step_s=step_s
        )
    assert least <= result.answered <= most
    assert set(result.statuses) == {200}


async def test_scripts_that_a_stall_delayed_do_not_go_on_together() -> None:
    """Negative control: right behind the stall they do."""
    async with listening() as (server, port):
        server.answering.clear()
        asyncio.get_running_loop().call_later(0.55, server.answering.set)
        await run_scripts("127.0.0.1", port, [endless("/200"), endless("/200")], seconds_max=1.1, step_s=0.2)
    first, second, *later = server.came_at
    apart = [after - before for before, after in pairwise(later)]
    assert 0.05 < second - first < 0.15
    assert apart[0] < 0.05
    assert min(apart[2:]) > 0.05


async def test_a_script_that_pauses_when_its_time_is_over_ends_at_once() -> None:
    async with listening() as (_, port):
        result = await run_scripts("127.0.0.1", port, [endless("/200")], seconds_max=0.2, step_s=30)
    assert result.statuses == {200: 1}
    assert result.duration_s < 5


async def test_a_connection_that_breaks_is_counted_as_no_answer() -> None:
    result = await load("/close", requests_max=4)
    assert result.statuses == {0: 4}
    assert result.answered == 0


async def test_a_server_that_pauses_shows_in_the_latency() -> None:
    result = await load("/200", requests_max=20)
    assert PAUSE_S * 1_000 <= result.p50_ms < PAUSE_S * 1_000 * 20
    assert result.p50_ms <= result.p99_ms


@pytest.mark.parametrize(
    ("received", "length"),
    [
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nabc", 41),
        (b"HTTP/1.1 200 OK\r\nContent-Length:3\r\nx: y\r\n\r\n", 46),
        (b"HTTP/1.1 204 No Content\r\n\r\n", 27),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n", None),
    ],
)
def test_the_length_of_an_answer_is_read_from_its_head(received: bytes, length: int | None) -> None:
    assert answer_length(received) == length


def test_quantiles_are_right_within_five_percent() -> None:
    drawn = sorted(Random(7).lognormvariate(-6, 1.5) for _ in range(20_000))
    latencies = Latencies()
    for duration_s in drawn:
        latencies.record(duration_s)
    for share in (0.01, 0.5, 0.9, 0.99, 0.999):
        exact = drawn[int(share * len(drawn)) - 1]
        assert exact <= latencies.quantile_s(share) * 1.0001
        assert latencies.quantile_s(share) <= exact * 1.06


def test_nothing_recorded_has_no_latency_and_extremes_have_a_bucket() -> None:
    latencies = Latencies()
    assert latencies.quantile_s(0.99) == 0
    latencies.record(0.0)
    latencies.record(1e9)
    assert latencies.count == 2
    assert latencies.quantile_s(0.5) == pytest.approx(1e-6)
