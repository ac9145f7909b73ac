"""The people of one process: their sessions, who administers them, and the audit of what they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from stockpool.access.api import AuditBook, Passwords, SessionDesk, SessionTerms, UserDesk
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings
from stockpool.workflows.user_administration import UserAdministration


class People:
    """All that is known of people; nothing is read before the first call."""

    def __init__(
        self, database: Database, settings: Settings, *, now: Callable[[], datetime], monotonic: Callable[[], float]
    ) -> None:
        """The clocks tell the time, and how much of it has passed."""
        passwords = Passwords(settings.password_memory_mib)
        desk = UserDesk(passwords, now=now)
        self._audit_days = settings.audit_days
        self.sessions = SessionDesk(database, passwords, terms_of(settings), now=now, monotonic=monotonic)
        self.users = UserAdministration(database, desk)
        self.audit = AuditBook(database, now=now)

    async def prune(self) -> int:
        """Forget sessions that have ended, attempts that count no more and what was done too long ago."""
        await self.sessions.prune()
        return await self.audit.prune(self._audit_days)


def terms_of(settings: Settings) -> SessionTerms:
    """How long sessions last."""
    return SessionTerms(
        idle=timedelta(seconds=settings.session_idle_s),
        longest=timedelta(seconds=settings.session_max_s),
        idle_lock=timedelta(seconds=settings.session_idle_lock_s),
    )
