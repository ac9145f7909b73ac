"""Load what a group of commands names, under its locks, in one round trip; write what it decided in another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
from psycopg import AsyncConnection, AsyncCursor
from psycopg.rows import TupleRow

from stockpool.inventory import store
from stockpool.inventory.model import Ledger, PositionKey
from stockpool.kernel.ids import shard_of
from stockpool.runtime.columns import plain_column


class Needs(msgspec.Struct):
    """What a group of commands must have loaded before it can be decided."""

    positions: set[PositionKey] = msgspec.field(default_factory=set)
    reservations: set[str] = msgspec.field(default_factory=set)
    moments: set[tuple[PositionKey, datetime]] = msgspec.field(default_factory=set)
    facts: set[PositionKey] = msgspec.field(default_factory=set)
    """Positions that are made when they do not exist yet."""


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


async def name_positions(connection: AsyncConnection, needs: Needs, shard_count: int) -> None:
    """Add the positions that the named holds and commitments are on."""
    if needs.reservations:
        params = (plain_column(range(shard_count)), plain_column(needs.reservations))
        cursor = await connection.execute(store.LINES_OF_RESERVATIONS, params)
        needs.positions.update((sku, node) for _, sku, node in await cursor.fetchall())


async def load(
    connection: AsyncConnection,
    needs: Needs,
    keys: Sequence[str],
    decimals: Mapping[str, int],
    shard_count: int,
    lock: str = store.LOCK_POSITIONS,
) -> Loaded:
    """Lock and read everything named. The transaction stays open for `write`."""
    shards = store.by_shard(needs.positions, shard_count)
    async with connection.pipeline():
        locked = [
            await connection.execute(lock, (*store.columns_of(named), shard), binary=True)
            for shard, named in shards.items()
        ]
        frame = await connection.execute(store.FRAME, binary=True)
        known = await connection.execute(store.FIND_REPLIES, (plain_column(keys),), binary=True)
        due = []
        if needs.positions:
            named_shards = (plain_column(shards), *store.columns_of(needs.positions))
            due.append(await connection.execute(store.READ_DUE_HOLDS, named_shards, binary=True))
        if needs.reservations:
            params = (plain_column(range(shard_count)), plain_column(needs.reservations))
            due.append(await connection.execute(store.READ_RESERVATIONS, params, binary=True))
        since = [
            ((key, moment), await connection.execute(store.SUM_CHANGES_SINCE, _since(key, moment, shard_count)))
            for key, moment in sorted(needs.moments)
        ]
        positions = [store.position_from(row) for row in await _rows(locked)]
        now, first_id, catalog, network = (await frame.fetchall())[0]
        replies = {key.replace("-", ""): (fingerprint, text) for key, fingerprint, _, text in await known.fetchall()}
        reservations = [store.reservation_from(row) for row in await _rows(due)]
        changes = {name: int((await cursor.fetchall())[0][0]) for name, cursor in since}
    ledger = Ledger(now, first_id, positions, reservations, changes, decimals)
    _check_locked(ledger)
    stored = {key: StoredReply(mark.replace("-", ""), text.encode()) for key, (mark, text) in replies.items()}
    return Loaded(ledger, stored, Versions(catalog, network))


def _since(key: PositionKey, moment: datetime, shard_count: int) -> dict[str, object]:
    return {"shard": shard_of(key[0], shard_count), "sku": key[0], "node": key[1], "moment": moment}


async def _rows(cursors: Sequence[AsyncCursor[TupleRow]]) -> list[TupleRow]:
    return [row for cursor in cursors for row in await cursor.fetchall()]


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
    await connection.rollback()
    await store.create_positions(connection, missing, shard_count)
    await connection.commit()
    return True


async def write(connection: AsyncConnection, ledger: Ledger, shard_count: int) -> None:
    """Write what was booked; the caller's pipeline sends it together with its own statements and the commit."""
    if ledger.booked:
        await store.write(connection, ledger, shard_count)
