"""The audit: what people do is written down before it is done, and how it came out behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from stockpool.access.messages import AuditedCall, AuditFilter, Deed
from stockpool.access.store import audit
from stockpool.runtime.database import Database


class AuditBook:
    """The audit of one database."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    async def begin(self, deed: Deed) -> int:
        """Write down what is about to be done; its number. What cannot be written down must not be done."""
        async with self._database.transaction() as conn:
            return await audit.insert_deed(conn, deed, self._now())

    async def end(self, audit_id: int, status: int) -> None:
        """Write down how it came out."""
        async with self._database.transaction() as conn:
            await audit.insert_outcome(conn, audit_id, status, self._now())

    async def page(self, asked: AuditFilter, before: int, limit: int) -> list[AuditedCall]:
        """What people did before a number, the newest first."""
        async with self._database.read() as conn:
            return await audit.page(conn, asked, before, limit)

    async def prune(self, days: int) -> int:
        """Forget what is longer ago; how much that was."""
        async with self._database.transaction() as conn:
            return await audit.delete_old(conn, self._now() - timedelta(days=days))
