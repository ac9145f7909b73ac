"""Who calls, and what the caller may do: scopes for the call, node limits for what it names."""

from __future__ import annotations

from collections.abc import Iterable

from stockpool.access.api import ApiKey, Caller, KeyRing, Scope
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


def scope_problem(caller: Caller, scopes: tuple[Scope, ...]) -> Answer | None:
    """A problem when the caller has none of the scopes that allow a call."""
    if any(caller.allows(scope) for scope in scopes):
        return None
    return problem(Reason.FORBIDDEN, f"this call needs the scope {' or '.join(scopes)}")


ENDLESS_AISLE = "; what its till sells from other nodes names that till's node as sold_at"


def node_problem(caller: Caller, named: Iterable[tuple[str, str | None]], hint: str = "") -> Answer | None:
    """A problem when a caller limited to nodes names another, or none; `named` are paths and nodes."""
    if caller.nodes is None:
        return None
    problems = tuple(
        Problem(path, f"this caller may only act on {', '.join(sorted(caller.nodes))}{hint}")
        for path, node in named
        if node is None or not caller.may_act_on(node)
    )
    if not problems:
        return None
    return refusal(Refused(Reason.FORBIDDEN, "this caller is limited to other nodes", problems))
