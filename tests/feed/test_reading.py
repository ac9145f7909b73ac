"""A page of the feed costs the same however much lies behind it."""

from __future__ import annotations

import pytest

from stockpool.feed.queries import READ
from stockpool.runtime.database import Database

FILL = """
insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
select i, gen_random_uuid(), gen_random_uuid(), 'order.placed', 'o', 'test', now(), '{}'
from generate_series(1, 20000) as i
"""
PLACE = "insert into feed_positions (position, event_id) select movement_id, movement_id from movements"

LOOKED_UP = "cross join lateral (select * from events each where each.event_id = p.event_id limit 1) as e"
JOINED = "join events e on e.event_id = p.event_id"


@pytest.mark.parametrize("looked_up", [True, False])
async def test_events_are_looked_up_by_their_keys(database: Database, *, looked_up: bool) -> None:
    assert LOOKED_UP in READ
    statement = READ if looked_up else READ.replace(LOOKED_UP, JOINED)
    async with database.read() as connection:
        for each in (FILL, PLACE, "analyze movements, feed_positions"):
            await connection.execute(each.encode())
        rows = await (await connection.execute(f"explain {statement}".encode(), (10_000, 500))).fetchall()
    assert ("Seq Scan on movements" not in str(rows)) is looked_up
