"""SQL of the audit."""

from __future__ import annotations

from datetime import datetime

from psycopg import AsyncConnection

from stockpool.access.messages import AuditedCall, AuditFilter, Deed

INSERT_DEED = """
insert into audit (at, user_id, session_id, device, address, call, subjects, idempotency_key)
values (%s, %s, %s, %s, %s, %s, %s, %s) returning audit_id
"""

INSERT_OUTCOME = "insert into audit_outcomes (audit_id, status, at) values (%s, %s, %s)"

# The newest first; a filter that was not given is null.
SELECT_PAGE = """
select a.audit_id, a.at, u.name, a.device, a.address, a.call, a.subjects, a.idempotency_key, o.status, o.at
from audit a join users u on u.id = a.user_id left join audit_outcomes o on o.audit_id = a.audit_id
where a.audit_id < %(before)s
  and (%(user)s::text is null or u.name = %(user)s)
  and (%(from)s::timestamptz is null or a.at >= %(from)s)
  and (%(until)s::timestamptz is null or a.at < %(until)s)
  and (%(call)s::text is null or a.call = %(call)s)
order by a.audit_id desc limit %(limit)s
"""

DELETE_OLD = "delete from audit where at < %s"


async def insert_deed(conn: AsyncConnection, deed: Deed, now: datetime) -> int:
    """Write down what is about to be done; its number."""
    values = (
        now,
        deed.user_id,
        deed.session_id,
        deed.device,
        deed.address,
        deed.call,
        list(deed.subjects),
        deed.idempotency_key,
    )
    row = await (await conn.execute(INSERT_DEED, values)).fetchone()
    assert row is not None
    return int(row[0])


async def insert_outcome(conn: AsyncConnection, audit_id: int, status: int, now: datetime) -> None:
    """Write down how it came out."""
    await conn.execute(INSERT_OUTCOME, (audit_id, status, now))


async def page(conn: AsyncConnection, asked: AuditFilter, before: int, limit: int) -> list[AuditedCall]:
    """What people did before a number, the newest first."""
    values = {
        "before": before,
        "user": asked.user,
        "from": asked.since,
        "until": asked.until,
        "call": asked.call,
        "limit": limit,
    }
    cursor = await conn.execute(SELECT_PAGE, values)
    return [
        AuditedCall(audit_id, at, user, device, address, call, tuple(subjects), key, status, answered_at)
        for audit_id, at, user, device, address, call, subjects, key, status, answered_at in await cursor.fetchall()
    ]


async def delete_old(conn: AsyncConnection, before: datetime) -> int:
    """Forget what was done before; how much that was."""
    return (await conn.execute(DELETE_OLD, (before,))).rowcount
