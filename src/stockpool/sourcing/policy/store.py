"""Saving policies and the steps that let them act. Rows are never changed."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.sourcing.policy.messages import Activation, PutPolicy, Shadow

# The same document again makes no new version. Callers take turns, so that numbers are neither lost nor drawn twice.
INSERT_POLICY = """
    insert into sourcing_policies (name, version, text, cases, digest, created_at, created_by, note)
    select %(name)s, coalesce(max(version), 0) + 1, %(text)s, %(cases)s, %(digest)s, %(now)s, %(actor)s, %(note)s
    from sourcing_policies where name = %(name)s
    on conflict (name, digest) do nothing"""

INSERT_ACTIVATION = """
    insert into policy_activations (sequence, policy, version, back_to, activated_at, activated_by, note)
    values (%s, %s, %s, %s, %s, %s, %s)"""


INSERT_SHADOW = "insert into policy_shadows (sequence, policy, version, set_at, set_by) values (%s, %s, %s, %s, %s)"


async def insert_policy(
    conn: AsyncConnection, name: str, command: PutPolicy, digest: str, *, now: datetime, actor: str
) -> bool:
    """Store a document as the next version of its name; False where it is stored already."""
    values = {
        "name": name, "text": command.text, "cases": command.cases, "digest": digest,
        "now": now, "actor": actor, "note": command.note,
    }  # fmt: skip
    return (await conn.execute(INSERT_POLICY, values)).rowcount == 1


async def insert_activation(conn: AsyncConnection, step: Activation) -> None:
    """Store one step."""
    await conn.execute(INSERT_ACTIVATION, msgspec.structs.astuple(step))


async def insert_shadow(conn: AsyncConnection, shadow: Shadow) -> None:
    """Store which policy decides beside the one that acts."""
    await conn.execute(INSERT_SHADOW, msgspec.structs.astuple(shadow))
