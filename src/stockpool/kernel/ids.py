"""Identifiers: the retailer's own (SKU, node, channel, reference) and ours (time-ordered UUIDs)."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

ID_LENGTH_MAX = 64
ENTROPY_PARTS = 256
UUID_FORM = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")

NewId = Callable[[], str]
"""What a handler is given to make identifiers with; a simulation passes a seeded one."""


def id_problem(value: str) -> str | None:
    """What is wrong with an identifier chosen by the retailer, or None."""
    if not value:
        return "must not be empty"
    if len(value) > ID_LENGTH_MAX:
        return f"must have at most {ID_LENGTH_MAX} characters, has {len(value)}"
    if not value.isprintable():
        return "must not contain control characters"
    if value != value.strip():
        return "must not begin or end with a blank"
    return None


def uuid7(milliseconds: int, randomness: bytes) -> str:
    """A version 7 UUID (RFC 9562 section 5.7) from Unix milliseconds and 10 random bytes."""
    noise = randomness.hex()
    variant = "89ab"[randomness[2] & 3]
    return f"{_stamp(milliseconds)}-7{noise[:3]}-{variant}{noise[5:8]}-{noise[8:]}"


@lru_cache(maxsize=1)
def _stamp(milliseconds: int) -> str:
    """The part that all identifiers of a millisecond share; under load they are many."""
    stamp = f"{milliseconds:012x}"
    return f"{stamp[:8]}-{stamp[8:]}"


def new_uuid7() -> str:
    """A fresh time-ordered identifier from the process's clock and entropy."""
    return uuid7(time.time_ns() // 1_000_000, _take_entropy())


_entropy: list[bytes] = []
os.register_at_fork(after_in_child=_entropy.clear)  # a child must not go on with what its parent uses too


def _take_entropy() -> bytes:
    """Ten random bytes. The system is asked for many at once: under load a call of it costs more than all the rest."""
    while True:
        try:
            return _entropy.pop()
        except IndexError:
            fresh = os.urandom(10 * ENTROPY_PARTS)
            _entropy.extend(fresh[at : at + 10] for at in range(0, len(fresh), 10))


def is_uuid(value: str) -> bool:
    """Whether a text is a UUID in its canonical form, as ours are."""
    return UUID_FORM.fullmatch(value) is not None


def shard_of(sku: str, shard_count: int) -> int:
    """The shard that holds a SKU's hot rows; stable over processes and versions."""
    return crc32(sku.encode()) % shard_count if shard_count > 1 else 0
