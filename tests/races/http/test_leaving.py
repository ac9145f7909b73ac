"""A server that is asked to leave under load answers what it took, and does nothing that it does not answer."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator

import psycopg
import pytest

from stockpool.access.tokens import split_token
from stockpool.kernel.idempotency import key_digest
from tests.journeys.calls import Caller
from tests.journeys.shop import hold, receive
from tests.races.http.conftest import NewCaller, OpenShop, ServeMany

CALLERS = 32
UNITS = 1_000_000
BUSY_S = 1.0


async def hold_until_shut(caller: Caller, number: int, granted: set[str]) -> None:
    """Place holds one after the other until the door is shut; notes the keys of those that were granted."""
    for attempt in range(UNITS):
        key = f"{number}-{attempt}"
        try:
            answer = await caller.send(hold("A", key))
        except ConnectionError:
            return
        assert answer.status == 201, answer
        granted.add(key)


def keys_of_holds(database_url: str) -> set[str]:
    with psycopg.connect(database_url) as conn:
        rows = conn.execute("select replace(key::text, '-', '') from movements where kind = 'hold.placed'").fetchall()
    return {key for (key,) in rows}


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.usefixtures("_no_last_words")
async def test_what_was_done_was_answered_and_what_was_answered_was_done(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop, database_url: str, token: str, workers: int
) -> None:
    (server,) = serve(1, "--workers", str(workers))
    await receive(await opened(server, "A"), {("A", "NORTH"): UNITS})
    granted: set[str] = set()
    callers = [asyncio.create_task(hold_until_shut(new_caller(server), i, granted)) for i in range(CALLERS)]
    await asyncio.sleep(BUSY_S)
    server.process.send_signal(signal.SIGTERM)
    await asyncio.gather(*callers)
    assert await asyncio.to_thread(server.process.wait, 30) == 128 + signal.SIGTERM
    key_id, _ = split_token(token) or ("", "")
    assert len(granted) > CALLERS
    assert keys_of_holds(database_url) == {key_digest(key_id, key) for key in granted}


@pytest.fixture
def _no_last_words(capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """An orderly end leaves no traceback, of its workers neither."""
    yield
    said = capfd.readouterr().err
    assert "Fatal" not in said, said
    assert "Traceback" not in said, said
