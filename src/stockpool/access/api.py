"""The door of this room: make, list and revoke keys, and a ring that lets their bearers in."""

from __future__ import annotations

import os
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.access import store
from stockpool.access.decide import UNKNOWN_KEY, decide_key
from stockpool.access.keyring import KeyRing, LoadKeys
from stockpool.access.messages import ApiKey, Caller, CreateKey, KeyCreated, Scope
from stockpool.access.tokens import ENTROPY_BYTES
from stockpool.kernel.refusals import Refused

__all__ = [
    "UNKNOWN_KEY",
    "ApiKey",
    "Caller",
    "CreateKey",
    "KeyCreated",
    "KeyRing",
    "LoadKeys",
    "Scope",
    "active_keys",
    "create_key",
    "list_keys",
    "revoke_key",
]


async def create_key(conn: AsyncConnection, command: CreateKey, now: datetime) -> KeyCreated | Refused:
    """Make and store a key; its token is in the answer and nowhere else."""
    decided = decide_key(command, entropy=os.urandom(ENTROPY_BYTES), now=now)
    if isinstance(decided, KeyCreated):
        await store.insert_key(conn, decided.key)
    return decided


async def list_keys(conn: AsyncConnection) -> list[ApiKey]:
    """All keys, the newest first."""
    return await store.select_all(conn)


async def active_keys(conn: AsyncConnection, now: datetime) -> list[ApiKey]:
    """What a `KeyRing` loads."""
    return await store.select_active(conn, now)


async def revoke_key(conn: AsyncConnection, key_id: str, now: datetime) -> bool:
    """Close a key for good; False when there is none of this id."""
    return await store.revoke(conn, key_id, now)
