"""Pickup codes are not found by trying: whoever says wrong ones waits longer each time."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

import msgspec

TRIES_FREE = 5
"""Wrong codes of one fulfillment order before the first pause."""

PAUSE_S = 60
PAUSE_MAX_S = 3_600

REMEMBERED_MAX = 10_000


class _Tries(msgspec.Struct):
    count: int = 0
    not_before_s: float = 0.0


class Guesses:
    """The tries at codes in this process, by fulfillment order."""

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        """`now_s` is a clock that only goes forward."""
        self._now_s = now_s
        self._tries: dict[str, _Tries] = {}

    def begin(self, name: str) -> int:
        """Count a try before it is made, for many may be made at once; or the seconds after which one may be."""
        tries, now_s = self._tries.setdefault(name, _Tries()), self._now_s()
        if now_s < tries.not_before_s:
            return int(tries.not_before_s - now_s) + 1
        tries.count += 1
        beyond = tries.count - TRIES_FREE
        if beyond >= 0:
            tries.not_before_s = now_s + min(PAUSE_S * 2 ** min(beyond, 16), PAUSE_MAX_S)
        while len(self._tries) > REMEMBERED_MAX:
            self._tries.pop(next(iter(self._tries)))
        return 0

    def was_none(self, name: str) -> None:
        """The try that was counted said no wrong code."""
        tries = self._tries.get(name)
        if tries is None:
            return
        tries.count, tries.not_before_s = tries.count - 1, 0.0
        if tries.count <= 0:
            del self._tries[name]
