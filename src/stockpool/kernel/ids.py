"""Identifiers: the retailer's own (SKU, node, channel, reference) and ours (time-ordered UUIDs)."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from uuid import UUID
from zlib import crc32

ID_LENGTH_MAX = 64

NewId = Callable[[], UUID]
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


def uuid7(milliseconds: int, randomness: bytes) -> UUID:
    """A version 7 UUID (RFC 9562 section 5.7) from Unix milliseconds and 10 random bytes."""
    number = (milliseconds & (1 << 48) - 1) << 80 | int.from_bytes(randomness[:10], "big")
    number = number & ~(0xF << 76) | 7 << 76
    number = number & ~(0x3 << 62) | 2 << 62
    return UUID(int=number)


def new_uuid7() -> UUID:
    """A fresh time-ordered identifier from the process's clock and entropy."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def shard_of(sku: str, shard_count: int) -> int:
    """The shard that holds a SKU's hot rows; stable over processes and versions."""
    return crc32(sku.encode()) % shard_count if shard_count > 1 else 0
