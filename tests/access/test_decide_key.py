"""Which keys are made, and who is let in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from stockpool.access.decide.keys import admit, decide_key
from stockpool.access.messages import CreateKey, KeyCreated, Scope
from stockpool.access.tokens import ENTROPY_BYTES, new_token
from stockpool.kernel.refusals import Refused

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
ENTROPY = bytes(range(ENTROPY_BYTES))


def made(command: CreateKey) -> KeyCreated:
    decided = decide_key(command, entropy=ENTROPY, now=NOW)
    assert isinstance(decided, KeyCreated)
    return decided


def test_a_key_holds_the_hash_of_its_secret_and_the_token_the_secret() -> None:
    created = made(CreateKey("till 7", ("sell", "read")))
    prefix, key_id, secret = created.token.split("_", 2)
    assert (prefix, key_id) == ("sp", created.key.id)
    assert len(secret) == 43
    assert secret.encode() not in created.key.secret_sha256
    assert secret not in repr(created.key)


def test_two_keys_share_nothing() -> None:
    tokens = {new_token(bytes([n]) * ENTROPY_BYTES) for n in range(3)}
    assert len({token for token, _, _ in tokens}) == len({key_id for _, key_id, _ in tokens}) == 3


def test_a_key_needs_its_full_entropy() -> None:
    with pytest.raises(ValueError, match="38 random bytes"):
        new_token(ENTROPY[1:])


@pytest.mark.parametrize(
    ("command", "paths"),
    [
        (CreateKey("", ("read",)), ["name"]),
        (CreateKey("a\x00", ("read",)), ["name"]),
        (CreateKey("a", ()), ["scopes"]),
        (CreateKey("a", ("read", "reed")), ["scopes[1]"]),
        (CreateKey("a", ("read",), nodes=("N1", " ")), ["nodes[1]"]),
        (CreateKey("a", ("read",), expires_at=NOW), ["expires_at"]),
        (CreateKey("", ("x",), expires_at=NOW - timedelta(days=1)), ["name", "scopes[0]", "expires_at"]),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_with_every_field(command: CreateKey, paths: list[str]) -> None:
    refused = decide_key(command, entropy=ENTROPY, now=NOW)
    assert isinstance(refused, Refused)
    assert [problem.path for problem in refused.problems] == paths


@pytest.mark.parametrize(
    ("scopes", "asked", "allowed"),
    [
        (("read",), Scope.READ, True),
        (("read",), Scope.SELL, False),
        (("sell",), Scope.READ, False),
        (("stock",), Scope.ADMIN, False),
        (("admin",), Scope.READ, True),
        (("admin",), Scope.STOCK, True),
        (("read", "sell"), Scope.SELL, True),
    ],
)
def test_a_scope_allows_itself_and_admin_allows_all(scopes: tuple[str, ...], asked: Scope, allowed: bool) -> None:
    assert made(CreateKey("a", scopes)).key.allows(asked) is allowed


def test_a_key_without_node_limit_acts_everywhere_and_one_with_only_there() -> None:
    assert made(CreateKey("a", ("sell",))).key.may_act_on("N9")
    limited = made(CreateKey("a", ("sell",), nodes=("N1", "N2"))).key
    assert [limited.may_act_on(node) for node in ("N1", "N2", "N3")] == [True, True, False]


def test_the_right_token_is_admitted() -> None:
    created = made(CreateKey("a", ("read",)))
    assert admit({created.key.id: created.key}, created.token, NOW) == created.key


def test_every_other_token_is_refused_alike() -> None:
    created = made(CreateKey("a", ("read",), expires_at=NOW + timedelta(hours=1)))
    keys = {created.key.id: created.key}
    last = "A" if created.token[-1] != "A" else "B"
    attempts = [
        admit(keys, created.token[:-1] + last, NOW),
        admit(keys, created.token[:-1], NOW),
        admit(keys, "xx" + created.token[2:], NOW),
        admit(keys, created.token.replace(created.key.id, "0" * 11 + "f"), NOW),
        admit(keys, "", NOW),
        admit(keys, "ü" * len(created.token), NOW),
        admit(keys, created.token, NOW + timedelta(hours=1)),
        admit({created.key.id: replace(created.key, revoked_at=NOW)}, created.token, NOW),
    ]
    assert len({repr(attempt) for attempt in attempts}) == 1
    assert isinstance(attempts[0], Refused)
