"""What is asked of this room, and what it answers."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.access.model import ApiKey, Caller, Scope


class CreateKey(msgspec.Struct, frozen=True):
    """Make a key; scopes as the operator wrote them, nodes empty for no limit."""

    name: str
    scopes: tuple[str, ...]
    nodes: tuple[str, ...] = ()
    expires_at: datetime | None = None


class KeyCreated(msgspec.Struct, frozen=True):
    """A new key and its token, which nobody can read again."""

    key: ApiKey
    token: str


__all__ = ["ApiKey", "Caller", "CreateKey", "KeyCreated", "Scope"]
