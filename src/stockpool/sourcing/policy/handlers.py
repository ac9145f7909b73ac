"""The life of a policy: stored, let act, taken back. Load, decide, save; the caller owns the transaction.

Writers must take turns: whoever calls holds the network's lock, and tells every cache of a step that was taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from psycopg import AsyncConnection

from stockpool.kernel.refusals import Problem, Reason, Refused
from stockpool.sourcing.policy.cases import read_cases
from stockpool.sourcing.policy.decide import broken, decide_activation, decide_rollback, decide_shadow, note_problem
from stockpool.sourcing.policy.document import Policy
from stockpool.sourcing.policy.messages import (
    Activated,
    ActivatePolicy,
    ActivePolicy,
    PolicyPut,
    PutPolicy,
    RollBack,
    Shadow,
    StoredPolicy,
)
from stockpool.sourcing.policy.naming import Known
from stockpool.sourcing.policy.queries import (
    all_activations,
    get_policy,
    last_activation,
    last_shadow,
    policy_of_digest,
)
from stockpool.sourcing.policy.reading import read_policy
from stockpool.sourcing.policy.store import insert_activation, insert_policy, insert_shadow
from stockpool.sourcing.policy.trying import Decide, try_cases


async def put_policy(conn: AsyncConnection, command: PutPolicy, *, now: datetime, actor: str) -> PolicyPut | Refused:
    """Store a document that reads cleanly; the same document again is the same version."""
    read = read_policy(command.text, command.file)
    if read.policy is None:
        return broken(read.problems, "the policy cannot be read")
    if command.cases is not None:
        cases = read_cases(command.cases, f"{command.file} (cases)")
        if cases.cases is None:
            return broken(cases.problems, "the policy's cases cannot be read")
    if (wrong := note_problem(command.note)) is not None:
        return Refused(Reason.INVALID_INPUT, f"note: {wrong}", (Problem("note", wrong),))
    name, digest = read.policy.name, digest_of(command.text, command.cases)
    new = await insert_policy(conn, name, command, digest, now=now, actor=actor)
    return PolicyPut(await policy_of_digest(conn, name, digest), new)


async def activate_policy(
    conn: AsyncConnection, command: ActivatePolicy, *, known: Known, decide: Decide, now: datetime, actor: str
) -> Activated | Refused:
    """Let a stored policy act from the next order on, if it can be obeyed and passes its cases."""
    stored = await get_policy(conn, command.name, command.version)
    if stored is None:
        which = command.name if command.version is None else f"{command.name}@{command.version}"
        return Refused(Reason.UNKNOWN_POLICY, f"there is no policy {which!r}")
    refused = _obeyable(stored, known, decide)
    if refused is not None:
        return refused
    decided = decide_activation(
        stored,
        await last_activation(conn),
        now=now,
        actor=actor,
        note=command.note,
        if_sequence=command.if_sequence,
    )
    return await _taken(conn, decided)


async def roll_back(
    conn: AsyncConnection, command: RollBack, *, known: Known, decide: Decide, now: datetime, actor: str
) -> Activated | Refused:
    """Let that act again which acted before; it is looked at anew, for the world may have changed."""
    steps = await all_activations(conn)
    decided = decide_rollback(steps, now=now, actor=actor, note=command.note, if_sequence=command.if_sequence)
    if isinstance(decided, Activated) and decided.activation.policy is not None:
        stored = await get_policy(conn, decided.activation.policy, decided.activation.version)
        assert stored is not None
        refused = _obeyable(stored, known, decide)
        if refused is not None:
            return refused
    return await _taken(conn, decided)


async def load_active(conn: AsyncConnection) -> ActivePolicy | None:
    """The policy that acts; None where the built-in routing does."""
    last = await last_activation(conn)
    if last is None or last.policy is None or last.version is None:
        return None
    stored = await get_policy(conn, last.policy, last.version)
    assert stored is not None
    return ActivePolicy(stored.name, stored.version, _readable(stored), last.sequence)


async def set_shadow(
    conn: AsyncConnection, name: str | None, version: int | None, *, known: Known, now: datetime, actor: str
) -> Shadow | Refused:
    """Let a stored policy that can be obeyed decide beside the one that acts, or none; what is so already stays."""
    last = await last_shadow(conn)
    stored = await get_policy(conn, name, version) if name is not None else None
    if name is not None and stored is None:
        return Refused(
            Reason.UNKNOWN_POLICY, f"there is no policy {name if version is None else f'{name}@{version}'!r}"
        )
    if stored is not None:
        read = read_policy(stored.text, named(stored), known)
        if read.policy is None:
            return broken(read.problems, f"{named(stored)} cannot be obeyed")
    shadow = decide_shadow(stored, last, now=now, actor=actor)
    if shadow is not last:
        await insert_shadow(conn, shadow)
    return shadow


async def load_shadow(conn: AsyncConnection) -> ActivePolicy | None:
    """The policy that decides beside the one that acts; None where there is none, or where it cannot be read any more.

    One that only looks on must not keep orders from being placed.
    """
    last = await last_shadow(conn)
    if last is None or last.policy is None:
        return None
    stored = await get_policy(conn, last.policy, last.version)
    assert stored is not None
    read = read_policy(stored.text, named(stored))
    return None if read.policy is None else ActivePolicy(stored.name, stored.version, read.policy, last.sequence)


def digest_of(text: str, cases: str | None) -> str:
    """What two documents share only if they and their cases are the same."""
    digest = sha256(text.encode())
    if cases is not None:
        digest.update(b"\0")
        digest.update(cases.encode())
    return digest.hexdigest()


def named(stored: StoredPolicy) -> str:
    """A version as commands and reports write it."""
    return f"{stored.name}@{stored.version}"


def _obeyable(stored: StoredPolicy, known: Known, decide: Decide) -> Refused | None:
    """Why a stored policy cannot act; its text is read again, for strategies and names may have gone since."""
    read = read_policy(stored.text, named(stored), known)
    if read.policy is None:
        return broken(read.problems, f"{named(stored)} cannot be obeyed")
    if stored.cases is None:
        return None
    failed = _failed(read.policy, stored, decide)
    if not failed:
        return None
    many = f"{len(failed)} of its cases" if len(failed) > 1 else "one of its cases"
    return Refused(Reason.POLICY_FAILS_CASES, f"{named(stored)} fails {many}", tuple(failed))


def _failed(policy: Policy, stored: StoredPolicy, decide: Decide) -> Sequence[Problem]:
    read = read_cases(stored.cases or "", f"{named(stored)} (cases)")
    if read.cases is None:
        return [Problem(f"{each.file}:{each.line}", each.message) for each in read.problems]
    report = try_cases(policy, read.cases, decide)
    return [Problem(each.case, "; ".join(each.failures)) for each in report.results if each.failures]


def _readable(stored: StoredPolicy) -> Policy:
    """A policy that acts was read when it was let act; if it cannot be any more, a package with a strategy is gone."""
    read = read_policy(stored.text, named(stored))
    if read.policy is None:
        raise RuntimeError("the active policy cannot be read:\n" + "\n".join([each.text for each in read.problems]))
    return read.policy


async def _taken(conn: AsyncConnection, decided: Activated | Refused) -> Activated | Refused:
    if isinstance(decided, Activated) and decided.new:
        await insert_activation(conn, decided.activation)
    return decided
