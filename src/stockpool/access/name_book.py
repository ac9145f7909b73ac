"""What those are called who are stored by id: people, disabled ones too, and keys, revoked ones too."""

from __future__ import annotations

from collections.abc import Iterable

from psycopg import AsyncConnection

from stockpool.access.store import names
from stockpool.runtime.database import Database


async def names_of(conn: AsyncConnection, ids: Iterable[str | None]) -> dict[str, str]:
    """The names of those who are known here, by id; nothing is asked where nobody is named."""
    wanted = {each for each in ids if each}
    return await names.select_names(conn, sorted(wanted)) if wanted else {}


class NameBook:
    """The names of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, ids: Iterable[str | None]) -> dict[str, str]:
        """The names of those who are known here, by id."""
        async with self._database.read() as conn:
            return await names_of(conn, ids)
