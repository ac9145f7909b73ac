"""Reading stored policies and the steps that let them act."""

from __future__ import annotations

from psycopg import AsyncConnection

from stockpool.kernel.ids import id_problem
from stockpool.sourcing.policy.messages import Activation, PolicyHead, Shadow, StoredPolicy

SELECT_POLICY = """
    select name, version, digest, created_at, created_by, note, text, cases from sourcing_policies
    where name = %s"""

ONE_VERSION = " and version = %s"
NEWEST_VERSION = " order by version desc limit 1"
BY_DIGEST = " and digest = %s"

# One page in the order of names, each with its newest version first.
SELECT_HEADS = """
    select name, version, digest, created_at, created_by, note, cases is not null from sourcing_policies
    where (name, -version) > (%s, %s) order by name, version desc limit %s"""

SELECT_STEPS = """
    select sequence, policy, version, back_to, activated_at, activated_by, note from policy_activations"""

LAST_STEP = " order by sequence desc limit 1"
PAGE_OF_STEPS = " where sequence < %s order by sequence desc limit %s"

LAST_SHADOW = "select sequence, policy, version, set_at, set_by from policy_shadows order by sequence desc limit 1"

SEQUENCE_BEYOND = 2**62


async def get_policy(conn: AsyncConnection, name: str, version: int | None = None) -> StoredPolicy | None:
    """One version of a policy, the newest where none is named."""
    if id_problem(name) is not None or (version is not None and not 0 < version < 2**31):
        return None
    if version is None:
        cursor = await conn.execute(SELECT_POLICY + NEWEST_VERSION, [name])
    else:
        cursor = await conn.execute(SELECT_POLICY + ONE_VERSION, [name, version])
    row = await cursor.fetchone()
    return None if row is None else StoredPolicy(*row)


async def policy_of_digest(conn: AsyncConnection, name: str, digest: str) -> StoredPolicy:
    """The version that holds a document which is stored."""
    row = await (await conn.execute(SELECT_POLICY + BY_DIGEST, [name, digest])).fetchone()
    assert row is not None
    return StoredPolicy(*row)


async def list_policies(conn: AsyncConnection, after: tuple[str, int] | None, limit: int) -> list[PolicyHead]:
    """At most `limit` versions by name, each name's newest first, those behind `after`."""
    name, version = after or ("", 0)
    rows = await (await conn.execute(SELECT_HEADS, [name, -version, limit])).fetchall()
    return [PolicyHead(*row) for row in rows]


async def last_activation(conn: AsyncConnection) -> Activation | None:
    """The step that says what acts; None where none was taken."""
    row = await (await conn.execute(SELECT_STEPS + LAST_STEP)).fetchone()
    return None if row is None else Activation(*row)


async def list_activations(conn: AsyncConnection, before: int | None, limit: int) -> list[Activation]:
    """At most `limit` steps, the newest first, those before a step."""
    rows = await (await conn.execute(SELECT_STEPS + PAGE_OF_STEPS, [before or SEQUENCE_BEYOND, limit])).fetchall()
    return [Activation(*row) for row in rows]


async def last_shadow(conn: AsyncConnection) -> Shadow | None:
    """Which policy decides beside the one that acts; None where that was never set."""
    row = await (await conn.execute(LAST_SHADOW)).fetchone()
    return None if row is None else Shadow(*row)


async def all_activations(conn: AsyncConnection) -> dict[int, Activation]:
    """All steps by their number; people take them, so they are few."""
    rows = await (await conn.execute(SELECT_STEPS)).fetchall()
    return {row[0]: Activation(*row) for row in rows}
