"""Readers of the feed on each of its ways, who are cut off again and again, and what each of them has heard."""

from __future__ import annotations

import asyncio
import json
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from psycopg import AsyncConnection

from stockpool.feed.api import ends_of_feed, sequence
from stockpool.simulation.sse import read_stream
from tests.journeys.calls import Address, Caller, Request
from tests.workflows.nats_server import NatsServer

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


class Reader:
    """What somebody has heard, and the position up to which that goes."""

    name = "somebody"
    once = False
    """Whether it may hear nothing twice."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self.heard: list[Heard] = []
        self.position = 0

    @property
    def heard_twice(self) -> int:
        """How many of the events it had heard before."""
        return len(self.heard) - len({each.event_id for each in self.heard})

    async def has_come_to(self, position: int) -> bool:
        """Whether it has heard everything up to there."""
        return self.position >= position

    async def take_in(self) -> None:
        """Have in `heard` what arrived elsewhere."""

    def evaluate(self, told: Mapping[int, Heard]) -> list[str]:
        """What is wrong with what was heard up to where the reader has come."""
        behind = [told[position] for position in sorted(told) if position <= self.position]
        wrong = evaluate(self.heard, behind)
        wrong += [f"{self.heard_twice} events were heard twice"] if self.once and self.heard_twice else []
        return [f"{self.name}: {line}" for line in wrong]


class Follower(Reader):
    """Somebody who follows the feed from its beginning; `address` says where the server is at the moment."""

    def __init__(self, address: Callable[[], Address], token: str) -> None:
        """Nothing is heard yet."""
        super().__init__()
        self._address, self._token = address, token


class Listener(Follower):
    """Follows the stream; goes on with the last position that it has."""

    name = "stream"

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

    name = "pages"

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


class Hooked(Reader):
    """What a receiver of webhooks has acknowledged, as it stands in its file."""

    name = "webhook"

    def __init__(self, received: Path) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._received = received
        self._read_to = 0

    async def has_come_to(self, position: int) -> bool:
        """Read what is new first."""
        await self.take_in()
        return self.position >= position

    async def take_in(self) -> None:
        """Whole lines; one that a kill has cut off was not acknowledged."""
        with self._received.open("rb") as file:
            file.seek(self._read_to)
            new = file.read()
        whole = new[: new.rfind(b"\n") + 1]
        self._read_to += len(whole)
        for line in filter(None, whole.split(b"\n")):
            with suppress(json.JSONDecodeError):
                for event in json.loads(line):
                    self.heard.append(heard_in(event))
                    self.position = max(self.position, int(event["sequence"]))


class Subscriber(Reader):
    """What is in the stream of the broker, which takes an id only once."""

    name = "JetStream"
    once = True

    def __init__(self, broker: NatsServer) -> None:
        """Nothing is read yet."""
        super().__init__()
        self._broker = broker

    async def has_come_to(self, position: int) -> bool:
        """Whether the last message is of that event or of a later one."""
        return int(json.loads(await self._broker.last())["sequence"]) >= position

    async def take_in(self) -> None:
        """The whole stream."""
        events = [json.loads(message.data) for message in await self._broker.messages()]
        self.heard = [heard_in(event) for event in events]
        self.position = max(int(event["sequence"]) for event in events)


async def end_of_feed(url: str) -> int:
    """The position of the last event that was committed by now."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await sequence(connection)
        return (await ends_of_feed(connection)).latest


async def all_events(url: str) -> dict[int, Heard]:
    """Every event of the ledger by its position; those that had none when the server left get theirs."""
    async with await AsyncConnection.connect(url, autocommit=True) as connection:
        await sequence(connection)
        cursor = await connection.execute(ALL_EVENTS)
        return {position: heard_of(*event) for position, *event in await cursor.fetchall()}


def evaluate(heard: Sequence[Heard], told: Sequence[Heard]) -> list[str]:
    """What a reader has missed, invented, or heard in the wrong order; hearing something twice is no fault.

    The first times it heard of each event must be in the order of the feed, in which `told` is, and of each key in that
    of the events' ids, which were drawn while the key was locked.
    """
    first = list({each.event_id: each for each in heard}.values())
    got, real = {each.event_id for each in heard}, {each.event_id for each in told}
    wrong = [f"event {event_id} was never heard" for event_id in sorted(real - got)[:3]]
    wrong += [f"event {event_id} was heard and never happened" for event_id in sorted(got - real)[:3]]
    in_feed = [each.event_id for each in told if each.event_id in got]
    if (known := [each.event_id for each in first if each.event_id in real]) != in_feed:
        early = next(one for one, other in zip(known, in_feed, strict=True) if one != other)
        wrong.append(f"event {early} was heard before others that the feed has before it")
    by_key: dict[str, list[int]] = defaultdict(list)
    for each in first:
        for key in each.keys:
            by_key[key].append(each.event_id)
    wrong += [f"{key} was heard out of order" for key, ids in by_key.items() if ids != sorted(ids)]
    return wrong
