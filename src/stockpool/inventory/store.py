"""The ledger's SQL for lanes: what a group locks and loads in one round trip, and writes in another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.model import INSIDE, Balances, BookedMovement, Ledger, Position, PositionKey, Reservation
from stockpool.kernel.ids import shard_of
from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import (
    EMPTY,
    column,
    json_column,
    spread_column,
    spread_time_column,
    spread_uuid_column,
    time_column,
    uuid_column,
)
from stockpool.runtime.row_sets import insert_rows, row_params, rows_of

T = TypeVar("T")

UNCHANGED: Balances = (0, 0, 0, 0, 0, 0)

LOCK_POSITIONS = """
select p.* from (
    select named.sku, named.node from unnest(%s::text[], %s::text[]) as named (sku, node)
    order by named.sku collate "C", named.node collate "C"
) as named
cross join lateral (
    select p.sku, p.node, p.available, p.held, p.committed, p.damaged, p.quality_control, p.other,
           p.safety_stock, p.counted_at, p.confidence_buffer
    from positions p
    where p.shard = %s and p.sku = named.sku and p.node = named.node
    for update
) as p
"""
"""Lock before reading, in (sku, node) order, once, one shard a statement.

A lateral look-up with a lock is never turned around by the planner: each named position costs one look-up by its key,
also where the plan was made on an empty table.
"""

READ_POSITIONS_UNLOCKED = LOCK_POSITIONS.replace("for update", "")
"""For finding out which positions there are; and for the negative control that shows what the lock is for."""

LOCK_FREE_POSITIONS = LOCK_POSITIONS.replace("for update", "for update skip locked")
"""For finding out which positions others have locked, without waiting for them."""

IN_USE = """
p.available <> 0 or p.held <> 0 or p.committed <> 0 or p.damaged <> 0 or p.quality_control <> 0 or p.other <> 0,
p.held > 0 or p.committed > 0
"""

LOCK_POSITIONS_OF_SKUS = f"""
select p.sku, {IN_USE} from positions p
where p.shard = any(%s::int[]) and p.sku = any(%s::text[])
order by p.shard, p.sku, p.node
for update
"""  # noqa: S608 -- a constant expression
"""For taking SKUs out of use: a lane that waits for these locks then sees the new catalog."""

LOCK_POSITIONS_OF_NODES = f"""
select p.node, {IN_USE} from positions p
where p.node = any(%s::text[])
order by p.shard, p.sku, p.node
for update
"""  # noqa: S608 -- a constant expression
"""For taking nodes out of use, as above."""

FRAME = """
select clock_timestamp(), nextval('ledger_sequence'),
       (select version from versions where topic = 'catalog'),
       (select version from versions where topic = 'network')
"""
"""After the locks: the group's moment, its first number, and the versions its reference data must have."""

FIND_REPLIES = """
select replace(m.key::text, '-', ''), replace(m.fingerprint::text, '-', ''), m.reply::text
from movements m where m.key = any(%s::uuid[])
"""
"""What was answered before to these keys. The key of a twin that commits behind this collides when ours is written."""

RESERVATION_COLUMNS = """
r.reservation_id::text, r.sku, r.node, r.kind::text, r.quantity, r.placed_quantity, r.placed_at, r.status::text,
r.expires_at, r.channel, r.reference, r.of_order
"""

READ_RESERVATIONS = f"""
select {RESERVATION_COLUMNS} from reservations r
where r.shard = any(%s::int[]) and r.reservation_id = any(%s::uuid[])
"""  # noqa: S608 -- a constant list of columns
"""Every line of these holds and commitments; their positions' locks guard them."""

READ_RESERVED_LINES = f"""
select {RESERVATION_COLUMNS}
from unnest(%s::int[], %s::uuid[], %s::text[], %s::text[]) as named (shard, reservation_id, sku, node)
cross join lateral (
    select * from reservations r
    where r.shard = named.shard and r.reservation_id = named.reservation_id
      and r.sku = named.sku and r.node = named.node
    offset 0
) as r
"""  # noqa: S608 -- a constant list of columns
"""Single lines of escrows: a sale locks the position that it is at, not all that its till may sell."""

