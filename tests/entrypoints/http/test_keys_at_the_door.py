"""Keys at the door: scopes by call, node limits by field, revocation within two seconds."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import anyio
import pytest

from stockpool.access.api import revoke_key
from stockpool.bootstrap import Application
from stockpool.entrypoints.http.app import HttpApp
from tests.entrypoints.http.conftest import MakeKey, Shop

HOLD = {"channel": "web", "lines": [{"sku": "A", "quantity": 1}]}
SKUS = {"skus": [{"id": "A", "name": "Apron"}]}
NODES = {"nodes": [{"id": "N1", "name": "N1", "kind": "store"}]}
CHANNELS = {"channels": [{"id": "web", "name": "Web", "kind": "web"}]}
SOON_S = 10.0
"""A second or two, and what a busy machine takes."""


def fact(kind: str = "sell", node: str = "N1", **more: object) -> dict[str, object]:
    return {"facts": [{"kind": kind, "sku": "A", "node": node, "quantity": 1, "source": "t", "source_id": "1"} | more]}


CALLS: list[tuple[str, str, object, set[str]]] = [
    ("GET", "/v1/catalog/skus", None, {"read"}),
    ("GET", "/v1/catalog/skus/A", None, {"read"}),
    ("POST", "/v1/catalog/skus", SKUS, {"stock"}),
    ("PUT", "/v1/catalog/skus/A", SKUS["skus"][0], {"stock"}),
    ("GET", "/v1/network/nodes", None, {"read"}),
    ("POST", "/v1/network/nodes", NODES, set()),
    ("POST", "/v1/network/channels", CHANNELS, set()),
    ("POST", "/v1/facts", fact("sell"), {"sell", "stock"}),
    ("POST", "/v1/facts", fact("return"), {"sell", "stock"}),
    ("POST", "/v1/facts", fact("receive"), {"stock"}),
    ("POST", "/v1/holds", HOLD, {"sell"}),
    ("POST", "/v1/holds/batch", {"holds": [HOLD]}, {"sell"}),
    ("GET", "/v1/availability?channel=web&sku=A", None, {"read", "sell"}),
    ("POST", "/v1/availability", {"channel": "web", "skus": ["A"]}, {"read", "sell"}),
    ("GET", "/v1/positions", None, {"read", "stock"}),
    ("GET", "/v1/positions/A/N1/entries", None, {"read", "stock"}),
    ("GET", "/v1/orders", None, {"read", "sell"}),
    ("POST", "/v1/orders", HOLD, {"sell"}),
    ("GET", "/v1/fulfillment-orders?node=N1", None, {"read", "sell", "stock"}),
    ("GET", "/metrics", None, {"read"}),
]

NOBODY = "0190b3a0-0000-7000-8000-000000000000"
CALLS_ABOUT_ORDERS: list[tuple[str, str, set[str]]] = [
    ("GET", "", {"read", "sell"}),
    ("GET", "/explanation", {"read", "sell"}),
    ("POST", "/cancel", {"sell"}),
    ("POST", "/edit", {"sell"}),
    ("POST", "/payment/confirm", {"sell"}),
    ("POST", "/payment/fail", {"sell"}),
]
STEPS = (
    "release", "accept", "reject", "start-picking", "pick", "pack", "ship", "arrive", "ready", "hand-over", "deliver",
    "expire",
)  # fmt: skip
CALLS_ABOUT_ONE = [
    *[(method, f"/v1/orders/{NOBODY}{path}", scopes) for method, path, scopes in CALLS_ABOUT_ORDERS],
    ("GET", f"/v1/fulfillment-orders/{NOBODY}-1", {"read", "sell", "stock"}),
    *[("POST", f"/v1/fulfillment-orders/{NOBODY}-1/{step}", {"sell", "stock"}) for step in STEPS],
]


@pytest.mark.parametrize("scope", ["read", "sell", "stock", "admin"])
async def test_each_call_is_open_to_its_scopes_and_closed_to_the_others(
    shop: Shop, make_key: MakeKey, scope: str
) -> None:
    caller = Shop(shop.client, await make_key(scope))
    for method, path, body, scopes in CALLS:
        answered = await caller.send(method, path, body)
        expected = scope in scopes or scope == "admin"
        assert (answered.status_code != 403) is expected, (method, path, answered.text)
        assert answered.status_code < 300 or answered.status_code == 403, answered.text
    for method, path, scopes in CALLS_ABOUT_ONE:
        answered = await caller.send(method, path, {} if method == "POST" else None)
        assert answered.status_code == (404 if scope in scopes or scope == "admin" else 403), (method, path)


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer sp_0_0", "Bearer sp_000000000000_" + "x" * 43, "Bearer \xff"],
)
async def test_without_a_good_key_there_is_only_a_challenge(standing_shop: Shop, header: str | None) -> None:
    headers = {} if header is None else {b"authorization": header.encode("latin-1")}
    answered = await standing_shop.client.get("/v1/catalog/skus", headers=headers)
    assert answered.status_code == 401
    assert answered.headers["www-authenticate"].startswith("Bearer")
    assert answered.json()["type"] == "/problems/unauthenticated"


@pytest.mark.parametrize(
    "path", ["/healthz", "/readyz", "/schema", "/schema/openapi.json", "/schema/asyncapi.json", "/problems/busy"]
)
async def test_pages_without_secrets_need_no_key(standing_shop: Shop, path: str) -> None:
    assert (await standing_shop.client.get(path)).status_code == 200


async def test_a_key_limited_to_nodes_may_not_name_another(shop: Shop, make_key: MakeKey) -> None:
    caller = Shop(shop.client, await make_key("stock", "sell", nodes=("N1",)))
    attempts = [
        ("/v1/facts", fact(node="N2"), "facts[0].node"),
        ("/v1/facts", fact("move", to_node="N2"), "facts[0].to_node"),
        ("/v1/holds", HOLD | {"lines": [{"sku": "A", "quantity": 1, "node": "N2"}]}, "lines[0].node"),
        ("/v1/holds", HOLD, "lines[0].node"),
        ("/v1/holds/batch", {"holds": [HOLD]}, "holds[0].lines[0].node"),
    ]
    for path, body, field in attempts:
        answered = await caller.post(path, body)
        assert answered.status_code == 403, path
        assert [error["path"] for error in answered.json()["errors"]] == [field]


async def test_a_key_limited_to_nodes_acts_there(shop: Shop, make_key: MakeKey) -> None:
    caller = Shop(shop.client, await make_key("stock", "sell", nodes=("N1",)))
    here = HOLD | {"lines": [{"sku": "A", "quantity": 1, "node": "N1"}]}
    assert (await caller.post("/v1/facts", fact())).status_code == 200
    assert (await caller.post("/v1/holds", here)).status_code == 201


async def test_a_revoked_key_stops_soon(
    shop: Shop, make_key: MakeKey, application: Application, http_app: HttpApp
) -> None:
    del http_app
    token = await make_key("read")
    caller = Shop(shop.client, token)
    assert (await caller.get("/v1/catalog/skus")).status_code == 200
    async with application.database.transaction() as conn:
        assert await revoke_key(conn, token.split("_")[1], datetime.now(UTC))
    revoked_at = time.monotonic()
    while (await caller.get("/v1/catalog/skus")).status_code == 200:
        assert time.monotonic() - revoked_at < SOON_S
        await anyio.sleep(0.05)
    assert (await shop.get("/v1/catalog/skus")).status_code == 200
