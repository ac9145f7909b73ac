"""The calls of the interface that traffic makes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

from stockpool.simulation.retailer.baskets import Bought
from stockpool.simulation.traffic.client import ENCODER, Request

Fact = dict[str, Any]
Lines = list[dict[str, Any]]

RECORDERS = {"sell": "till", "receive": "truck"}
"""Who records what at a node."""


def fact(kind: str, of: Bought, occurred_at: datetime, source_id: str) -> Fact:
    """Something that happened to goods; its source is what recorded it there."""
    recorder = RECORDERS[kind]
    return {
        "kind": kind,
        "sku": of.sku,
        "node": of.node,
        "quantity": of.quantity,
        "occurred_at": occurred_at,
        "source": f"{recorder}-{of.node}",
        "source_id": source_id,
    }


def record(facts: Sequence[Fact]) -> Request:
    """Record facts; each is named by its source, so no key is needed."""
    return _post("/v1/facts", {"facts": list(facts)}, None)


def hold(lines: Lines, ttl_seconds: int, key: str) -> Request:
    """Hold goods for a web customer."""
    body = {"channel": "web", "lines": lines, "ttl_seconds": ttl_seconds, "reference": key}
    return _post("/v1/holds", body, key)


def release(hold_id: str, key: str) -> Request:
    """Give a hold back."""
    return _post(f"/v1/holds/{quote(hold_id)}/release", {}, key)


def order(lines: Lines, key: str, **more: object) -> Request:
    """Order on the web, to be shipped or picked up."""
    return _post("/v1/orders", {"channel": "web", "lines": lines, "reference": key, **more}, key)


def queue(nodes: Sequence[str], statuses: Sequence[str], limit: int) -> Request:
    """Ask what nodes have to do."""
    named = ",".join([quote(node, safe="") for node in nodes])
    return Request("GET", f"/v1/fulfillment-orders?node={named}&status={','.join(statuses)}&limit={limit}")


def step(name: str, taken: str, said: dict[str, Any], key: str) -> Request:
    """Take a step of a fulfillment order."""
    return _post(f"/v1/fulfillment-orders/{quote(name)}/{taken}", said, key)


def counts(nodes: Sequence[str], limit: int) -> Request:
    """Ask what is to be counted."""
    named = ",".join([quote(node, safe="") for node in nodes])
    return Request("GET", f"/v1/warehouse/counts?node={named}&limit={limit}")


def counted(count: str, lines: Lines, key: str) -> Request:
    """Tell what was counted."""
    return _post(f"/v1/warehouse/counts/{quote(count)}/lines", {"lines": lines}, key)


def position(sku: str, node: str) -> Request:
    """Look at a shelf."""
    return Request("GET", f"/v1/positions?sku={quote(sku, safe='')}&node={quote(node, safe='')}")


def availability(skus: Sequence[str], *, by_node: bool = False) -> Request:
    """Ask what the web can sell of some SKUs."""
    return _post("/v1/availability", {"channel": "web", "skus": list(skus), "by_node": by_node}, None)


def _post(path: str, body: dict[str, Any], key: str | None) -> Request:
    return Request("POST", path, ENCODER.encode(body), key)