READ_DUE_HOLDS = f"""
select {RESERVATION_COLUMNS}
from (select unnest(%s::text[]) as sku, unnest(%s::text[]) as node, statement_timestamp() as now) as named
cross join lateral (
    select * from reservations r
    where r.shard = %s and r.sku = named.sku and r.node = named.node
      and r.quantity > 0 and r.kind <> 'commitment' and r.expires_at <= named.now
    offset 0
) as r
"""  # noqa: S608 -- a constant list of columns
"""Holds and escrows on the locked positions whose time is over: a look-up each, however many are due elsewhere.

The statement's own moment is behind the locks too. It is a column, and the offset stands there, for the planner's sake:
else it takes the look-up apart, or the primary key for as good as the right index while the table is empty.
"""

SUM_CHANGES_SINCE = """
select coalesce(sum(e.quantity * (
           (e.to_account <= 'other')::int - (e.from_account <= 'other')::int)), 0)::bigint
from entries e
where e.shard = %s::int and e.sku = %s and e.node = %s and e.occurred_at > %s::timestamptz
  and e.movement_id > coalesce(
      (select m.movement_id from movements m where m.recorded_at < %s::timestamptz - interval '1 minute'
       order by m.recorded_at desc limit 1), 0)
"""
"""On-hand change of a position behind a moment. Entries recorded before it are not read: none occurs after that.

The last movement before is asked for, not the first behind: groups that take their moments at once may take their
numbers the other way round, and of two behind the moment the first may have the higher number.
"""

FIRST_COUNTS_BEHIND = """
select late.place, first.counted_at
from unnest(%s::text[], %s::text[], %s::timestamptz[]) with ordinality as late (sku, node, moment, place)
cross join lateral (
    select c.counted_at from earlier_counts c
    where c.shard = %s and c.sku = late.sku and c.node = late.node and c.counted_at > late.moment
    order by c.counted_at limit 1
) as first
"""
"""For facts dated before the latest count of their position: the first count behind them, unless it is the latest."""

CREATE_POSITIONS = """
insert into positions (shard, sku, node)
select * from unnest(%s::int[], %s::text[], %s::text[])
on conflict do nothing
"""

PUT_SAFETY_STOCK = """
insert into positions (shard, sku, node, safety_stock)
select %s::int, named.* from unnest(%s::text[], %s::text[], %s::bigint[]) as named (sku, node, safety_stock)
on conflict (shard, sku, node) do update set safety_stock = excluded.safety_stock
"""
"""Behind the locks of those that exist; nothing may have happened yet at a position that is to keep something back."""

INSERT_MOVEMENTS = insert_rows(
    "movements",
    {"recorded_at": "timestamptz"},
    {"movement_id": "bigint", "key": "uuid", "fingerprint": "uuid", "subject": "text", "reply": "json"},
    {"kind": "text", "actor": "text"},
)

INSERT_ENTRIES = insert_rows(
    "entries",
    {"shard": "int", "recorded_at": "timestamptz"},
    {"movement_id": "bigint", "from_after": "bigint", "to_after": "bigint"},
    {
        "sku": "text",
        "node": "text",
        "line": "int",
        "from_account": "account",
        "to_account": "account",
        "quantity": "bigint",
        "from_reference": "uuid",
        "to_reference": "uuid",
        "occurred_at": "timestamptz",
    },
)

INSERT_RESERVATIONS = insert_rows(
    "reservations",
    {"shard": "int", "placed_at": "timestamptz"},
    {"reservation_id": "uuid"},
    {
        "sku": "text",
        "node": "text",
        "kind": "reservation_kind",
        "status": "reservation_status",
        "quantity": "bigint",
        "placed_quantity": "bigint",
        "expires_at": "timestamptz",
        "channel": "text",
        "reference": "text",
        "of_order": "boolean",
    },
)

