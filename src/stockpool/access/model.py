"""Who calls, and what a caller may do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Scope(StrEnum):
    """What a caller may do; `admin` includes the others."""

    READ = "read"
    SELL = "sell"
    STOCK = "stock"
    WORK = "work"
    PLAN = "plan"
    ADMIN = "admin"


class Caller(msgspec.Struct, frozen=True):
    """Who makes a call, whether a program with its key or a person who has signed in."""

    id: str
    name: str
    scopes: frozenset[Scope]
    nodes: frozenset[str] | None

    def allows(self, scope: Scope) -> bool:
        """Whether the caller has this scope, by name or as `admin`."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def may_act_on(self, node: str) -> bool:
        """Whether the caller's node limit, if there is one, leaves this node."""
        return self.nodes is None or node in self.nodes


class ApiKey(Caller, frozen=True):
    """A key as it is stored: its secret only as a hash."""

    secret_sha256: bytes
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_active(self, now: datetime) -> bool:
        """Whether the key is neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
