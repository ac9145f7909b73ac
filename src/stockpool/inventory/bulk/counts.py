"""Counts in bulk: what a lane would make of as many counts one by one, a chunk a transaction.

A chunk locks its positions in the ledger's order like any group of a lane, so live promises on them wait for no longer
than it takes: some tens of milliseconds for a few thousand rows. Several connections may post chunks side by side.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import compress
from typing import Any

import msgspec
from psycopg import AsyncConnection, errors

from stockpool.inventory.bulk import store
from stockpool.inventory.messages import CountedLevels, CountsRecorded, ShortfallFound
from stockpool.inventory.store import INSERT_EVENTS, NOTE_SHORT_POSITIONS
from stockpool.kernel.quantities import Amount, to_amount
from stockpool.runtime.columns import column

ATTEMPTS_MAX = 10

COLUMNS = 5
"""Of a line."""

AGAIN = (errors.UniqueViolation, errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure)
"""Somebody made one of the positions, or holds one; a lock that takes too long is waited for a few times."""


class CountChunk(msgspec.Struct, frozen=True, kw_only=True):
    """Counts to post together: each position once, sorted by shard, SKU and node; a few thousand are a good size."""

    key: str
    """32 hex digits that stand for this chunk's content: posted again, it changes nothing."""
    lines: bytes
    """COPY's text format: shard, sku, node, quantity in smallest units, as_of or \\N."""
    as_of: datetime | None = None
    """When lines without a time of their own were true; None: now."""
    decimals: Mapping[str, int] = {}
    """Of the SKUs that are not counted in whole units; others may be named too."""
    actor: str = "import"
    subject: str = "counts"


class CountsPosted(msgspec.Struct, frozen=True):
    """What a chunk did; `movement_id` is that of the first time where it was posted before."""

    movement_id: int
    repeated: bool = False
    counted: int = 0
    changed: int = 0
    """Positions whose stock is another now."""
    shortfalls: int = 0


class CountedTwice(ValueError):
    """A chunk names one position more than once."""


class _NotNew(Exception):
    """Positions of the chunk were not what they were taken for: book it the other way."""


async def lanes_at_work(connection: AsyncConnection) -> bool:
    """Whether lanes of any process have just been at work, for whom bulk work makes room."""
    row = await (await connection.execute(store.LANES_AT_WORK)).fetchone()
    return bool(row and row[0])


async def post_counts(connection: AsyncConnection, chunk: CountChunk) -> CountsPosted:
    """Book a chunk of counts in one transaction; the connection must be in autocommit mode and idle.

    What happened behind the moment of a count is kept, promises stay as they are, and those that cannot be kept any
    more are announced as shortfalls. SKUs and nodes must exist, and SKUs be no kits: the caller has checked that.
    """
    posting = _Posting(connection, chunk)
    for attempt in range(1, ATTEMPTS_MAX + 1):
        try:
            async with connection.transaction():
                return await posting.post(may_be_new=attempt == 1)
        except (*AGAIN, _NotNew):
            if attempt == ATTEMPTS_MAX:
                raise
    raise AssertionError("every attempt returns or raises")


class _Range(msgspec.Struct, frozen=True):
    """The first and the last position of a sorted chunk."""

    first: Sequence[str]
    last: Sequence[str]

    @classmethod
    def of(cls, lines: bytes) -> _Range:
        """Where the lines begin and end."""
        body = lines.rstrip(b"\n")
        return cls(_key_of(body.split(b"\n", 1)[0]), _key_of(body.rsplit(b"\n", 1)[-1]))

    def params(self) -> dict[str, object]:
        """For statements over positions between the two."""
        names = ("from_shard", "from_sku", "from_node", "to_shard", "to_sku", "to_node")
        shards = int(self.first[0]), int(self.last[0])
        return dict(zip(names, (shards[0], *self.first[1:], shards[1], *self.last[1:]), strict=True))


def _key_of(line: bytes) -> list[str]:
    """Shard, SKU and node of a line; ids hold no control characters, so only backslashes are escaped."""
    return [_unescaped(part) for part in line.decode().split("\t")[:3]]


def _unescaped(text: str) -> str:
    return text.replace("\\\\", "\\")


def _scales(chunk: CountChunk) -> dict[str, int]:
    """The decimals of the chunk's SKUs that have some."""
    if not any(chunk.decimals.values()):
        return {}
    named = {_key_of(line)[1] for line in chunk.lines.splitlines()}
    return {sku: chunk.decimals[sku] for sku in named if chunk.decimals.get(sku)}


UNTIMED = b"\t\\N\n"
"""How a line without a time of its own ends; in an id, the backslash would be two."""


def _timed(chunk: CountChunk) -> bytes | None:
    """The lines, each with its time; None where one has no time at all."""
    if chunk.as_of is not None:
        return chunk.lines.replace(UNTIMED, b"\t" + chunk.as_of.isoformat().encode() + b"\n")
    return None if UNTIMED in chunk.lines else chunk.lines