CHANGES = rows_of(
    {"sku": "text"},
    {"shard": "int", "node": "text", "counted_at": "timestamptz", **dict.fromkeys(INSIDE, "bigint")},
)

UPDATE_POSITIONS = f"""
update positions p
set available = p.available + d.available, held = p.held + d.held, committed = p.committed + d.committed,
    damaged = p.damaged + d.damaged, quality_control = p.quality_control + d.quality_control,
    other = p.other + d.other, counted_at = coalesce(d.counted_at, p.counted_at)
from (select {CHANGES}) as d
where p.shard = any(array[d.shard]) and p.sku = d.sku and p.node = any(array[d.node])
"""  # noqa: S608 -- constant parts
"""The shard comes as a column too: as a constant alone it would do for an index, and every row of it be read.

Nor is what can be looked up by an array good for walking an index in its order, which the planner would do with all of
it on a table that it takes for empty.
"""

INSERT_EARLIER_COUNTS = """
insert into earlier_counts (shard, sku, node, counted_at)
select %s::int, c.* from unnest(%s::text[], %s::text[], %s::timestamptz[]) as c
on conflict do nothing
"""
"""A position may be counted twice at one moment."""

UPDATE_RESERVATIONS = """
update reservations r
set status = c.status, quantity = c.quantity, placed_quantity = c.placed_quantity, expires_at = c.expires_at
from unnest(%s::uuid[], %s::text[], %s::text[], %s::reservation_status[], %s::bigint[], %s::bigint[],
            %s::timestamptz[], %s::int[])
    as c (reservation_id, sku, node, status, quantity, placed_quantity, expires_at, shard)
where r.shard = any(array[c.shard]) and r.reservation_id = c.reservation_id and r.sku = c.sku and r.node = c.node
"""

INSERT_EVENTS = """
insert into further_events (event_id, type, subject, recorded_at, data)
select e.event_id, e.type, e.subject, %s::timestamptz, e.data
from unnest(%s::bigint[], %s::text[], %s::text[], %s::json[]) as e (event_id, type, subject, data)
"""

LINES_OF_RESERVATIONS = """
select reservation_id::text, sku, node from reservations
where shard = any(%s::int[]) and reservation_id = any(%s::uuid[]) and (quantity > 0 or kind = 'escrow')
"""
"""Which positions holds and commitments are on; unlocked, since a line's position never changes.

Those where an escrow is sold out too: what was sold there is told, and may be topped up.
"""

SHARD_COUNT = "select shard_count from ledger_settings"
"""Into how many shards the hot tables are cut; set once."""

INSERT_SHORT_POSITIONS = """
insert into short_positions (shard, sku, node)
select s.shard, s.sku, s.node
from (select %s::int as shard, unnest(%s::text[]) as sku, unnest(%s::text[]) as node) as s
on conflict do nothing
"""

NOTE_SHORT_POSITIONS = """
insert into short_positions (shard, sku, node)
select p.shard, p.sku, p.node
from unnest(%s::text[], %s::text[]) as b (sku, node)
join positions p on p.node = b.node and p.sku = b.sku
where p.committed > 0
on conflict do nothing
"""
"""As above, for positions whose shard is not at hand."""

_encode = msgspec.json.Encoder(decimal_format="number").encode


async def read_shard_count(connection: AsyncConnection) -> int:
    """Into how many shards this database's hot tables are cut."""
    row = await (await connection.execute(SHARD_COUNT)).fetchone()
    assert row is not None
    return int(row[0])


def by_shard(keys: Iterable[PositionKey], shard_count: int) -> dict[int, Sequence[PositionKey]]:
    """Position keys in lock order: sorted, grouped by shard, shards ascending."""
    return dict(sorted(_by_shard(sorted(keys), itemgetter(0), shard_count)))


