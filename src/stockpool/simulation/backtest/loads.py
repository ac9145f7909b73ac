"""What nodes have to do: each parcel is one order, and a node works evenly at its pace, day and night."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import ceil

from stockpool.simulation.backtest.world import CapacityChange, WorldNode
from stockpool.sourcing.api import Load

IDLE = Load()
DAY_S = 86_400


class Loads:
    """The backlog of each node that has a capacity."""

    def __init__(self, nodes: Mapping[str, WorldNode], changes: Sequence[CapacityChange] = ()) -> None:
        """Nobody has anything to do yet."""
        self._changes, self._next = changes, 0
        self._hours = {name: node.hours_a_day for name, node in nodes.items()}
        self._pace = {name: node.daily_capacity for name, node in nodes.items() if node.daily_capacity is not None}
        self._open = dict.fromkeys(nodes, 0.0)
        self._since: dict[str, datetime] = {}

    def until(self, moment: datetime) -> None:
        """Let paces change up to a moment."""
        while self._next < len(self._changes) and self._changes[self._next].at <= moment:
            change = self._changes[self._next]
            self._work(change.node, change.at)
            self._pace[change.node] = change.daily_capacity
            self._next += 1

    def _work(self, node: str, now: datetime) -> None:
        since, pace = self._since.get(node, now), self._pace.get(node)
        done = self._open[node] if pace is None else pace * (now - since).total_seconds() / DAY_S
        self._open[node] = max(self._open[node] - done, 0.0)
        self._since[node] = now

    def load(self, node: str, now: datetime) -> Load:
        """What a policy may know of it."""
        pace = self._pace.get(node)
        if pace is None:
            return IDLE
        self._work(node, now)
        hours = self._open[node] / pace * self._hours[node]
        return Load(ceil(self._open[node]), max(round(pace), 1), hours)

    def wait_days(self, node: str, now: datetime) -> float:
        """Days until a node has done all that it has to do now."""
        pace = self._pace.get(node)
        if pace is None:
            return 0.0
        self._work(node, now)
        return self._open[node] / pace

    def add(self, node: str, now: datetime) -> None:
        """One more order for a node."""
        if node in self._pace:
            self._work(node, now)
            self._open[node] += 1
