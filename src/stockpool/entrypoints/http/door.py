"""From an ASGI request to an answer: find the endpoint, let the caller in, read, respond, send.

The calls of the interface are served here, in front of the web framework: on the machine they were measured on its own
handlers take about 70 microseconds of a request, a function in front of it 4 (docs/decisions/0009).
"""

from __future__ import annotations

from time import perf_counter
from typing import Any

from stockpool.access.api import Caller, KeyRing, Person
from stockpool.entrypoints.http.answers import Answer, Receive, Scope, Send, for_a_person
from stockpool.entrypoints.http.application import Ledger
from stockpool.entrypoints.http.authentication import authenticate
from stockpool.entrypoints.http.bodies import ClientGone
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.faults import fault_answer
from stockpool.entrypoints.http.measurements import HttpMeasurements
from stockpool.entrypoints.http.problems import refusal
from stockpool.entrypoints.http.request_log import log_call
from stockpool.entrypoints.http.requests import read_call
from stockpool.entrypoints.http.routing import Routes
from stockpool.entrypoints.http.session_gate import READING, SessionGate
from stockpool.entrypoints.http.streams import Stream
from stockpool.kernel.refusals import Refused
from stockpool.kernel.shedding import Urgency
from stockpool.runtime.tracing import Tracing

KEY_ID = "stockpool.key_id"
"""Where a request's scope says whose key it came with, once that is known."""


class Door:
    """Serves the endpoints it was given; other paths are not its business."""

    def __init__(
        self,
        routes: Routes,
        ring: KeyRing,
        gate: SessionGate,
        *,
        measurements: HttpMeasurements,
        body_max_bytes: int,
        ledger: Ledger,
        tracing: Tracing | None = None,
    ) -> None:
        """Which calls there are, who may make them, what is written down, and who says how busy it is."""
        self._ledger = ledger
        self._gate = gate
        self._tracing = tracing
        self._routes = routes
        self._ring = ring
        self._measurements = measurements
        self._body_max_bytes = body_max_bytes

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> bool:
        """Answer a request for one of the endpoints; False when it is for none of them."""
        found = self._routes.find(scope)
        if found is None:
            return False
        if isinstance(found, Answer):
            await found.send(send)
            return True
        endpoint, path = found
        if self._tracing is None:
            await self._serve(endpoint, path, scope, receive, send)
            return True
        with self._tracing.request(endpoint.method, endpoint.path, scope["headers"]) as span:
            status = await self._serve(endpoint, path, scope, receive, send)
            if status is not None:
                self._tracing.answered(span, status)
        return True

    async def _serve(
        self, endpoint: Endpoint, path: tuple[str, ...], scope: Scope, receive: Receive, send: Send
    ) -> int | None:
        """The status of the answer; None where nobody was there any more to hear it."""
        started_at = perf_counter()
        try:
            answer = await self._answer_safely(endpoint, path, scope, receive)
        except ClientGone:
            return None
        if isinstance(answer, Stream):
            await answer.serve(scope, receive, send)
        else:
            await answer.send(send)
        duration_s = perf_counter() - started_at
        self._measurements.record(endpoint.operation, answer.status, duration_s)
        log_call(scope["method"], endpoint.path, answer.status, duration_s, scope.get(KEY_ID))
        return answer.status

    async def _answer_safely(
        self, endpoint: Endpoint, path: tuple[str, ...], scope: Scope, receive: Receive
    ) -> Answer | Stream:
        try:
            return await self._answer(endpoint, path, scope, receive)
        except ClientGone:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort: no caller sees our inside
            return fault_answer(error, endpoint.operation)

    async def _answer(
        self, endpoint: Endpoint, path: tuple[str, ...], scope: Scope, receive: Receive
    ) -> Answer | Stream:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        if b"authorization" in headers:
            caller: Caller | Answer = await authenticate(self._ring, headers)
        else:
            caller = await self._gate.admit(endpoint.audience, scope, headers)
        if isinstance(caller, Answer):
            return caller
        scope[KEY_ID] = caller.id
        call: Call[Any, Any] = Call(caller, path, headers, scope)
        if not isinstance(caller, Person):
            return await self._carry_out(call, endpoint, receive)
        if scope["method"] not in READING:
            answered = await self._gate.write_down(
                call, caller, endpoint, lambda: self._carry_out(call, endpoint, receive)
            )
        else:
            answered = await self._carry_out(call, endpoint, receive)
        if isinstance(answered, Answer):
            return for_a_person(answered)
        answered.until = self._gate.watch(scope, headers, caller)
        return answered

    async def _carry_out(self, call: Call[Any, Any], endpoint: Endpoint, receive: Receive) -> Answer | Stream:
        scope = call.scope
        if trouble := await read_call(call, endpoint, scope, receive, self._body_max_bytes):
            return trouble
        if endpoint.is_bulk is not None and endpoint.is_bulk(call):
            self._ledger.admit(Urgency.BULK)
        result = await endpoint.respond(call)
        return refusal(result) if isinstance(result, Refused) else result
