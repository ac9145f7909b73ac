"""`/readyz` tells the truth, check by check."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
import pytest

from stockpool import bootstrap
from stockpool.bootstrap import Application
from stockpool.runtime import readiness
from stockpool.runtime.ending import end

CHECKS = ("staying", "lanes", "database", "schema", "feed")


async def everything_is_fine(_application: Application) -> None:
    """The negative control: nothing is done."""


async def the_lanes_stop(application: Application) -> None:
    await application.lanes.stop()


async def it_is_asked_to_leave(application: Application) -> None:
    application.leave()


async def nothing_may_be_written(application: Application) -> None:
    async with application.database.read() as conn:
        row = await (await conn.execute("select current_database()")).fetchone()
        assert row is not None
        await conn.execute(f'alter database "{row[0]}" set default_transaction_read_only = on'.encode())


async def the_schema_is_of_another_version(application: Application) -> None:
    async with application.database.read() as conn:
        await conn.execute("update alembic_version set version_num = '9999'")


async def the_schema_lacks_something(application: Application) -> None:
    async with application.database.read() as conn:
        await conn.execute("delete from alembic_version")


async def the_database_is_away(application: Application) -> None:
    application.url = "postgresql://127.0.0.1:1/nothing"


async def the_feed_stands_still(application: Application) -> None:
    task = application.feed._task
    assert task is not None
    await end(task)


@pytest.mark.parametrize(
    ("happens", "failing", "said"),
    [
        (everything_is_fine, [], ""),
        (the_lanes_stop, ["lanes"], "not running"),
        (nothing_may_be_written, ["database", "schema"], "read-only"),
        (the_schema_is_of_another_version, ["schema"], "9999"),
        (the_schema_lacks_something, ["schema"], "lacks 0001"),
        (the_database_is_away, ["database", "schema"], "cannot be reached"),
        (the_feed_stands_still, ["feed"], "no event has got its place"),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_else(
    client: httpx2.AsyncClient,
    application: Application,
    happens: Callable[[Application], Awaitable[None]],
    failing: list[str],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if happens is the_feed_stands_still:
        monkeypatch.setattr(bootstrap, "FEED_SILENT_S_MAX", -1.0)
    await happens(application)
    answered = await client.get("/readyz")
    told: dict[str, Any] = answered.json()
    assert answered.status_code == (503 if failing else 200)
    assert told["status"] == ("not ready" if failing else "ready")
    assert tuple(told["checks"]) == CHECKS
    assert [name for name, words in told["checks"].items() if words != "ok"] == failing
    assert told["missing"] == [told["checks"][name] for name in failing]
    assert said in " ".join(told["missing"])
    assert (await client.get("/healthz")).json() == {"status": "ok"}


async def test_a_server_that_is_to_leave_says_so_without_asking_anybody(
    client: httpx2.AsyncClient, application: Application
) -> None:
    await the_database_is_away(application)
    application.leave()
    answered = await client.get("/readyz")
    assert answered.status_code == 503
    assert answered.json()["checks"] == {"staying": "the server was asked to leave"}


async def test_the_feed_of_a_quiet_shop_is_not_silent(application: Application) -> None:
    await asyncio.sleep(0.8)
    assert application.feed.silent_s < 0.7


async def test_a_database_that_says_nothing_is_not_waited_for(
    client: httpx2.AsyncClient, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "LOOK_S_MAX", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        application.url = f"postgresql://127.0.0.1:{silent.getsockname()[1]}/silent?sslmode=disable"
        answered = await client.get("/readyz")
    assert answered.status_code == 503
    assert "does not answer within 0.3 s" in answered.json()["checks"]["database"]
