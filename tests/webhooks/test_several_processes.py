"""Processes share endpoints: one of them serves it, and another as soon as that one ends, however it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from stockpool.webhooks import store
from tests.webhooks.conftest import PostOffice
from tests.webhooks.receiver import Got, Receiver

pytestmark = pytest.mark.anyio

UNLOCKED = "select named.id from unnest(%s::text[]) as named (id) where %s > 0"


async def three_at_once(office: PostOffice, receiver: Receiver) -> list[int]:
    """What arrives when three processes find the same endpoint."""

    async def behave(_got: Got, _writer: asyncio.StreamWriter) -> int:
        await asyncio.sleep(0.002)
        return 204

    receiver.behave = behave
    await office.endpoint(receiver)
    await asyncio.gather(*[office.open() for _ in range(3)])
    await office.write(40)
    await receiver.until(40)
    await asyncio.sleep(0.7)
    return receiver.arrived


async def test_processes_at_once_deliver_each_event_once(office: PostOffice, receiver: Receiver) -> None:
    assert await three_at_once(office, receiver) == list(range(1, 41))


async def test_without_the_lock_they_deliver_events_twice(
    office: PostOffice, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "CLAIM", UNLOCKED)
    assert len(await three_at_once(office, receiver)) > 40


async def test_one_that_closes_leaves_its_endpoints_to_another_without_a_second_delivery(
    office: PostOffice, receiver: Receiver
) -> None:
    await office.endpoint(receiver)
    first = await office.open()
    await office.write(3)
    await receiver.until(3)
    await office.open()
    await first.close()
    await office.write(3)
    assert await receiver.until(6) == [1, 2, 3, 4, 5, 6]


async def test_one_whose_session_is_ended_writes_no_more_and_nothing_is_lost(
    office: PostOffice, receiver: Receiver
) -> None:
    await office.endpoint(receiver)
    await office.open()
    await office.write(50)
    await receiver.until(10)
    async with office.database.read() as connection:
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = %s",
            (store.LOCK_CLASS,),
        )
    await office.write(10)
    async with asyncio.timeout(10):
        while set(receiver.arrived) != set(range(1, 61)):  # noqa: ASYNC110 -- of sets, not of counts
            await asyncio.sleep(0.02)
    assert first_arrivals(receiver.arrived) == list(range(1, 61))


def first_arrivals(arrived: list[int]) -> list[int]:
    return list(dict.fromkeys(arrived))


async def test_killed_again_and_again_a_worker_loses_nothing_and_keeps_the_order(
    office: PostOffice, receiver: Receiver, database_url: str
) -> None:
    """At least once: what was sent and not yet noted is sent again."""

    async def behave(_got: Got, _writer: asyncio.StreamWriter) -> int:
        await asyncio.sleep(0.004)
        return 204

    receiver.behave = behave
    made = await office.endpoint(receiver)
    await office.write(200)
    for upto in (40, 110, None):
        worker = await start_worker(database_url)
        try:
            if upto is not None:
                while len(set(receiver.arrived)) < upto:
                    await receiver.until(len(receiver.arrived) + 1, 30)
                worker.send_signal(signal.SIGKILL)
            else:
                await office.until(made.endpoint.id, lambda state: state.position == 200)
        finally:
            with suppress(ProcessLookupError):
                worker.kill()
            await worker.wait()
    arrived = receiver.arrived
    assert first_arrivals(arrived) == list(range(1, 201))
    assert all(later <= earlier + 1 for earlier, later in pairwise(arrived)), "no event overtakes one before it"
    assert len(arrived) < 300, "only the last of each life come again"


async def start_worker(database_url: str) -> asyncio.subprocess.Process:
    environment = os.environ | {"STOCKPOOL_WEBHOOK_ALLOW_NETWORKS": "127.0.0.0/8"}
    return await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("stockpool")),
        "worker",
        "--database-url",
        database_url,
        env=environment,
        stderr=asyncio.subprocess.DEVNULL,
    )
