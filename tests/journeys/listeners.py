"""Listeners: followers of the feed who are cut off again and again, and what each of them has heard."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from stockpool.feed.api import sequence
from stockpool.simulation.sse import read_stream
from tests.journeys.calls import Address, Caller, Request

TOLD = re.compile(rb"^id: (\d+)\r?\nevent: \S+\r?\ndata: (\{.*\})$", re.MULTILINE)
PAUSE_S = 0.1
ALL_EVENTS = """
select p.position, e.event_id, e.type, e.subject, e.data from events e left join feed_positions p using (event_id)
"""


class Heard(NamedTuple):
    """An event as a listener got it; `keys` are what its order is kept for: its subject, and the positions it moved."""

    event_id: int
    keys: frozenset[str]


def heard_of(event_id: int, kind: str, subject: str, data: dict[str, Any]) -> Heard:
    """An event with its keys."""
    moved = kind.startswith(("stock.", "hold.")) and [*data.get("lines", ()), *data.get("levels", ())]
    positions = {f"{each['sku']}@{each['node']}" for each in moved or () if isinstance(each, dict)}
    return Heard(event_id, frozenset({subject, *positions}))


def heard_in(event: dict[str, Any]) -> Heard:
    """A CloudEvent as it was heard."""
    return heard_of(int(event["id"]), event["type"].removeprefix("stockpool."), event["subject"], event["data"])


class Follower:
    """Somebody who follows the feed from its beginning; `address` says where the server is at the moment."""

    def __init__(self, address: Callable[[], Address], token: str) -> None:
        """Nothing is heard yet."""
        self.heard: list[Heard] = []
        self.position = 0
        self._address, self._token = address, token

    def evaluate(self, told: Mapping[int, Heard]) -> list[str]:
        """What is wrong with what was heard up to where the follower has come."""
        return evaluate(self.heard, [event for position, event in told.items() if position <= self.position])


class Listener(Follower):
    """Follows the stream; goes on with the last position that it has."""

    async def run(self) -> None:
        """Until it is cancelled."""
        while True:
            with suppress(OSError):
                await self._follow()
            await asyncio.sleep(PAUSE_S)

    async def _follow(self) -> None:
        host, port = self._address()
        headers = {"host": host, "authorization": f"Bearer {self._token}"}
        path = f"/v1/events/stream?after={self.position}"
        reader = await read_stream(host, port, path, headers, self._hear)
        try:
            await reader.closed
        finally:
            reader.leave()

    def _hear(self, events: bytes) -> None:
        for position, document in TOLD.findall(events):
            self.position = int(position)
            self.heard.append(heard_in(json.loads(document)))


class Puller(Follower):
    """Reads pages; goes on behind the last one that it got."""

    async def run(self) -> None:
        """Until it is cancelled."""
        caller = Caller(self._address, self._token)
        try:
            while True:
                with suppress(OSError):
                    await self._read_page(caller)
                await asyncio.sleep(PAUSE_S)
        finally:
            await caller.close()

    async def _read_page(self, caller: Caller) -> None:
        answer = await caller.send(Request("GET", f"/v1/events?after={self.position}&limit=500"))
        if answer.status == 200:
            page = json.loads(answer.body)
            self.heard += [heard_in(each) for each in page["events"]]
            self.position = page["next"]


async def all_events(url: str) -> dict[int, Heard]:
    """Every event of the ledger by its position; those that had none when the server left get theirs."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await sequence(connection)
        cursor = await connection.execute(ALL_EVENTS)
        return {position: heard_of(*event) for position, *event in await cursor.fetchall()}


def evaluate(heard: Sequence[Heard], told: Sequence[Heard]) -> list[str]:
    """What a listener has missed, invented, or heard in the wrong order; hearing something twice is no fault."""
    got, real = {each.event_id for each in heard}, {each.event_id for each in told}
    wrong = [f"event {event_id} was never heard" for event_id in sorted(real - got)[:3]]
    wrong += [f"event {event_id} was heard and never happened" for event_id in sorted(got - real)[:3]]
    by_key: dict[str, list[int]] = defaultdict(list)
    seen: set[int] = set()
    for each in heard:
        if each.event_id not in seen:
            seen.add(each.event_id)
            for key in each.keys:
                by_key[key].append(each.event_id)
    wrong += [f"{key} was heard out of order" for key, ids in by_key.items() if ids != sorted(ids)]
    return wrong
