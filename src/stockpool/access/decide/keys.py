"""Which keys are made and who is let in; pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from stockpool.access.messages import CreateKey, KeyCreated
from stockpool.access.model import ApiKey, Scope
from stockpool.access.tokens import new_token, secret_fits, split_token
from stockpool.kernel.ids import id_problem
from stockpool.kernel.refusals import Problem, Reason, Refused

UNKNOWN_KEY = Refused(Reason.UNAUTHENTICATED, "the API key is unknown, revoked or expired")
"""One answer to all bad keys: which of the three it is, is not told to a stranger."""


def decide_key(command: CreateKey, *, entropy: bytes, now: datetime) -> KeyCreated | Refused:
    """Make a key for known scopes and well-formed nodes that has not expired already."""
    if problems := (*_name_problems(command), *_scope_problems(command), *_time_problems(command, now)):
        return Refused(Reason.INVALID_INPUT, "the key cannot be made", problems)
    token, key_id, secret_sha256 = new_token(entropy)
    key = ApiKey(
        id=key_id,
        name=command.name,
        secret_sha256=secret_sha256,
        scopes=frozenset(map(Scope, command.scopes)),
        nodes=frozenset(command.nodes) or None,
        created_at=now,
        expires_at=command.expires_at,
    )
    return KeyCreated(key, token)


def admit(keys: Mapping[str, ApiKey], token: str, now: datetime) -> ApiKey | Refused:
    """The active key that a token belongs to."""
    parts = split_token(token)
    key = keys.get(parts[0]) if parts else None
    if parts is None or key is None or not secret_fits(parts[1], key.secret_sha256) or not key.is_active(now):
        return UNKNOWN_KEY
    return key


def _name_problems(command: CreateKey) -> list[Problem]:
    named = [("name", command.name), *((f"nodes[{i}]", node) for i, node in enumerate(command.nodes))]
    return [Problem(path, message) for path, value in named if (message := id_problem(value))]


def _scope_problems(command: CreateKey) -> list[Problem]:
    if not command.scopes:
        return [Problem("scopes", f"must name at least one of {', '.join(Scope)}")]
    return [
        Problem(f"scopes[{i}]", f"must be one of {', '.join(Scope)}, not {scope!r}")
        for i, scope in enumerate(command.scopes)
        if scope not in list(Scope)
    ]


def _time_problems(command: CreateKey, now: datetime) -> list[Problem]:
    late = command.expires_at is not None and command.expires_at <= now
    return [Problem("expires_at", "must be in the future")] if late else []
