"""A request gets exactly one effect, whatever the server goes through meanwhile."""

from __future__ import annotations

import asyncio

import pytest

from stockpool.simulation.traffic import Answer, GaveUp, Request, RetryingClient
from tests.simulation.traffic.fake_shop import FakeShop

HOLD = Request("POST", "/v1/holds", b"{}", "key-1")
BUSY = Answer(503, b"", retry_after_seconds=0.01)


async def test_busy_and_broken_answers_are_retried_with_the_same_key_and_body() -> None:
    shop = FakeShop()
    shop.broken = [BUSY, ConnectionResetError(), TimeoutError(), Answer(503, b"")]
    client = RetryingClient(shop.send, asyncio.Event())
    answer = await client.ask(HOLD)
    assert answer.status == 201
    assert shop.requests == [HOLD] * 5
    assert client.retries == 4


async def test_an_answer_lost_on_the_way_back_is_asked_for_again_and_acted_on_once() -> None:
    shop = FakeShop()

    async def lose_first_answer(request: Request) -> Answer:
        answer = await shop.send(request)
        if len(shop.requests) == 1:
            raise ConnectionResetError
        return answer

    answer = await RetryingClient(lose_first_answer, asyncio.Event()).ask(HOLD)
    assert answer.status == 201
    assert len(shop.requests) == 2
    assert len(shop.bodies) == 1


@pytest.mark.parametrize("status", [400, 401, 409, 422, 500])
async def test_any_other_answer_is_final(status: int) -> None:
    shop = FakeShop()
    shop.broken = [Answer(status, b"")]
    assert (await RetryingClient(shop.send, asyncio.Event()).ask(HOLD)).status == status
    assert len(shop.requests) == 1


async def test_patience_ends() -> None:
    shop = FakeShop()
    shop.broken = [ConnectionRefusedError()] * 1_000
    with pytest.raises(GaveUp, match="/v1/holds"):
        await RetryingClient(shop.send, asyncio.Event(), patience_seconds=0.2).ask(HOLD)
    assert 2 <= len(shop.requests) < 20


async def test_nobody_keeps_trying_after_the_traffic_has_stopped() -> None:
    shop = FakeShop()
    shop.broken = [BUSY] * 1_000
    stopped = asyncio.Event()
    stopped.set()
    with pytest.raises(GaveUp):
        await RetryingClient(shop.send, stopped).ask(HOLD)
    assert len(shop.requests) == 1


@pytest.mark.parametrize("body", [b"", b"not json", b"[1]"])
def test_a_body_that_is_no_object_reads_as_nothing(body: bytes) -> None:
    assert Answer(200, body).read() == {}
