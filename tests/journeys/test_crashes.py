"""All processes are killed again and again under callers who repeat themselves until they are answered.

Whatever was acknowledged exists, once; nothing else does; nothing is oversold; the ledger proves itself. Whoever reads
events, on whichever way, gets each of the ledger's at least once and in order; in the stream of a broker each is once.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from time import monotonic

import pytest

from stockpool.runtime import migrating
from stockpool.runtime.embedded import start_embedded
from stockpool.runtime.ending import end
from tests.conftest import DISK, new_test_folder, remove_test_folder
from tests.entrypoints.http.server_process import new_key
from tests.journeys import audit
from tests.journeys.calls import Caller
from tests.journeys.crowd import Crowd, opening
from tests.journeys.fire import STOCKPOOL, Server
from tests.journeys.killer import LEFT, ONE_PROCESS, TWO_WORKERS, Kill, Killer
from tests.journeys.listeners import Heard, Hooked, Listener, Puller, Reader, Subscriber, all_events, end_of_feed
from tests.journeys.neighbors import Neighborhood
from tests.journeys.shop import COMING, PLENTY, SCARCE, open_shop, post
from tests.orders import telling

CALLERS = 32
CATCH_UP_S_MAX = 30.0
LOOK_S = 0.1
ON_THEIR_WAY_MAX = 100
"""What sweeps and repairs may still do when the readers are told to go home."""

IN_A_LIST = 20
"""So many events a webhook brings at most."""

SEED = int(os.environ.get("STOCKPOOL_TEST_SEED", "20261"))
GRANTED = {
    "hold": 201,
    "order": 201,
    "return": 201,
    **dict.fromkeys(("step", "pay", "edit", "release", "cancel", "receive", "sell", "return_step", "announce"), 200),
}


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder for one database, on the disk: commits take as long as they do; it is removed whatever happens."""
    folder = new_test_folder(DISK)
    yield folder / "data"
    remove_test_folder(folder)


@pytest.fixture
def token(data_dir: Path) -> str:
    """A key to everything, in a database that is running and has its schema."""
    url = start_embedded(data_dir)
    asyncio.run(migrating.upgrade(url))
    return new_key(url, "admin")


class Siege:
    """One run: a shop is opened, callers are busy, the killer is at work; then the auditor comes."""

    def __init__(self, data_dir: Path, token: str, workers: int = 1, *, new_key_each_time: bool = False) -> None:
        """A shop that is not open yet; of several workers each may be the one that publishes."""
        self.token = token
        self.done: set[str] = set()
        self.told: dict[int, Heard] = {}
        self.neighbors = Neighborhood(data_dir, everybody_publishes=workers > 1)
        self.server = Server(data_dir, workers, **self.neighbors.settings_of_server)
        self.crowd = Crowd(lambda: self.server.address, token, SEED, new_key_each_time=new_key_each_time)
        self.followers = [kind(lambda: self.server.address, token) for kind in (Listener, Listener, Puller)]
        neighbors = self.neighbors
        self.readers: list[Reader] = [*self.followers, Hooked(neighbors.received), Subscriber(neighbors.nats)]
        self.killer = Killer(self.server, neighbors, lambda: len(self.crowd.notes), SEED)

    async def run(self, kinds: Sequence[Kill], kills: int) -> list[str]:
        """All that went wrong, in words."""
        tended = [asyncio.create_task(neighbor.tend()) for neighbor in self.neighbors.all.values()]
        await self.server.start()
        await self._open()
        listening = [asyncio.create_task(follower.run()) for follower in self.followers]
        async with asyncio.TaskGroup() as group:
            busy = group.create_task(self.crowd.run(CALLERS))
            await self.killer.run(kinds, kills)
            self.crowd.stop()
            await busy
        different = [] if self.crowd.new_key_each_time else await self.crowd.repeat_all(CALLERS)
        url = start_embedded(self.server.data_dir)
        late = await self._late_for(await end_of_feed(url))
        for task in (*listening, *tended):
            await end(task)
        assert await self.server.leave() == 128 + signal.SIGTERM
        assert await self.neighbors.worker.leave() in (0, -signal.SIGTERM), "the latter if it was about to begin"
        for reader in self.readers:
            await reader.take_in()
        return [*self.crowd.faults, *different, *late, *await self._audited()]

    async def _late_for(self, position: int) -> list[str]:
        """The readers who have not come there in time."""
        until = monotonic() + CATCH_UP_S_MAX
        late = self.readers
        while late and monotonic() < until:
            late = [reader for reader in late if not await reader.has_come_to(position)]
            await asyncio.sleep(LOOK_S if late else 0)
        return [f"{reader.name} has come to {reader.position} of {position}" for reader in late]

    async def _audited(self) -> list[str]:
        """What readers and callers were told, held against the database."""
        url = start_embedded(self.server.data_dir)
        records = audit.read_records(url)
        self.done = {movement.kind for movement in records.movements}
        self.told = await all_events(url)
        missed = [line for reader in self.readers for line in reader.evaluate(self.told)]
        unheard = len(self.told) - min(reader.position for reader in self.readers)
        missed += [f"{unheard} events were on their way at the end"] if unheard > ON_THEIR_WAY_MAX else []
        undescribed = map(str, telling.undescribed(records.events)[:5])
        return [*missed, *undescribed, *audit.evaluate(self.crowd.notes, records, key_id_of(self.token))]

    async def _open(self) -> None:
        """Master data and the opening stock."""
        caller = Caller(lambda: self.server.address, self.token)
        await open_shop(caller, (*SCARCE, *PLENTY, COMING))
        for receipt in opening():
            await self.crowd.ask(caller, "receive", post("/v1/facts", {"facts": [receipt]}), random.Random(0))
        endpoint = {"url": self.neighbors.hook, "after": 0, "batch_max": IN_A_LIST}
        assert (await caller.send(post("/v1/webhooks", endpoint))).status == 201
        await caller.close()

    def report(self) -> str:
        """Figures for the log of the test."""
        gaps = sorted(self.killer.recoveries_s) or [0.0]
        return "\n".join([
            f"seed {SEED}: {len(self.killer.log)} kills, {len(self.crowd.notes)} commands answered",
            *self.killer.log,
            f"until work went on again: median {gaps[len(gaps) // 2]:.2f} s, longest {gaps[-1]:.2f} s",
            f"longest wait of a caller {self.crowd.slowest_s:.2f} s; starts that failed {self.server.starts_failed}",
            f"{dict(sorted(self.crowd.counts.items()))}",
            f"killed {dict(Counter(kind.name for kind in self.killer.kinds.elements()))}",
            f"{len(self.told)} events",
            *(f"{each.name} heard {len(each.heard)}, {each.heard_twice} again" for each in self.readers),
            f"ended by themselves: { {name: each.ended_itself for name, each in self.neighbors.all.items()} }",
            *self.crowd.faults[:5],
            *self.server.last_words(),
            *self.neighbors.worker.last_words(),
        ])  # fmt: skip


