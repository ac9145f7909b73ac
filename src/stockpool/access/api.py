"""The door of this room: keys, users and sessions, who is let in by them, and the audit of what people do."""

from __future__ import annotations

import os
from datetime import datetime

from psycopg import AsyncConnection

from stockpool.access.audit_book import AuditBook
from stockpool.access.decide.attempts import too_many
from stockpool.access.decide.keys import UNKNOWN_KEY, decide_key
from stockpool.access.decide.provided import ClaimMap, departure_of, local_path, read_roles
from stockpool.access.decide.sessions import FORGED, LOCKED, NO_SESSION, WRONG, is_forged
from stockpool.access.decide.users import LANGUAGES, fold_name
from stockpool.access.keyring import KeyRing, LoadKeys
from stockpool.access.messages import ApiKey, Caller, CreateKey, KeyCreated, Role, Scope
from stockpool.access.name_book import NameBook, names_of
from stockpool.access.passwords import Passwords
from stockpool.access.people import Person, SessionTerms, User
from stockpool.access.provider import Provider, ProviderFailed, ProviderSettings, client_is_missing
from stockpool.access.roles import ROLES
from stockpool.access.session_desk import SessionDesk, SignedIn
from stockpool.access.store import keys as store
from stockpool.access.tokens import ENTROPY_BYTES
from stockpool.access.user_desk import UserDesk, new_password
from stockpool.kernel.refusals import Refused

__all__ = [
    "FORGED",
    "LANGUAGES",
    "LOCKED",
    "NO_SESSION",
    "ROLES",
    "UNKNOWN_KEY",
    "WRONG",
    "ApiKey",
    "AuditBook",
    "Caller",
    "ClaimMap",
    "CreateKey",
    "KeyCreated",
    "KeyRing",
    "LoadKeys",
    "NameBook",
    "Passwords",
    "Person",
    "Provider",
    "ProviderFailed",
    "ProviderSettings",
    "Role",
    "Scope",
    "SessionDesk",
    "SessionTerms",
    "SignedIn",
    "User",
    "UserDesk",
    "active_keys",
    "client_is_missing",
    "create_key",
    "departure_of",
    "fold_name",
    "is_forged",
    "list_keys",
    "local_path",
    "names_of",
    "new_password",
    "read_roles",
    "revoke_key",
    "too_many",
]


async def create_key(conn: AsyncConnection, command: CreateKey, now: datetime) -> KeyCreated | Refused:
    """Make and store a key; its token is in the answer and nowhere else."""
    decided = decide_key(command, entropy=os.urandom(ENTROPY_BYTES), now=now)
    if isinstance(decided, KeyCreated):
        await store.insert_key(conn, decided.key)
    return decided


async def list_keys(conn: AsyncConnection) -> list[ApiKey]:
    """All keys, the newest first."""
    return await store.select_all(conn)


async def active_keys(conn: AsyncConnection, now: datetime) -> list[ApiKey]:
    """What a `KeyRing` loads."""
    return await store.select_active(conn, now)


async def revoke_key(conn: AsyncConnection, key_id: str, now: datetime) -> bool:
    """Close a key for good; False when there is none of this id."""
    return await store.revoke(conn, key_id, now)
