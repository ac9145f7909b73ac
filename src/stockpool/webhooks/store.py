"""Writing endpoints, their secrets and their progress; and which process delivers to which."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.runtime.columns import column, time_column
from stockpool.webhooks.messages import EndpointInput
from stockpool.webhooks.model import Called, Endpoint, Letter, Progress, Secret
from stockpool.webhooks.queries import COLUMNS, endpoint_from

LOCK_CLASS = 20_861
"""The first half of the advisory locks by which a process has an endpoint for itself, while its session lives."""

CLAIM = """
select named.id from unnest(%s::text[]) as named (id) where pg_try_advisory_lock(%s, hashtext(named.id))
"""
GIVE_BACK = "select pg_advisory_unlock(%s, hashtext(named.id)) from unnest(%s::text[]) as named (id)"

INSERT = """
insert into webhook_endpoints
    (endpoint_id, created_at, url, description, types, skus, nodes, channels, batch_max, position)
values (%(id)s, %(now)s, %(url)s, %(description)s, %(types)s, %(skus)s, %(nodes)s, %(channels)s, %(batch_max)s,
        %(position)s)
"""

LOCK_ONE = f"select {COLUMNS} from webhook_endpoints e where e.endpoint_id = %s for update"  # noqa: S608 -- constants

PUT_DEFINITION = """
update webhook_endpoints
set url = %(url)s, description = %(description)s, types = %(types)s, skus = %(skus)s, nodes = %(nodes)s,
    channels = %(channels)s, batch_max = %(batch_max)s, revision = revision + 1, touched = touched + 1
where endpoint_id = %(id)s
"""

TOUCH = "update webhook_endpoints set touched = touched + 1 where endpoint_id = %s"

SET_PROGRESS = """
update webhook_endpoints
set position = %s, status = %s, reason = %s, attempts = %s, failing_since = %s, next_attempt_at = %s, last_error = %s,
    delivered_at = %s, touched = touched + 1, epoch = epoch + %s
where endpoint_id = %s
"""

DELETE = "delete from webhook_endpoints where endpoint_id = %s"

DELETE_SECRETS = "delete from webhook_secrets where endpoint_id = %s"
INSERT_SECRET = "insert into webhook_secrets (endpoint_id, secret, since, until) values (%s, %s, %s, %s)"  # noqa: S105

SAVE = """
update webhook_endpoints e
set position = s.position, attempts = s.attempts, failing_since = s.failing_since, next_attempt_at = s.next_attempt_at,
    last_error = s.last_error, delivered_at = s.delivered_at,
    status = case when s.status = 'stopped' then 'stopped' else e.status end,
    reason = case when s.status = 'stopped' then s.reason else e.reason end
from unnest(%s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[], %s::timestamptz[],
            %s::timestamptz[], %s::text[], %s::timestamptz[])
  as s (id, epoch, position, status, reason, attempts, failing_since, next_attempt_at, last_error, delivered_at)
where e.endpoint_id = s.id and e.epoch = s.epoch
returning e.endpoint_id
"""
"""Whoever set another position meanwhile has the last word."""

BURY = """
insert into webhook_dead_letters (endpoint_id, position, event_id, type, event, died_at, attempts, error)
values (%s, %s, %s, %s, %s, %s, %s, %s)
on conflict (endpoint_id, position) do update
set died_at = excluded.died_at, error = excluded.error, asked = false,
    attempts = webhook_dead_letters.attempts + excluded.attempts
"""

ASK = """
update webhook_dead_letters set asked = true
where endpoint_id = %s and (%s::bigint[] is null or event_id = any(%s::bigint[]))
"""

ARRIVED = "delete from webhook_dead_letters where endpoint_id = %s and position = any(%s::bigint[])"

STILL_DEAD = """
update webhook_dead_letters set asked = false, attempts = attempts + 1, error = %s, died_at = %s
where endpoint_id = %s and position = any(%s::bigint[])
"""

NOTE = """
insert into webhook_attempts (endpoint_id, at, first_position, events, outcome, status, milliseconds, error)
select s.*
from unnest(%s::text[], %s::timestamptz[], %s::bigint[], %s::int[], %s::text[], %s::int[], %s::int[], %s::text[])
  as s (id, at, first_position, events, outcome, status, milliseconds, error)
where exists (select from webhook_endpoints e where e.endpoint_id = s.id)
"""

ATTEMPTS_KEPT = 100
FORGET = """
delete from webhook_attempts a using unnest(%s::text[]) as named (id)
where a.endpoint_id = named.id and a.attempt_id <= (
    select k.attempt_id from webhook_attempts k where k.endpoint_id = named.id
    order by k.attempt_id desc offset %s limit 1
)
"""


async def claim(connection: AsyncConnection, ids: Collection[str]) -> set[str]:
    """Those of the endpoints that no other process delivers to; they are this session's until it ends."""
    cursor = await connection.execute(CLAIM.encode(), (list(ids), LOCK_CLASS))
    return {row[0] for row in await cursor.fetchall()}


