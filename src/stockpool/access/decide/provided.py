"""Signing in at an OpenID provider: what goes there with the browser, and who it is that the provider tells of."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import msgspec

from stockpool.access.messages import AddUser
from stockpool.access.roles import ROLES, Role
from stockpool.kernel.refusals import Reason, Refused

SECRET_BYTES = 32
RETURN_TO_LENGTH_MAX = 300


class Departure(msgspec.Struct, frozen=True):
    """What belongs to one way to the provider and back, all of it made of one secret that the browser keeps.

    `state` shows that the browser that comes back is the one that left, `nonce` that the token was made for it, and
    `verifier` that the code was (PKCE): neither can be had from what the provider and the address bar see.
    """

    state: str
    nonce: str
    verifier: str
    challenge: str


class ClaimMap(msgspec.Struct, frozen=True, kw_only=True):
    """Where in the claims name, role and nodes stand, and which value means which role."""

    name: str
    role: str
    roles: Mapping[str, Role]
    nodes: str


def departure_of(secret: str) -> Departure:
    """What is made of a secret."""
    state, nonce, verifier = [_digest(f"{what} {secret}") for what in ("state", "nonce", "verifier")]
    return Departure(state, nonce, verifier, _digest(verifier))


def read_roles(text: str) -> dict[str, Role]:
    """`stock-admins=admin, pickers=associate` as a table; raises ValueError with what is wrong."""
    roles: dict[str, Role] = {}
    for pair in filter(None, map(str.strip, text.split(","))):
        value, equals, role = map(str.strip, pair.rpartition("="))
        if not value or not equals or role not in list(Role):
            raise ValueError(f"{pair!r} must be VALUE=ROLE with a role of {', '.join(Role)}")
        roles[value] = Role(role)
    return roles


def local_path(asked: str) -> str:
    """Where the browser goes afterwards: a page of this server, never another one's."""
    sound = asked.isprintable() and asked.isascii() and len(asked) <= RETURN_TO_LENGTH_MAX
    is_local = asked[:1] == "/" and asked[1:2] not in ("/", "\\")
    return asked if sound and is_local and not set(asked) & set('\\ "<>;') else "/"


def told_user(issuer: str, claims: Mapping[str, Any], where: ClaimMap) -> AddUser | Refused:
    """The user whom the claims of a verified token tell of; who has no role here is not let in."""
    values = _texts(_found(claims, where.role))
    role = next((role for value, role in where.roles.items() if value in values), None)
    if role is None:
        return Refused(Reason.FORBIDDEN, "the provider knows this person, but tells of no role here")
    nodes = _texts(_found(claims, where.nodes)) if ROLES[role].at_nodes else ()
    name = _texts(_found(claims, where.name)) or (str(claims["sub"]),)
    return AddUser(name=name[0], role=role, nodes=tuple(nodes), subject=f"{issuer} {claims['sub']}")


def _found(claims: Mapping[str, Any], path: str) -> object:
    """A claim by its name, or by the names that lead to it."""
    if path in claims:
        return claims[path]
    found: object = claims
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _texts(value: object) -> Sequence[str]:
    if isinstance(value, str):
        return tuple(filter(None, map(str.strip, value.split(","))))
    return tuple([each for each in value if isinstance(each, str)]) if isinstance(value, list) else ()


def _digest(text: str) -> str:
    return urlsafe_b64encode(sha256(text.encode()).digest()).rstrip(b"=").decode()
