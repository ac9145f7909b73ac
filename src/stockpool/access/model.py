"""What a key is, and what it lets its bearer do."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec


class Scope(StrEnum):
    """What a key is for; `admin` includes the others."""

    READ = "read"
    SELL = "sell"
    STOCK = "stock"
    WORK = "work"
    PLAN = "plan"
    ADMIN = "admin"


class ApiKey(msgspec.Struct, frozen=True):
    """A key as it is stored: its secret only as a hash."""

    id: str
    name: str
    secret_sha256: bytes
    scopes: frozenset[Scope]
    nodes: frozenset[str] | None
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    def allows(self, scope: Scope) -> bool:
        """Whether the key was made for this, by name or as `admin`."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def may_act_on(self, node: str) -> bool:
        """Whether the key's node limit, if it has one, leaves this node."""
        return self.nodes is None or node in self.nodes

    def is_active(self, now: datetime) -> bool:
        """Whether the key is neither revoked nor past its time."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)
