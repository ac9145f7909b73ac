"""Load what a group of commands names, under its locks, in one round trip; write what it decided in another.

Facts that come after a count which they are dated before cost one more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection

from stockpool.inventory import store
from stockpool.inventory.model import Ledger, Position, PositionKey
from stockpool.kernel.ids import shard_of
from stockpool.runtime.batch import Row, Statement, roll_back, run_batch
from stockpool.runtime.columns import column, uuid_column


class Needs(msgspec.Struct):
    """What a group of commands must have loaded before it can be decided."""

    positions: set[PositionKey] = msgspec.field(default_factory=set)
    reservations: set[str] = msgspec.field(default_factory=set)
    lines: set[tuple[str, PositionKey]] = msgspec.field(default_factory=set)
    """Of escrows: their lines at positions that are named above."""
    moments: set[tuple[PositionKey, datetime]] = msgspec.field(default_factory=set)
    """Of counts: what changed behind them must be known."""
    dated: set[tuple[PositionKey, datetime]] = msgspec.field(default_factory=set)
    """Of facts of any kind: which count is the first behind them must be known."""
    facts: set[PositionKey] = msgspec.field(default_factory=set)
    """Positions that are made when they do not exist yet."""

    def add(self, other: Needs) -> None:
        """What another command must have loaded as well."""
        for name in self.__struct_fields__:
            getattr(self, name).update(getattr(other, name))


class Versions(msgspec.Struct, frozen=True):
    """Which catalog and network the database had when the group's locks were taken."""

    catalog: int
    network: int


class StoredReply(msgspec.Struct, frozen=True):
    """What a key was answered before."""

    fingerprint: str
    reply: bytes


class Loaded(msgspec.Struct):
    """A group's part of the ledger, what its keys were answered before, and the versions to decide by."""

    ledger: Ledger
    replies: dict[str, StoredReply]
    versions: Versions


class StaleNeeds(Exception):
    """What the group named has changed between looking and locking; look again."""


async def name_positions(connection: AsyncConnection, needs: Iterable[Needs], shard_count: int) -> None:
    """Add the positions that the named holds and commitments are on."""
    naming = [each for each in needs if each.reservations]
    if not naming:
        return
    named = set().union(*[each.reservations for each in naming])
    asked = Statement(store.LINES_OF_RESERVATIONS, (column(range(shard_count)), column(named)))
    [rows] = await run_batch(connection, [asked])
    positions: dict[str, set[PositionKey]] = {}
    for reservation, sku, node in rows:
        positions.setdefault(reservation, set()).add((sku, node))
    for each in naming:
        each.positions.update(*[positions.get(reservation, ()) for reservation in each.reservations])


async def kept_positions(
    connection: AsyncConnection, positions: Collection[PositionKey], shard_count: int
) -> set[PositionKey]:
    """Those of the positions that somebody else has locked now; the others are locked from here on."""
    named = [(*store.columns_of(keys), shard) for shard, keys in store.by_shard(positions, shard_count).items()]
    there = [Statement(store.READ_POSITIONS_UNLOCKED, params) for params in named]
    free = [Statement(store.LOCK_FREE_POSITIONS, params) for params in named]
    rows = await run_batch(connection, [*there, *free])
    found = [{(sku, node) for sku, node, *_ in result} for result in rows]
    return set().union(*found[: len(named)]) - set().union(*found[len(named) :])


