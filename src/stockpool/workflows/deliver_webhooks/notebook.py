"""Noting how far endpoints have come: what happens while one transaction runs shares the next."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from psycopg import AsyncConnection

from stockpool.webhooks import api as webhooks
from stockpool.webhooks.api import Called, Letter, Progress

PAUSE_S = 0.02
"""Between two transactions; what was delivered meanwhile is sent again should the process be killed."""

LAZY_S = 1.0
"""So long cursors that only passed by what nobody wanted, and the list of calls, may wait."""

CALLS_KEPT = 100


class Notebook:
    """Writes on the very connection whose session has the endpoints: without them nothing is written any more."""

    def __init__(self, connection: AsyncConnection, turn: asyncio.Lock) -> None:
        """`turn` is held by whoever uses the connection."""
        self._connection, self._turn = connection, turn
        self._due = asyncio.Event()
        self._finishing = False
        self._progress: dict[str, tuple[int, Progress]] = {}
        self._letters: list[tuple[str, Letter]] = []
        self._calls: dict[str, list[Called]] = {}

    def stands(
        self, endpoint_id: str, epoch: int, progress: Progress, letters: Sequence[Letter] = (), *, lazily: bool = False
    ) -> None:
        """An endpoint has come so far, and these events died on the way."""
        self._progress[endpoint_id] = (epoch, progress)
        self._letters += [(endpoint_id, each) for each in letters]
        if not lazily:
            self._due.set()

    def called(self, endpoint_id: str, call: Called) -> None:
        """A receiver was called."""
        calls = self._calls.setdefault(endpoint_id, [])
        calls.append(call)
        del calls[:-CALLS_KEPT]

    async def write_forever(self) -> None:
        """Write what is due at once, and what can wait a second later."""
        loop = asyncio.get_running_loop()
        last = loop.time()
        while not self._finishing:
            try:
                async with asyncio.timeout_at(last + LAZY_S):
                    await self._due.wait()
            except TimeoutError:
                pass
            await self.write()
            if loop.time() - last >= LAZY_S:
                await self.write_calls()
                last = loop.time()
            await asyncio.sleep(PAUSE_S)
        await self.write()
        await self.write_calls()

    def finish(self) -> None:
        """Write what there is, and end."""
        self._finishing = True
        self._due.set()

    async def write(self) -> None:
        """Write progress and dead letters."""
        async with self._turn:
            self._due.clear()
            progress, letters = self._progress, self._letters
            self._progress, self._letters = {}, []
            if progress:
                await webhooks.save_progress(self._connection, progress, letters)

    async def write_calls(self) -> None:
        """Write the latest calls."""
        async with self._turn:
            calls, self._calls = self._calls, {}
            if calls:
                rows = [(endpoint_id, each) for endpoint_id, some in calls.items() for each in some]
                await webhooks.note_attempts(self._connection, rows)
