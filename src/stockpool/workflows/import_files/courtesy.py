"""Bulk work that makes room: whoever waits for an answer goes first, and the file waits.

While lanes are at work a batch is put in small parts, one connection at a time, each followed by a pause: locks are
held for some milliseconds, and most of the processors is left to others. Smaller parts
would not be felt less, for half of what 200 rows take goes into the part as such.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from time import monotonic

from psycopg import AsyncConnection

from stockpool.connectors.messages import CopyBatch
from stockpool.inventory.api import lanes_at_work
from stockpool.workflows.import_files.side_by_side import PutBatch
from stockpool.workflows.import_files.surroundings import Tally

PART_ROWS = 200
PAUSE_SHARE = 3.0
"""A pause is so many times as long as the part before it took, which is longer the more others have to do."""

PAUSE_S_MAX = 0.5
LOOK_S = 0.25


class Courtesy:
    """Puts batches: whole where nobody waits, else in parts."""

    def __init__(self, put: PutBatch) -> None:
        """`put` brings in a batch or any part of one, in a transaction of its own."""
        self._put = put
        self._one_at_a_time = asyncio.Lock()
        self._looked_at = float("-inf")
        self._others_at_work = False

    async def put(self, connection: AsyncConnection, batch: CopyBatch) -> Tally:
        """Bring a batch in."""
        if not await self._others_wait(connection):
            return await self._put(connection, batch)
        tally = Tally()
        for part in _parts(batch):
            async with self._one_at_a_time:
                began_at = monotonic()
                tally += await self._put(connection, part)
                if await self._others_wait(connection):
                    await asyncio.sleep(min((monotonic() - began_at) * PAUSE_SHARE, PAUSE_S_MAX))
        return tally

    async def _others_wait(self, connection: AsyncConnection) -> bool:
        if monotonic() - self._looked_at >= LOOK_S:
            self._others_at_work = await lanes_at_work(connection)
            self._looked_at = monotonic()
        return self._others_at_work


def _parts(batch: CopyBatch) -> Iterator[CopyBatch]:
    """A batch in parts of a few rows each; rows are lines, for no value holds the end of one."""
    lines = [line + b"\n" for line in batch.lines.split(b"\n")[:-1]]
    for first in range(0, len(lines), PART_ROWS):
        part = lines[first : first + PART_ROWS]
        yield CopyBatch(len(part), b"".join(part))
