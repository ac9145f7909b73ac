"""The event feed as its readers see it: pages with a cursor, and a stream that is resumed."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import anyio
import httpx2
import pytest

from stockpool.bootstrap import Application
from stockpool.feed.api import ends_of_feed
from stockpool.workflows.prune_feed import FeedTerms, prune_feed
from tests.entrypoints.http.conftest import Furnished, MakeKey, Shop
from tests.entrypoints.http.listening import listening, post
from tests.entrypoints.http.server_process import serving
from tests.entrypoints.http.server_thread import Served, serving_here

pytestmark = pytest.mark.anyio


async def settle(application: Application) -> int:
    """Wait until all that was committed has its place in the feed; the latest one."""
    for _ in range(100):
        application.feed.nudge()
        async with application.database.read() as connection:
            count = await (await connection.execute("select count(*) from events")).fetchone()
            latest = (await ends_of_feed(connection)).latest
        if count is not None and latest == count[0] == application.feed.latest:
            return latest
        await anyio.sleep(0.02)
    raise AssertionError("the feed does not catch up")


async def sell(shop: Shop, sku: str, node: str, quantity: float, number: str) -> None:
    fact = {"kind": "sell", "sku": sku, "node": node, "quantity": quantity, "source": "till", "source_id": number}
    answered = await shop.post("/v1/facts", {"facts": [fact]}, idempotency_key=number)
    assert answered.status_code == 200, answered.text


async def events_of(shop: Shop, query: str) -> dict[str, Any]:
    answered = await shop.get(f"/v1/events?{query}")
    assert answered.status_code == 200, answered.text
    body: dict[str, Any] = answered.json()
    return body


async def test_pages_tell_every_event_once_in_order_as_cloud_events(shop: Shop, application: Application) -> None:
    for number in range(5):
        await sell(shop, "A", "N1", 1, f"s{number}")
    latest = await settle(application)
    assert latest == 14
    told: list[dict[str, Any]] = []
    after = 0
    while page := (await events_of(shop, f"after={after}&limit=3"))["events"]:
        told += page
        after = int(page[-1]["sequence"])
    assert [int(each["sequence"]) for each in told] == list(range(1, 15))
    assert len({each["id"] for each in told}) == 14
    last = told[-1]
    assert last["specversion"] == "1.0"
    assert last["type"] == "stockpool.stock.sell.v1"
    assert last["subject"] == last["partitionkey"] == "A@N1"
    assert last["data"]["levels"] == [{"sku": "A", "node": "N1", "on_hand": 5, "available": 5}]


@pytest.mark.parametrize(
    ("query", "subjects"),
    [
        ("type=stock.sell", ["A@N1", "C@N1"]),
        ("type=stock.*", ["A@N1", "A@N2", "C@N1", "A@N1", "C@N1"]),
        ("type=order.*", []),
        ("sku=C", ["C", "C@N1", "C@N1"]),
        ("node=N2", ["N2", "A@N2"]),
        ("sku=A&node=N1&type=stock.receive", ["A@N1"]),
        ("channel=web", ["web"]),
    ],
)
async def test_a_reader_gets_what_it_asks_for_and_its_cursor_moves_on(
    shop: Shop, application: Application, query: str, subjects: list[str]
) -> None:
    await sell(shop, "A", "N1", 1, "1")
    await sell(shop, "C", "N1", 0.5, "2")
    latest = await settle(application)
    page = await events_of(shop, query)
    assert [each["subject"] for each in page["events"]] == subjects
    assert page["next"] == page["latest"] == latest


async def test_a_key_for_one_node_hears_of_that_node_only(
    shop: Shop, application: Application, make_key: MakeKey
) -> None:
    await settle(application)
    limited = Shop(shop.client, await make_key("read", nodes=("N2",)))
    assert [each["subject"] for each in (await events_of(limited, "after=0"))["events"]] == ["N2", "A@N2"]


async def test_cursors_that_never_were_or_have_lost_something_are_told_so(shop: Shop, application: Application) -> None:
    latest = await settle(application)
    beyond = await shop.get(f"/v1/events?after={latest + 1}")
    assert (beyond.status_code, beyond.json()["errors"][0]["path"]) == (400, "after")
    async with application.database.transaction() as connection:
        await connection.execute("update feed_state set oldest = %s", (latest,))
    assert (await shop.get(f"/v1/events?after={latest - 2}")).status_code == 410
    assert [int(each["sequence"]) for each in (await events_of(shop, f"after={latest - 1}"))["events"]] == [latest]
    assert [int(each["sequence"]) for each in (await events_of(shop, ""))["events"]] == [latest]


async def test_what_was_pruned_is_gone_for_cursors_before_it(shop: Shop, application: Application) -> None:
    latest = await settle(application)
    until = datetime.now(UTC) + timedelta(days=2)
    assert (await prune_feed(application.database, until, FeedTerms(1, 0, 1))).retired == latest
    assert (await shop.get("/v1/events?after=0")).status_code == 410
    await sell(shop, "A", "N1", 1, "later")
    assert await settle(application) == latest + 1
    assert [int(each["sequence"]) for each in (await events_of(shop, f"after={latest}"))["events"]] == [latest + 1]


async def test_a_page_waits_for_what_happens_soon(shop: Shop, application: Application) -> None:
    latest = await settle(application)
    async with anyio.create_task_group() as group:
        group.start_soon(sell, shop, "A", "N1", 1, "soon")
        page = await events_of(shop, f"after={latest}&wait_seconds=10")
    assert [each["type"] for each in page["events"]] == ["stockpool.stock.sell.v1"]


def post_sale(server: Served, token: str, number: str) -> None:
    fact = {"kind": "sell", "sku": "A", "node": "N1", "quantity": 1, "source": "till", "source_id": number}
    post(server, token, "/v1/facts", {"facts": [fact]})


def test_a_stream_tells_what_happens_and_goes_on_where_it_was_cut(furnished: Furnished, database_url: str) -> None:
    with serving_here(database_url) as server:
        with listening(server, furnished.token) as told:
            for number in ("1", "2"):
                post_sale(server, furnished.token, number)
            first = next(told)
        post_sale(server, furnished.token, "3")
        assert first.event == "stock.sell"
        assert first.data["data"]["levels"][0]["on_hand"] == 9
        with listening(server, furnished.token, last_id=first.id) as told:
            again = [next(told) for _ in range(2)]
            assert [each.data["data"]["levels"][0]["on_hand"] for each in again] == [8, 7]
            assert [int(each.id) for each in again] == [int(first.id) + 1, int(first.id) + 2]
        with listening(server, furnished.token, query="after=0&type=stock.receive") as told:
            assert [next(told).data["subject"] for _ in range(3)] == ["A@N1", "A@N2", "C@N1"]


def test_a_server_that_leaves_ends_its_streams_with_a_word_and_at_once(furnished: Furnished, database_url: str) -> None:
    with serving(database_url) as server, listening(server, furnished.token) as told:
        post_sale(server, furnished.token, "1")
        assert next(told).event == "stock.sell"
        began_at = time.monotonic()
        threading.Thread(target=server.process.terminate).start()
        last = next(told)
        assert (last.event, last.data["reason"]) == ("end", "stopping")
        assert next(told, None) is None
        assert server.process.wait(20) is not None
        assert time.monotonic() - began_at < 14  # one that waited for its streams would take 15 s


@pytest.mark.parametrize("last_id", ["-1", "x", "99999999999999999999"])
def test_an_id_that_no_stream_has_sent_is_refused(furnished: Furnished, database_url: str, last_id: str) -> None:
    with serving_here(database_url) as server:
        headers = {"authorization": f"Bearer {furnished.token}", "last-event-id": last_id}
        answered = httpx2.get(f"{server.url}/v1/events/stream", headers=headers, timeout=10)
    assert answered.status_code == 400
