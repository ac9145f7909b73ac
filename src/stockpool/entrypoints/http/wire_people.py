"""What is said of sessions, users and the audit over HTTP."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import msgspec

from stockpool.access.api import Person, Role, Scope
from stockpool.access.messages import AuditedCall, UserState
from stockpool.entrypoints.http.editable import PageQuery
from stockpool.entrypoints.http.wire_types import Id, Moment

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
Password = Annotated[str, msgspec.Meta(max_length=1_000)]
Pin = Annotated[str, msgspec.Meta(max_length=64)]
Nodes = Annotated[tuple[Id, ...], msgspec.Meta(max_length=10_000)]


class SignInInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who signs in, on which device."""

    name: Name
    password: Password
    device: Annotated[str, msgspec.Meta(max_length=64)] = ""


class SessionReply(msgspec.Struct, frozen=True):
    """Who has signed in, what they may do, and the token that calls which change something need."""

    user: str
    id: str
    role: Role
    scopes: tuple[Scope, ...]
    nodes: tuple[str, ...] | None
    language: str | None
    device: str
    csrf_token: str
    locked: bool
    has_pin: bool
    has_password: bool
    ends_at: datetime


class PinInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A PIN."""

    pin: Pin


class PasswordInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The password that was, and the one that is to be."""

    old: Password
    new: Password


class SignedOut(msgspec.Struct, frozen=True):
    """The session is over."""

    ended: bool = True


class UserInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A new user; without a password one is made and told."""

    name: Name
    role: Role
    nodes: Nodes = ()
    language: str | None = None
    password: Password | None = None


class DutiesInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a user may do."""

    role: Role
    nodes: Nodes = ()
    language: str | None = None
    disabled: bool = False


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another password; without one it is made and told."""

    password: Password | None = None


class UserPage(msgspec.Struct, frozen=True):
    """Users in the order of their names."""

    users: tuple[UserState, ...]
    next: str | None


class AuditQuery(PageQuery, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """Which deeds: of a user, in a time, of one call such as `POST /v1/facts`."""

    user: Name | None = None
    since: Moment | None = None
    until: Moment | None = None
    call: Annotated[str, msgspec.Meta(max_length=200)] | None = None


class AuditPage(msgspec.Struct, frozen=True):
    """What people did, the newest first."""

    deeds: tuple[AuditedCall, ...]
    next: str | None


def session_reply(person: Person) -> SessionReply:
    """What a person is told of the session."""
    return SessionReply(
        user=person.name,
        id=person.id,
        role=person.role,
        scopes=tuple(sorted(person.scopes)),
        nodes=tuple(sorted(person.nodes)) if person.nodes is not None else None,
        language=person.language,
        device=person.device,
        csrf_token=person.csrf_token,
        locked=person.locked,
        has_pin=person.has_pin,
        has_password=person.has_password,
        ends_at=person.ends_at,
    )
