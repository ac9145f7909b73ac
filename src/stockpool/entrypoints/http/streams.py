"""Responses that go on: server-sent events, one reader a connection, each at its own pace.

A stream asks its source for what is next only when what it sent before has left. A reader that takes nothing for a
while is cut off; its `Last-Event-ID` says where it goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing

import structlog

from stockpool.entrypoints.http.answers import Header, Receive, Scope, Send
from stockpool.runtime import telemetry
from stockpool.runtime.ending import end

log = structlog.get_logger(__name__)

ABORT = "stockpool.abort"
"""Where a request's scope has what cuts its connection off at once."""

EVENT_STREAM: tuple[Header, ...] = (
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
)

Frames = AsyncIterator[bytes]


class Stream:
    """A response whose body comes as it happens; `name` is for metrics and logs."""

    status = 200
    until: Callable[[], Awaitable[None]] | None = None
    """Returns when its reader may read no more: the session in which it was opened is over."""

    def __init__(self, name: str, frames: Callable[[], Frames], patience_s: float) -> None:
        """A reader that takes nothing for longer than the patience is gone or too slow."""
        self._name = name
        self._frames = frames
        self._patience_s = patience_s

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until the source ends, the reader goes, or it takes nothing for too long."""
        telemetry.stream_opened(self._name)
        gone = asyncio.create_task(_until_gone(receive))
        sending = asyncio.create_task(self._send_all(send))
        over = {asyncio.create_task(_hold(self.until))} if self.until is not None else set()
        why = "ended"
        try:
            await asyncio.wait({gone, sending, *over}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
            elif gone.done():
                why = "left"
            else:
                why = "over"
                await end(sending)
                async with asyncio.timeout(self._patience_s):
                    await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            why = "slow"
            log.warning(
                "a reader of a stream takes nothing and is cut off", stream=self._name, seconds=self._patience_s
            )
            scope.get(ABORT, _leave)()
        finally:
            await end(sending)
            for waiting in (gone, *over):
                await end(waiting)
            telemetry.stream_closed(self._name, why)

    async def _send_all(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": EVENT_STREAM})
        async with aclosing(self._frames()) as frames:  # type: ignore[type-var] # sources are generators
            async for frame in frames:
                async with asyncio.timeout(self._patience_s):
                    await send({"type": "http.response.body", "body": frame, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _leave() -> None:
    """Where nobody knows the connection it is left to its server."""


async def _hold(until: Callable[[], Awaitable[None]]) -> None:
    await until()


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def frame(data: bytes, *, event: str | None = None, event_id: str | None = None) -> bytes:
    """One server-sent event; `data` is one line."""
    head = b"" if event_id is None else b"id: " + event_id.encode() + b"\n"
    kind = b"" if event is None else b"event: " + event.encode() + b"\n"
    return head + kind + b"data: " + data + b"\n\n"


def note_place(event_id: str) -> bytes:
    """Says that a reader is alive, and from where it would go on."""
    return b": here\nid: " + event_id.encode() + b"\n\n"
