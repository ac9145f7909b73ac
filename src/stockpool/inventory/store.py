"""The ledger's SQL for lanes: what a group locks and loads in one round trip, and writes in another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory.model import BookedMovement, Ledger, Position, PositionKey, Reservation
from stockpool.kernel.ids import shard_of
from stockpool.runtime.batch import Statement
from stockpool.runtime.columns import nullable_column, nullable_text_column, plain_column, text_column

LOCK_POSITIONS = """
select p.sku, p.node, p.available, p.held, p.committed, p.damaged, p.quality_control, p.other,
       p.safety_stock, p.counted_at
from unnest(%s::text[], %s::text[]) as named (sku, node)
join positions p on p.shard = %s and p.sku = named.sku and p.node = named.node
order by p.sku, p.node
for update of p
"""
"""Lock before reading, in (sku, node) order, once, one shard a statement."""

READ_POSITIONS_UNLOCKED = LOCK_POSITIONS.replace("for update of p", "")
"""Only for the negative control that shows what the lock is for."""

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
"""What was answered before to these keys; read after the locks, so that a twin that just committed is seen."""

RESERVATION_COLUMNS = """
r.reservation_id::text, r.sku, r.node, r.kind::text, r.quantity, r.placed_quantity, r.placed_at, r.status::text,
r.expires_at, r.channel, r.reference
"""

READ_RESERVATIONS = f"""
select {RESERVATION_COLUMNS} from reservations r
where r.shard = any(%s::int[]) and r.reservation_id = any(%s::uuid[])
"""  # noqa: S608 -- a constant list of columns
"""Every line of these holds and commitments; their positions' locks guard them."""

READ_DUE_HOLDS = f"""
select {RESERVATION_COLUMNS}
from reservations r
where r.shard = any(%s::int[]) and r.quantity > 0 and r.kind = 'hold' and r.expires_at <= statement_timestamp()
  and (r.sku, r.node) in (select * from unnest(%s::text[], %s::text[]))
"""  # noqa: S608 -- a constant list of columns
"""Holds on the locked positions whose time is over. Few are, since they are swept: all due ones are looked through.

The statement's own moment is behind the locks too, and is one value for which an index can be asked; the clock is not.
"""

SUM_CHANGES_SINCE = """
select coalesce(sum(e.quantity * (
           (e.to_account <= 'other')::int - (e.from_account <= 'other')::int)), 0)::bigint
from entries e
where e.shard = %s::int and e.sku = %s and e.node = %s and e.occurred_at > %s::timestamptz
  and e.movement_id >= coalesce(
      (select m.movement_id from movements m where m.recorded_at >= %s::timestamptz - interval '1 minute'
       order by m.recorded_at limit 1), 9223372036854775807)
"""
"""On-hand change of a position behind a moment. Entries recorded before it are not read: none occurs after that."""

CREATE_POSITIONS = """
insert into positions (shard, sku, node)
select * from unnest(%s::int[], %s::text[], %s::text[])
on conflict do nothing
"""

UPDATE_POSITIONS = """
update positions p
set available = p.available + d.available, held = p.held + d.held, committed = p.committed + d.committed,
    damaged = p.damaged + d.damaged, quality_control = p.quality_control + d.quality_control,
    other = p.other + d.other, counted_at = coalesce(d.counted_at, p.counted_at)
from unnest(%s::text[], %s::text[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
            %s::bigint[], %s::timestamptz[])
    as d (sku, node, available, held, committed, damaged, quality_control, other, counted_at)
where p.shard = %s and p.sku = d.sku and p.node = d.node
"""

INSERT_MOVEMENTS = """
insert into movements (movement_id, key, fingerprint, kind, subject, actor, recorded_at, reply)
select m.movement_id, m.key, m.fingerprint, m.kind, m.subject, m.actor, %s::timestamptz, m.reply
from unnest(%s::bigint[], %s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::json[])
    as m (movement_id, key, fingerprint, kind, subject, actor, reply)
"""