def _levels(lines: bytes, scales: Mapping[str, int]) -> CountedLevels:
    """The positions of sorted lines that are new and not empty."""
    cells = lines.decode().replace("\n", "\t").split("\t")
    skus, nodes, units = cells[1::COLUMNS], cells[2::COLUMNS], list(map(int, cells[3::COLUMNS]))
    if b"\\" in lines:
        skus, nodes = list(map(_unescaped, skus)), list(map(_unescaped, nodes))
    if 0 in units:
        skus, nodes = list(compress(skus, units)), list(compress(nodes, units))
        units = list(filter(None, units))
    amounts: Sequence[Amount] = units
    if scales:
        amounts = [to_amount(each, scales.get(sku, 0)) for sku, each in zip(skus, units, strict=True)]
    return CountedLevels(skus, nodes, amounts, amounts)


class _Posting:
    """One chunk on its way into the ledger."""

    def __init__(self, connection: AsyncConnection, chunk: CountChunk) -> None:
        self._connection, self._chunk = connection, chunk
        self._scales = _scales(chunk)
        self._params: dict[str, Any] = {
            **_Range.of(chunk.lines).params(),
            "key": chunk.key,
            "actor": chunk.actor,
            "subject": chunk.subject,
            "as_of": chunk.as_of,
            "counted": chunk.lines.count(b"\n"),
            "skus": column(self._scales),
            "decimals": column(self._scales.values()),
        }

    async def post(self, *, may_be_new: bool) -> CountsPosted:
        """Book the chunk in the open transaction, unless it was booked before."""
        await self._connection.execute(store.PLANS)
        known = await self._row(store.FIND_MOVEMENT)
        if known is not None:
            return CountsPosted(known[0], repeated=True)
        if may_be_new and await self._row(store.ANY_POSITION_BETWEEN) == (False,):
            new = _timed(self._chunk)
            if new is not None:
                return await self._post_new(new)
        return await self._post_any()

    async def _post_new(self, lines: bytes) -> CountsPosted:
        """Copy positions in and enter them.

        Where a count lies in the future or a position between the others was made by somebody else, other numbers of
        rows are written.
        """
        counted, levels = self._params["counted"], _levels(lines, self._scales)
        if await self._copy(store.COPY_NEW_POSITIONS, lines) != counted:
            raise _NotNew
        row = await self._row(store.TAKE_NUMBER)
        assert row is not None
        movement_id, now = row
        said = CountsRecorded(movement_id, counted, levels)
        params = self._params | {"movement_id": movement_id, "now": now, "said": _encode(said).decode()}
        entered = (await self._connection.execute(store.BOOK_NEW.encode(), params)).rowcount
        if entered != len(levels.sku):
            raise _NotNew
        return CountsPosted(movement_id, counted=counted, changed=entered)

    async def _post_any(self) -> CountsPosted:
        await self._connection.execute(store.INCOMING)
        await self._copy(store.COPY_COUNTS, self._chunk.lines)
        await self._connection.execute(store.LOCK_COUNTED)
        row = await self._row(store.BOOK_SCALED if self._scales else store.BOOK)
        assert row is not None
        movement_id, now, expected, written, changed, broken = row
        if expected != written:
            raise CountedTwice(f"{expected} counts for {written} positions")
        await _announce_shortfalls(self._connection, movement_id, now, broken or (), self._scales)
        counted = self._params["counted"]
        return CountsPosted(movement_id, counted=counted, changed=changed, shortfalls=len(broken or ()))

    async def _copy(self, statement: str, lines: bytes) -> int:
        """How many rows went in."""
        cursor = self._connection.cursor()
        async with cursor.copy(statement.encode()) as copy:
            await copy.write(lines)
        return cursor.rowcount

    async def _row(self, statement: str) -> tuple[Any, ...] | None:
        return await (await self._connection.execute(statement.encode(), self._params)).fetchone()


async def _announce_shortfalls(
    connection: AsyncConnection,
    movement_id: int,
    now: datetime,
    broken: Sequence[tuple[str, str, int, int, int, int]],
    scales: Mapping[str, int],
) -> None:
    """An event for each position where more promises than before cannot be kept."""
    if not broken:
        return
    await connection.execute(
        NOTE_SHORT_POSITIONS, (column([row[0] for row in broken]), column([row[1] for row in broken]))
    )
    bodies = [_shortfall(movement_id, row, scales) for row in broken]
    await connection.execute(
        INSERT_EVENTS,
        (
            now,
            column([movement_id + 1 + place for place in range(len(bodies))]),
            column(["shortfall.found"] * len(bodies)),
            column([f"{body.sku}@{body.node}" for body in bodies]),
            column([_encode(body).decode() for body in bodies]),
        ),
    )


_encode = msgspec.json.Encoder(decimal_format="number").encode


def _shortfall(movement_id: int, row: Sequence[Any], scales: Mapping[str, int]) -> ShortfallFound:
    sku, node, *units = row
    quantity, held, committed, available = [to_amount(each, scales.get(sku, 0)) for each in units]
    return ShortfallFound(
        sku=sku,
        node=node,
        quantity=quantity,
        held=held,
        committed=committed,
        available=available,
        movement=movement_id,
    )
