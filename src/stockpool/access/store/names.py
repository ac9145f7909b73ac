"""SQL of the names of people and keys."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg import AsyncConnection

# One batch for a whole reply; the ids of people and of keys never look alike.
SELECT_NAMES = """
select id, name from users where id = any(%(ids)s)
union all
select id, name from api_keys where id = any(%(ids)s)
"""


async def select_names(conn: AsyncConnection, ids: Sequence[str]) -> dict[str, str]:
    """The names of those who are known, by id."""
    cursor = await conn.execute(SELECT_NAMES, {"ids": list(ids)})
    return dict(await cursor.fetchall())
