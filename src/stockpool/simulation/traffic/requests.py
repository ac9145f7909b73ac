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


def hold(lines: Lines, ttl_seconds: int, key: str, **more: object) -> Request:
    """Hold goods for a web customer."""
    held = [{"sku": line["sku"], "quantity": line["quantity"]} for line in lines]
    body = {"channel": "web", "lines": held, "ttl_seconds": ttl_seconds, "reference": key, **more}
    return _post("/v1/holds", body, key)


def release(hold_id: str, key: str) -> Request:
    """Give a hold back."""
    return _post(f"/v1/holds/{quote(hold_id)}/release", {}, key)


def order(lines: Lines, key: str, **more: object) -> Request:
    """Order on the web, to be shipped or picked up."""
    return _post("/v1/orders", {"channel": "web", "currency": "EUR", "lines": lines, **more}, key)


def waiting(limit: int) -> Request:
    """Ask which orders wait for goods, whatever else has become of them."""
    return Request("GET", f"/v1/exceptions?kind=order_waits&limit={limit}")


def one_order(order_id: str) -> Request:
    """Read an order."""
    return Request("GET", f"/v1/orders/{quote(order_id)}")


def cancel(order_id: str, reason: str, key: str) -> Request:
    """A customer does not want to wait any more."""
    return _post(f"/v1/orders/{quote(order_id)}/cancel", {"reason": reason}, key)


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


def ask_for_count(node: str, skus: Sequence[str], key: str) -> Request:
    """Ask for a count."""
    return _post("/v1/warehouse/counts", {"node": node, "skus": list(skus), "reason": "cycle"}, key)


def arrivals(node: str) -> Request:
    """Ask what is to come to a node."""
    return Request("GET", f"/v1/warehouse/arrivals?node={quote(node, safe='')}")


def supplies(rows: Lines) -> Request:
    """Tell what is to come."""
    return _post("/v1/supplies", {"supplies": rows}, None)


def returns(node: str) -> Request:
    """Ask what is to come back to a node."""
    return Request("GET", f"/v1/returns?node={quote(node, safe='')}&status=requested&limit=10")


def ask_to_return(order_id: str, node: str, lines: Lines, key: str) -> Request:
    """A customer wants to bring goods back."""
    return _post("/v1/returns", {"order_id": order_id, "node": node, "lines": lines}, key)


def compare(source: str, rows: Lines) -> Request:
    """Compare what another system says."""
    return _post("/v1/reconciliation/runs", {"source": source, "rows": rows}, None)


def positions(node: str, limit: int) -> Request:
    """Look at the shelves of a node."""
    return Request("GET", f"/v1/positions?node={quote(node, safe='')}&limit={limit}")


def position(sku: str, node: str) -> Request:
    """Look at a shelf."""
    return Request("GET", f"/v1/positions?sku={quote(sku, safe='')}&node={quote(node, safe='')}")


def availability(skus: Sequence[str], *, by_node: bool = False) -> Request:
    """Ask what the web can sell of some SKUs."""
    return _post("/v1/availability", {"channel": "web", "skus": list(skus), "by_node": by_node}, None)


def _post(path: str, body: dict[str, Any], key: str | None) -> Request:
    return Request("POST", path, ENCODER.encode(body), key)
