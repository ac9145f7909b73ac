"""A slow database: tills are heard, customers are told to come back, bulk work is not begun."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from typing import NamedTuple

import httpx2
import pytest

from stockpool import bootstrap
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.endpoints import BULK_FROM
from stockpool.kernel.commands import Command
from stockpool.kernel.shedding import Urgency
from stockpool.runtime.settings import Settings
from tests.entrypoints.http.conftest import Furnished, Shop, calling, interface_of

SLOW = """
create function be_slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.1); return null; end $$;
create trigger slow before insert on movements for each statement execute function be_slow();
"""
ROOM = 40
HOLD = {"channel": "web", "lines": [{"sku": "A", "quantity": 1, "node": "N1"}]}


@pytest.fixture
async def slow_shop(database_url: str, furnished: Furnished) -> AsyncIterator[Shop]:
    """The shop on a database that takes a tenth of a second for four commands."""
    settings = Settings(pool_size=2, lanes=1, lane_group_max=4, lane_queue_max=ROOM, sweep_interval_s=60)
    application = Application(settings, database_url)
    await application.start()
    async with application.database.read() as connection:
        await connection.execute(SLOW)
    async with calling(interface_of(application)) as client:
        yield Shop(client, furnished.token)
    await application.close()


class Rush(NamedTuple):
    """What each was answered."""

    holds: Counter[int]
    sales: Counter[int]
    bulk: list[httpx2.Response]
    few: httpx2.Response
    shed: httpx2.Response | None


async def rush(shop: Shop) -> Rush:
    """Sixty customers who come again at once when they are told to wait; meanwhile ten tills, and bulk work."""
    holds: Counter[int] = Counter()
    shed: list[httpx2.Response] = []
    over = asyncio.Event()

    async def buy() -> None:
        while not over.is_set():
            answered = await shop.post("/v1/holds", HOLD)
            holds[answered.status_code] += 1
            if answered.status_code == 503:
                shed[:] = [answered]
                await asyncio.sleep(0.01)

    async def sell(number: int) -> int:
        sale = {"kind": "sell", "sku": "A", "node": "N2", "quantity": 1, "source": "till", "source_id": f"{number}"}
        return (await shop.post("/v1/facts", {"facts": [sale]})).status_code

    customers = [asyncio.create_task(buy()) for _ in range(60)]
    await asyncio.sleep(0.3)
    sales = await asyncio.gather(*map(sell, range(10)))
    many = [f"SKU-{i}" for i in range(BULK_FROM)]
    bulk = [
        await shop.post("/v1/availability", {"channel": "web", "skus": many}),
        await shop.post("/v1/holds/batch", {"holds": [HOLD] * BULK_FROM}),
        await shop.get("/v1/positions?limit=1000"),
    ]
    few = await shop.post("/v1/availability", {"channel": "web", "skus": ["A"]})
    over.set()
    await asyncio.gather(*customers)
    return Rush(holds, Counter(sales), bulk, few, shed[0] if shed else None)


async def test_tills_are_heard_while_customers_are_told_to_come_back(slow_shop: Shop) -> None:
    seen = await rush(slow_shop)
    assert seen.sales == {200: 10}
    assert seen.holds[503] > 0
    assert seen.shed is not None
    assert seen.shed.headers["retry-after"] == "2"
    assert seen.holds[201] == 10  # all that is at N1: nobody who was told to come back has something
    assert [(each.status_code, each.headers["retry-after"]) for each in seen.bulk] == [(503, "5")] * 3
    assert seen.few.status_code == 200
    assert (await slow_shop.get("/v1/positions?limit=1000")).status_code == 200


async def test_without_urgency_tills_would_not_be_heard(slow_shop: Shop) -> None:
    """The negative control: the fixture below takes the difference away."""
    assert (await rush(slow_shop)).sales[503] > 0


def _promise(_command: Command) -> Urgency:
    return Urgency.PROMISE


@pytest.fixture(autouse=True)
def _urgency(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if "without_urgency" in request.node.name:
        monkeypatch.setattr(bootstrap, "urgency_of", _promise)
