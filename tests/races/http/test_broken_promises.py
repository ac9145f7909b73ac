"""Orders for the last units from all sides, then till sales of the same stock: the promises that break are repaired."""

from __future__ import annotations

import asyncio
from collections import Counter

from stockpool.runtime.database import Database
from tests.inventory.drift import find_drift
from tests.journeys.calls import Caller, Request
from tests.journeys.shop import NODES, post, receive
from tests.races.http.conftest import NewCaller, OpenShop, ServeMany

PROCESSES = 3
CUSTOMERS = 500
UNITS = 200
SOLD_AT_TILLS = 40
ELSEWHERE = 15
"""Units at another node, which some of the broken promises can be kept from."""

AT_ONCE = 90
PATIENCE_S = 30

BROKEN = """
select o.order_id::text, o.status::text,
       row_number() over (order by o.placed_at desc, o.order_id desc) as newest,
       (select count(*) from events e where e.subject = o.order_id::text and e.type = 'order.repaired')
from orders o order by o.placed_at desc, o.order_id desc
"""


def order(buyer: int) -> Request:
    body = {"channel": "web", "lines": [{"sku": "LAST", "quantity": 1}], "reference": f"order-{buyer}"}
    return post("/v1/orders", body, f"buyer-{buyer}")


def till_sale(number: int) -> Request:
    fact = {"kind": "sell", "sku": "LAST", "node": NODES[0], "quantity": 1, "source": "till", "source_id": str(number)}
    return post("/v1/facts", {"facts": [fact]}, f"till-{number}")


async def test_exactly_the_newest_promises_break_and_each_is_repaired(
    serve: ServeMany, new_caller: NewCaller, opened: OpenShop, database: Database
) -> None:
    """Cases 1 and 26: 200 of 500 are served; 40 till sales break the 40 newest, of which 15 are served elsewhere."""
    servers = serve(PROCESSES)
    await opened(servers[0], "LAST")
    callers = [new_caller(servers[i % PROCESSES]) for i in range(AT_ONCE)]
    await receive(callers[0], {("LAST", NODES[0]): UNITS})

    placed, told = await _crowd(callers, [order(buyer) for buyer in range(CUSTOMERS)])
    assert placed == {201: UNITS, 409: CUSTOMERS - UNITS}
    assert all(b'"available"' in body for body in told[409])

    await receive(callers[0], {("LAST", NODES[1]): ELSEWHERE})
    sold, _ = await _crowd(callers, [till_sale(number) for number in range(SOLD_AT_TILLS)])
    assert sold == {200: SOLD_AT_TILLS}

    rows = await _repaired(database)
    assert {newest for _, _, newest, repairs in rows if repairs} == set(range(1, SOLD_AT_TILLS + 1))
    statuses = Counter(status for _, status, _, repairs in rows if repairs)
    assert statuses["backordered"] == SOLD_AT_TILLS - ELSEWHERE
    assert all(repairs == 1 for _, _, _, repairs in rows if repairs)
    async with database.read() as connection:
        assert await find_drift(connection) == []


async def _crowd(callers: list[Caller], requests: list[Request]) -> tuple[Counter[int], dict[int, list[bytes]]]:
    waiting = requests[::-1]
    answers: dict[int, list[bytes]] = {}

    async def ask(number: int) -> None:
        while waiting:
            answer = await callers[number].send(waiting.pop())
            answers.setdefault(answer.status, []).append(answer.body)

    await asyncio.gather(*map(ask, range(len(callers))))
    return Counter({status: len(bodies) for status, bodies in answers.items()}), answers


async def _repaired(database: Database) -> list[tuple[str, str, int, int]]:
    """All orders, the newest first, when the servers have repaired what they can."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with database.read() as connection:
                rows = await (await connection.execute(BROKEN)).fetchall()
                short = await (await connection.execute("select from positions where available < 0")).fetchall()
            if not short:
                return rows
            await asyncio.sleep(0.2)
