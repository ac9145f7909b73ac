"""The people of one process: their sessions, who administers them, and the audit of what they do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from stockpool.access.api import (
    AuditBook,
    ClaimMap,
    NameBook,
    Passwords,
    Provider,
    ProviderSettings,
    SessionDesk,
    SessionTerms,
    UserDesk,
    client_is_missing,
    read_roles,
)
from stockpool.runtime.database import Database
from stockpool.runtime.settings import Settings, SettingsError
from stockpool.workflows.user_administration import UserAdministration

CALLBACK = "/v1/session/oidc/callback"
"""Where the provider sends browsers back to; it has to know this address."""

NEEDED = ("public_url", "oidc_client_id", "oidc_roles")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


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
        self.names = NameBook(database)
        self.audit = AuditBook(database, now=now)
        self.provider = provider_of(settings, now=now, monotonic=monotonic)

    async def prune(self) -> int:
        """Forget sessions that have ended, attempts that count no more and what was done too long ago."""
        await self.sessions.prune()
        return await self.audit.prune(self._audit_days)


def provider_of(settings: Settings, *, now: Callable[[], datetime], monotonic: Callable[[], float]) -> Provider | None:
    """The OpenID provider where people may sign in too, if one is set."""
    if settings.oidc_issuer is None:
        return None
    claims = ClaimMap(
        name=settings.oidc_name_claim,
        role=settings.oidc_role_claim,
        roles=read_roles(settings.oidc_roles),
        nodes=settings.oidc_nodes_claim,
    )
    told = ProviderSettings(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id or "",
        client_secret=settings.oidc_client_secret,
        scopes=settings.oidc_scopes,
        redirect_uri=f"{settings.public_url}{CALLBACK}",
        claims=claims,
    )
    return Provider(told, now=now, monotonic=monotonic)


def require_provider(settings: Settings) -> None:
    """Raise, with the mend, where people are to sign in at a provider and something for that is missing."""
    if settings.oidc_issuer is None:
        return
    problems = [f"{name}: is needed where oidc_issuer is set" for name in NEEDED if not getattr(settings, name)]
    try:
        read_roles(settings.oidc_roles)
    except ValueError as error:
        problems.append(f"oidc_roles: {error}")
    if urlsplit(settings.oidc_issuer).scheme != "https" and urlsplit(settings.oidc_issuer).hostname not in LOOPBACK:
        problems.append("oidc_issuer: must begin with https://")
    if client_is_missing():
        problems.append("oidc_issuer is set, but the library for its tokens is missing: pip install 'stockpool[oidc]'")
    if problems:
        raise SettingsError(problems)


def terms_of(settings: Settings) -> SessionTerms:
    """How long sessions last."""
    return SessionTerms(
        idle=timedelta(seconds=settings.session_idle_s),
        longest=timedelta(seconds=settings.session_max_s),
        idle_lock=timedelta(seconds=settings.session_idle_lock_s),
    )