INSERT_ENTRIES = """
insert into entries (shard, sku, node, movement_id, line, from_account, to_account, quantity, from_reference,
                     to_reference, from_after, to_after, occurred_at, recorded_at)
select %s::int, e.*, %s::timestamptz
from unnest(%s::text[], %s::text[], %s::bigint[], %s::int[], %s::account[], %s::account[], %s::bigint[], %s::uuid[],
            %s::uuid[], %s::bigint[], %s::bigint[], %s::timestamptz[]) as e
"""

INSERT_RESERVATIONS = """
insert into reservations (shard, reservation_id, sku, node, kind, status, quantity, placed_quantity, expires_at,
                          channel, reference, placed_at)
select %s::int, r.*, %s::timestamptz
from unnest(%s::uuid[], %s::text[], %s::text[], %s::reservation_kind[], %s::reservation_status[], %s::bigint[],
            %s::bigint[], %s::timestamptz[], %s::text[], %s::text[]) as r
"""

UPDATE_RESERVATIONS = """
update reservations r
set status = c.status, quantity = c.quantity, placed_quantity = c.placed_quantity, expires_at = c.expires_at
from unnest(%s::uuid[], %s::text[], %s::text[], %s::reservation_status[], %s::bigint[], %s::bigint[],
            %s::timestamptz[]) as c (reservation_id, sku, node, status, quantity, placed_quantity, expires_at)
where r.shard = %s and r.reservation_id = c.reservation_id and r.sku = c.sku and r.node = c.node
"""

INSERT_EVENTS = """
insert into further_events (event_id, type, subject, recorded_at, data)
select e.event_id, e.type, e.subject, %s::timestamptz, e.data
from unnest(%s::bigint[], %s::text[], %s::text[], %s::json[]) as e (event_id, type, subject, data)
"""

LINES_OF_RESERVATIONS = """
select reservation_id::text, sku, node from reservations
where shard = any(%s::int[]) and reservation_id = any(%s::uuid[]) and quantity > 0
"""
"""Which positions holds and commitments are on; unlocked, since a line's position never changes."""

SHARD_COUNT = "select shard_count from ledger_settings"
"""Into how many shards the hot tables are cut; set once."""

_encode = msgspec.json.Encoder(decimal_format="number").encode


async def read_shard_count(connection: AsyncConnection) -> int:
    """Into how many shards this database's hot tables are cut."""
    row = await (await connection.execute(SHARD_COUNT)).fetchone()
    assert row is not None
    return int(row[0])


def by_shard(keys: Iterable[PositionKey], shard_count: int) -> dict[int, list[PositionKey]]:
    """Position keys in lock order: sorted, grouped by shard, shards ascending."""
    shards: dict[int, list[PositionKey]] = {}
    for key in sorted(keys):
        shards.setdefault(shard_of(key[0], shard_count), []).append(key)
    return dict(sorted(shards.items()))


def columns_of(keys: Collection[PositionKey]) -> tuple[str, str]:
    """Keys as two columns."""
    return text_column([sku for sku, _ in keys]), text_column([node for _, node in keys])


def position_from(row: Sequence[Any]) -> Position:
    """A position from the columns of LOCK_POSITIONS."""
    return Position(*row)


def reservation_from(row: Sequence[Any]) -> Reservation:
    """A reservation from RESERVATION_COLUMNS."""
    return Reservation(*row)


async def create_positions(connection: AsyncConnection, keys: Iterable[PositionKey], shard_count: int) -> None:
    """Make rows for positions that facts name for the first time."""
    ordered = sorted(keys)
    shards = plain_column([shard_of(sku, shard_count) for sku, _ in ordered])
    await connection.execute(CREATE_POSITIONS, (shards, *columns_of(ordered)))


