"""SQL of the keys."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from stockpool.access.model import ApiKey, Scope

# Ids are drawn from 48 bits: a clash is an error of the insert, not an overwritten key.
INSERT_KEY = """
insert into api_keys (id, name, secret_sha256, scopes, nodes, created_at, expires_at)
values (%s, %s, %s, %s, %s, %s, %s)
"""

# What a server needs to let callers in; few rows, read about once a second.
SELECT_ACTIVE = """
select id, name, secret_sha256, scopes, nodes, created_at, expires_at, revoked_at from api_keys
where revoked_at is null and (expires_at is null or expires_at > %s)
"""

# Everything that ever was, the newest first, for the operator's eye.
SELECT_ALL = """
select id, name, secret_sha256, scopes, nodes, created_at, expires_at, revoked_at from api_keys
order by created_at desc, id
"""

# Revoking twice keeps the first time.
REVOKE_KEY = "update api_keys set revoked_at = coalesce(revoked_at, %s) where id = %s"


async def insert_key(conn: AsyncConnection, key: ApiKey) -> None:
    """Store a new key."""
    nodes = sorted(key.nodes) if key.nodes is not None else None
    scopes = sorted(key.scopes)
    values = (key.id, key.name, key.secret_sha256, scopes, nodes, key.created_at, key.expires_at)
    await conn.execute(INSERT_KEY, values)


async def select_active(conn: AsyncConnection, now: datetime) -> list[ApiKey]:
    """Keys that open the door now."""
    cursor = await conn.execute(SELECT_ACTIVE, (now,))
    return _keys(await cursor.fetchall())


async def select_all(conn: AsyncConnection) -> list[ApiKey]:
    """All keys, revoked ones too."""
    cursor = await conn.execute(SELECT_ALL)
    return _keys(await cursor.fetchall())


async def revoke(conn: AsyncConnection, key_id: str, now: datetime) -> bool:
    """Close a key for good; False when there is none of this id."""
    cursor = await conn.execute(REVOKE_KEY, (now, key_id))
    return cursor.rowcount == 1


def _keys(rows: Sequence[tuple[Any, ...]]) -> list[ApiKey]:
    return [
        ApiKey(key_id, name, frozenset(map(Scope, scopes)), frozenset(nodes) if nodes else None, secret, *times)
        for key_id, name, secret, scopes, nodes, *times in rows
    ]
