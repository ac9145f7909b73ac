"""The keys as one process knows them: a snapshot that is never older than two seconds.

All active keys are few and are read together, so that neither a known nor an invented key costs a database read of its
own, and memory is bounded by the table. A revoked key stops working within `AGE_S_MAX`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from stockpool.access.decide.keys import admit
from stockpool.access.model import ApiKey
from stockpool.access.tokens import split_token
from stockpool.kernel.refusals import Refused

AGE_S_REFRESH = 0.75
"""From this age on a snapshot is replaced in the background while it still answers."""

AGE_S_MAX = 1.75
"""From this age on a snapshot answers nobody; less than two seconds, so that its own reading has time too."""

MISS_INTERVAL_S = 0.1
"""How often at most unknown keys make the process look again: a new key works at once, a flood costs little."""

LoadKeys = Callable[[], Awaitable[Sequence[ApiKey]]]


class KeyRing:
    """Admits tokens by a snapshot of the active keys."""

    def __init__(self, load: LoadKeys, *, now: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._load = load
        self._now = now
        self._monotonic = monotonic
        self._keys: Mapping[str, ApiKey] = {}
        self._read_at = float("-inf")
        self._reading: asyncio.Task[None] | None = None

    def admit_known(self, token: str) -> ApiKey | None:
        """The key by a fresh enough snapshot, without waiting; None when `admit` must look closer."""
        age = self._monotonic() - self._read_at
        if age > AGE_S_MAX:
            return None
        if age > AGE_S_REFRESH:
            self._refresh()
        found = admit(self._keys, token, self._now())
        return None if isinstance(found, Refused) else found

    async def admit(self, token: str) -> ApiKey | Refused:
        """The key of a token; an unknown one is looked for in a snapshot read after it arrived."""
        if (known := self.admit_known(token)) is not None:
            return known
        parts = split_token(token)
        arrived_at = self._monotonic()
        if parts is not None and (parts[0] not in self._keys or arrived_at - self._read_at > AGE_S_MAX):
            await self._read_since(arrived_at)
        return admit(self._keys, token, self._now())

    async def _read_since(self, moment: float) -> None:
        while self._read_at < moment:
            await asyncio.sleep(max(0.0, self._read_at + MISS_INTERVAL_S - self._monotonic()))
            await asyncio.shield(self._refresh())

    def _refresh(self) -> asyncio.Task[None]:
        if self._reading is None or self._reading.done():
            self._reading = asyncio.get_running_loop().create_task(self._read())
            self._reading.add_done_callback(_forget_failure)
        return self._reading

    async def _read(self) -> None:
        """Age counts from before the reading: what is revoked during it may be missed by it."""
        started_at = self._monotonic()
        keys = await self._load()
        self._keys = {key.id: key for key in keys}
        self._read_at = started_at


def _forget_failure(task: asyncio.Task[None]) -> None:
    """A background reading that failed is repeated by the next request, which reports it when it has to wait."""
    if not task.cancelled():
        task.exception()
