"""SKUs, nodes and channels over HTTP: batches, pages, single rows with ETags."""

from __future__ import annotations

import pytest

from tests.entrypoints.http.conftest import Shop


async def test_a_batch_has_one_result_a_row_in_order(shop: Shop) -> None:
    rows = [
        {"id": "A", "name": "Apron"},
        {"id": "D", "name": "Dish"},
        {"id": " ", "name": "x"},
        {"id": "B", "name": "B2"},
    ]
    answered = await shop.post("/v1/catalog/skus", {"skus": rows})
    assert answered.status_code == 200
    results = answered.json()["results"]
    assert [(r["id"], r["outcome"]) for r in results] == [
        ("A", "unchanged"), ("D", "created"), (" ", "refused"), ("B", "updated"),
    ]  # fmt: skip
    assert results[2]["problem"]["errors"][0]["path"] == "id"


async def test_pages_follow_each_other_without_gap_or_repeat(shop: Shop) -> None:
    rows = [{"id": f"P{i:03}", "name": "x"} for i in range(25)]
    await shop.post("/v1/catalog/skus", {"skus": rows})
    seen: list[str] = []
    query = "limit=10"
    while True:
        page = (await shop.get(f"/v1/catalog/skus?{query}")).json()
        seen += [row["id"] for row in page["skus"]]
        if page["next"] is None:
            break
        query = f"limit=10&cursor={page['next']}"
    assert seen == ["A", "B", "C", *(row["id"] for row in rows)]


async def test_what_is_read_can_be_written_back_unchanged(shop: Shop) -> None:
    for path in ("/v1/catalog/skus/C", "/v1/network/nodes/N1", "/v1/network/channels/web"):
        read = await shop.get(path)
        written = await shop.send("PUT", path, read.json(), if_match=read.headers["etag"])
        assert (written.status_code, written.json()["outcome"]) == (200, "unchanged"), written.text


async def test_an_edit_on_a_stale_version_is_refused(shop: Shop) -> None:
    first = await shop.get("/v1/catalog/skus/A")
    etag = first.headers["etag"]
    one = await shop.send("PUT", "/v1/catalog/skus/A", first.json() | {"name": "One"}, if_match=etag)
    two = await shop.send("PUT", "/v1/catalog/skus/A", first.json() | {"name": "Two"}, if_match=etag)
    assert (one.status_code, two.status_code) == (200, 412)
    assert two.json()["type"] == "/problems/stale-version"
    assert (await shop.get("/v1/catalog/skus/A")).json()["name"] == "One"
    assert one.headers["etag"] == (await shop.get("/v1/catalog/skus/A")).headers["etag"] != etag


async def test_if_none_match_creates_only_what_is_not_there(shop: Shop) -> None:
    row = {"id": "D", "name": "Dish"}
    statuses = [
        (await shop.send("PUT", "/v1/catalog/skus/D", row, if_none_match="*")).status_code,
        (await shop.send("PUT", "/v1/catalog/skus/D", row | {"name": "x"}, if_none_match="*")).status_code,
    ]
    assert statuses == [201, 412]


async def test_an_unchanged_row_is_not_sent_again(shop: Shop) -> None:
    etag = (await shop.get("/v1/catalog/skus/A")).headers["etag"]
    answered = await shop.get("/v1/catalog/skus/A", if_none_match=etag)
    assert (answered.status_code, answered.content) == (304, b"")
    assert (await shop.get("/v1/catalog/skus/A", if_none_match='"999"')).status_code == 200


@pytest.mark.parametrize("etag", ["7", '"x"', "", '"1", "2"'])
async def test_an_if_match_that_is_no_etag_is_refused(shop: Shop, etag: str) -> None:
    answered = await shop.send("PUT", "/v1/catalog/skus/A", {"id": "A", "name": "x"}, if_match=etag)
    assert (answered.status_code, answered.json()["errors"][0]["path"]) == (400, "If-Match")


async def test_the_path_and_the_body_name_the_same_row(shop: Shop) -> None:
    answered = await shop.send("PUT", "/v1/catalog/skus/A", {"id": "B", "name": "x"})
    assert (answered.status_code, answered.json()["errors"][0]["path"]) == (400, "id")


async def test_ids_may_hold_any_character_in_a_path(shop: Shop) -> None:
    assert (
        await shop.send("PUT", "/v1/catalog/skus/a%2Fb%20%3F%C3%BC", {"id": "a/b ?ü", "name": "x"})
    ).status_code == 201
    assert (await shop.get("/v1/catalog/skus/a%2Fb%20%3F%C3%BC")).json()["id"] == "a/b ?ü"


async def test_a_sku_with_promises_stays_in_use(shop: Shop) -> None:
    await shop.post("/v1/holds", {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]})
    answered = await shop.send("PUT", "/v1/catalog/skus/A", {"id": "A", "name": "Apron", "active": False})
    assert (answered.status_code, answered.json()["type"]) == (409, "/problems/in-use")


async def test_head_answers_as_get_does_without_its_body(shop: Shop) -> None:
    answered = await shop.send("HEAD", "/v1/catalog/skus/A")
    assert (answered.status_code, answered.headers["etag"]) == (200, '"1"')
