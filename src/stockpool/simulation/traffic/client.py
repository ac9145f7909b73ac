"""Requests that are tried again with the same key until the server has answered them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

PATIENCE_SECONDS = 240.0
"""Longer than the search takes to be compiled, once, on a slow machine: the first order waits for it."""
PAUSE_SECONDS_MIN = 0.05
PAUSE_SECONDS_MAX = 2.0

ENCODER = msgspec.json.Encoder(decimal_format="number")


class Request(msgspec.Struct, frozen=True):
    """One call of the interface, ready to be sent as often as it takes."""

    method: str
    path: str
    body: bytes = b""
    key: str | None = None


class Answer(msgspec.Struct, frozen=True):
    """What came back: status, body, and the pause the server asked for."""

    status: int
    body: bytes
    retry_after_seconds: float | None = None

    def read(self) -> dict[str, Any]:
        """The body as JSON; nothing where it is none."""
        try:
            value = msgspec.json.decode(self.body)
        except msgspec.DecodeError:
            return {}
        return value if isinstance(value, dict) else {}


Send = Callable[[Request], Awaitable[Answer]]
"""Sends a request once; an OSError when the server could not be reached or did not answer."""


class GaveUp(Exception):
    """The server did not answer for too long, or the traffic was stopped meanwhile."""


class RetryingClient:
    """Tries again on 503 and on a lost connection: with its key a request has one effect, however often it is sent."""

    def __init__(self, send: Send, stopped: asyncio.Event, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._send = send
        self._stopped = stopped
        self._patience_seconds = patience_seconds
        self.retries = 0

    async def ask(self, request: Request) -> Answer:
        """The server's first answer that is not 'later'."""
        now = asyncio.get_running_loop().time
        deadline = now() + self._patience_seconds
        pause = PAUSE_SECONDS_MIN
        while True:
            answer = await self._try(request)
            if answer is not None and answer.status != 503:
                return answer
            if self._stopped.is_set() or now() + pause > deadline:
                raise GaveUp(f"{request.method} {request.path}")
            self.retries += 1
            wanted = answer.retry_after_seconds if answer is not None else None
            await self._rest(wanted if wanted is not None else pause)
            pause = min(pause * 2, PAUSE_SECONDS_MAX)

    async def _try(self, request: Request) -> Answer | None:
        try:
            return await self._send(request)
        except OSError:
            return None

    async def _rest(self, seconds: float) -> None:
        """Pause, but not longer than the traffic lasts."""
        try:
            async with asyncio.timeout(min(seconds, PAUSE_SECONDS_MAX)):
                await self._stopped.wait()
        except TimeoutError:
            return
