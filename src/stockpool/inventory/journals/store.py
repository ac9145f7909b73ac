"""The SQL of journals: where an upload begins, what it recorded, what is missing."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

BEGIN_UPLOAD = """
select clock_timestamp(), s.last_value + case when s.is_called then q.seqincrement else 0 end
from ledger_sequence s, pg_sequence q where q.seqrelid = 'ledger_sequence'::regclass
"""
"""The moment, and the least number that a movement can have which is decided from now on."""

STATE = """
lower(j.recorded), upper(j.recorded) - 1,
(select coalesce(sum(upper(part) - lower(part)), 0)::bigint from unnest(j.recorded) as part),
array(select array[lower(gap), upper(gap) - 1]
      from unnest(int8multirange(range_merge(j.recorded)) - j.recorded) as gap limit %(gaps_most)s),
j.clock_shift_s, j.uploaded_at
"""

NOTE_UPLOAD = f"""
with j as (
    insert into till_journals as t (node, till, recorded, clock_shift_s, uploaded_at)
    values (%(node)s, %(till)s, %(recorded)s::int8multirange, %(clock_shift_s)s, %(at)s)
    on conflict (node, till) do update
    set recorded = t.recorded + excluded.recorded,
        clock_shift_s = coalesce(excluded.clock_shift_s, t.clock_shift_s),
        uploaded_at = greatest(t.uploaded_at, excluded.uploaded_at)
    returning *
)
select {STATE} from j
"""  # noqa: S608 -- constant parts
"""Numbers are added behind the commits of their facts: one that is noted is recorded, whatever failed between."""

READ_JOURNAL = f"select {STATE} from till_journals j where j.node = %(node)s and j.till = %(till)s"  # noqa: S608 -- as above

READ_UNTOLD = """
select node, till, lines from (
    select j.node, j.till, (
        select sum(upper(gap) - lower(gap))::bigint
        from unnest(int8multirange(range_merge(j.recorded)) - j.recorded) as gap
    ) as lines
    from till_journals j where j.node = any(%s::text[])
) as missing
where lines > 0 order by node, till
"""

GAPS_MOST = 1_000


class Upload(msgspec.Struct, frozen=True):
    """Where an upload begins: at a moment, and behind all movements with lower numbers."""

    at: datetime
    first_movement: int


class JournalState(msgspec.Struct, frozen=True):
    """What is recorded of a till: how many lines, from which number to which, and which between are not."""

    first: int | None
    last: int | None
    recorded: int
    missing: tuple[tuple[int, int], ...]
    clock_shift_s: float | None
    uploaded_at: datetime


async def begin_upload(connection: AsyncConnection) -> Upload:
    """The moment of the database, and how old movements are told from new ones."""
    row = await (await connection.execute(BEGIN_UPLOAD)).fetchone()
    assert row is not None
    return Upload(*row)


async def note_upload(
    connection: AsyncConnection, place: tuple[str, str], numbers: Collection[int], shift_s: float | None, at: datetime
) -> JournalState:
    """Note what stands in the ledger of a till's journal; `place` is its node and its name."""
    node, till = place
    params = {
        "node": node, "till": till, "recorded": as_multirange(numbers), "clock_shift_s": shift_s, "at": at,
        "gaps_most": GAPS_MOST,
    }  # fmt: skip
    row = await (await connection.execute(NOTE_UPLOAD, params)).fetchone()
    assert row is not None
    return _state(row)


async def read_journal(connection: AsyncConnection, node: str, till: str) -> JournalState | None:
    """What is recorded of a till, if it ever uploaded."""
    params = {"node": node, "till": till, "gaps_most": GAPS_MOST}
    row = await (await connection.execute(READ_JOURNAL, params)).fetchone()
    return _state(row) if row is not None else None


async def read_untold(connection: AsyncConnection, nodes: Collection[str]) -> dict[str, dict[str, int]]:
    """How many lines each till of these nodes has not told, between those that it has."""
    found: dict[str, dict[str, int]] = {}
    for node, till, lines in await (await connection.execute(READ_UNTOLD, (list(nodes),))).fetchall():
        found.setdefault(node, {})[till] = lines
    return found


def as_multirange(numbers: Collection[int]) -> str:
    """Numbers as PostgreSQL writes a set of ranges."""
    parts: list[list[int]] = []
    for number in sorted(set(numbers)):
        if parts and parts[-1][1] == number:
            parts[-1][1] = number + 1
        else:
            parts.append([number, number + 1])
    return "{" + ",".join([f"[{begin},{end})" for begin, end in parts]) + "}"


def _state(row: tuple[object, ...]) -> JournalState:
    return msgspec.convert(dict(zip(JournalState.__struct_fields__, row, strict=True)), JournalState)
