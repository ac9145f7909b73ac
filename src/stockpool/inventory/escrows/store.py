"""The SQL of escrows for lanes: lock them before positions, write them with what was decided."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.escrows.model import Escrow
from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import column, time_column, uuid_column

ESCROW_COLUMNS = "e.escrow_id::text, e.node, e.till, e.sells_until, e.keeps_until, e.opened_at, e.settled_at"

LOCK_ESCROWS = f"""
select {ESCROW_COLUMNS} from escrows e
where e.escrow_id = any(%s::uuid[])
order by e.escrow_id
for update
"""  # noqa: S608 -- a constant list of columns
"""One step of an escrow at a time, in the order of ids, behind orders and before positions."""

PUT_ESCROWS = """
insert into escrows (escrow_id, node, till, sells_until, keeps_until, opened_at, settled_at)
select * from unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::timestamptz[],
                     %s::timestamptz[])
on conflict (escrow_id) do update
set sells_until = excluded.sells_until, keeps_until = excluded.keeps_until, settled_at = excluded.settled_at
"""
"""An escrow as it is behind the last step of the group."""


class EscrowRecord(msgspec.Struct, frozen=True, gc=False):
    """An escrow as a task leaves it, to be written in the group's transaction."""

    escrow: Escrow


async def lock_escrows(connection: AsyncConnection, escrow_ids: Collection[str]) -> dict[str, Escrow]:
    """Those of the escrows that exist, locked."""
    cursor = await connection.execute(LOCK_ESCROWS, (column(sorted(escrow_ids)),))
    return {row[0]: Escrow(*row) for row in await cursor.fetchall()}


def write_escrows(records: Sequence[msgspec.Struct]) -> Iterator[Statement]:
    """The statement for what tasks leave of escrows, the last of each."""
    rows = list({each.escrow.escrow_id: each.escrow for each in records if isinstance(each, EscrowRecord)}.values())
    if not rows:
        return
    yield Statement(
        PUT_ESCROWS,
        (
            uuid_column([row.escrow_id for row in rows]),
            column([row.node for row in rows]),
            column([row.till for row in rows]),
            time_column([row.sells_until for row in rows]),
            time_column([row.keeps_until for row in rows]),
            time_column([row.opened_at for row in rows]),
            time_column([row.settled_at for row in rows]),
        ),
    )