async def give_back(connection: AsyncConnection, ids: Collection[str]) -> None:
    """Let others deliver to these endpoints."""
    await connection.execute(GIVE_BACK, (LOCK_CLASS, list(ids)))


async def insert_endpoint(
    connection: AsyncConnection, endpoint_id: str, definition: EndpointInput, position: int, now: datetime
) -> None:
    """Store a new endpoint."""
    await connection.execute(INSERT, _parameters(endpoint_id, definition) | {"now": now, "position": position})


async def lock_endpoint(connection: AsyncConnection, endpoint_id: str) -> Endpoint | None:
    """An endpoint that nobody else edits until the transaction ends."""
    row = await (await connection.execute(LOCK_ONE.encode(), (endpoint_id,))).fetchone()
    return None if row is None else endpoint_from(row)


async def put_definition(connection: AsyncConnection, endpoint_id: str, definition: EndpointInput) -> None:
    """Edit an endpoint."""
    await connection.execute(PUT_DEFINITION, _parameters(endpoint_id, definition))


async def touch_endpoint(connection: AsyncConnection, endpoint_id: str) -> None:
    """Let whoever delivers begin anew."""
    await connection.execute(TOUCH, (endpoint_id,))


async def set_progress(connection: AsyncConnection, endpoint_id: str, to: Progress, *, anew: bool) -> None:
    """Set how an endpoint stands; `anew` makes void what is being delivered now."""
    values = (to.position, to.status, to.reason, to.attempts, to.failing_since, to.next_attempt_at, to.last_error)
    await connection.execute(SET_PROGRESS, (*values, to.delivered_at, int(anew), endpoint_id))


async def delete_endpoint(connection: AsyncConnection, endpoint_id: str) -> bool:
    """Forget an endpoint with all that belongs to it."""
    return (await connection.execute(DELETE, (endpoint_id,))).rowcount == 1


async def put_secrets(connection: AsyncConnection, endpoint_id: str, secrets: Sequence[Secret]) -> None:
    """Replace the secrets of an endpoint."""
    await connection.execute(DELETE_SECRETS, (endpoint_id,))
    for each in secrets:
        await connection.execute(INSERT_SECRET, (endpoint_id, each.secret, each.since, each.until))


async def save_progress(
    connection: AsyncConnection,
    progress: Mapping[str, tuple[int, Progress]],
    letters: Sequence[tuple[str, Letter]],
) -> None:
    """Note how far endpoints have come, by the epoch that it counts for, and what died, in one transaction."""
    states = [each for _, each in progress.values()]
    parameters = (
        column(progress),
        column([epoch for epoch, _ in progress.values()]),
        column([each.position for each in states]),
        column([each.status for each in states]),
        column([each.reason for each in states]),
        column([each.attempts for each in states]),
        time_column([each.failing_since for each in states]),
        time_column([each.next_attempt_at for each in states]),
        column([each.last_error for each in states]),
        time_column([each.delivered_at for each in states]),
    )
    async with connection.transaction():
        saved = {row[0] for row in await (await connection.execute(SAVE, parameters)).fetchall()}
        for endpoint_id, letter in letters:
            if endpoint_id in saved:
                await connection.execute(BURY, (endpoint_id, *msgspec.structs.astuple(letter)))


async def ask_letters(connection: AsyncConnection, endpoint_id: str, event_ids: Sequence[int] | None) -> int:
    """Ask for dead letters to be sent once more, None all of them; how many there are."""
    named = None if event_ids is None else list(event_ids)
    return (await connection.execute(ASK, (endpoint_id, named, named))).rowcount


async def remove_letters(connection: AsyncConnection, endpoint_id: str, positions: Sequence[int]) -> None:
    """They have arrived after all."""
    await connection.execute(ARRIVED, (endpoint_id, list(positions)))


async def keep_letters(
    connection: AsyncConnection, endpoint_id: str, positions: Sequence[int], error: str, now: datetime
) -> None:
    """They were sent once more in vain."""
    await connection.execute(STILL_DEAD, (error, now, endpoint_id, list(positions)))


async def note_attempts(connection: AsyncConnection, attempts: Sequence[tuple[str, Called]]) -> None:
    """Keep the latest calls of each endpoint."""
    called = [each for _, each in attempts]
    parameters = (
        column([endpoint_id for endpoint_id, _ in attempts]),
        time_column([each.at for each in called]),
        column([each.first_position for each in called]),
        column([each.events for each in called]),
        column([each.verdict for each in called]),
        column([each.status for each in called]),
        column([each.milliseconds for each in called]),
        column([each.error for each in called]),
    )
    await connection.execute(NOTE, parameters)
    named = column(sorted({endpoint_id for endpoint_id, _ in attempts}))
    await connection.execute(FORGET, (named, ATTEMPTS_KEPT))


def _parameters(endpoint_id: str, definition: EndpointInput) -> dict[str, object]:
    values = msgspec.structs.asdict(definition)
    return {"id": endpoint_id} | {
        name: list(each) if isinstance(each, tuple) else each for name, each in values.items()
    }
