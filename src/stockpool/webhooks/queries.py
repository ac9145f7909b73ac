"""Reading endpoints, their secrets, dead letters and attempts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

import msgspec
from psycopg import AsyncConnection

from stockpool.webhooks.messages import Attempt, DeadLetter, EndpointInput, Status
from stockpool.webhooks.model import Endpoint, Progress, Secret

COLUMNS = """
e.endpoint_id, e.revision, e.touched, e.epoch, e.created_at,
e.url, e.description, e.types, e.skus, e.nodes, e.channels, e.batch_max,
e.position, e.status, e.reason, e.attempts, e.failing_since, e.next_attempt_at, e.last_error, e.delivered_at
"""

STANDING = "select endpoint_id, touched from webhook_endpoints where status = 'active'"
"""What there is to deliver to, and whether people have touched it; asked twice a second."""

READ_BY_ALL = "select min(position) from webhook_endpoints where status <> 'stopped'"
"""A stopped endpoint has said that it wants no more, or has lost its place already: nothing is kept for it."""

PLACES = "select endpoint_id, position from webhook_endpoints where status <> 'stopped' order by endpoint_id"

COUNT_STOPPED = "select count(*) from webhook_endpoints where status = 'stopped'"

SOME = f"select {COLUMNS} from webhook_endpoints e where e.endpoint_id = any(%s::text[])"  # noqa: S608 -- constants

PAGE = f"select {COLUMNS} from webhook_endpoints e where e.endpoint_id > %s order by e.endpoint_id limit %s"  # noqa: S608

SECRETS = (
    "select endpoint_id, secret, since, until from webhook_secrets where endpoint_id = any(%s::text[]) order by since"
)

COUNTS = """
select endpoint_id, count(*) from webhook_dead_letters where endpoint_id = any(%s::text[]) group by endpoint_id
"""

LETTERS = """
select position, event_id::text, type, died_at, attempts, error, asked, event from webhook_dead_letters
where endpoint_id = %s and position > %s order by position limit %s
"""

ASKED = """
select position, event_id, event from webhook_dead_letters
where endpoint_id = %s and asked order by position limit %s
"""

ATTEMPTS = """
select at, first_position, events, outcome, status, milliseconds, error from webhook_attempts
where endpoint_id = %s order by attempt_id desc limit %s
"""


class Asked(NamedTuple):
    """A dead letter that is to be sent once more."""

    position: int
    event_id: int
    event: bytes


def endpoint_from(row: Sequence[Any]) -> Endpoint:
    """An endpoint from the columns of COLUMNS."""
    endpoint_id, revision, touched, epoch, created_at, url, description, types, skus, nodes, channels, batch_max = row[
        :12
    ]
    position, status, *rest = row[12:]
    return Endpoint(
        id=endpoint_id,
        revision=revision,
        touched=touched,
        epoch=epoch,
        created_at=created_at,
        definition=EndpointInput(
            url=url,
            description=description,
            types=tuple(types),
            skus=tuple(skus),
            nodes=tuple(nodes),
            channels=tuple(channels),
            batch_max=batch_max,
        ),
        progress=Progress(position, Status(status), *rest),
    )


async def standing(connection: AsyncConnection) -> dict[str, int]:
    """The endpoints that are to be served, with how often people have touched them."""
    return dict(await (await connection.execute(STANDING)).fetchall())


async def get_endpoints(connection: AsyncConnection, ids: Collection[str]) -> list[Endpoint]:
    """Those of these endpoints that are there."""
    return [endpoint_from(row) for row in await (await connection.execute(SOME.encode(), (list(ids),))).fetchall()]


async def list_endpoints(connection: AsyncConnection, after: str, limit: int) -> list[Endpoint]:
    """A page in the order of ids, which is the order in which they were made."""
    return [endpoint_from(row) for row in await (await connection.execute(PAGE.encode(), (after, limit))).fetchall()]


async def secrets_of(connection: AsyncConnection, ids: Collection[str]) -> dict[str, list[Secret]]:
    """The secrets of endpoints, the oldest first."""
    found: dict[str, list[Secret]] = {each: [] for each in ids}
    for endpoint_id, *values in await (await connection.execute(SECRETS, (list(ids),))).fetchall():
        found[endpoint_id].append(Secret(*values))
    return found


async def count_letters(connection: AsyncConnection, ids: Collection[str]) -> dict[str, int]:
    """How many dead letters endpoints have, where they have any."""
    return dict(await (await connection.execute(COUNTS, (list(ids),))).fetchall())


async def list_letters(connection: AsyncConnection, endpoint_id: str, after: int, limit: int) -> list[DeadLetter]:
    """A page of dead letters in the order of the feed."""
    rows = await (await connection.execute(LETTERS, (endpoint_id, after, limit))).fetchall()
    return [DeadLetter(*(*row[:-1], msgspec.json.decode(row[-1]))) for row in rows]


async def asked_letters(connection: AsyncConnection, endpoint_id: str, limit: int) -> list[Asked]:
    """The first dead letters that are to be sent once more."""
    return [Asked(*row) for row in await (await connection.execute(ASKED, (endpoint_id, limit))).fetchall()]


async def list_attempts(connection: AsyncConnection, endpoint_id: str, limit: int) -> list[Attempt]:
    """The latest calls, the newest first."""
    return [Attempt(*row) for row in await (await connection.execute(ATTEMPTS, (endpoint_id, limit))).fetchall()]


async def read_by_all(connection: AsyncConnection) -> int | None:
    """How far the last of the endpoints is that go on; None where there is none."""
    row = await (await connection.execute(READ_BY_ALL)).fetchone()
    return None if row is None or row[0] is None else int(row[0])


async def count_stopped(connection: AsyncConnection) -> int:
    """How many endpoints are stopped."""
    row = await (await connection.execute(COUNT_STOPPED)).fetchone()
    return int(row[0]) if row else 0


async def places(connection: AsyncConnection) -> list[tuple[str, int]]:
    """How far each endpoint is that goes on."""
    return [(name, place) for name, place in await (await connection.execute(PLACES)).fetchall()]
