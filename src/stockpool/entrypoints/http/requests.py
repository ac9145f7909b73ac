"""Reading a request: what the endpoint wants of it, or the first thing that is wrong with it."""

from __future__ import annotations

from typing import Any

from stockpool.entrypoints.http.answers import Answer, Receive, Scope
from stockpool.entrypoints.http.authentication import node_problem, scope_problem
from stockpool.entrypoints.http.bodies import decode_body, media_type_problem, read_body
from stockpool.entrypoints.http.endpoints import Call, Endpoint
from stockpool.entrypoints.http.problems import problem
from stockpool.kernel.refusals import Reason

IDEMPOTENCY_KEY_MAX = 255
NO_NODE = (("", None),)


async def read_call(
    call: Call[Any, Any], endpoint: Endpoint, scope: Scope, receive: Receive, body_max_bytes: int
) -> Answer | None:
    """Complete the call, cheapest checks first; an answer when the request cannot be granted."""
    if endpoint.scopes and (denied := scope_problem(call.caller, endpoint.scopes)):
        return denied
    if endpoint.of_no_node and (denied := node_problem(call.caller, NO_NODE)):
        return denied
    if endpoint.keyed and (trouble := _read_idempotency_key(call)):
        return trouble
    if endpoint.reader is not None:
        call.query = endpoint.reader.read(scope["query_string"])
        if isinstance(call.query, Answer):
            return call.query
    if endpoint.decoder is not None:
        call.body = await _read_decoded(endpoint, receive, call.headers, body_max_bytes)
        if isinstance(call.body, Answer):
            return call.body
    return None


def _read_idempotency_key(call: Call[Any, Any]) -> Answer | None:
    """Take the key that makes a repeated request safe."""
    given = call.headers.get(b"idempotency-key", b"").decode("latin-1")
    if 0 < len(given) <= IDEMPOTENCY_KEY_MAX and given.isascii() and given.isprintable():
        call.idempotency_key = given
        return None
    what = "is missing" if not given else f"must have 1 to {IDEMPOTENCY_KEY_MAX} visible ASCII characters"
    return problem(Reason.KEY_MISSING, f"the Idempotency-Key header {what}")


async def _read_decoded(endpoint: Endpoint, receive: Receive, headers: dict[bytes, bytes], body_max_bytes: int) -> Any:  # noqa: ANN401 - the endpoint knows the type
    assert endpoint.body is not None
    assert endpoint.decoder is not None
    body = await read_body(receive, headers, body_max_bytes)
    if isinstance(body, Answer):
        return body
    if not body and endpoint.body_optional:
        return endpoint.body()
    if unsupported := media_type_problem(headers):
        return unsupported
    value = decode_body(endpoint.decoder, body)
    if isinstance(value, Answer) and endpoint.read_parts is not None:
        return endpoint.read_parts(body) or value
    return value