def columns_of(keys: Collection[PositionKey]) -> tuple[str, str]:
    """Keys as two columns."""
    return column([sku for sku, _ in keys]), column([node for _, node in keys])


def dated_columns_of(dated: Sequence[tuple[PositionKey, datetime]]) -> tuple[str, str, str]:
    """Keys and moments as three columns."""
    return *columns_of([key for key, _ in dated]), time_column([moment for _, moment in dated])


def first_counts_behind(
    late: list[tuple[PositionKey, datetime]], shard_count: int
) -> Iterator[tuple[Sequence[tuple[PositionKey, datetime]], Statement]]:
    """What each shard is asked of late facts, with the statement that asks it."""
    for shard, part in _by_shard(late, lambda dated: dated[0][0], shard_count):
        yield part, Statement(FIRST_COUNTS_BEHIND, (*dated_columns_of(part), shard))


def position_from(row: Sequence[Any]) -> Position:
    """A position from the columns of LOCK_POSITIONS."""
    return Position(*row)


def reservation_from(row: Sequence[Any]) -> Reservation:
    """A reservation from RESERVATION_COLUMNS."""
    return Reservation(*row)


async def create_positions(connection: AsyncConnection, keys: Iterable[PositionKey], shard_count: int) -> None:
    """Make rows for positions that facts name for the first time."""
    ordered = sorted(keys)
    shards = column([shard_of(sku, shard_count) for sku, _ in ordered])
    await connection.execute(CREATE_POSITIONS, (shards, *columns_of(ordered)))


def write_booked(
    now: datetime, booked: Sequence[BookedMovement], placed: Sequence[Reservation], shard_count: int
) -> Iterator[Statement]:
    """The statements that write new rows: movements, their entries, reservations that they placed."""
    yield _write_movements(now, booked)
    yield from _write_entries(now, booked, shard_count)
    yield from _insert_reservations(now, placed, shard_count)


