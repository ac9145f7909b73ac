"""People as this room knows them: users, and the sessions in which they work."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from stockpool.access.model import Caller
from stockpool.access.roles import Role


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who can sign in, with a password or, known there by `subject`, at the OIDC provider."""

    id: str
    name: str
    role: Role
    nodes: frozenset[str] | None
    created_at: datetime
    language: str | None = None
    password_hash: str | None = None
    subject: str | None = None
    disabled_at: datetime | None = None
    revision: int = 1


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One signing-in on one device; its secret only as a hash."""

    id: str
    user: User
    secret_sha256: bytes
    device: str
    address: str
    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    pin_hash: str | None = None
    pin_failures: int = 0
    locked_at: datetime | None = None


class SessionTerms(msgspec.Struct, frozen=True, kw_only=True):
    """How long sessions last, and when those with a PIN lock by themselves."""

    idle: timedelta
    longest: timedelta
    idle_lock: timedelta


class Person(Caller, frozen=True, kw_only=True):
    """A person in a session, as a caller."""

    role: Role
    session_id: str
    device: str
    address: str
    ends_at: datetime
    csrf_token: str
    language: str | None = None
    has_pin: bool = False
    has_password: bool = True
    locked: bool = False
