"""Outlooks and what a shadow decided, over HTTP."""

from __future__ import annotations

from tests.entrypoints.http.conftest import MakeKey, Shop

OUTLOOKS = "/v1/sourcing/outlooks"


def row(sku: str = "A", node: str = "N1", demand: float = 1.5, **more: object) -> dict[str, object]:
    return {"sku": sku, "node": node, "demand_per_day": demand, **more}


async def test_outlooks_are_told_row_by_row_and_listed(shop: Shop) -> None:
    told = await shop.post(OUTLOOKS, {"outlooks": [row(), row(node="N2"), row(sku="NONE"), row(node="moon")]})
    outcomes = [each["outcome"] for each in told.json()["results"]]
    assert (told.status_code, outcomes) == (200, ["created", "created", "refused", "refused"])
    assert told.json()["results"][2]["problem"]["type"] == "/problems/unknown-sku"
    again = await shop.post(OUTLOOKS, {"outlooks": [row(days_to_delivery=3)]})
    assert again.json()["results"][0]["outcome"] == "updated"
    page = (await shop.get(f"{OUTLOOKS}?limit=1")).json()
    (first,) = page["outlooks"]
    assert (first["node"], first["demand_per_day"], first["days_to_delivery"]) == ("N1", 1.5, 3)
    assert first["source"] == "given"
    page = (await shop.get(f"{OUTLOOKS}?limit=1&cursor={page['next']}")).json()
    assert [each["node"] for each in page["outlooks"]] == ["N2"]
    assert (await shop.post(OUTLOOKS, {"outlooks": [row(demand=-1)]})).status_code == 400


async def test_a_key_limited_to_nodes_tells_of_these(shop: Shop, make_key: MakeKey) -> None:
    limited = Shop(shop.client, await make_key("stock", nodes=("N2",)))
    assert (await limited.post(OUTLOOKS, {"outlooks": [row(node="N2")]})).status_code == 200
    assert (await limited.post(OUTLOOKS, {"outlooks": [row(node="N1")]})).status_code == 403
    assert (await limited.get(OUTLOOKS)).status_code == 403
    assert (await limited.get(f"{OUTLOOKS}?node=N2")).status_code == 200


async def test_a_day_of_a_shadow_is_read_by_readers(shop: Shop, make_key: MakeKey) -> None:
    reader = Shop(shop.client, await make_key("read"))
    said = await reader.get("/v1/sourcing/shadow?day=2026-05-01")
    assert said.json() == {"day": "2026-05-01", "shadow": None, "comparisons": [], "names": {}}
    assert (await reader.get("/v1/sourcing/shadow?day=yesterday")).status_code == 400


async def test_no_shadow_has_no_version(shop: Shop, make_key: MakeKey) -> None:
    admin = Shop(shop.client, await make_key("admin"))
    refused = await admin.send("PUT", "/v1/sourcing/shadow", {"policy": None, "version": 3})
    assert refused.status_code == 400
    assert "leave `version` out" in refused.text
    assert (await admin.send("PUT", "/v1/sourcing/shadow", {"policy": None})).status_code == 200
