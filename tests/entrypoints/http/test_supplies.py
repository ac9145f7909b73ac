"""Supply to come over HTTP."""

from __future__ import annotations

from typing import Any

import pytest

from tests.entrypoints.http.conftest import MakeKey, Shop

PATH = "/v1/supplies"
ROW: dict[str, Any] = {"id": "PO-1", "sku": "A", "node": "N1", "quantity": 4, "expected_at": "2126-06-20T10:00:00Z"}


async def outcomes(shop: Shop, *rows: dict[str, Any], method: str = "POST") -> list[str]:
    answered = await shop.send(method, PATH, {"supplies": rows})
    assert answered.status_code == 200, answered.text
    return [row["outcome"] for row in answered.json()["results"]]


async def test_a_batch_has_one_result_a_row_in_order(shop: Shop) -> None:
    assert await outcomes(shop, ROW, ROW | {"id": "PO-2", "sku": "moon"}) == ["created", "refused"]
    assert await outcomes(shop, ROW, method="PUT") == ["unchanged"]
    assert await outcomes(shop, ROW | {"quantity": 5}, method="PUT") == ["updated"]


async def test_supply_is_listed_with_what_came_and_what_is_promised(shop: Shop) -> None:
    await outcomes(shop, ROW, ROW | {"id": "PO-2", "sku": "C", "quantity": 2.5, "expected_at": "2026-06-01T10:00:00Z"})
    fact = {"kind": "receive", "sku": "A", "node": "N1", "quantity": 1, "reference": "PO-1"}
    await shop.post("/v1/facts", {"facts": [fact | {"source": "test", "source_id": "1"}]})
    order = {"channel": "web", "lines": [{"sku": "A", "quantity": 18}], "shortage": "backorder"}
    (delivery,) = (await shop.post("/v1/orders", order)).json()["deliveries"]
    assert delivery["promised_until"] > "2126-06-20"
    page = (await shop.get(PATH)).json()
    first, second = page["supplies"]
    assert (first["id"], first["quantity"], first["status"], page["next"]) == ("PO-2", 2.5, "open", None)
    assert (first["overdue"], second["overdue"]) == (True, False)
    assert {name: second[name] for name in ("id", "quantity", "received", "claimed", "kind")} == {
        "id": "PO-1", "quantity": 4, "received": 1, "claimed": 2, "kind": "purchase_order",
    }  # fmt: skip
    assert [each["id"] for each in (await shop.get(f"{PATH}?sku=A&node=N1")).json()["supplies"]] == ["PO-1"]
    assert (await shop.get(f"{PATH}?node=N2")).json()["supplies"] == []


async def test_pages_follow_each_other_without_gap_or_repeat(shop: Shop) -> None:
    await outcomes(shop, *[ROW | {"id": f"PO-{number}"} for number in range(5)])
    seen, query = [], "limit=2"
    while True:
        page = (await shop.get(f"{PATH}?{query}")).json()
        seen += [each["id"] for each in page["supplies"]]
        if page["next"] is None:
            break
        query = f"limit=2&cursor={page['next']}"
    assert seen == [f"PO-{number}" for number in range(5)]
    assert (await shop.get(f"{PATH}?cursor=WyJ4Il0")).status_code == 400


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"quantity": -1}, "quantity"),
        ({"quantity": 0.5}, "quantity"),
        ({"node": "moon"}, "node"),
        ({"expected_at": "2026-06-20T10:00:00"}, "expected_at"),
    ],
)
async def test_a_bad_row_is_refused_by_its_field(standing_shop: Shop, change: dict[str, Any], path: str) -> None:
    answered = await standing_shop.post(PATH, {"supplies": [ROW | change]})
    (row,) = answered.json()["results"]
    assert row["outcome"] == "refused"
    assert [each["path"] for each in row["problem"]["errors"]] == [path]


@pytest.mark.parametrize(
    "change",
    [{"quantity": None}, {"expected_at": "soon"}, {"kind": "gift"}, {"status": "lost"}, {"received": 4}, {"id": ""}],
)
async def test_a_batch_that_is_not_understood_is_refused(standing_shop: Shop, change: dict[str, Any]) -> None:
    assert (await standing_shop.post(PATH, {"supplies": [ROW | change]})).status_code == 400


async def test_the_stock_room_writes_and_readers_read(shop: Shop, make_key: MakeKey) -> None:
    for scope, written, read in (("stock", 200, 200), ("read", 403, 200), ("sell", 403, 403)):
        asker = Shop(shop.client, await make_key(scope))
        assert (await asker.post(PATH, {"supplies": [ROW]})).status_code == written
        assert (await asker.get(PATH)).status_code == read


async def test_a_key_of_a_node_knows_what_comes_there_only(shop: Shop, make_key: MakeKey) -> None:
    store = Shop(shop.client, await make_key("stock", nodes=("N1",)))
    assert (await store.post(PATH, {"supplies": [ROW]})).status_code == 200
    assert (await store.post(PATH, {"supplies": [ROW | {"node": "N2"}]})).status_code == 403
    assert (await store.get(f"{PATH}?node=N1")).status_code == 200
    assert (await store.get(PATH)).status_code == 403