async def load(
    connection: AsyncConnection,
    needs: Needs,
    keys: Sequence[str],
    decimals: Mapping[str, int],
    shard_count: int,
    lock: str = store.LOCK_POSITIONS,
) -> Loaded:
    """Lock and read everything named. The transaction stays open for `write`."""
    named = [
        (*store.columns_of(keys_of_shard), shard)
        for shard, keys_of_shard in store.by_shard(needs.positions, shard_count).items()
    ]
    locks = [Statement(lock, positions) for positions in named]
    due = [Statement(store.READ_DUE_HOLDS, positions) for positions in named]
    if needs.reservations:
        params = (column(range(shard_count)), column(needs.reservations))
        due.append(Statement(store.READ_RESERVATIONS, params))
    if needs.lines:
        due.append(Statement(store.READ_RESERVED_LINES, _line_columns(needs.lines, shard_count)))
    moments = sorted(needs.moments)
    since = [Statement(store.SUM_CHANGES_SINCE, _since(key, moment, shard_count)) for key, moment in moments]
    asked_before = Statement(store.FIND_REPLIES, (uuid_column(keys),))
    rows = iter(await run_batch(connection, (asked_before, *locks, Statement(store.FRAME), *due, *since)))
    replies = {key: StoredReply(mark, reply.encode()) for key, mark, reply in next(rows)}
    positions = [store.position_from(row) for row in _take(rows, len(locks))]
    now, first_id, catalog, network = next(rows)[0]
    reservations = [store.reservation_from(row) for row in _take(rows, len(due))]
    changes = {moment: found[0][0] for moment, found in zip(moments, rows, strict=True)}
    first_counts = await _first_counts(connection, needs, positions, shard_count)
    ledger = Ledger(now, first_id, positions, reservations, changes, decimals, first_counts=first_counts)
    _check_locked(ledger)
    return Loaded(ledger, replies, Versions(catalog, network))


async def _first_counts(
    connection: AsyncConnection, needs: Needs, positions: Iterable[Position], shard_count: int
) -> dict[tuple[PositionKey, datetime], datetime]:
    """The first count behind each late fact, unless it is the latest; where none is late, nothing is asked."""
    latest = {position.key: position.counted_at for position in positions} if needs.dated else {}
    late = [(key, at) for key, at in needs.dated if (counted_at := latest.get(key)) is not None and at < counted_at]
    if not late:
        return {}
    asked = list(store.first_counts_behind(late, shard_count))
    results = await run_batch(connection, [statement for _, statement in asked])
    return {part[place - 1]: first for (part, _), rows in zip(asked, results, strict=True) for place, first in rows}


def _line_columns(lines: Collection[tuple[str, PositionKey]], shard_count: int) -> tuple[str, str, str, str]:
    shards, names = [shard_of(sku, shard_count) for _, (sku, _) in lines], [name for name, _ in lines]
    return column(shards), column(names), *store.columns_of([key for _, key in lines])


def _since(key: PositionKey, moment: datetime, shard_count: int) -> tuple[int, str, str, datetime, datetime]:
    sku, node = key
    return shard_of(sku, shard_count), sku, node, moment, moment


def _take(results: Iterator[list[Row]], count: int) -> Iterable[Row]:
    """The rows of so many results."""
    return [row for _ in range(count) for row in next(results)]


def _check_locked(ledger: Ledger) -> None:
    """An open line on a position that is not locked may change under us: the line moved while we looked."""
    for line in ledger.open_reservations():
        if line.key not in ledger.positions:
            raise StaleNeeds


async def create_missing(connection: AsyncConnection, needs: Needs, ledger: Ledger, shard_count: int) -> bool:
    """Make the positions that facts name and that do not exist; the group must be loaded anew then."""
    missing = needs.facts - ledger.positions.keys()
    if not missing:
        return False
    await roll_back(connection)
    await store.create_positions(connection, missing, shard_count)
    await connection.commit()
    return True


def write_booked(ledger: Ledger, shard_count: int) -> Iterable[Statement]:
    """The statements that write what was booked since the last call."""
    booked, placed = ledger.take_unwritten()
    return store.write_booked(ledger.now, booked, placed, shard_count) if booked else ()


def write_rest(ledger: Ledger, shard_count: int) -> Iterable[Statement]:
    """The statements for what the whole group changed; the caller sends them together with its own and the commit."""
    return store.write_rest(ledger, shard_count) if ledger.booked else ()
