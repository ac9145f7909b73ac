"""Proof that the ledger's books agree, under live traffic: everything is read from one snapshot.

Every position is the sum of its entries, every running balance follows from the one before, every hold and commitment
is what its entries moved, what positions have promised is what is open, every entry belongs to a movement.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from time import monotonic
from typing import Any

import msgspec
from psycopg import AsyncConnection, IsolationLevel

from stockpool.inventory.model import INSIDE, PositionKey
from stockpool.inventory.queries import verification as asked
from stockpool.kernel.drift import LISTED, Drift
from stockpool.runtime.columns import column

STRETCH_S = 0.5
"""A stretch should take about so long: progress is seen, and little is asked at a time."""

STRETCH_POSITIONS = 256
"""Positions of the first stretch."""


class Verification(msgspec.Struct):
    """What was looked at and what was found; `drifts` are the first of them, `drift` counts all."""

    positions: int = 0
    entries: int = 0
    movements: int = 0
    holds: int = 0
    commitments: int = 0
    escrows: int = 0
    drift: int = 0
    drifts: list[Drift] = msgspec.field(default_factory=list)


Progress = Callable[[str, int, int], None]
"""Told what is looked at, how many are through, and of how many."""

Place = tuple[int, str, str]
"""Shard, SKU and node."""

BEFORE_ALL: Place = (-1, "", "")
BEHIND_ALL: Place = (2**31 - 1, "", "")


async def verify(
    connection: AsyncConnection, *, listed: int = LISTED, progress: Progress = lambda _what, _done, _of: None
) -> Verification:
    """Check every book; the connection must be idle, in autocommit mode, and without a statement time-out."""
    async with one_moment(connection):
        return await verify_now(connection, listed=listed, progress=progress)


async def verify_now(connection: AsyncConnection, *, listed: int, progress: Progress) -> Verification:
    """Check every book within `one_moment`, in which others may check theirs."""
    proof = _Proof(connection, listed)
    await connection.execute(asked.ALONG_THE_INDEX)
    await proof.check_positions(progress)
    await connection.execute(asked.ALL_AT_ONCE)
    for done, check in enumerate(
        (proof.check_reservations, proof.check_escrows, proof.check_promises, proof.check_movements)
    ):
        progress(check.__name__.removeprefix("check_"), done, 4)
        await check()
    return proof.result


async def verify_stretch(
    connection: AsyncConnection, after: Place, positions: int, *, listed: int = LISTED
) -> tuple[Place, Verification]:
    """Compare a few positions behind one with their entries; where to go on, and what was found."""
    async with one_moment(connection):
        proof = _Proof(connection, listed)
        await connection.execute(asked.ALONG_THE_INDEX)
        end = await proof.end_of_stretch(after, positions)
        await proof.check_stretch(after, end)
    return (BEFORE_ALL if end == BEHIND_ALL else end), proof.result


@asynccontextmanager
async def one_moment(connection: AsyncConnection) -> AsyncIterator[None]:
    """One moment for all statements, and nothing can be written."""
    before = connection.isolation_level, connection.read_only
    await connection.set_isolation_level(IsolationLevel.REPEATABLE_READ)
    await connection.set_read_only(True)
    try:
        async with connection.transaction():
            yield
    finally:
        if not connection.closed:
            await connection.set_isolation_level(before[0])
            await connection.set_read_only(before[1])


class _Proof:
    """The checks, and what they have found so far."""

    def __init__(self, connection: AsyncConnection, listed: int) -> None:
        self._connection, self._listed = connection, listed
        self.result = Verification()

    async def check_positions(self, progress: Progress) -> None:
        """Stretch by stretch: each position beside its entries, each entry beside the one before."""
        (total,) = await self._row(asked.COUNT_POSITIONS)
        begin, size = BEFORE_ALL, STRETCH_POSITIONS
        while begin != BEHIND_ALL:
            started = monotonic()
            end = await self.end_of_stretch(begin, size)
            await self.check_stretch(begin, end)
            begin = end
            size = _adapted(size, monotonic() - started)
            progress("positions", min(self.result.positions, total), total)

    async def end_of_stretch(self, begin: Place, size: int) -> Place:
        """The last of so many positions."""
        rows = await self._rows(asked.END_OF_STRETCH, **_between(begin, begin), positions=size)
        return rows[0] if rows else BEHIND_ALL

    async def check_stretch(self, begin: Place, end: Place) -> None:
        """Each position behind one up to another."""
        positions, entries, wrong = await self._row(asked.COMPARE_POSITIONS, **_between(begin, end))
        self.result.positions += positions
        self.result.entries += entries
        for place in wrong or ():
            await self._note_position(*place)

    async def _note_position(
        self, shard: int, sku: str, node: str, last_movement: int | None, pairs: Sequence[int]
    ) -> None:
        """Each account that is wrong, with the entry at which it began; a total alone, with the last movement."""
        found = await self._rows(asked.FIRST_MISMATCHES, shard=shard, sku=sku, node=node)
        for account, movement_id, line, expected, balance in found:
            words = _unfollowed(account, movement_id, line, expected, balance)
            self._note(Drift("balance", words, sku, node, account, expected, balance, movement_id))
        unfollowed = {account for account, *_ in found}
        for account, (expected, there) in _accounts(pairs):
            if expected != there and account not in unfollowed:
                words = f"{account} is {there}, its entries make {expected}: {_outside(last_movement)}"
                self._note(Drift("position", words, sku, node, account, expected, there, last_movement))

    async def check_reservations(self) -> None:
        """Each hold, commitment and escrow beside the entries that name it."""
        self.result.holds, self.result.commitments, self.result.escrows = await self._row(asked.COUNT_RESERVATIONS)
        async for sku, node, account, reference, moved, quantity, last in self._stream(asked.COMPARE_RESERVATIONS):
            self._note(_reservation_drift((sku, node), account, reference, (moved, quantity), last))

    async def check_escrows(self) -> None:
        """Units that are held for an escrow, beside what it is."""
        async for name, sku, node, units, unknown, settled in self._stream(asked.COMPARE_ESCROWS):
            what = "is not there" if unknown else "is settled" if settled else "is of another node or ends otherwise"
            words = f"{units} are held for escrow {name}, which {what}"
            self._note(Drift("escrow", words, sku, node, "held", 0 if settled else None, units, reference=name))

    async def check_promises(self) -> None:
        """What positions say is held and committed, and what is open."""
        async for sku, node, held_open, held, committed_open, committed in self._stream(asked.COMPARE_PROMISES):
            for account, expected, found in (("held", held_open, held), ("committed", committed_open, committed)):
                if expected != found:
                    words = f"{found} {account}, what is open comes to {expected}"
                    self._note(Drift("promise", words, sku, node, account, expected, found))

    async def check_movements(self) -> None:
        """Every entry belongs to a movement; every announced movement, and every further event, says what happened."""
        async for row in self._stream(asked.FIND_ORPHANS):
            self._note(_orphan(*row))
        self.result.movements, silent = await self._row(asked.COUNT_MOVEMENTS)
        further = [event_id for (event_id,) in await self._rows(asked.FURTHER_EVENTS_WITHOUT_DATA)]
        for event_id in [*(silent or ()), *further]:
            self._note(Drift("event", f"event {event_id} is announced without data", movement_id=event_id))

    def _note(self, drift: Drift) -> None:
        self.result.drift += 1
        if len(self.result.drifts) < self._listed:
            self.result.drifts.append(drift)

    async def _stream(self, statement: str) -> AsyncIterator[tuple[Any, ...]]:
        """Rows as they come: books that are wrong everywhere do not fill memory."""
        async with self._connection.cursor(name="drift") as cursor:
            await cursor.execute(statement.encode())
            async for row in cursor:
                yield row

    async def _rows(self, statement: str, **params: object) -> list[tuple[Any, ...]]:
        return await (await self._connection.execute(statement.encode(), params)).fetchall()

    async def _row(self, statement: str, **params: object) -> tuple[Any, ...]:
        (row,) = await self._rows(statement, **params)
        return row


async def open_promises(
    connection: AsyncConnection, references: Collection[str], shard_count: int
) -> dict[str, dict[PositionKey, tuple[str, int]]]:
    """What holds and commitments have open now: kind and smallest units by position; those without any are absent."""
    params = {"shards": column(range(shard_count)), "references": column(references)}
    cursor = await connection.execute(asked.OPEN_PROMISES, params)
    found: dict[str, dict[PositionKey, tuple[str, int]]] = {}
    for reference, sku, node, kind, units in await cursor.fetchall():
        found.setdefault(reference, {})[sku, node] = (kind, units)
    return found


def _between(begin: Place, end: Place) -> dict[str, object]:
    names = ("from_shard", "from_sku", "from_node", "to_shard", "to_sku", "to_node")
    return dict(zip(names, (*begin, *end), strict=True))


def _adapted(size: int, took_s: float) -> int:
    """Twice as many positions in the next stretch while they are quick, half as many when they are slow."""
    if took_s < STRETCH_S / 2:
        return size * 2
    return max(size // 2, 1) if took_s > STRETCH_S * 2 else size


def _accounts(pairs: Sequence[int]) -> list[tuple[str, tuple[int, int]]]:
    """Each account of a position with what its entries make and what it says."""
    return list(zip(INSIDE, zip(pairs[::2], pairs[1::2], strict=True), strict=True))


def _outside(last_movement: int | None) -> str:
    """When a total went astray that no entry explains."""
    if last_movement is None:
        return "changed outside of any movement, none ever touched it"
    return f"changed outside of any movement after movement {last_movement}"


def _unfollowed(account: str, movement_id: int, line: int, expected: int, balance: int | None) -> str:
    said = "no balance" if balance is None else f"balance {balance}"
    return f"movement {movement_id}, line {line}, leaves {said} of {account}, the entries so far make {expected}"


def _reservation_drift(
    key: PositionKey, account: str, reference: str | None, pair: tuple[int, int | None], last_movement: int | None
) -> Drift:
    """A hold or commitment beside its entries; `pair` is what they moved into it and what it says."""
    kind = "hold or escrow" if account == "held" else "commitment"
    moved, quantity = pair
    if reference is None:
        words = f"entries move {moved} of {account} under no {kind}"
    elif last_movement is None:
        words = f"{kind} {reference} stands at {quantity}, no entry names it"
    elif quantity is None:
        words = f"entries move {moved} under {kind} {reference}, which is not there"
    else:
        words = f"{kind} {reference} stands at {quantity}, its entries make {moved}: {_outside(last_movement)}"
    return Drift("reservation", words, *key, account, moved, quantity, last_movement, reference)


def _orphan(sku: str, node: str, movement_id: int, line: int, quantity: int) -> Drift:
    words = f"an entry of {quantity} belongs to movement {movement_id}, line {line}, which is not there"
    return Drift("orphan", words, sku, node, None, None, quantity, movement_id)
