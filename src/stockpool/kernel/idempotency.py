"""Idempotency: a key names a request, a fingerprint tells whether its body is the same."""

from __future__ import annotations

from hashlib import blake2b

import msgspec

_encode = msgspec.msgpack.Encoder(order="sorted").encode


def key_digest(scope: str, key: str) -> str:
    """32 hex digits that stand for a caller's key within its scope (an API key's id, a source system)."""
    return blake2b(f"{scope}\0{key}".encode(), digest_size=16).hexdigest()


def fingerprint(body: object) -> str:
    """32 hex digits that are equal exactly when two bodies mean the same."""
    return blake2b(_encode(body), digest_size=16).hexdigest()
