"""Load on an HTTP server: keep-alive connections that each send the next request when the last is answered.

A raw protocol, because a client library costs several times what the server under test does. It speaks only what such a
server answers with: HTTP/1.1 with a content length.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from functools import partial
from time import perf_counter
from typing import cast

import msgspec

from stockpool.simulation.latencies import Latencies

HEAD_END = b"\r\n\r\n"
ANSWER_S_MAX = 30.0
"""How long behind the end the last answers are waited for."""

LENGTH = b"\r\ncontent-length:"

MakeRequest = Callable[[int], bytes]
"""The bytes of request number so and so."""

Script = Generator[bytes, bytes, None]
"""What one connection sends, each request after the answer to the one before, until it ends or the time is over."""


class LoadResult(msgspec.Struct, frozen=True):
    """What came back, by status (0: a connection that broke), how long it took, and how many a second."""

    statuses: dict[int, int]
    duration_s: float
    p50_ms: float
    p99_ms: float
    worst_ms: float

    @property
    def answered(self) -> int:
        """Requests that got any answer."""
        return sum(count for status, count in self.statuses.items() if status)

    def per_s(self, status: int) -> float:
        """Answers of one status a second."""
        return self.statuses.get(status, 0) / self.duration_s


def encode_request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode() + body


async def run_load(
    host: str,
    port: int,
    make_request: MakeRequest,
    *,
    connections: int,
    seconds_max: float,
    requests_max: int | None = None,
) -> LoadResult:
    """Load for so long or so many requests, whichever is over first; requests under way are waited for a while."""
    left = itertools.count() if requests_max is None else range(requests_max)
    numbers = iter(left)

    def requests() -> Script:
        for number in numbers:
            yield make_request(number)

    return await run_scripts(host, port, [requests() for _ in range(connections)], seconds_max=seconds_max)


async def run_scripts(
    host: str, port: int, scripts: Sequence[Script], *, seconds_max: float, step_s: float = 0.0
) -> LoadResult:
    """Load for so long, each script on a connection of its own.

    A script begins at most one request in each `step_s`; the first ones are spread over that time.
    """
    load = _Load()
    loop = asyncio.get_running_loop()
    now = loop.time()
    starts = [now + step_s * place / len(scripts) for place in range(len(scripts))]
    made = [
        loop.create_connection(partial(_Connection, load, script, start, step_s), host, port)
        for script, start in zip(scripts, starts, strict=True)
    ]
    started_at = perf_counter()
    protocols = [protocol for _, protocol in await asyncio.gather(*made)]
    stop = loop.call_later(seconds_max, load.stop)
    await asyncio.wait([protocol.finished for protocol in protocols], timeout=seconds_max + ANSWER_S_MAX)
    stop.cancel()
    return load.result(perf_counter() - started_at)


class _Load:
    """What all connections share: what came of their requests, and whether there are to be more."""

    def __init__(self) -> None:
        self.stopped = False
        self.statuses: Counter[int] = Counter()
        self.latencies = Latencies()
        self.connections: list[_Connection] = []

    def stop(self) -> None:
        self.stopped = True
        for connection in self.connections:
            connection.end_pause()

    def result(self, duration_s: float) -> LoadResult:
        p50_s, p99_s, worst_s = [self.latencies.quantile_s(share) for share in (0.5, 0.99, 1)]
        return LoadResult(dict(self.statuses), duration_s, p50_s * 1_000, p99_s * 1_000, worst_s * 1_000)


class _Connection(asyncio.Protocol):
    """One connection: send, wait for the whole answer, and until it is time, send again."""

    def __init__(self, load: _Load, script: Script, start: float = 0.0, step_s: float = 0.0) -> None:
        self._load = load
        self._script = script
        self._next_at, self._step_s = start, step_s
        self._pause: asyncio.TimerHandle | None = None
        load.connections.append(self)
        self._transport: asyncio.Transport | None = None
        self._received = b""
        self._sent_at = 0.0
        self._waiting = False
        self._began = False
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's does not say so
        self._send_when_due(b"")

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        length = answer_length(received)
        if length is None or len(received) < length:
            return
        self._load.latencies.record(perf_counter() - self._sent_at)
        self._load.statuses[int(received[9:12])] += 1
        answer, self._received = (received, b"") if len(received) == length else (received[:length], received[length:])
        self._waiting = False
        self._send_when_due(answer)

    def end_pause(self) -> None:
        """The time is over: a connection that has nothing under way has nothing to wait for."""
        if self._pause is not None:
            self._pause.cancel()
            self._send_next(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        del exc  # the caller learns that it broke from the count; a server under test closes for many reasons
        if self._pause is not None:
            self._pause.cancel()
        if self._waiting:
            self._load.statuses[0] += 1
        if not self.finished.done():
            self.finished.set_result(None)

    def _send_when_due(self, answer: bytes) -> None:
        """Send the next request now, or when the script's pace allows it.

        One that is late is sent at once, the next at its own time again: scripts that a stall made wait would
        else go on together for ever, and bursts of all of them say nothing of as many people who come one by one.
        """
        if not self._step_s:
            self._send_next(answer)
            return
        loop = asyncio.get_running_loop()
        due_at = max(self._next_at, loop.time())
        self._next_at += self._step_s * (1 + (due_at - self._next_at) // self._step_s)
        self._pause = loop.call_at(due_at, self._send_next, answer)

    def _send_next(self, answer: bytes) -> None:
        """What the script says to an answer; the first time there is none."""
        assert self._transport is not None
        self._pause = None
        request = None
        if not self._load.stopped:
            try:
                request = self._script.send(answer) if self._began else next(self._script)
                self._began = True
            except StopIteration:
                request = None
        if request is None:
            self._transport.close()
            return
        self._waiting = True
        self._sent_at = perf_counter()
        self._transport.write(request)


def answer_length(received: bytes) -> int | None:
    """Bytes of the first answer, head and body; None while its head is not complete."""
    head_end = received.find(HEAD_END)
    if head_end < 0:
        return None
    head, at = received, received.find(LENGTH, 0, head_end)
    if at < 0:  # written otherwise, or not there
        head = received[: head_end + 2].lower()
        at = head.find(LENGTH)
    if at < 0:
        return head_end + len(HEAD_END)
    start = at + len(LENGTH)
    return head_end + len(HEAD_END) + int(head[start : head.index(b"\r", start)])
