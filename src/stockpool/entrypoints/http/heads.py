"""Request heads: bounded while they come, as bodies are; the parser itself would take one of any length."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from stockpool.entrypoints.http.answers import Header
from stockpool.entrypoints.http.bodies import CLOSE
from stockpool.entrypoints.http.problems import Fault, problem
from stockpool.entrypoints.http.streams import ABORT

HEAD_MAX_BYTES = 65_536
"""Lists that do not fit are sent in bodies. A head that comes behind another request may have one step more."""

STEP_BYTES = 16_384
"""What comes in one piece is parsed in steps of this size, so that a head in the middle of it is noticed soon."""

LINGER_S = 2.0
"""How long the rest of a refused head is read and dropped, so that its sender can hear the answer."""

HEAD_S = 20.0
"""A connection on which no head has come to its end for so long is closed; between two requests the server's keep-alive
is shorter."""

REFUSAL = problem(Fault.HEAD_TOO_LARGE, f"the head has more than {HEAD_MAX_BYTES} bytes", CLOSE)


class HeadLimitedProtocol(HttpToolsProtocol):
    """A connection that counts what came since the parser last finished something: a head, a piece of body, a request.

    This bounds request lines, header fields and the trailers of chunked bodies, however small their pieces, and costs
    a request one addition for each thing that it finishes.
    """

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._unfinished_bytes = 0
        self._in_body = False
        self._refused = False
        self._heads = 0
        self._watching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the base class
        """A caller has connected."""
        super().connection_made(transport)
        self._watching = self.loop.call_later(HEAD_S, self._look, self._heads, True)

    def connection_lost(self, exc: Exception | None) -> None:
        """A caller has gone."""
        if self._watching is not None:
            self._watching.cancel()
        super().connection_lost(exc)

    def _look(self, heads_before: int, begun_before: bool) -> None:
        """Close where a head does not come to its end: one timer a connection, so that requests cost nothing more."""
        is_first = self.cycle is None
        begun = not self._in_body and (is_first or (self.cycle.response_complete and self._unfinished_bytes > 0))
        if begun and begun_before and self._heads == heads_before:
            self.transport.abort()
        else:
            self._watching = self.loop.call_later(HEAD_S, self._look, self._heads, begun)

    def data_received(self, data: bytes) -> None:
        """Parse what came, unless it makes a head too long."""
        size = len(data)
        if size <= STEP_BYTES and self._unfinished_bytes + size <= HEAD_MAX_BYTES:
            self._unfinished_bytes += size
            super().data_received(data)
        else:
            self._receive_in_steps(data)

    def _receive_in_steps(self, data: bytes) -> None:
        start = 0
        while start < len(data) and not self.transport.is_closing():
            size = min(STEP_BYTES, HEAD_MAX_BYTES - self._unfinished_bytes)
            if not size:
                self._refuse()
                return
            step = data[start : start + size]
            start += size
            self._unfinished_bytes += len(step)
            super().data_received(step)

    def on_headers_complete(self) -> None:
        """A head is finished."""
        self._unfinished_bytes = 0
        self._heads += 1
        self._in_body = True
        self.scope[ABORT] = self.transport.abort  # type: ignore[literal-required] # an extension of ours
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A piece of a body is finished; bodies have a limit of their own."""
        self._unfinished_bytes = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is finished."""
        self._unfinished_bytes = 0
        self._in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """An answer was given; behind the last one, the refusal that waited for its turn."""
        is_last = not self.pipeline
        super().on_response_complete()
        if self._refused and is_last:
            self._answer_refusal()

    def _refuse(self) -> None:
        """Refuse the request that is being received; those before it are answered first."""
        if self._refused:
            return
        self._refused = True
        if not self._in_body:
            if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr] # before its first request it is None
                self._answer_refusal()
        elif self.pipeline:  # its trailers are too long, and it has not been begun
            self.pipeline.popleft()
        elif self.cycle.response_started:
            self.transport.close()
        else:  # its handler waits for the rest of the body, and is told that nobody is there
            self.cycle.disconnected = True
            self.cycle.message_event.set()
            self._answer_refusal()

    def _answer_refusal(self) -> None:
        if self.transport.is_closing():
            return
        length = (b"content-length", str(len(REFUSAL.body)).encode())
        headers: list[Header] = [*self.server_state.default_headers, length, *REFUSAL.headers]
        fields = b"".join(b"%b: %b\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[REFUSAL.status] + fields + b"\r\n" + REFUSAL.body)
        self.transport.write_eof()
        self.flow.resume_reading()
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(LINGER_S, self.timeout_keep_alive_handler)
