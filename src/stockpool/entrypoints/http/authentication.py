"""Who calls, and whether the key allows it: scopes for the call, node limits for what it names."""

from __future__ import annotations

from collections.abc import Iterable

from stockpool.access.api import ApiKey, KeyRing, Scope
from stockpool.entrypoints.http.answers import Answer
from stockpool.entrypoints.http.problems import problem, refusal
from stockpool.kernel.refusals import Problem, Reason, Refused

CHALLENGE = (b"www-authenticate", b'Bearer realm="stockpool"')


async def authenticate(ring: KeyRing, headers: dict[bytes, bytes]) -> ApiKey | Answer:
    """The key in the `Authorization` header, or the problem with it."""
    given = headers.get(b"authorization", b"")
    if given[:7].lower() != b"bearer ":
        return problem(Reason.UNAUTHENTICATED, "the Authorization header holds no Bearer key", CHALLENGE)
    token = given[7:].decode("latin-1").strip()
    key = ring.admit_known(token) or await ring.admit(token)
    return problem(key.reason, key.message, CHALLENGE) if isinstance(key, Refused) else key


def scope_problem(key: ApiKey, scopes: tuple[Scope, ...]) -> Answer | None:
    """A problem when the key has none of the scopes that allow a call."""
    if any(key.allows(scope) for scope in scopes):
        return None
    return problem(Reason.FORBIDDEN, f"this call needs a key with scope {' or '.join(scopes)}")


ENDLESS_AISLE = "; what its till sells from other nodes names that till's node as sold_at"


def node_problem(key: ApiKey, named: Iterable[tuple[str, str | None]], hint: str = "") -> Answer | None:
    """A problem when a key limited to nodes names another, or none; `named` are paths and nodes."""
    if key.nodes is None:
        return None
    problems = tuple(
        Problem(path, f"this key may only act on {', '.join(sorted(key.nodes))}{hint}")
        for path, node in named
        if node is None or not key.may_act_on(node)
    )
    if not problems:
        return None
    return refusal(Refused(Reason.FORBIDDEN, "this key is limited to other nodes", problems))
