"""What cannot be done now is answered 503 with a time to come back, never with 'out of stock'."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.journeys.calls import Answer
from tests.journeys.shop import hold, receive
from tests.races.http.conftest import NewCaller, OpenShop, ServeMany

CALLERS = 10
WAITING = 3


@contextmanager
def locked(database_url: str, sku: str) -> Iterator[None]:
    """Another session that holds the lock of a SKU's positions."""
    with psycopg.connect(database_url) as conn:
        conn.execute("select from positions where sku = %s for update", [sku])
        yield


def wait_until_somebody_waits(database_url: str) -> None:
    """Until the lane stands before the lock with the only command that it takes at a time."""
    with psycopg.connect(database_url, autocommit=True) as conn:
        while not conn.execute("select from pg_locks where not granted").fetchall():
            time.sleep(0.01)


def kind_of(answer: Answer) -> tuple[int, str]:
    return answer.status, json.loads(answer.body).get("type", "granted")


async def test_a_full_queue_is_said_at_once_and_what_was_taken_is_done(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"LANES": "1", "LANE_GROUP_MAX": "1", "LANE_QUEUE_MAX": str(WAITING)}.items():
        monkeypatch.setenv(f"STOCKPOOL_{name}", value)
    (server,) = serve()
    await receive(await opened(server, "A"), {("A", "NORTH"): 100})
    callers = [new_caller(server) for _ in range(CALLERS)]
    with locked(database_url, "A"):
        asked = [asyncio.create_task(callers[0].send(hold("A", "0")))]
        await asyncio.to_thread(wait_until_somebody_waits, database_url)
        asked += [asyncio.create_task(caller.send(hold("A", f"{i}"))) for i, caller in enumerate(callers) if i > 0]
        while sum(task.done() for task in asked) < CALLERS - WAITING - 1:
            await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED, timeout=10)
        turned_away = [task.result() for task in asked if task.done()]
    answers = await asyncio.gather(*asked)
    assert [kind_of(answer) for answer in turned_away] == [(503, "/problems/busy")] * (CALLERS - WAITING - 1)
    assert all(int(answer.header(b"retry-after") or 0) >= 1 for answer in turned_away)
    assert sorted(answer.status for answer in answers) == [201] * (WAITING + 1) + [503] * (CALLERS - WAITING - 1)
    again = [await caller.send(hold("A", f"{i}")) for i, caller in enumerate(callers)]
    assert [answer.status for answer in again] == [201] * CALLERS
    granted_first = {answer.body for answer in answers if answer.status == 201}
    assert granted_first <= {answer.body for answer in again}


async def test_a_lock_that_another_session_keeps_is_busy_and_not_out_of_stock(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Case 22."""
    monkeypatch.setenv("STOCKPOOL_LOCK_TIMEOUT_S", "0.2")
    (server,) = serve()
    await receive(await opened(server, "A", "B"), {("A", "NORTH"): 5, ("B", "NORTH"): 5})
    caller = new_caller(server)
    with locked(database_url, "A"):
        waited = await caller.send(hold("A", "k"))
        neighbor = await caller.send(hold("B", "n"))
    assert kind_of(waited) == (503, "/problems/busy")
    assert int(waited.header(b"retry-after") or 0) >= 1
    assert neighbor.status == 201
    assert (await caller.send(hold("A", "k"))).status == 201
    assert kind_of(await caller.send(hold("A", "too much", 5))) == (409, "/problems/insufficient-stock")