def write(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    """The statements that write everything that was booked."""
    yield from _write_positions(ledger, shard_count)
    yield _write_movements(ledger.now, ledger.booked)
    yield from _write_entries(ledger, shard_count)
    yield from _write_reservations(ledger, shard_count)
    yield from _write_events(ledger)


def _write_positions(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    touched = ledger.deltas.keys() | ledger.counted.keys()
    for shard, keys in by_shard(touched, shard_count).items():
        deltas = [ledger.deltas.get(key, {}) for key in keys]
        accounts = ("available", "held", "committed", "damaged", "quality_control", "other")
        changes = [plain_column([delta.get(account, 0) for delta in deltas]) for account in accounts]
        counted = _moments([ledger.counted.get(key) for key in keys])
        yield Statement(UPDATE_POSITIONS, (*columns_of(keys), *changes, counted, shard))


def _moments(moments: Sequence[datetime | None]) -> str:
    """A column of times; those of a group are mostly the same few."""
    texts = {moment: f'"{moment.isoformat()}"' if moment else "null" for moment in set(moments)}
    return plain_column([texts[moment] for moment in moments])


def _write_movements(now: datetime, booked: Sequence[BookedMovement]) -> Statement:
    return Statement(
        INSERT_MOVEMENTS,
        (
            now,
            plain_column([row.movement_id for row in booked]),
            plain_column([row.key for row in booked]),
            plain_column([row.fingerprint for row in booked]),
            plain_column([row.movement.kind for row in booked]),
            nullable_text_column([row.movement.subject for row in booked]),
            text_column([row.actor for row in booked]),
            text_column([_encode(row.movement.reply).decode() for row in booked]),
        ),
    )


def _write_entries(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    shards: dict[int, list[tuple[int, int, Any]]] = {}
    for movement in ledger.booked:
        for line, booked in enumerate(movement.entries):
            shard = shard_of(booked.entry.sku, shard_count)
            shards.setdefault(shard, []).append((movement.movement_id, line, booked))
    for shard, rows in shards.items():
        entries = [booked.entry for _, _, booked in rows]
        yield Statement(
            INSERT_ENTRIES,
            (
                shard,
                ledger.now,
                text_column([entry.sku for entry in entries]),
                text_column([entry.node for entry in entries]),
                plain_column([movement_id for movement_id, _, _ in rows]),
                plain_column([line for _, line, _ in rows]),
                plain_column([entry.from_account for entry in entries]),
                plain_column([entry.to_account for entry in entries]),
                plain_column([entry.quantity for entry in entries]),
                nullable_column([entry.from_reference for entry in entries]),
                nullable_column([entry.to_reference for entry in entries]),
                nullable_column([booked.from_after for _, _, booked in rows]),
                nullable_column([booked.to_after for _, _, booked in rows]),
                _moments([booked.occurred_at for _, _, booked in rows]),
            ),
        )


def _rows_by_shard(
    ledger: Ledger, names: Iterable[tuple[str, PositionKey]], shard_count: int
) -> dict[int, list[Reservation]]:
    shards: dict[int, list[Reservation]] = {}
    for reservation_id, key in sorted(names):
        shards.setdefault(shard_of(key[0], shard_count), []).append(ledger.reservations[reservation_id][key])
    return shards


def _write_reservations(ledger: Ledger, shard_count: int) -> Iterator[Statement]:
    for shard, rows in _rows_by_shard(ledger, ledger.placed, shard_count).items():
        identity = _identity_columns(rows)
        yield Statement(
            INSERT_RESERVATIONS,
            (
                shard,
                ledger.now,
                *identity,
                plain_column([row.kind for row in rows]),
                *_state_columns(rows),
                nullable_text_column([row.channel for row in rows]),
                nullable_text_column([row.reference for row in rows]),
            ),
        )
    for shard, rows in _rows_by_shard(ledger, ledger.changed, shard_count).items():
        yield Statement(UPDATE_RESERVATIONS, (*_identity_columns(rows), *_state_columns(rows), shard))


def _identity_columns(rows: Sequence[Reservation]) -> tuple[str, str, str]:
    return plain_column([row.reservation_id for row in rows]), *columns_of([row.key for row in rows])


def _state_columns(rows: Sequence[Reservation]) -> tuple[str, str, str, str]:
    return (
        plain_column([row.status for row in rows]),
        plain_column([row.quantity for row in rows]),
        plain_column([row.placed_quantity for row in rows]),
        _moments([row.expires_at for row in rows]),
    )


def _write_events(ledger: Ledger) -> Iterator[Statement]:
    events = [event for booked in ledger.booked for event in booked.movement.events]
    if not events:
        return
    yield Statement(
        INSERT_EVENTS,
        (
            ledger.now,
            plain_column([ledger.take_id() for _ in events]),
            plain_column([event.type for event in events]),
            text_column([event.subject for event in events]),
            text_column([_encode(event.body).decode() for event in events]),
        ),
    )