def key_id_of(token: str) -> str:
    """The id in a key's written form."""
    return token.split("_")[1]


def verify(data_dir: Path) -> subprocess.CompletedProcess[str]:
    """`stockpool verify`."""
    command = [*STOCKPOOL, "verify", "--json", "--data-dir", str(data_dir)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def besieged(data_dir: Path, token: str) -> Iterator[Callable[..., Siege]]:
    """Makes sieges, and sees to it that none leaves a process behind."""
    sieges: list[Siege] = []

    def make(workers: int = 1, *, new_key_each_time: bool = False) -> Siege:
        sieges.append(Siege(data_dir, token, workers, new_key_each_time=new_key_each_time))
        return sieges[-1]

    yield make
    for siege in sieges:
        siege.neighbors.end()
    assert [siege.server.end() for siege in sieges] == [[] for _ in sieges]


async def survive(siege: Siege, kinds: Sequence[Kill], kills: int) -> None:
    began_at = monotonic()
    try:
        wrong = await siege.run(kinds, kills)
    finally:
        print(f"{siege.report()}\nin {monotonic() - began_at:.1f} s")  # noqa: T201 - figures for the log
    assert wrong == []
    assert len(siege.killer.log) == kills
    verified = verify(siege.server.data_dir)
    assert verified.returncode == 0, verified
    assert json.loads(verified.stdout)["drift"] == 0
    assert {"order.allocated", "supply.claimed"} <= siege.done, "nobody waited for supply"
    counts = siege.crowd.counts
    assert min(counts[f"{intent} {status}"] for intent, status in GRANTED.items()) > 0, counts
    assert counts["hold 409"] > 0, "stock was never scarce"
    assert counts["sent again"] > 0, "nobody ever lost an answer"
    assert {siege.neighbors.receiver.ended_itself, siege.neighbors.broker.ended_itself} == {0}
    for reader in siege.readers:
        lost, turned = spoiled(reader, siege.told)
        assert [line for line in lost if "was never heard" in line], "the judge does not see what is missing"
        assert [line for line in turned if "was heard out of order" in line], "the judge does not see the order"


def spoiled(reader: Reader, told: Mapping[int, Heard]) -> tuple[list[str], list[str]]:
    """What would be wrong had it missed one event, and had two of one key come the wrong way round."""
    rng, heard = random.Random(SEED), reader.heard
    by_key: dict[str, dict[int, Heard]] = {}
    for each in heard:
        for key in each.keys:
            by_key.setdefault(key, {})[each.event_id] = each
    several = [list(events.values()) for events in by_key.values() if len(events) > 1]
    one, other = rng.sample(rng.choice(several), 2)
    instead = {one.event_id: other, other.event_id: one}
    reader.heard = [each for each in heard if each.event_id != one.event_id]
    lost = reader.evaluate(told)
    reader.heard = [instead.get(each.event_id, each) for each in heard]
    turned = reader.evaluate(told)
    reader.heard = heard
    return lost, turned


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("workers", "kinds"), [(1, ONE_PROCESS), (2, TWO_WORKERS)])
async def test_what_was_acknowledged_exists_once_and_every_reader_hears_of_it_whoever_is_killed(
    besieged: Callable[..., Siege], workers: int, kinds: Sequence[Kill]
) -> None:
    await survive(besieged(workers), kinds, len(kinds))


@pytest.mark.soak
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize(("workers", "kinds"), [(1, ONE_PROCESS), (2, TWO_WORKERS)])
async def test_a_hundred_kills_with_each_number_of_workers_lose_nothing(
    besieged: Callable[..., Siege], workers: int, kinds: Sequence[Kill]
) -> None:
    await survive(besieged(workers), kinds, 110)


@pytest.mark.timeout(240)
async def test_without_keys_that_are_kept_the_same_siege_does_things_that_nobody_was_told_of(
    besieged: Callable[..., Siege],
) -> None:
    siege = besieged(new_key_each_time=True)
    wrong = await siege.run((Kill.SERVER, *LEFT), 3)
    print(siege.report())  # noqa: T201 - as above
    assert [line for line in wrong if "was done and nobody was told" in line]
    assert not [line for line in wrong if "available" in line or "promised" in line], "more was sold than there was"
