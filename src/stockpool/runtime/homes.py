"""Where commands wait: each has a home lane, so that lanes at work side by side seldom want the same rows."""

from __future__ import annotations

from collections import deque
from typing import Generic, TypeVar

T = TypeVar("T")


class Homes(Generic[T]):
    """Queues of what waits, one a lane; first come, first served in each."""

    def __init__(self, count: int) -> None:
        self._queues: list[deque[T]] = [deque() for _ in range(count)]
        self._length = 0

    def __len__(self) -> int:
        return self._length

    def add(self, item: T, home: int) -> None:
        """Let something wait; `home` may be any number."""
        self._queues[home % len(self._queues)].append(item)
        self._length += 1

    def take_all(self, most: int) -> list[T]:
        """The next so many, whatever their homes: for a lane that works alone."""
        taken: list[T] = []
        for queue in self._queues:
            taken += self._from(queue, most - len(taken))
        return taken

    def take_own(self, home: int, most: int) -> list[T]:
        """The next so many of a lane's own, and of the longest other queue when it has none."""
        own = self._queues[home]
        return self._from(own or max(self._queues, key=len), most)

    def _from(self, queue: deque[T], most: int) -> list[T]:
        count = min(len(queue), most)
        self._length -= count
        return [queue.popleft() for _ in range(count)]
