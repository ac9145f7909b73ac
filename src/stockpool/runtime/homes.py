"""Where commands wait: each has a home lane, so that lanes at work side by side seldom want the same rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Generic, TypeVar

T = TypeVar("T")


class Homes(Generic[T]):
    """Queues of what waits, one a lane; first come, first served in each."""

    def __init__(self, count: int) -> None:
        self._queues: list[deque[tuple[int, T]]] = [deque() for _ in range(count)]
        self._length = 0
        self._arrived = 0

    def __len__(self) -> int:
        return self._length

    @property
    def first(self) -> T | None:
        """What has waited longest."""
        return min((queue[0] for queue in self._queues if queue), key=itemgetter(0), default=(0, None))[1]

    def own(self, home: int) -> int:
        """How many `take_own` could take."""
        return len(self._queues[home] or max(self._queues, key=len))

    def add(self, item: T, home: int) -> None:
        """Let something wait; `home` may be any number."""
        self._queues[home % len(self._queues)].append((self._arrived, item))
        self._length += 1
        self._arrived += 1

    def take_all(self, most: int) -> list[T]:
        """The next so many in the order in which they came, whatever their homes: for a lane that need not choose."""
        first = sorted(number for queue in self._queues for number, _ in islice(queue, most + 1))
        behind = first[most] if len(first) > most else self._arrived
        taken = [waiting for queue in self._queues for waiting in self._until(queue, behind)]
        taken.sort(key=itemgetter(0))
        return [item for _, item in taken]

    def take_own(self, home: int, most: int) -> list[T]:
        """The next so many of a lane's own, and of the longest other queue when it has none."""
        queue = self._queues[home] or max(self._queues, key=len)
        count = min(len(queue), most)
        self._length -= count
        return [queue.popleft()[1] for _ in range(count)]

    def _until(self, queue: deque[tuple[int, T]], behind: int) -> Iterator[tuple[int, T]]:
        while queue and queue[0][0] < behind:
            self._length -= 1
            yield queue.popleft()
