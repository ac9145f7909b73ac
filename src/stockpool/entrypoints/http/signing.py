"""What each command carries: the digest of its key, the fingerprint of its body, who asks."""

from __future__ import annotations

from typing import Any, TypedDict

from stockpool.entrypoints.http.endpoints import Call
from stockpool.kernel.idempotency import fingerprint, key_digest


class Signature(TypedDict):
    """The fields of every command."""

    key: str
    fingerprint: str
    actor: str


def sign(call: Call[Any, None], body: object, place: int | None = None) -> Signature:
    """The signature of the command that does what `body` says; `place` tells rows of one request apart.

    Idempotency keys belong to the API key that sent them: two callers may choose the same.
    """
    name = call.idempotency_key if place is None else f"{call.idempotency_key}[{place}]"
    return {"key": key_digest(call.caller.id, name), "fingerprint": fingerprint(body), "actor": call.caller.id}
