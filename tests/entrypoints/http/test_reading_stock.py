"""Reading stock over HTTP: availability, positions, entries, holds."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import anyio
import httpx2
import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

ODD_SKUS = ("A/B", "50%", "a,b", "x%2Fy", "ä ö+ü", "..", "?&#=")


async def receive(shop: Shop, sku: str, node: str, quantity: float, **more: object) -> None:
    fact = {"kind": "receive", "sku": sku, "node": node, "quantity": quantity} | more
    answered = await shop.post("/v1/facts", {"facts": [fact]})
    assert "refused" not in answered.text, answered.text


async def add_sku(shop: Shop, sku: str, **more: object) -> None:
    answered = await shop.post("/v1/catalog/skus", {"skus": [{"id": sku, "name": "x"} | more]})
    assert "refused" not in answered.text, answered.text


async def ask(shop: Shop, path: str, **parameters: Any) -> httpx2.Response:  # noqa: ANN401 -- any parameter
    return await shop.client.get(path, params=parameters or None, headers=shop.headers)


async def read(shop: Shop, path: str, **parameters: Any) -> Any:  # noqa: ANN401 -- any JSON
    answered = await ask(shop, path, **parameters)
    assert answered.status_code == 200, answered.text
    return answered.json()


async def place_hold(shop: Shop, quantity: float = 2, sku: str = "A", **more: object) -> str:
    body = {"channel": "web", "lines": [{"sku": sku, "quantity": quantity, "node": "N1"}]} | more
    placed = await shop.post("/v1/holds", body)
    assert placed.status_code == 201, placed.text
    return str(placed.json()["hold_id"])


async def test_a_channel_hears_what_it_can_promise_in_display_units(standing_shop: Shop) -> None:
    assert await read(standing_shop, "/v1/availability", channel="web", sku=["A", "B", "C"]) == {
        "channel": "web",
        "items": [
            {"sku": "A", "available": 15, "active": True},
            {"sku": "B", "available": 0, "active": True},
            {"sku": "C", "available": 2.5, "active": True},
        ],
    }


async def test_a_hold_is_missing_from_the_next_answer(shop: Shop) -> None:
    await place_hold(shop, 4)
    (item,) = (await read(shop, "/v1/availability", channel="web", sku="A", by_node="true"))["items"]
    assert item["nodes"] == [{"node": "N1", "available": 6}, {"node": "N2", "available": 5}]


async def test_a_kit_is_available_as_often_as_one_node_has_its_components(shop: Shop) -> None:
    await receive(shop, "B", "N1", 7)
    parts = [{"sku": "A", "quantity": 3}, {"sku": "B", "quantity": 2}]
    await add_sku(shop, "kit", components=parts)
    (item,) = (await read(shop, "/v1/availability", channel="web", sku="kit", by_node="true"))["items"]
    assert (item["available"], item["nodes"]) == (3, [{"node": "N1", "available": 3}])


async def test_a_channel_hears_nothing_of_its_buffers_and_of_other_pools(shop: Shop) -> None:
    channel = {"id": "careful", "name": "x", "kind": "web", "pool": {"nodes": ["N2"]}, "buffer": 2}
    await shop.post("/v1/network/channels", {"channels": [channel]})
    (item,) = (await read(shop, "/v1/availability", channel="careful", sku="A", by_node="true"))["items"]
    assert (item["available"], item["nodes"]) == (3, [{"node": "N2", "available": 3}])


async def test_a_node_below_zero_takes_nothing_from_another(shop: Shop) -> None:
    sale = {"kind": "sell", "sku": "A", "node": "N2", "quantity": 9, "source": "till", "source_id": "9"}
    assert "refused" not in (await shop.post("/v1/facts", {"facts": [sale]})).text
    assert (await read(shop, "/v1/positions?sku=A&node=N2"))["positions"][0]["available"] == -4
    (item,) = (await read(shop, "/v1/availability", channel="web", sku="A"))["items"]
    assert item["available"] == 10


async def test_parameters_and_body_ask_the_same(standing_shop: Shop) -> None:
    repeated = await read(standing_shop, "/v1/availability?channel=web&sku=C&sku=A&sku=C&by_node=true")
    listed = await read(standing_shop, "/v1/availability?channel=web&sku=C,A&by_node=true")
    body = {"channel": "web", "skus": ["C", "A"], "by_node": True}
    posted = await standing_shop.client.post("/v1/availability", json=body, headers=standing_shop.headers)
    assert repeated == listed == posted.json()
    assert [item["sku"] for item in listed["items"]] == ["C", "A"]


async def test_a_thousand_skus_are_answered_and_one_more_is_refused(shop: Shop) -> None:
    skus = [f"S{i}" for i in range(1001)]
    rows = [{"id": sku, "name": "x"} for sku in skus]
    assert (await shop.post("/v1/catalog/skus", {"skus": rows})).status_code == 200
    answered = await shop.post("/v1/availability", {"channel": "web", "skus": skus[:1000]})
    assert len(answered.json()["items"]) == 1000
    refused = await shop.post("/v1/availability", {"channel": "web", "skus": skus})
    assert (refused.status_code, refused.json()["errors"][0]["path"]) == (400, "skus")


@pytest.mark.parametrize(
    ("query", "status", "paths"),
    [
        ("", 400, ["channel"]),
        ("?channel=web", 400, ["sku"]),
        ("?sku=A", 400, ["channel"]),
        ("?channel=web&sku=", 400, ["sku"]),
        ("?channel=web&sku=A,,C", 400, ["sku"]),
        ("?channel=web&sku=" + "x" * 65, 400, ["sku"]),
        ("?channel=web&sku=A%00", 400, ["sku"]),
        ("?channel=web&sku=%ff", 400, [""]),
        ("?channel=web&sku=A&sku=Y&sku=Z", 422, ["sku", "sku"]),
        ("?channel=moon&sku=A", 422, ["channel"]),
        ("?channel=web&channel=web&sku=A", 400, ["channel"]),
        ("?channel=web&sku=A&by_node=perhaps", 400, ["by_node"]),
        ("?channel=web&sku=A&node=N1", 400, ["node"]),
    ],
)
async def test_a_bad_question_about_availability_is_refused_by_parameter(
    standing_shop: Shop, query: str, status: int, paths: list[str]
) -> None:
    answered = await standing_shop.get(f"/v1/availability{query}")
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == paths


@pytest.mark.parametrize(
    ("change", "status", "path"),
    [
        ({"skus": []}, 400, "skus"),
        ({"skus": "A"}, 400, "skus"),
        ({"skus": ["A", "A", "Z"]}, 422, "skus[2]"),
        ({"skus": [1]}, 400, "skus[0]"),
        ({"channel": "moon"}, 422, "channel"),
        ({"by_node": "yes"}, 400, "by_node"),
        ({"as_of": "2026-01-01T00:00:00Z"}, 400, "as_of"),
    ],
)
async def test_a_bad_body_about_availability_is_refused_by_field(
    standing_shop: Shop, change: dict[str, object], status: int, path: str
) -> None:
    answered = await standing_shop.post("/v1/availability", {"channel": "web", "skus": ["A"]} | change)
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


async def test_availability_follows_the_catalog_and_the_network(shop: Shop) -> None:
    await read(shop, "/v1/availability", channel="web", sku="A")
    await add_sku(shop, "new")
    node = {"id": "N3", "name": "N3", "kind": "store"}
    await shop.post("/v1/network/nodes", {"nodes": [node]})
    await receive(shop, "new", "N3", 7)
    (item,) = (await read(shop, "/v1/availability", channel="web", sku="new"))["items"]
    assert item["available"] == 7
    assert [p["on_hand"] for p in (await read(shop, "/v1/positions", node="N3"))["positions"]] == [7]


async def test_a_position_shows_each_account(shop: Shop) -> None:
    await place_hold(shop, 0.5, "C")
    (position,) = (await read(shop, "/v1/positions", sku="C"))["positions"]
    assert position == {
        "sku": "C",
        "node": "N1",
        "on_hand": 2.5,
        "available": 2.0,
        "held": 0.5,
        "committed": 0,
        "damaged": 0,
        "quality_control": 0,
        "other": 0,
        "safety_stock": 0,
        "counted_at": None,
    }


async def test_positions_come_page_by_page_each_once(standing_shop: Shop) -> None:
    seen: list[tuple[str, str]] = []
    parameters: dict[str, Any] = {"limit": 2}
    while True:
        page = await read(standing_shop, "/v1/positions", **parameters)
        seen += [(p["sku"], p["node"]) for p in page["positions"]]
        if page["next"] is None:
            break
        parameters["cursor"] = page["next"]
    assert seen == [("A", "N1"), ("A", "N2"), ("C", "N1")]


async def test_a_position_is_read_as_of_another_moment(shop: Shop) -> None:
    now = datetime.now(UTC)
    yesterday, before = now - timedelta(days=1), now - timedelta(days=2)
    await receive(shop, "B", "N1", 3, occurred_at=yesterday.isoformat())
    then = await read(shop, "/v1/positions", sku="B", as_of=yesterday.isoformat())
    assert [p["on_hand"] for p in then["positions"]] == [3]
    earlier = await read(shop, "/v1/positions", sku="B", as_of=before.isoformat())
    assert [p["on_hand"] for p in earlier["positions"]] == [0]
    unknown = await read(shop, "/v1/positions", sku="B", as_of=now.isoformat(), known_at=yesterday.isoformat())
    assert [p["on_hand"] for p in unknown["positions"]] == [0]


def cursor(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("query", "status", "path"),
    [
        ("sku=Z", 422, "sku"),
        ("node=N9", 422, "node"),
        ("sku=" + ",".join(["A"] * 201), 400, "sku"),
        ("as_of=yesterday", 400, "as_of"),
        ("as_of=2026-01-01T00:00:00", 400, "as_of"),
        ("as_of=1492-01-01T00:00:00Z", 400, "as_of"),
        ("known_at=9999-12-31T23:59:59Z", 400, "known_at"),
        ("known_at=2026-02-30T00:00:00Z", 400, "known_at"),
        ("limit=0", 400, "limit"),
        ("limit=1001", 400, "limit"),
        ("limit=ten", 400, "limit"),
        ("limit=" + "9" * 30, 400, "limit"),
        ("cursor=x", 400, "cursor"),
        ("cursor=ä", 400, "cursor"),
        ("cursor=" + cursor("[1,2]"), 400, "cursor"),
        ("cursor=" + cursor('["A"]'), 400, "cursor"),
        ("cursor=" + cursor('["A","\\u0000"]'), 400, "cursor"),
        ("cursor=" + cursor('["A","\\ud800"]'), 400, "cursor"),
        ("cursor=" + "x" * 5000, 400, "cursor"),
        ("sort=node", 400, "sort"),
    ],
)
async def test_a_bad_question_about_positions_is_refused_by_parameter(
    standing_shop: Shop, query: str, status: int, path: str
) -> None:
    answered = await standing_shop.get(f"/v1/positions?{query}")
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [path]


async def test_the_entries_of_a_position_tell_how_it_came_about(shop: Shop) -> None:
    hold_id = await place_hold(shop, 2)
    page = await read(shop, "/v1/positions/A/N1/entries")
    assert (page["sku"], page["node"], page["next"]) == ("A", "N1", None)
    held, received = page["entries"]
    assert (held["kind"], held["quantity"], held["from_after"], held["to_after"]) == ("hold.placed", 2, 8, 2)
    assert (held["from_account"], held["to_account"], held["to_reference"]) == ("available", "held", hold_id)
    assert (received["from_account"], received["to_account"], received["quantity"]) == ("supplier", "available", 10)


@pytest.mark.parametrize("order", ["newest", "oldest"])
async def test_entries_come_page_by_page_each_once(shop: Shop, order: str) -> None:
    for quantity in range(1, 6):
        await receive(shop, "B", "N1", quantity)
    seen: list[int] = []
    parameters: dict[str, Any] = {"limit": 2, "order": order}
    while True:
        page = await read(shop, "/v1/positions/B/N1/entries", **parameters)
        seen += [entry["quantity"] for entry in page["entries"]]
        if page["next"] is None:
            break
        parameters["cursor"] = page["next"]
    assert seen == ([5, 4, 3, 2, 1] if order == "newest" else [1, 2, 3, 4, 5])


@pytest.mark.parametrize(
    ("path", "status", "field"),
    [
        ("Z/N1/entries", 422, "sku"),
        ("A/N9/entries", 422, "node"),
        ("%00/N1/entries", 400, "sku"),
        ("A/%ff/entries", 400, "node"),
        ("A/N1/entries?order=random", 400, "order"),
        ("A/N1/entries?limit=-1", 400, "limit"),
        ("A/N1/entries?cursor=" + cursor('["A","N1"]'), 400, "cursor"),
        ("A/N1/entries?cursor=" + cursor("[-1,0]"), 400, "cursor"),
        ("A/N1/entries?cursor=" + cursor("[9223372036854775808,0]"), 400, "cursor"),
        ("A/N1/entries?cursor=" + cursor("[1,1.5]"), 400, "cursor"),
    ],
)
async def test_a_bad_question_about_entries_is_refused_by_parameter(
    standing_shop: Shop, path: str, status: int, field: str
) -> None:
    answered = await standing_shop.get(f"/v1/positions/{path}")
    assert answered.status_code == status, answered.text
    assert [error["path"] for error in answered.json()["errors"]] == [field]


@pytest.mark.parametrize("sku", ODD_SKUS)
async def test_an_id_may_hold_what_addresses_are_made_of(shop: Shop, sku: str) -> None:
    await add_sku(shop, sku)
    await receive(shop, sku, "N1", 3)
    segment = "%2E%2E" if sku == ".." else quote(sku, safe="")
    page = await read(shop, f"/v1/positions/{segment}/N1/entries")
    assert (page["sku"], [entry["quantity"] for entry in page["entries"]]) == (sku, [3])
    (item,) = (await read(shop, "/v1/availability", channel="web", sku=sku))["items"]
    assert (item["sku"], item["available"]) == (sku, 3)
    (position,) = (await read(shop, f"/v1/positions?sku={segment}"))["positions"]
    assert (position["sku"], position["on_hand"]) == (sku, 3)


async def test_a_hold_is_read_from_its_placing_to_its_end(shop: Shop) -> None:
    hold_id = await place_hold(shop, 2.5, "C", reference="cart-7", ttl_seconds=600)
    line = {"sku": "C", "node": "N1", "quantity": 2.5, "placed_quantity": 2.5, "status": "open"}
    hold = await read(shop, f"/v1/holds/{hold_id}")
    assert (hold["hold_id"], hold["channel"], hold["reference"], hold["status"]) == (hold_id, "web", "cart-7", "open")
    assert hold["lines"] == [line]
    lasts = datetime.fromisoformat(hold["expires_at"]) - datetime.fromisoformat(hold["placed_at"])
    assert lasts == timedelta(seconds=600)
    part = {"lines": [{"sku": "C", "node": "N1", "quantity": 1}]}
    await shop.post(f"/v1/holds/{hold_id}/release", part)
    assert (await read(shop, f"/v1/holds/{hold_id}"))["lines"] == [line | {"quantity": 1.5}]
    await shop.post(f"/v1/holds/{hold_id}/release")
    ended = await read(shop, f"/v1/holds/{hold_id}")
    assert (ended["status"], ended["lines"]) == ("released", [line | {"quantity": 0, "status": "released"}])


async def test_a_hold_past_its_time_has_expired_though_nobody_swept_it(shop: Shop) -> None:
    hold_id = await place_hold(shop, 2, ttl_seconds=1)
    await anyio.sleep(1.05)
    hold = await read(shop, f"/v1/holds/{hold_id}")
    assert (hold["status"], hold["lines"][0]["quantity"]) == ("expired", 0)
    (position,) = (await read(shop, "/v1/positions", sku="A", node="N1"))["positions"]
    assert (position["available"], position["held"]) == (10, 0)


async def test_a_hold_that_became_an_order_says_so(shop: Shop) -> None:
    hold_id = await place_hold(shop, 2)
    order = {"channel": "web", "lines": [{"sku": "A", "quantity": 2}], "hold_id": hold_id}
    assert (await shop.post("/v1/orders", order)).status_code == 201
    assert (await read(shop, f"/v1/holds/{hold_id}"))["status"] == "committed"


NO_HOLD = "5e2c3fd2-8bff-4c16-93f9-10b4daf27eee"


@pytest.mark.parametrize("hold_id", ["x", "A%2FB", NO_HOLD, NO_HOLD.upper()])
async def test_an_unknown_hold_is_not_found(standing_shop: Shop, hold_id: str) -> None:
    answered = await standing_shop.get(f"/v1/holds/{hold_id}")
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/unknown-hold")


async def test_a_key_limited_to_nodes_sees_these_only(shop: Shop, make_key: MakeKey) -> None:
    there, here = await place_hold(shop, 1), Shop(shop.client, await make_key("read", nodes=("N2", "gone")))
    (item,) = (await read(here, "/v1/availability", channel="web", sku="A", by_node="true"))["items"]
    assert (item["available"], item["nodes"]) == (5, [{"node": "N2", "available": 5}])
    body = {"channel": "web", "skus": ["A"]}
    assert (await here.post("/v1/availability", body)).json()["items"][0]["available"] == 5
    for query in ("", "?sku=A", "?node=N2"):
        positions = (await read(here, f"/v1/positions{query}"))["positions"]
        assert [p["node"] for p in positions] == ["N2"], query
    forbidden = ["/v1/positions?node=N2&node=N1", "/v1/positions/A/N1/entries", f"/v1/holds/{there}"]
    assert [(await here.get(path)).status_code for path in forbidden] == [403, 403, 403]
    assert len((await read(here, "/v1/positions/A/N2/entries"))["entries"]) == 1


async def test_a_key_limited_to_a_node_that_is_gone_sees_nothing(shop: Shop, make_key: MakeKey) -> None:
    nowhere = Shop(shop.client, await make_key("read", nodes=("gone",)))
    assert (await read(nowhere, "/v1/positions"))["positions"] == []
    (item,) = (await read(nowhere, "/v1/availability", channel="web", sku="A"))["items"]
    assert item["available"] == 0