def write_rest(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    """The statements that write what is known when all is decided: totals, changed reservations, further events."""
    yield from _write_positions(ledger, shard_count)
    yield from _write_earlier_counts(ledger, shard_count)
    yield from _update_reservations(ledger, shard_count)
    yield from _write_events(ledger)
    yield from _write_short(ledger, shard_count)


def _write_positions(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    changes = ledger.changes()
    for shard, keys in by_shard(changes.keys() | ledger.counted.keys(), shard_count).items():
        skus, nodes = zip(*keys, strict=True)
        balances = zip(*[changes.get(key, UNCHANGED) for key in keys], strict=True)
        spread = (
            (EMPTY, shard),
            spread_column(nodes),
            spread_time_column([ledger.counted.get(key) for key in keys]),
            *map(spread_column, balances),
        )
        yield Statement(UPDATE_POSITIONS, row_params((), (column(skus),), spread))


def _write_short(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    """Note where commitments may be broken, for whoever repairs them."""
    short = [key for key in ledger.before if ledger.positions[key].available < 0 < ledger.positions[key].committed]
    for shard, keys in by_shard(short, shard_count).items():
        yield Statement(INSERT_SHORT_POSITIONS, (shard, *columns_of(keys)))


def _write_earlier_counts(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    counts = [(key, moment) for key in sorted(ledger.earlier_counts) for moment in ledger.earlier_counts[key]]
    for shard, part in _by_shard(counts, lambda count: count[0][0], shard_count):
        yield Statement(INSERT_EARLIER_COUNTS, (shard, *dated_columns_of(part)))


def _write_movements(now: datetime, booked: Sequence[BookedMovement]) -> Statement:
    movements = [row.movement for row in booked]
    each = (
        column([row.movement_id for row in booked]),
        uuid_column([row.key for row in booked]),
        uuid_column([row.fingerprint for row in booked]),
        column([movement.subject for movement in movements]),
        json_column([_encode(movement.reply) for movement in movements]),
    )
    spread = (
        spread_column([movement.kind for movement in movements]),
        spread_column([row.actor for row in booked]),
    )
    return Statement(INSERT_MOVEMENTS, row_params((now,), each, spread))


def _write_entries(now: datetime, booked_movements: Sequence[BookedMovement], shard_count: int) -> Iterator[Statement]:
    rows = [(row.movement_id, line, entry) for row in booked_movements for line, entry in enumerate(row.entries)]
    for shard, part in _by_shard(rows, lambda row: row[2].entry.sku, shard_count):
        booked = [entry for _, _, entry in part]
        entries = [each.entry for each in booked]
        each = (
            column([movement_id for movement_id, _, _ in part]),
            column([entry.from_after for entry in booked]),
            column([entry.to_after for entry in booked]),
        )
        spread = (
            spread_column([entry.sku for entry in entries]),
            spread_column([entry.node for entry in entries]),
            spread_column([line for _, line, _ in part]),
            spread_column([entry.from_account for entry in entries]),
            spread_column([entry.to_account for entry in entries]),
            spread_column([entry.quantity for entry in entries]),
            spread_uuid_column([entry.from_reference for entry in entries]),
            spread_uuid_column([entry.to_reference for entry in entries]),
            spread_time_column([entry.occurred_at for entry in booked]),
        )
        yield Statement(INSERT_ENTRIES, row_params((shard, now), each, spread))


def _by_shard(rows: Sequence[T], sku_of: Callable[[T], str], shard_count: int) -> Iterable[tuple[int, Sequence[T]]]:
    """Rows by the shard of their SKU; with one shard there is nothing to look at."""
    if shard_count == 1:
        return ((0, rows),) if rows else ()
    shards: dict[int, list[T]] = {}
    for row in rows:
        shards.setdefault(shard_of(sku_of(row), shard_count), []).append(row)
    return shards.items()


def _insert_reservations(now: datetime, placed: Sequence[Reservation], shard_count: int) -> Iterator[Statement]:
    for shard, rows in _by_shard(placed, attrgetter("sku"), shard_count):
        spread = (
            spread_column([row.sku for row in rows]),
            spread_column([row.node for row in rows]),
            spread_column([row.kind for row in rows]),
            spread_column([row.status for row in rows]),
            spread_column([row.quantity for row in rows]),
            spread_column([row.placed_quantity for row in rows]),
            spread_time_column([row.expires_at for row in rows]),
            spread_column([row.channel for row in rows]),
            spread_column([row.reference for row in rows]),
            spread_column([row.of_order for row in rows]),
        )
        each = (uuid_column([row.reservation_id for row in rows]),)
        yield Statement(INSERT_RESERVATIONS, row_params((shard, now), each, spread))


def _update_reservations(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    changed = [ledger.reservations[reservation_id][key] for reservation_id, key in sorted(ledger.changed)]
    for shard, rows in _by_shard(changed, attrgetter("sku"), shard_count):
        shards = column([shard] * len(rows))
        yield Statement(UPDATE_RESERVATIONS, (*_identity_columns(rows), *_state_columns(rows), shards))


def _identity_columns(rows: Sequence[Reservation]) -> tuple[bytes, str, str]:
    return uuid_column([row.reservation_id for row in rows]), *columns_of([row.key for row in rows])


def _state_columns(rows: Sequence[Reservation]) -> tuple[str, str, str, str]:
    return (
        column([row.status for row in rows]),
        column([row.quantity for row in rows]),
        column([row.placed_quantity for row in rows]),
        time_column([row.expires_at for row in rows]),
    )


def _write_events(ledger: Ledger) -> Iterator[Statement]:
    events = [event for booked in ledger.booked for event in booked.movement.events]
    if not events:
        return
    yield Statement(
        INSERT_EVENTS,
        (
            ledger.now,
            column([ledger.take_id() for _ in events]),
            column([event.type for event in events]),
            column([event.subject for event in events]),
            json_column([_encode(event.body) for event in events]),
        ),
    )
