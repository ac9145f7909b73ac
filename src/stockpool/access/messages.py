"""What is asked of this room, and what it answers."""

from __future__ import annotations

from datetime import datetime

import msgspec

from stockpool.access.model import ApiKey, Caller, Scope
from stockpool.access.roles import Role


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


class AddUser(msgspec.Struct, frozen=True, kw_only=True):
    """Make a user; role and nodes as they were written, `subject` where the OIDC provider knows the person."""

    name: str
    role: str
    nodes: tuple[str, ...] = ()
    language: str | None = None
    subject: str | None = None


class SetDuties(msgspec.Struct, frozen=True, kw_only=True):
    """Give a user another role, other nodes or another language; `disabled` lets nobody in any more."""

    role: str
    nodes: tuple[str, ...] = ()
    language: str | None = None
    disabled: bool = False


class SignIn(msgspec.Struct, frozen=True, kw_only=True):
    """Let a person in by name and password."""

    name: str
    password: str
    device: str
    address: str


class Deed(msgspec.Struct, frozen=True, kw_only=True):
    """A call of a person that may change something, before it is carried out."""

    user_id: str
    session_id: str | None
    device: str
    address: str
    call: str
    subjects: tuple[str, ...] = ()
    idempotency_key: str | None = None


class AuditedCall(msgspec.Struct, frozen=True):
    """What a person did: when, from where, on what, and the status that was answered, if anybody was answered."""

    id: int
    at: datetime
    user: str
    device: str
    address: str
    call: str
    subjects: tuple[str, ...]
    idempotency_key: str | None
    status: int | None
    answered_at: datetime | None


class AuditFilter(msgspec.Struct, frozen=True):
    """Which deeds: of a user, in a time, of one call."""

    user: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    call: str | None = None


class UserState(msgspec.Struct, frozen=True, omit_defaults=True):
    """A user as administrators see it."""

    id: str
    name: str
    role: Role
    created_at: datetime
    nodes: tuple[str, ...] | None = None
    language: str | None = None
    signs_in_with: tuple[str, ...] = ()
    disabled_at: datetime | None = None
    revision: int = 1


__all__ = [
    "AddUser",
    "ApiKey",
    "AuditFilter",
    "AuditedCall",
    "Caller",
    "CreateKey",
    "Deed",
    "KeyCreated",
    "Role",
    "Scope",
    "SetDuties",
    "SignIn",
    "UserState",
]
