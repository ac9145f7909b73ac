"""A shop opened over HTTP: master data, and stock as the first facts."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from tests.journeys.calls import Caller, Request

PLACES = {"NORTH": (53.5, 10.0), "SOUTH": (48.1, 11.6), "WEST": (50.9, 7.0)}
NODES = tuple(PLACES)

SCARCE = tuple(f"SCARCE-{i}" for i in range(4))
PLENTY = ("PLENTY-0", "PLENTY-1")
COMING = "COMING-0"
"""Of this there is only what was announced and has come: orders wait for it."""

PRICE = 250
"""Of everything, in cents."""

SUPPLIES = "/v1/supplies"
"""Announcing has no key: who says an old thing again has changed it back."""


def post(path: str, body: object, key: str | None = None) -> Request:
    """A request with a JSON body."""
    return Request("POST", path, json.dumps(body).encode(), key)


def fact(kind: str, sku: str, node: str, quantity: int, source_id: str) -> dict[str, Any]:
    """A fact with a name of its own."""
    return {"kind": kind, "sku": sku, "node": node, "quantity": quantity, "source": "shop", "source_id": source_id}


def hold(sku: str, key: str, quantity: int = 1, node: str | None = None) -> Request:
    """A request to hold units of one SKU."""
    line = {"sku": sku, "quantity": quantity} | ({"node": node} if node else {})
    return post("/v1/holds", {"channel": "web", "lines": [line]}, key)


async def open_shop(caller: Caller, skus: Collection[str]) -> None:
    """Three stores, a web channel over all of them, and a catalog."""
    nodes = [
        {"id": node, "name": node, "kind": "store", "latitude": at[0], "longitude": at[1]}
        for node, at in PLACES.items()
    ]
    for path, body in [
        ("/v1/catalog/skus", {"skus": [{"id": sku, "name": sku} for sku in skus]}),
        ("/v1/network/nodes", {"nodes": nodes}),
        ("/v1/network/channels", {"channels": [{"id": "web", "name": "Web", "kind": "web"}]}),
    ]:
        await accepted(caller, post(path, body))


async def receive(caller: Caller, stock: Mapping[tuple[str, str], int]) -> None:
    """Put stock on the shelves."""
    facts = [fact("receive", sku, node, units, f"{sku} at {node}") for (sku, node), units in stock.items()]
    await accepted(caller, post("/v1/facts", {"facts": facts}))


async def accepted(caller: Caller, request: Request) -> None:
    """Send what cannot be refused."""
    answered = await caller.send(request)
    assert answered.status == 200, answered
    assert b"refused" not in answered.body, answered
